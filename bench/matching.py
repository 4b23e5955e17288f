"""How long it takes to find whom to ask among very many experts, and to decide between those who claim at once.

    .venv/bin/python bench/matching.py [--experts 1000,10000,100000] [--searches N] [--claims N] [--write FILE]

A database of its own in a temporary folder. The experts of each size are qualified for one topic; of the larger part
something was seen before, one in ten is there, as at night. A search is what the hot path asks for one new question.
Its processor time is that of this process and of PostgreSQL's for this connection (/proc/PID/schedstat), so it says the
same on a busy machine.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

FIFTY = 50
THERE = 0.1
MEASURED_AT_ONCE = 10_000
WARMING = 20
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@contextmanager
def empty_house() -> Iterator[None]:
    """Django on an empty database, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="oase-matching-") as folder:
        Path(folder).chmod(0o755)
        os.environ |= {"OASE_DATA": folder, "DJANGO_SETTINGS_MODULE": "oase.config.settings", "OASE_DEMO": "0"}
        from oase.server.postgres import running
        from oase.server.prepare import prepare
        from oase.server.roles import ensure_roles

        with running():
            ensure_roles()
            prepare(demo=False, say=lambda _text: None)
            import django

            django.setup()
            try:
                yield
            finally:
                from django.db import connections

                connections.close_all()


def crowd(number: int) -> Any:
    """A topic with so many experts of all kinds; the topic."""
    from django.db import connection, connections

    from oase.companies.models import Company, Topic
    from oase.experts.matching.standing import measure
    from oase.experts.models import Expert, Qualification
    from oase.people.models import Person

    company = Company.objects.create(slug=f"firm-{number}", name=f"Firm {number}")
    topic = Topic.objects.create(
        company=company, slug="machines", name_de="M", name_en="M", open_to_experts=True, reward_cents=300
    )
    draw = random.Random(number)
    people = Person.objects.bulk_create(
        [Person(email=f"e{place}@{number}.example.org", first_name="Emil") for place in range(number)], 5000
    )
    Expert.objects.bulk_create(
        [Expert(person=one, languages=["de"], there=draw.random() < THERE) for one in people], 5000
    )
    Qualification.objects.bulk_create([Qualification(expert_id=one.pk, topic=topic) for one in people], 5000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            "INSERT INTO oase_outcome (expert_id, topic_id, result, stars, seconds, claimed_at)"
            " SELECT q.expert_id, q.topic_id, CASE WHEN random() < 0.8 THEN 'solved' ELSE 'unsolved' END,"
            " CASE WHEN random() < 0.5 THEN 3 + floor(random() * 3) END, exp(5.5 + random()), now()"
            " FROM oase_qualification q, generate_series(1, 1 + floor(random() * 12)::int)"
            " WHERE q.topic_id = %s::bigint AND random() < 0.7",
            [topic.pk],
        )
    for place in range(0, number, MEASURED_AT_ONCE):
        measure([one.pk for one in people[place : place + MEASURED_AT_ONCE]])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return topic


def searches(topic: Any, number: int) -> tuple[list[float], list[float]]:
    """Seconds of each search for the first wave of a new question, and its processor seconds."""
    from oase.experts.matching.finding import first_asked
    from oase.experts.matching.waves import waves_of

    asked = [(topic.pk, "de", waves_of(topic), topic.first_answer_minutes * 60.0)]
    for _ in range(WARMING):  # plans are made after a few, pages are in memory
        first_asked(asked)
    both = [_timed(lambda: first_asked(asked)) for _ in range(number)]
    return [one for one, _ in both], [one for _, one in both]


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    busy, begin = _processor(), time.perf_counter()
    work()
    return time.perf_counter() - begin, _processor() - busy


def _processor() -> float:
    """Seconds that this process and the server's process for its connection were on a processor so far."""
    from django.db import connection

    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text("ascii")
    return time.process_time() + int(server.split()[0]) / 1e9


