"""Files that say what is simulated, and the sentences that say what is wrong with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from oase.experts.planning.filed import plan_in, plan_of
from oase.experts.planning.plan import Times
from oase.experts.planning.usual import usual_plan
from oase.experts.planning.weeks import ALWAYS, DAY, HOUR, WEEK, Hours, hours_in
from oase.experts.planning.wrong import WrongPlan

WHOLE = """
handover_percent = 25
[company]
hours = "mo-fr 08:00-18:00"
answer_minutes = 60
[[topics]]
name = "machines"
questions_a_week = 120
by_hour = [0,0,0,0,0,0,1,2,3,4,4,4,3,3,3,3,4,5,6,6,5,3,1,0]
by_weekday = {mo = 2, tu = 1, we = 1, th = 1, fr = 1, sa = 0.5}
promise_minutes = 15
wave_sizes = [3, 6]
wave_seconds = 40
price = 4.20
languages = {de = 3, en = 1}
answer_minutes = 5
answer_shape = "exponential"
solved = 0.8
[[experts]]
name = "evenings"
count = 8
hours = "mo-fr 17:00-22:00; sa,su 10:00-20:00"
topics = ["machines"]
languages = ["de", "en"]
notice_minutes = 1
"""


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(WHOLE, encoding="utf-8")
    plan = plan_in(path)
    topic, group = plan.topics[0], plan.groups[0]
    assert (plan.handover_percent, plan.company.answer.median) == (25, 3600.0)
    assert (topic.a_week, topic.price_cents, topic.promise_seconds) == (120.0, 420, 900.0)
    assert (tuple(topic.waves.sizes), topic.waves.seconds) == ((3, 6), 40.0)
    assert topic.answer == Times(300.0, 0.6, exponential=True)
    # Twice as many on Monday as on Tuesday, none on Sunday.
    assert (topic.by_hour[9], topic.by_hour[24 + 9], topic.by_hour[6 * 24 + 9]) == (8.0, 4.0, 0.0)
    assert (group.count, group.languages, group.hours.seconds) == (8, ("de", "en"), 45 * HOUR)


def test_json_says_the_same(tmp_path: Path) -> None:
    import tomllib

    path = tmp_path / "plan.json"
    path.write_text(json.dumps(tomllib.loads(WHOLE)), encoding="utf-8")
    toml = tmp_path / "plan.toml"
    toml.write_text(WHOLE, encoding="utf-8")
    assert plan_in(path) == plan_in(toml)


def _minimal(**changes: Any) -> dict[str, Any]:
    topic = {"name": "machines", "questions_a_week": 10} | changes.pop("topic", {})
    group = {"name": "all", "count": 2} | changes.pop("group", {})
    return {"topics": [topic], "experts": [group]} | changes


def test_the_least_that_is_enough() -> None:
    plan = plan_of(_minimal())
    assert (plan.experts, plan.a_week) == (2, 10.0)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ({}, "“topics” is missing"),
        (_minimal(topics=[]), "at least one topic"),
        (_minimal(topics="machines"), "list of tables"),
        (_minimal(weather="fine"), "the plan: “weather” means nothing here"),
        (_minimal(topic={"questions_a_week": -1}), "machines: more than 0"),
        (_minimal(topic={"questions_a_week": 1e12}), "at most 1,000,000"),
        (_minimal(topic={"questions_a_week": "many"}), "topic “machines”: “questions_a_week” is a number"),
        (_minimal(topic={"questions_a_week": True}), "is a number"),
        (_minimal(topic={"questions_a_week": float("nan")}), "is a number"),
        (_minimal(topic={"name": ""}), "a name of 1 to 80 characters"),
        (_minimal(topic={"by_hour": [1, 2, 3]}), "24 weights, or 168"),
        (_minimal(topic={"by_hour": [0] * 168}), "one has more than 0"),
        (_minimal(topic={"by_weekday": {"monday": 1}}), "by_weekday names mo, tu"),
        (_minimal(topic={"promise_minutes": 0}), "longer than nothing"),
        (_minimal(topic={"wave_sizes": [0]}), "a wave asks 1 to 200"),
        (_minimal(topic={"wave_sizes": [2.5]}), "whole experts"),
        (_minimal(topic={"wave_seconds": 0}), "the next wave comes later"),
        (_minimal(topic={"price": -3}), "nobody pays for answering"),
        (_minimal(topic={"languages": {}}), "gives each of some names a number"),
        (_minimal(topic={"languages": {"de": 0}}), "a share above 0"),
        (_minimal(topic={"solved": 1.5}), "between 0 and 1"),
        (_minimal(topic={"answers": 0}), "1 to 20 answers"),
        (_minimal(topic={"answer_minutes": -4}), "topic “machines”: A time has a median"),
        (_minimal(topic={"answer_shape": "square"}), "“log-normal” or “exponential”"),
        (_minimal(group={"count": 2.5}), "whole number"),
        (_minimal(group={"count": 300_000}), "20,000 experts"),
        (_minimal(group={"hours": "sometimes"}), "“sometimes” are no hours"),
        (_minimal(group={"hours": 8}), "are hours like"),
        (_minimal(group={"topics": ["tea"]}), "no topic “tea”"),
        (_minimal(group={"languages": []}), "at least one language"),
        (_minimal(group={"at_once": 0}), "from 1 to"),
        (_minimal(group={"takes": 2}), "between 0 and 1"),
        (_minimal(group={"pace": 0}), "pace and skill"),
        (_minimal(company={"hours": ""}), "Hours are missing"),
        (_minimal(handover_percent=101), "from 0 to 100"),
        ({"topics": [{"name": "a", "questions_a_week": 1}] * 2, "experts": []}, "stands in the plan twice"),
    ],
)
def test_silly_plans_get_a_clear_sentence(read: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongPlan) as wrong:
        plan_of(read)
    assert words in str(wrong.value)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.toml", b"[[topics", "is no TOML"),
        ("plan.json", b"{", "is no JSON"),
        ("plan.json", b"[1]", "holds no plan"),
        ("plan.json", b"[" * 100_000, "is no JSON"),
        ("plan.json", b'{"topics": [{"name": "\\ud800", "questions_a_week": 1}], "experts": []}', "is no JSON"),
        ("plan.json", b'{"topics": [{"name": "a", "questions_a_week": 1' + b"0" * 5000 + b"}]}", "is no JSON"),
        ("plan.toml", b'[[topics]]\nname = "a"\nquestions_a_week = 1' + b"0" * 5000, "is no TOML"),
        ("plan.toml", b'[[topics]]\nname = "a"\nquestions_a_week = 1' + b"0" * 400, "is a number"),
        ("plan.json", b'{"topics": [{"name": "a", "questions_a_week": NaN}]}', "is a number"),
        ("plan.toml", b"\xff\xfe", "cannot be read"),
        ("plan.toml", b"#" * 1_000_001, "larger than a plan"),
    ],
)
def test_files_that_cannot_be_read_are_told(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WrongPlan, match=words):
        plan_in(path)
    with pytest.raises(WrongPlan, match="There is no file"):
        plan_in(tmp_path / "other.toml")


def test_hours_are_read_over_midnight_and_over_the_weekend() -> None:
    night = hours_in("su 22:00-02:00")
    assert night.spans == ((0.0, 2 * HOUR), (WEEK - 2 * HOUR, WEEK))
    assert night.cover(1.0)
    assert night.cover(WEEK * 5 - 1)
    assert not night.cover(2 * HOUR)
    assert night.next(3 * HOUR) == WEEK - 2 * HOUR
    assert hours_in("mo 00:00-24:00; tu-su 00:00-24:00") == ALWAYS == hours_in("Always")
    assert hours_in("sa-mo 10:00-11:00").spans[0] == (10 * HOUR, 11 * HOUR)
    assert Hours.of([(0, DAY), (HOUR, 2 * HOUR), (DAY, 2 * DAY)]).spans == ((0, 2 * DAY),)


@pytest.mark.parametrize(
    "text", ["", "mo", "mo 8-9", "xx 08:00-09:00", "mo 25:00-26:00", "mo 08:60-09:00", "mo 8:00-8:00"]
)
def test_hours_that_are_none_are_told(text: str) -> None:
    with pytest.raises(WrongPlan):
        hours_in(text)


@pytest.mark.parametrize("number", [0, 1, 7, 10, 499])
def test_groups_keep_their_proportions(number: int) -> None:
    plan = usual_plan(10).with_experts(number)
    assert plan.experts == number
    pairs = zip(plan.groups, usual_plan(10).groups, strict=True)
    assert all(abs(one.count - number * usual.count / 10) < 1 for one, usual in pairs)
