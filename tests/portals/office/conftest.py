import pytest

from tests.cast import Cast
from tests.portals.office.desk import Desk


@pytest.fixture
def ada(cast: Cast) -> Desk:
    return Desk(cast.ada)
