"""Searching for a customer is no way to guess who is one."""

import pytest
from django.core.cache import cache

from oase.companies.models import Purpose
from oase.companies.words import Refused
from oase.privacy.models import AccessLog
from oase.second_level.search.customers import find_customers
from oase.second_level.search.trying import MOST_IN_VAIN
from tests.cast import Cast
from tests.portals.office.test_search import work_off


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


def _purpose(cast: Cast) -> int:
    return Purpose.objects.get(company=cast.kaffeewerk).pk


def test_whoever_guesses_numbers_is_stopped(cast: Cast) -> None:
    cast.asks()
    work_off()
    ada, purpose = cast.member(cast.ada), _purpose(cast)
    said = []
    for number in range(MOST_IN_VAIN + 5):
        with pytest.raises(Refused) as refused:
            find_customers(membership=ada, text=f"K-{number}", purpose_id=purpose)
        said.append(str(refused.value))
    assert len(set(said[:MOST_IN_VAIN])) == 1
    assert len(set(said[MOST_IN_VAIN:])) == 1
    assert said[0] != said[-1]
    with pytest.raises(Refused):
        find_customers(membership=ada, text="karla@example.org", purpose_id=purpose)
    assert not AccessLog.objects.exists()
    # It is Ada who guesses; Dora goes on working.
    assert find_customers(membership=cast.member(cast.dora), text="karla@example.org", purpose_id=purpose).customers


def test_what_was_typed_without_a_purpose_or_only_half_costs_no_try(cast: Cast) -> None:
    cast.asks()
    work_off()
    ada, purpose = cast.member(cast.ada), _purpose(cast)
    for _ in range(MOST_IN_VAIN + 1):
        for text, chosen in (("karla@example.org", None), ("", purpose)):
            with pytest.raises(Refused):
                find_customers(membership=ada, text=text, purpose_id=chosen)
    assert find_customers(membership=ada, text="karla@example.org", purpose_id=purpose).customers
