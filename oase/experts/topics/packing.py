"""A recogniser as bytes and back: arrays in numpy's own .npz, of which nothing is ever run."""

from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from oase.experts.topics.likeness import ENCODER
from oase.experts.topics.recogniser import Recogniser
from oase.experts.topics.wording import Texts, Wording

FORM: Final = f"1 {ENCODER}"
"""Of the arrays and of what computed them: another one is not read but learned anew."""


def pack(recogniser: Recogniser) -> bytes:
    """What `unpack` reads. Vectors and weights with half precision: no guess depends on more."""
    file = BytesIO()
    np.savez(
        file,
        form=np.array(FORM),
        labels=np.array(recogniser.labels),
        known=recogniser.wording.known,
        rarity=recogniser.wording.rarity,
        numbers=np.array([recogniser.wording.unheard, recogniser.slope, recogniser.even, recogniser.least]),
        remembered=recogniser.remembered.astype(np.float16),
        begins=recogniser.texts.begins,
        rows=recogniser.texts.rows,
        weights=recogniser.texts.weights.astype(np.float16),
        votes=recogniser.votes,
    )
    return file.getvalue()


def unpack(data: bytes | memoryview) -> Recogniser:
    """What `pack` was given.

    Raises:
        ValueError: it is not in this form.
    """
    try:
        with np.load(BytesIO(data), allow_pickle=False) as file:
            held: dict[str, Any] = dict(file)
    except (BadZipFile, OSError, EOFError) as error:
        raise ValueError("these bytes hold no recogniser") from error
    if str(held.get("form")) != FORM:
        raise ValueError(f"this recogniser has another form than {FORM!r}")
    unheard, slope, even, least = (float(number) for number in held["numbers"])
    remembered = held["remembered"].astype(np.float32)
    return Recogniser(
        labels=tuple(str(label) for label in held["labels"]),
        wording=Wording(held["known"], held["rarity"], unheard),
        remembered=remembered,
        texts=Texts(held["begins"], held["rows"], held["weights"].astype(np.float32), len(remembered)),
        votes=held["votes"],
        slope=slope,
        even=even,
        least=least,
    )