def claims(rounds: int) -> tuple[list[float], list[float], int]:
    """Fifty experts claim each of so many questions at once: seconds of every claim, processor seconds of all fifty
    together, and rounds with one winner.
    """
    from django.db import connection

    from oase.companies.models import Customer
    from oase.conversations.actions import confirm_solution
    from oase.conversations.models import Assignment
    from oase.experts import actions
    from oase.experts.matching.standing import measure
    from oase.experts.models import Expert, Offer
    from oase.experts.reputation.models import Opening
    from oase.experts.routing import offer_wave, receive
    from oase.people.models import Person

    topic = crowd(FIFTY)
    Expert.objects.update(there=True, at_once=10_000, offers_at_once=10_000)
    measure(list(Expert.objects.values_list("pk", flat=True)))
    asker = Person.objects.create(email="karla@example.org", first_name="Karla")
    customer = Customer.objects.create(person=asker, company=topic.company)
    taken: list[float] = []
    busy: list[float] = []
    whole = 0

    def press(offer: Offer, start: Barrier) -> tuple[float, bool]:
        start.wait()
        begin = time.perf_counter()
        try:
            actions.claim(offer_id=offer.pk, by=offer.expert.person)
        except actions.AlreadyClaimed:
            return time.perf_counter() - begin, False
        finally:
            connection.close()  # as after a request
        return time.perf_counter() - begin, True

    with ThreadPoolExecutor(FIFTY) as threads:
        for _ in range(rounds):
            asked = receive(customer=customer, text="Die Maschine brüht nicht.", client_id=uuid4(), topic=topic)
            while offer_wave(asked, asked.assignments.get(ended_at=None)):
                pass
            offers = list(Offer.objects.filter(assignment__conversation=asked).select_related("expert__person"))
            start, before = Barrier(len(offers)), _all_processors()
            results = list(threads.map(press, offers, [start] * len(offers)))
            after = _all_processors()
            busy.append(after[0] - before[0] + sum(after[1][pid] - before[1].get(pid, 0.0) for pid in after[1]))
            taken += [seconds for seconds, _ in results]
            held = Assignment.objects.filter(conversation=asked, level=Assignment.EXPERT, ended_at=None)
            whole += len(offers) == FIFTY and sum(won for _, won in results) == held.count() == 1
            # It ends here: what is held counts as read, and nobody reads more than so many in an hour.
            confirm_solution(conversation_id=asked.pk, by=asker)
            Assignment.objects.filter(conversation=asked).update(ended_at=LONG_AGO, started_at=LONG_AGO)
            Opening.objects.all().delete()
    return taken, busy, whole


def _all_processors() -> tuple[float, dict[int, float]]:
    """Seconds that this process, and each process of the server for a connection, was on a processor so far."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE usename = current_user")
        servers = {pid: Path(f"/proc/{pid}/schedstat") for (pid,) in cursor.fetchall()}
    used = {pid: int(file.read_text("ascii").split()[0]) / 1e9 for pid, file in servers.items() if file.exists()}
    return time.process_time(), used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--experts", default="1000,10000,100000")
    parser.add_argument("--searches", type=int, default=300)
    parser.add_argument("--claims", type=int, default=100, metavar="ROUNDS")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    lines = ["| what | median | p99 | processor, median | processor, p99 |", "|---|---|---|---|---|"]
    with empty_house():
        for number in map(int, given.experts.split(",")):
            topic = crowd(number)
            lines.append(_row(f"whom to ask first, of {number:,} experts", *searches(topic, given.searches)))
            print(lines[-1], flush=True)
        if given.claims:
            taken, busy, whole = claims(given.claims)
            what = f"{FIFTY} claim at once (processor: all of them); one winner in {whole} of {given.claims} rounds"
            lines.append(_row(what, taken, busy))
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if given.write:
        given.write.write_text(text, "utf-8")


def _row(what: str, *measured: list[float]) -> str:
    return (
        " | ".join([f"| {what}", *(_figures(seconds) for seconds in measured), *["–"] * (4 - 2 * len(measured))]) + " |"
    )


def _figures(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    worst = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{statistics.median(ordered) * 1000:.1f} ms | {worst * 1000:.1f} ms"


if __name__ == "__main__":
    main()
