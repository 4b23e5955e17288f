"""A batch is done together, and one by one when that fails: nobody pays for another's mistake."""

import logging
from collections.abc import Callable, Mapping, Sequence

from django.db import Error, connection

log = logging.getLogger(__name__)


def done[Item, Outcome](
    batch: Sequence[Item],
    *,
    together: Callable[[Sequence[Item]], Mapping[int, Outcome]],
    alone: Callable[[Item], Outcome],
) -> list[Outcome | Error]:
    """An outcome for each of the batch, in the order given. What `together` leaves out, by place, is done `alone`."""
    outcomes: Mapping[int, Outcome] = {}
    try:
        outcomes = together(batch)
    except Error as error:
        log.warning("a batch of %d failed: %s", len(batch), type(error).__name__)
        if not connection.is_usable():
            # Whether it was committed nobody knows: with the same client ids it is safe to send it again.
            connection.close()
            return [error] * len(batch)
    return [outcomes[place] if place in outcomes else alone(one) for place, one in enumerate(batch)]
