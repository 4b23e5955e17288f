"""Names of attachments that can do no harm on any disk or page."""

import re
import unicodedata

from .charsets import one_line

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_LONGEST = 120  # characters
_LONGEST_ENDING = 20
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/rtf": ".rtf",
    "text/enriched": ".txt",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/json": ".json",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/ms-tnef": ".dat",
}


def harmless(name: str, content_type: str, number: int) -> str:
    """`name` without path, control characters or turned writing direction; `attachment-<number>` if none is left."""
    last = re.split(r"[/\\]", one_line(unicodedata.normalize("NFC", name)))[-1]
    last = _FORBIDDEN.sub("_", last).strip(". ")
    if not last.strip("_"):
        last = f"attachment-{number}{_ENDINGS.get(content_type, '.bin')}"
    if _RESERVED.fullmatch(last):
        last = f"_{last}"
    if len(last) > _LONGEST:
        stem, dot, ending = last.rpartition(".")
        if not stem or len(ending) > _LONGEST_ENDING:
            stem, dot, ending = last, "", ""
        last = stem[: _LONGEST - len(dot + ending)].rstrip(". ") + dot + ending
    return last
