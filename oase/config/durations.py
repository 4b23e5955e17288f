"""Durations that the environment gives in hours."""

import math
import os
from datetime import timedelta

from oase.config.setup_error import SetupError

LONGEST = 24 * 366


def hours(name: str, default: float) -> timedelta:
    """The environment variable `name` as a duration; `default` hours when it is not set.

    Raises:
        SetupError: it is no number of hours from 0 to a year.
    """
    given = os.environ.get(name, "").strip()
    try:
        number = float(given) if given else default
    except ValueError:
        number = math.nan
    if not 0 <= number <= LONGEST:
        raise SetupError(f"{name} must be a number of hours from 0 to {LONGEST}.")
    return timedelta(hours=number)
