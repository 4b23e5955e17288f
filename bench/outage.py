"""After an outage: `python -m bench.outage`. So many promises lapsed at once; how long until each has moved on?

A house of its own below a temporary folder: concerns of many customers, all with advisors, and a lapse for each of
them two hours ago. Then as many watchers as asked for do what the job does, in processes of their own. Each concern
must have moved exactly once and be late. Told are seconds of the clock, and processor time, which counts what others
on the machine do not take.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from itertools import batched
from pathlib import Path
from uuid import uuid4

OUTAGE = timedelta(hours=2)
PROMISED = 15
CUSTOMERS, ADVISORS = 500, 10
A_BATCH = 32
WATCH = "--watch"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.outage", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lapses", type=int, default=5_000)
    parser.add_argument("--watchers", type=int, default=1, help="processes that watch at the same time")
    parser.add_argument(WATCH, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "oase.config.settings"
    if given.watch:
        watch()
        return
    for name in ("DATABASE_URL", "OASE_DEMO", "OASE_DEBUG"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="oase-outage-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        data.chmod(0o755)
        os.environ["OASE_DATA"] = str(data)
        measure(given, data)


def watch() -> None:
    """One watcher, as the job runs it; says how many it moved, in how many seconds, and what processor time it took."""
    import django

    django.setup()
    from oase.conversations.watching import move_lapsed, note_late_solutions

    begun, own = time.perf_counter(), time.process_time()
    moved = move_lapsed()
    note_late_solutions()
    print(moved, time.perf_counter() - begun, time.process_time() - own)


def measure(given: argparse.Namespace, data: Path) -> None:
    import django

    django.setup()
    from bench.scale.loading import served

    with served(data) as server:
        asked(given.lapses)
        before = processor_seconds(server.process_id())
        command = [sys.executable, "-m", "bench.outage", WATCH]
        watchers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(given.watchers)]
        said = [one.communicate()[0].split() for one in watchers]
        moved, seconds = sum(int(one[0]) for one in said), max(float(one[1]) for one in said)
        own = sum(float(one[2]) for one in said)
        database = processor_seconds(server.process_id()) - before
        checked(given.lapses, moved)
    print(
        f"{moved:,} of {given.lapses:,} moved, each once and late: {seconds:.1f} s, of which processor time "
        f"{own:.1f} s watching and {database:.1f} s in the database"
    )


def asked(number: int) -> None:
    """So many concerns, each with an advisor, and promised an answer that was due when the outage began."""
    from oase.companies.models import Company, Customer, Membership, Topic
    from oase.experts.opening import Question
    from oase.experts.receiving import receive_all
    from oase.jobs import clock
    from oase.people.models import Person

    company = Company.objects.create(slug="outage", name="Ausfall")
    topic = Topic.objects.create(
        company=company, slug="all", name_de="Alles", name_en="All", first_answer_minutes=PROMISED
    )
    people = [
        Person.objects.create(email=f"p{one}@example.org", first_name=f"P{one}", face="karla")
        for one in range(ADVISORS + CUSTOMERS)
    ]
    staff = [Membership.objects.create(person=one, company=company, languages=["de"]) for one in people[:ADVISORS]]
    customers = [
        Customer.objects.create(
            person=one,
            company=company,
            advisor=staff[place % ADVISORS],
            deputy=staff[(place + 1) % ADVISORS],
        )
        for place, one in enumerate(people[ADVISORS:])
    ]
    questions = [
        Question(
            company_id=company.pk,
            person_id=customers[place % CUSTOMERS].person_id,
            client_id=uuid4(),
            text=f"Frage {place}",
            topic_id=topic.pk,
        )
        for place in range(number)
    ]
    with clock.standing_at(clock.now() - OUTAGE - timedelta(minutes=PROMISED)):
        for some in batched(questions, A_BATCH):
            receive_all(some)


def checked(number: int, moved: int) -> None:
    """See that each moved exactly once, and is late since it was due.

    Raises:
        AssertionError: one did not.
    """
    from django.db.models import Count, F

    from oase.conversations.models import Assignment, Conversation, Event

    lapsed = Event.objects.filter(kind="lapsed")
    assert moved == number == lapsed.count() == lapsed.values("conversation_id").distinct().count()
    held = Assignment.objects.filter(ended_at=None)
    assert held.count() == number == Conversation.objects.filter(solved_at=None).count()
    assert not held.exclude(level=Assignment.DEPUTY).exists()
    assert not held.filter(late_since=None).exists()
    assert not Assignment.objects.exclude(ended_at=None).exclude(conversation__in=held.values("conversation")).exists()
    twice = Assignment.objects.values("conversation").annotate(rows=Count("pk")).exclude(rows=2)
    assert not twice.exists()
    assert not held.filter(due_at__lte=F("promised_at")).exists()


def processor_seconds(pid: int | None) -> float:
    """What a process and its children, living and ended, took of the processor."""
    import psutil  # type: ignore[import-untyped]  # no stubs

    root = psutil.Process(pid)
    total = 0.0
    for one in (root, *root.children(recursive=True)):
        times = one.cpu_times()
        total += times.user + times.system
        if one == root:
            total += times.children_user + times.children_system
    return total


if __name__ == "__main__":
    main()
