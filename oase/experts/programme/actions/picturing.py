"""An expert shows a picture of their own instead of a drawn face."""

import secrets
from io import BytesIO
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from oase.conversations.words import Refused
from oase.experts.programme.models import Portrait
from oase.jobs import clock
from oase.people.models import Person

LARGEST_PICTURE = 8 * 2**20
MOST_PIXELS = 40_000_000
SIDE = 320
OWN = "own-"
"""How the key of an uploaded picture begins; drawn faces are called otherwise."""


class Picture(Protocol):
    """A file as it came in; `size` in bytes."""

    @property
    def size(self) -> int | None: ...

    def read(self, num_bytes: int = ..., /) -> bytes: ...


@transaction.atomic
def show_picture(*, by: Person, picture: Picture) -> Portrait:
    """Take a picture (JPEG, PNG or WebP), draw it anew as a small square, and wear it.

    What else the file held, such as where it was taken, is gone; an earlier picture too.

    Raises:
        Refused: it is no such picture, or too large.
    """
    if (picture.size or 0) > LARGEST_PICTURE:
        raise Refused(_("Your picture is larger than %(most)d MB. Please send a smaller one.") % {
            "most": LARGEST_PICTURE // 2**20
        })  # fmt: skip
    jpeg = _drawn_anew(picture.read(LARGEST_PICTURE + 1))
    key = OWN + secrets.token_hex(16)
    portrait = Portrait.objects.update_or_create(person=by, defaults={"key": key, "jpeg": jpeg, "at": clock.now()})[0]
    Person.objects.filter(pk=by.pk).update(face=key)
    by.face = key
    return portrait


def _drawn_anew(content: bytes) -> bytes:
    unreadable = Refused(_("This picture cannot be read. Please send a JPEG, PNG or WebP."))
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise unreadable
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except Refused:
        raise
    except Exception as error:  # a hostile file makes the reader fail in many ways
        raise unreadable from error
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    small, out = ImageOps.fit(ground.convert("RGB"), (SIDE, SIDE)), BytesIO()
    small.save(out, "JPEG", quality=86)
    return out.getvalue()
