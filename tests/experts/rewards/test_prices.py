"""What a question earns: which price stands, who sets it, and what no price can be."""

from datetime import UTC, datetime, time

import pytest

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.rewards.amounts import cents_from
from oase.experts.rewards.models import Price, Shares
from oase.experts.rewards.prices import Priced, Tariff, price_of, prices_of
from oase.experts.rewards.setting_prices import PriceWanted, WrongPrice, save_prices, save_shares
from tests.cast import Cast

NIGHT = Priced(700, begins=time(22), ends=time(6))
SUNDAYS = Priced(600, days="weekend", begins=time(18), ends=time(23))
TARIFF = Tariff(420, "Europe/Berlin", (Priced(450, language="en"), NIGHT, SUNDAYS, Priced(500, days="weekend")))


@pytest.mark.parametrize(
    ("language", "at", "cents"),
    [
        ("de", datetime(2026, 3, 4, 12, tzinfo=UTC), 420),  # a Wednesday at noon
        ("en", datetime(2026, 3, 4, 12, tzinfo=UTC), 450),
        ("de", datetime(2026, 3, 4, 20, 59, tzinfo=UTC), 420),  # 21:59 in Berlin
        ("de", datetime(2026, 3, 4, 21, 0, tzinfo=UTC), 700),  # 22:00 there
        ("en", datetime(2026, 3, 5, 4, 59, tzinfo=UTC), 700),  # of two conditions alike in number the higher stands
        ("en", datetime(2026, 3, 5, 5, 0, tzinfo=UTC), 450),  # the end is not part of it
        ("de", datetime(2026, 3, 8, 12, tzinfo=UTC), 500),  # a Sunday
        ("de", datetime(2026, 3, 8, 17, tzinfo=UTC), 600),  # its evening: two conditions
        ("de", datetime(2026, 7, 1, 20, 0, tzinfo=UTC), 700),  # in summer 22:00 comes earlier
    ],
)
def test_the_price_with_the_most_conditions_stands(language: str, at: datetime, cents: int) -> None:
    assert TARIFF.cents(language, at) == cents


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    tariff = Tariff(100, "Europe/Berlin", (Priced(900, days="weekend", begins=time(22), ends=time(6)),))
    nights = [datetime(2026, 3, day, 2, tzinfo=UTC) for day in (7, 8, 9, 10)]  # Saturday to Tuesday, 03:00 in Berlin
    assert [tariff.cents("de", at) for at in nights] == [100, 900, 900, 100]


def test_no_tariff_gives_more_than_any_question_earns() -> None:
    assert Tariff(42_000_000, "Europe/Berlin").cents("de", datetime(2026, 3, 4, tzinfo=UTC)) == 50_000


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("4,20", 420),
        ("4.20", 420),
        ("4", 400),
        (" 0,5 € ", 50),
        ("1.250,00", 125_000),
        ("1 250", 125_000),
        ("€3", 300),
        ("0000000000000004,20", 420),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, cents: int) -> None:
    assert cents_from(text, most=1_000_000) == cents


@pytest.mark.parametrize(
    "text", ["", "vier", "-4", "\u22124,20", "4,205", "4,2,0", "1e9", "NaN", "٤", "9" * 400, "0x10", "4 20", "500,01"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        cents_from(text, most=50_000)


def _save(cast: Cast, *wanted: PriceWanted, base: int = 420) -> None:
    save_prices(by=cast.member(cast.sven), topic=cast.machines, base_cents=base, wanted=wanted)


def test_those_who_lead_set_all_prices_of_a_topic_at_once(cast: Cast) -> None:
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    _save(cast, PriceWanted(500, language="en"), PriceWanted(800, begins=time(22), ends=time(6)), base=300)
    cast.machines.refresh_from_db()
    assert (price_of(cast.machines, "de", noon), price_of(cast.machines, "en", noon)) == (300, 500)
    assert prices_of({(cast.machines.pk, "en"), (cast.invoices.pk, "de"), (0, "de")}, noon) == {
        (cast.machines.pk, "en"): 500,
        (cast.invoices.pk, "de"): 0,
    }
    _save(cast, PriceWanted(510, language="en"))
    assert list(Price.objects.values_list("cents", flat=True)) == [510]


@pytest.mark.parametrize(
    ("base", "wanted", "place"),
    [
        (-1, [], None),
        (50_001, [], None),
        (420, [PriceWanted(-5, language="en")], 0),
        (420, [PriceWanted(0, language="en")], 0),
        (420, [PriceWanted(2_000_000_000, language="en")], 0),
        (420, [PriceWanted(500)], 0),
        (420, [PriceWanted(500, language="xx")], 0),
        (420, [PriceWanted(500, language="en"), PriceWanted(500, days="fridays")], 1),
        (420, [PriceWanted(500, begins=time(8))], 0),
        (420, [PriceWanted(500, begins=time(8), ends=time(8))], 0),
        (420, [PriceWanted(500, language="en"), PriceWanted(600, language="en")], 1),
        (420, [PriceWanted(500, language="en")] * 41, None),
    ],
)
def test_a_price_that_cannot_stand_changes_nothing(
    cast: Cast, base: int, wanted: list[PriceWanted], place: int | None
) -> None:
    _save(cast, PriceWanted(450, language="en"))
    with pytest.raises(WrongPrice) as caught:
        _save(cast, *wanted, base=base)
    assert caught.value.place == place
    cast.machines.refresh_from_db()
    assert (cast.machines.reward_cents, list(Price.objects.values_list("cents", flat=True))) == (420, [450])


def test_nobody_else_sets_prices(cast: Cast) -> None:
    for who in (cast.ada, cast.mallory):
        with pytest.raises(NotAllowed):
            save_prices(by=cast.member(who), topic=cast.machines, base_cents=1, wanted=())
    with pytest.raises(NotAllowed):
        save_shares(by=cast.member(cast.ada), handover=20, checked=20, reuse=10)


def test_parts_are_parts(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    for handover, checked, reuse in ((-1, 0, 0), (0, 51, 0), (0, 0, 1000)):
        with pytest.raises(Refused):
            save_shares(by=sven, handover=handover, checked=checked, reuse=reuse)
    save_shares(by=sven, handover=15, checked=0, reuse=5)
    shares = Shares.objects.get()
    assert (shares.company_id, shares.handover, shares.checked, shares.reuse) == (sven.company_id, 15, 0, 5)
