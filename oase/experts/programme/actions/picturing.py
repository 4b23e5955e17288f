"""An expert shows a picture of their own instead of a drawn face."""

import secrets
from io import BytesIO
from typing import BinaryIO

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


@transaction.atomic
def show_picture(*, by: Person, content: BinaryIO, size: int) -> Portrait:
    """Take a picture (JPEG, PNG or WebP), draw it anew as a small square, and wear it.

    What else the file held, such as where it was taken, is gone; an earlier picture too.

    Raises:
        Refused: it is no such picture, or too large.
    """
    if size > LARGEST_PICTURE:
        raise Refused(_("Your picture is larger than %(most)d MB. Please send a smaller one.") % {"most": 8})
    jpeg = _drawn_anew(content.read(LARGEST_PICTURE + 1))
    key = OWN + secrets.token_hex(16)
    portrait = Portrait.objects.update_or_create(person=by, defaults={"key": key, "jpeg": jpeg, "at": clock.now()})[0]
    Person.objects.filter(pk=by.pk).update(face=key)
    by.face = key
    return portrait


def _drawn_anew(content: bytes) -> bytes:
    unreadable = Refused(_("This picture cannot be read. Please send a JPEG, PNG or WebP."))
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise unreadable
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Refused:
        raise
    except Exception as error:  # a hostile file makes the reader fail in many ways
        raise unreadable from error
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    small, out = ImageOps.fit(ground.convert("RGB"), (SIDE, SIDE)), BytesIO()
    small.save(out, "JPEG", quality=86)
    return out.getvalue()
