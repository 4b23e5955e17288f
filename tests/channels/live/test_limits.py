"""How much one may send: counted once for the machine, forgotten when it no longer matters."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from oase.channels.live.limits import SLOTS, Buckets, Rate
from oase.channels.live.rates import Rates
from oase.conversations.models import Message
from tests.cast import Cast
from tests.channels.live.door import NO_LIMITS, Answer, Door, session_of, told


class Clock:
    def __init__(self, at: float = 1000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


TEN = Rate(per_second=10, at_once=4)


def test_so_many_at_once_then_so_many_a_second() -> None:
    clock = Clock()
    buckets = Buckets(now=clock)
    assert [buckets.take("karla", TEN) for _ in range(4)] == [0, 0, 0, 0]
    assert buckets.take("karla", TEN) == pytest.approx(0.1)
    assert buckets.take("ada", TEN) == 0
    clock.at += 0.05
    assert buckets.take("karla", TEN) == pytest.approx(0.05)
    clock.at += 0.05
    assert buckets.take("karla", TEN) == 0
    assert buckets.take("karla", TEN) == pytest.approx(0.1)
    clock.at += 60
    assert [buckets.take("karla", TEN) == 0 for _ in range(5)] == [True] * 4 + [False]


def test_who_is_refused_pays_nothing() -> None:
    clock = Clock()
    buckets = Buckets(now=clock)
    for _ in range(4):
        buckets.take("mallory", TEN)
    assert all(buckets.take("mallory", TEN) > 0 for _ in range(10_000))
    clock.at += 0.1
    assert buckets.take("mallory", TEN) == 0


def test_without_a_limit_nothing_is_counted() -> None:
    buckets = Buckets()
    assert [buckets.take("karla", None) for _ in range(100)] == [0.0] * 100


def test_more_people_than_slots_are_still_each_counted_while_they_hurry() -> None:
    clock = Clock()
    buckets = Buckets(now=clock)
    for number in range(2 * SLOTS):
        buckets.take(f"person:{number}", TEN)
    mallory = [buckets.take("mallory", TEN) for _ in range(6)]
    assert [one == 0 for one in mallory] == [True] * 4 + [False] * 2
    clock.at += 10
    assert buckets.take("mallory", TEN) == 0


def test_a_number_from_before_the_machine_started_locks_nobody_out() -> None:
    clock = Clock(at=10_000_000.0)
    buckets = Buckets(now=clock)
    for _ in range(4):
        buckets.take("karla", TEN)
    clock.at = 5.0
    assert [buckets.take("karla", TEN) == 0 for _ in range(5)] == [True] * 4 + [False]


def test_all_processes_of_a_machine_count_together(tmp_path: Path) -> None:
    file, code = (
        tmp_path / "limits",
        (
            "import sys; from pathlib import Path; from oase.channels.live.limits import Buckets, Rate;"
            "buckets = Buckets(Path(sys.argv[1]));"
            "print(sum(buckets.take('karla', Rate(0.001, 40)) == 0 for _ in range(30)))"
        ),
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    let_in = [
        int(
            subprocess.run(
                [sys.executable, "-c", code, str(file)], env=environment, capture_output=True, check=True
            ).stdout
        )
        for _ in range(2)
    ]
    assert let_in == [30, 10]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "10", "10/", "x/y", "0/5", "10/0", "-1/5", "nan/5", "10/inf", "1/2/3", "on"])
def test_a_limit_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("OASE_RATE_PERSON", text)
    if not text:
        assert Rates.from_environment().person == Rate(10, 40)
        return
    with pytest.raises(ValueError, match="OASE_RATE_PERSON"):
        Rates.from_environment()


def test_off_is_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PERSON", "QUESTIONS", "COMPANY", "SIGNS"):
        monkeypatch.setenv(f"OASE_RATE_{name}", "off")
    assert Rates.from_environment() == NO_LIMITS


SLOW = Rate(per_second=0.01, at_once=2)


def test_a_person_who_sends_too_much_is_told_when_to_come_again(cast: Cast) -> None:
    conversation = cast.asks()
    karla, ada = session_of(cast.karla), session_of(cast.ada)
    guests = [session_of(guest_of=[conversation.pk]) for _ in range(2)]
    before = Message.objects.count()

    async def story() -> list[Answer]:
        door = Door(rates=Rates(person=SLOW, questions=SLOW, company=None, signs=SLOW))
        answers = [await door.say(conversation.pk, session=karla) for _ in range(3)]
        answers.append(await door.say(conversation.pk, session=ada))
        return answers + [await door.say(conversation.pk, session=guest) for guest in (*guests, guests[0])]

    answers = told(story)
    assert [answer.status for answer in answers] == [201, 201, 429, 201, 201, 201, 429]
    assert answers[2].json["code"] == "too-often"
    assert 98 <= int(answers[2].headers["retry-after"]) <= 101
    assert Message.objects.count() == before + 5


def test_a_company_s_share_is_its_own(cast: Cast) -> None:
    conversation = cast.asks()
    karla, mallory = session_of(cast.karla), session_of(cast.mallory)

    async def story() -> list[int]:
        door = Door(rates=Rates(person=None, questions=None, company=SLOW, signs=None))
        answers = [await door.say(conversation.pk, session=karla) for _ in range(2)]
        answers.append(await door.ask(session=karla))
        answers.append(await door.ask("velotal", session=mallory))
        return [answer.status for answer in answers]

    assert told(story) == [201, 201, 429, 201]


def test_a_flood_of_signs_is_dropped_unread(cast: Cast) -> None:
    conversation, karla = cast.asks(), session_of(cast.karla)
    path = f"/live/conversations/{conversation.pk}/signals"

    async def story() -> tuple[list[int], int, int]:
        door = Door(rates=Rates(person=None, questions=None, company=None, signs=Rate(0.01, 5)))
        statuses = [(await door.knock(path, {"kind": "typing"}, session=karla)).status for _ in range(1000)]
        said = await door.say(conversation.pk, session=karla)
        return [*statuses, said.status], len(door.signs.taken), door.read

    statuses, taken, read = told(story)
    assert statuses == [204] * 5 + [429] * 995 + [201]
    assert taken == 5
    assert read < 10 * len('{"kind": "typing"}') + 200
