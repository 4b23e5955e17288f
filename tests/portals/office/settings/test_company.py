"""The company, how long things are kept, and the log of it all."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from oase.companies.audit.models import SettingChange
from oase.companies.audit.recording import record_change
from oase.companies.models import Purpose
from oase.conversations import actions
from oase.conversations.models import Conversation
from oase.jobs import clock
from tests.cast import Cast
from tests.portals.office.programme.leader import Leader, errors

COMPANY: dict[str, Any] = {
    "name": "Kaffeewerk",
    "description_de": "",
    "description_en": "",
    "silence_days": "3",
    "vocabulary": "aroma\nlatte\nkompakt",
    "purpose_de": ["Garantie prüfen", ""],
    "purpose_en": ["check the warranty", ""],
}


def words(page: str) -> str:
    return " ".join(page.split())


def test_a_word_that_is_a_name_is_warned_of_before_it_is_readable(sven: Leader, cast: Cast) -> None:
    page = words(sven.post("company", status=200, preview="1", **(COMPANY | {"vocabulary": "aroma\nsabine"})))
    assert "“sabine” stays readable for experts." in page
    assert "“sabine” looks like somebody's name or data" in page.replace("&#x27;", "'")
    assert "“latte” may be hidden from now on." in page
    cast.kaffeewerk.refresh_from_db()
    assert cast.kaffeewerk.vocabulary == ["aroma", "latte", "kompakt"]


def test_the_company_is_changed_and_written_down(sven: Leader, cast: Cast) -> None:
    sven.post("company", **(COMPANY | {"silence_days": "5", "purpose_de": ["Reparatur", "Garantie prüfen"],
                                       "purpose_en": ["repair", "check the warranty"]}))  # fmt: skip
    cast.kaffeewerk.refresh_from_db()
    assert cast.kaffeewerk.silence_days == 5
    assert list(Purpose.objects.filter(company=cast.kaffeewerk).values_list("text_en", flat=True)) == [
        "repair", "check the warranty",
    ]  # fmt: skip
    change = SettingChange.objects.get()
    assert change.before == {"silence_days": 3, "purposes": ["Garantie prüfen"]}
    assert change.after == {"silence_days": 5, "purposes": ["Reparatur", "Garantie prüfen"]}


@pytest.mark.parametrize(
    "changed",
    [
        {"name": " "}, {"name": "K" * 81}, {"silence_days": "0"}, {"silence_days": "61"}, {"silence_days": "x"},
        {"vocabulary": "zwei wörter"}, {"purpose_de": ["Nur deutsch"], "purpose_en": [""]},
        {"purpose_de": [""], "purpose_en": [""]}, {"purpose_de": ["A", "a"], "purpose_en": ["B", "C"]},
        {"purpose_de": ["A" * 121], "purpose_en": ["B"]},
    ],
)  # fmt: skip
def test_a_company_that_cannot_be(sven: Leader, cast: Cast, changed: dict[str, Any]) -> None:
    page = sven.post("company", status=422, **(COMPANY | changed))
    assert len(errors(page)) == 1
    assert (SettingChange.objects.count(), Purpose.objects.filter(company=cast.kaffeewerk).count()) == (0, 1)


KEEPING = {"company_days": "2192", "company_duty": "on", "network_days": "365"}


def test_keeping_for_less_time_says_what_the_next_night_deletes(sven: Leader, cast: Cast) -> None:
    conversation = cast.asks(wants_company=True)
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    long_ago = datetime(clock.now().year - 1, 6, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    Conversation.objects.update(solved_at=long_ago, opened_at=long_ago)
    page = words(sven.post("retention", status=200, preview="1", **(KEEPING | {"network_days": "0"})))
    assert '1 <span class="faint"> instead of 0 </span>' in page
    cast.kaffeewerk.refresh_from_db()
    assert (cast.kaffeewerk.retention, Conversation.objects.count()) == ({}, 1)
    sven.post("retention", **(KEEPING | {"network_days": "0"}))
    cast.kaffeewerk.refresh_from_db()
    assert cast.kaffeewerk.retention["network"] == {"days": 0, "duty": False}
    change = SettingChange.objects.get()
    assert (change.before, change.after) == ({"network_days": 365}, {"network_days": 0})


@pytest.mark.parametrize("days", ["-1", "36526", "", "ewig"])
def test_keeping_for_no_time_that_is_one(sven: Leader, cast: Cast, days: str) -> None:
    page = sven.post("retention", status=422, **(KEEPING | {"company_days": days}))
    assert len(errors(page)) == 1
    assert SettingChange.objects.count() == 0


def _changed(cast: Cast, number: int) -> None:
    now = clock.now()
    for n in range(number):
        with clock.standing_at(now + timedelta(seconds=n // 2)):
            record_change(company=cast.kaffeewerk, by=cast.sven, area="tags", subject=f"Nr. {n}", before=None,
                          after={"name": str(n)})  # fmt: skip


def test_the_log_is_read_page_by_page_without_a_gap(sven: Leader, cast: Cast) -> None:
    _changed(cast, 120)
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        page = sven.get("changes", **query)
        seen += [part.split("<")[0].strip() for part in page.split("Tags · ")[1:]]
        if 'rel="next"' not in page:
            break
        query = {"before": page.split("&amp;before=")[1].split('"')[0]}
    assert seen == [f"Nr. {n}" for n in range(119, -1, -1)]


def test_the_log_of_one_area_and_only_of_ones_own_company(sven: Leader, cast: Cast) -> None:
    _changed(cast, 1)
    other = record_change(company=cast.velotal, by=cast.mallory, area="hours", subject="Velotal-only", before=None,
                          after={"name": "x"})  # fmt: skip
    assert "Nr. 0" in sven.get("changes", area="tags")
    assert "Nr. 0" not in sven.get("changes", area="hours")
    assert "Velotal-only" not in sven.get("changes")
    assert other is not None
    assert "Nr. 0" not in sven.get("changes", before=str(other.pk))
    for query in ({"area": "secrets"}, {"before": "x"}, {"before": "-1"}, {"before": "²"}):
        sven.get("changes", status=404, **query)
    sven.get("changes", before="9" * 30)


def test_what_was_written_stays_written(cast: Cast) -> None:
    _changed(cast, 1)
    for statement in ("UPDATE oase_settingchange SET subject = 'x'", "DELETE FROM oase_settingchange"):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert SettingChange.objects.get().subject == "Nr. 0"


def test_values_are_shown_and_never_run(sven: Leader, cast: Cast) -> None:
    record_change(company=cast.kaffeewerk, by=cast.sven, area="tags", subject="<b>x</b>", before={"name": "<script>"},
                  after={"name": "ß", "unknown": {"a": [1, None]}, "role": "admin"})  # fmt: skip
    page = sven.get("changes")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "administrator" in page


def test_every_area_is_said_on_the_overview(sven: Leader, cast: Cast) -> None:
    page = words(sven.get("settings"))
    for said in ("around the clock", "0 days of your own", "0 teams", "3 people", "none yet"):
        assert said in page
