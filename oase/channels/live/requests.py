"""Reading what came, strictly and never more than there may be: whatever is wrong is said before anything is done."""

import json
import math
from collections.abc import Iterable, MutableMapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from oase.channels.live.problems import Problem
from oase.live.scope import Receive, Scope

LARGEST_BODY = 128 * 1024
"""Bytes. The longest text there may be (20,000 letters), every letter of any alphabet written as an escape."""


def header(scope: Scope, name: bytes) -> str:
    """One header of the request, or an empty string. Several lines of it are one list (RFC 9110 §5.3)."""
    return ", ".join(value.decode("latin-1").strip() for key, value in scope["headers"] if key == name)


async def read_json(scope: Scope, receive: Receive, *, most: int = LARGEST_BODY) -> dict[str, Any]:
    """The JSON object in the body (RFC 8259; names once each, RFC 7493), of at most `most` bytes.

    Raises:
        Problem: 415 for another kind of content, 413 for too much, 400 for what is no such object.
    """
    _check_kind(scope)
    body = await _read(scope, receive, most)
    try:
        parsed = json.loads(
            body.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_number, parse_float=_finite
        )
        # A lone surrogate is written as an escape, and is no character: nothing can store it.
        json.dumps(parsed, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Problem(400, "unreadable", _("This could not be read, so nothing was changed.")) from error
    if not isinstance(parsed, dict):
        raise Problem(400, "unreadable", _("This could not be read, so nothing was changed."))
    return parsed


def _check_kind(scope: Scope) -> None:
    kind, _rest, parameters = header(scope, b"content-type").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    known = kind.strip() == "application/json" and charset in ("", "charset=utf-8")
    if not known or header(scope, b"content-encoding").lower() not in ("", "identity"):
        sentence = _("Please send JSON in UTF-8 (application/json). Nothing was changed.")
        raise Problem(415, "not-json", sentence, headers={"Accept": "application/json"})


async def _read(scope: Scope, receive: Receive, most: int) -> bytes:
    announced = header(scope, b"content-length")
    if announced and not (announced.isascii() and announced.isdigit()):
        raise Problem(400, "unreadable", _("This could not be read, so nothing was changed."))
    if announced and (len(announced) > 12 or int(announced) > most):
        raise _too_large(most)
    body = bytearray()
    while True:
        message: MutableMapping[str, Any] = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        if len(body) > most:
            raise _too_large(most)
        if not message.get("more_body", False):
            return bytes(body)


class Gone(Exception):
    """Whoever asked went away before the question was out: nobody is there to be answered."""


def _too_large(most: int) -> Problem:
    sentence = _("That was too large, so nothing was sent. At most %(most)d KB are read here.")
    # What is still coming is not read: the connection ends with this answer.
    return Problem(413, "too-large", sentence % {"most": most // 1024}, headers={"Connection": "close"})


def _once_each(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError("a name twice")
        found[name] = value
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("no finite number")
    return number
