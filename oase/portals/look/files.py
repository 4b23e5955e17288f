"""A file from the vault as the answer to a browser. Who may have it is decided before; here it can do no harm."""

from collections.abc import Iterator
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from oase.privacy.files import describe, read_file
from oase.privacy.models import SealedFile

IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types a browser may show by itself: pictures that cannot carry scripts. Everything else is saved."""


def file_response(file: SealedFile) -> StreamingHttpResponse:
    """Send a sealed file. It never runs, whatever it is: nosniff, no markup types, and a sandbox of its own.

    Raises:
        VaultError: it does not open.
        FileNotFoundError: it is not in the vault folder.
    """
    description, pieces = describe(file), read_file(file)
    shown = description.content_type in IMAGES
    # The first piece is opened now, while a page that explains can still be answered.
    content: Iterator[bytes] = chain([next(pieces)], pieces)
    response = StreamingHttpResponse(
        content, content_type=description.content_type if shown else "application/octet-stream"
    )
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(not shown, description.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
