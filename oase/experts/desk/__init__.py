"""The expert's desk, read through the role `oase_expert` and the views of `experts/views/` only."""

from oase.experts.desk.reading import Desk, desk_of
from oase.experts.desk.rows import Rows
from oase.experts.desk.shapes import (
    Earned,
    Happened,
    Held,
    Month,
    Offered,
    Past,
    Profile,
    Qualified,
    Said,
    Thanked,
    Week,
)

__all__ = [
    "Desk",
    "Earned",
    "Happened",
    "Held",
    "Month",
    "Offered",
    "Past",
    "Profile",
    "Qualified",
    "Rows",
    "Said",
    "Thanked",
    "Week",
    "desk_of",
]
