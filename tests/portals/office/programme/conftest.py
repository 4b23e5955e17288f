import pytest

from tests.cast import Cast
from tests.portals.office.programme.leader import Leader


@pytest.fixture
def sven(cast: Cast) -> Leader:
    return Leader(cast.sven)
