import pytest

from tests.cast import Cast
from tests.portals.office.programme.leader import Leader


@pytest.fixture
def sven(cast: Cast) -> Leader:
    """Sven, who leads, at his browser."""
    return Leader(cast.sven)
