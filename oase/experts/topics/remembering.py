"""Recognisers in memory, one a company, each for as long as no newer one was learned."""

import logging
import threading
from datetime import datetime

from oase.experts.topics.models import Recognition
from oase.experts.topics.packing import unpack
from oase.experts.topics.recogniser import Recogniser

log = logging.getLogger(__name__)
MOST_KEPT = 64
"""The largest has about 25 MB."""
_kept: dict[int, tuple[tuple[int, datetime], Recogniser | None]] = {}
_guard = threading.Lock()


def recogniser_of(company_id: int) -> Recogniser | None:
    """What this company's examples taught; None while there is too little to learn from. One small read each time."""
    rows = Recognition.objects.filter(company_id=company_id)
    stamp = rows.values_list("version", "learned_at").first()
    if stamp is None:
        return None
    with _guard:
        kept = _kept.get(company_id)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    row = rows.get()
    recogniser = _read(row)
    with _guard:
        if len(_kept) >= MOST_KEPT and company_id not in _kept:
            _kept.pop(next(iter(_kept)))
        _kept[company_id] = ((row.version, row.learned_at), recogniser)
    return recogniser


def _read(row: Recognition) -> Recogniser | None:
    if not row.data:
        return None
    try:
        return unpack(row.data)
    except ValueError:
        # After an update of Oase: keywords decide for the minute until it is learned anew.
        log.warning("the recogniser of company %s is of another form", row.company_id)
        return None
