"""What prices' parts and a test's rules would mean is shown first, and showing it changes nothing."""

from oase.experts.programme.models import Attempt, TopicTest
from oase.experts.rewards.models import Shares
from oase.jobs import clock
from tests.cast import Cast
from tests.portals.office.programme.leader import Leader

PARTS = {"handover": "15", "checked": "0", "reuse": "10"}
RULES = {"questions": "10", "minutes": "15", "pass_percent": "80", "wait_hours": "24"}


def _lines(page: str) -> str:
    return " ".join(page.split())


def test_parts_are_shown_as_money_first(cast: Cast, sven: Leader) -> None:
    page = sven.post("prices", status=200, preview="1", **PARTS)
    assert "Nothing has been changed yet." in page
    amounts = [f'<td class="r">€{amount}</td>' for amount in ("0.63", "0.00", "0.42")]
    assert " ".join(amounts) in _lines(page).replace("</td><td", "</td> <td")
    assert not Shares.objects.exists()
    sven.post("prices", **PARTS)
    assert Shares.objects.values_list("handover", "checked", "reuse").get() == (15, 0, 10)


def test_a_wrong_part_is_said_in_the_preview_too(cast: Cast, sven: Leader) -> None:
    page = sven.post("prices", status=422, preview="1", **PARTS | {"reuse": "51"})
    assert "Nothing has been changed yet." not in page
    assert 'value="51"' in page


def test_rules_say_who_would_have_passed(cast: Cast, sven: Leader) -> None:
    for percent, passed in ((60, True), (80, True), (40, False)):
        now = clock.now()
        Attempt.objects.create(
            expert_id=cast.emil.pk, topic=cast.machines, started_at=now, due_at=now.replace(year=now.year + 1),
            handed_in_at=now, decided_at=now, percent=percent, passed=passed, pass_percent=60, wait_hours=24,
        )  # fmt: skip
    page = _lines(sven.post("test", "machines", status=200, preview="1", **RULES))
    assert "Of the 3 latest tests: 2 passed, 1 with this mark." in page
    assert "1:30 minutes for each question." in page
    assert "Only 0 may be drawn so far" in page
    assert not TopicTest.objects.filter(topic=cast.machines, pass_percent=80).exists()
