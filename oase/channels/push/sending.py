"""One push over the wire: sealed for one browser (RFC 8291), signed as this house (VAPID, RFC 8292), sent (RFC 8030).

What is inside holds no content: one sentence that is the same for everybody, and the path that opens. It is filled up
to one length, so that the push service in between cannot even tell a path from another.
"""

import json
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr, parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from py_vapid import Vapid02
from pywebpush import WebPusher

from oase.channels.push import endpoints
from oase.channels.push.endpoints import NotAPushService, at_most, connection_to, parsed
from oase.channels.push.keys import signing_key

LENGTH = 512
"""Bytes of what is sealed. All push services take 3,993 (RFC 8291, 4)."""
GOOD_FOR = 12 * 3600
"""Seconds a signature is good; at most a day (RFC 8292, 2)."""


@dataclass(frozen=True)
class Subscription:
    """What a browser gave: its address at the push service, and two keys in base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Outcome:
    """How it went: "sent", "gone" (this browser will never be reached again), "refused" (this push never), "later"."""

    how: str
    after: float = 0.0
    """Seconds the push service asked us to wait."""


class _Headers(Protocol):
    def get(self, name: str, default: str = ..., /) -> str | None: ...


def words_for(language: str, place: str, tag: str) -> bytes:
    """What is sealed: JSON, filled up with blanks to `LENGTH` bytes."""
    with override(language if language == "en" else "de"):
        inside = {"title": "Oase", "words": _("There is news for you."), "open": place, "tag": tag}
    return json.dumps(inside, ensure_ascii=False).encode().ljust(LENGTH)


def send(subscription: Subscription, inside: bytes, *, seconds: int, urgency: str, topic: str) -> Outcome:
    """Send it. `seconds`: how long the push service keeps it for a browser that is away; `urgency`: RFC 8030, 5.3.

    Whatever the other side does, this answers and never raises.
    """
    try:
        parts = parsed(subscription.endpoint)
        keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        sealed = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(inside)["body"]
        connection = connection_to(parts)
    except NotAPushService:
        return Outcome("gone")
    except OSError:
        return Outcome("later")
    except Exception:  # keys that are none: whatever the libraries say of them, this browser cannot be reached
        return Outcome("gone")
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(max(seconds, 0)),
        "Urgency": urgency,
        "Topic": topic,
        "Host": parts.netloc,
        "Authorization": _signature(f"{parts.scheme}://{parts.netloc}"),
    }
    try:
        with closing(connection), at_most(connection, endpoints.SECONDS):
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path or "/", body=sealed, headers=headers)
            answer = connection.getresponse()
            return _outcome(answer.status, cast(_Headers, answer.headers))
    except (OSError, HTTPException, ValueError):
        return Outcome("later")


def _signature(audience: str) -> str:
    vapid: Any = Vapid02()
    vapid.private_key = signing_key()
    mail = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    subject = settings.BASE_URL if settings.BASE_URL.startswith("https://") else f"mailto:{mail}"
    claims = {"aud": audience, "exp": int(time.time()) + GOOD_FOR, "sub": subject}
    return str(vapid.sign(claims)["Authorization"])


def _outcome(status: int, headers: _Headers) -> Outcome:
    if 200 <= status < 300:
        return Outcome("sent")
    if status in {404, 410}:
        return Outcome("gone")
    if status == 429 or status >= 500:
        return Outcome("later", _seconds(headers.get("Retry-After", "") or ""))
    return Outcome("refused")


def _seconds(retry_after: str) -> float:
    """`Retry-After` in seconds (RFC 9110, 10.2.3): a number or a date; nought for anything else."""
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 9:
        return float(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return 0.0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
