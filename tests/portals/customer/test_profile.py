"""What one says of oneself: an expert's first name stands beside every answer, so it leads nowhere else."""

import pytest

from tests.cast import Cast
from tests.portals.customer.conftest import SignIn

PAGE = "/profile/"


@pytest.mark.parametrize("name", ["Emil 0171 3920045", "emil@example.org", "t.me/emil"])
def test_an_experts_first_name_is_no_way_to_reach_them(cast: Cast, signed_in: SignIn, name: str) -> None:
    response = signed_in(cast.emil).post(PAGE, {"first_name": name, "language": "de"})
    cast.emil.refresh_from_db()
    assert (response.status_code, cast.emil.first_name) == (422, "Emil")
    assert name in response.content.decode()


def test_any_name_is_a_name(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.emil).post(PAGE, {"first_name": "Emil-Jörg", "language": "de"})
    cast.emil.refresh_from_db()
    assert (response.status_code, cast.emil.first_name) == (303, "Emil-Jörg")
