"""The browsers somebody is rung on: added by their own hand, gone with the sign-in they belong to."""

import base64
import binascii
import json
from dataclasses import asdict

from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from oase.channels.push.endpoints import NotAPushService, parsed
from oase.channels.push.keys import digest_of
from oase.channels.push.models import PushDevice
from oase.channels.push.sending import Subscription
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.privacy import vault

MOST = 20
"""Devices of one person; the oldest makes room."""


def _checked(endpoint: str, p256dh: str, auth: str) -> Subscription:
    try:
        parsed(endpoint)
        point, secret = _decoded(p256dh), _decoded(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        if len(secret) != 16:
            raise ValueError("not a secret of 16 bytes")
    except (NotAPushService, ValueError) as error:
        raise Refused(_("This browser gave an address that no notice can be sent to.")) from error
    return Subscription(endpoint, p256dh, auth)


def _decoded(text: str) -> bytes:
    if len(text) > 200:
        raise ValueError("too long")
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error


@transaction.atomic
def add_device(*, person: Person, session_key: str, endpoint: str, p256dh: str, auth: str, label: str) -> PushDevice:
    """Ring this browser from now on. Whoever was rung on it before is not any more: it is the one who sits there now.

    Raises:
        Refused: what the browser gave is no subscription (RFC 8030, RFC 8291).
    """
    subscription = _checked(endpoint, p256dh, auth)
    digest = digest_of(endpoint)
    PushDevice.objects.filter(digest=digest).exclude(person=person).delete()
    sealed = vault.seal_in_place(
        json.dumps(asdict(subscription)), person_id=person.pk, bound_to=_bound(person.pk, digest)
    )
    device, _new = PushDevice.objects.update_or_create(
        digest=digest,
        defaults={"person": person, "session_key": session_key, "sealed": sealed, "label": label[:40]},
    )
    kept = PushDevice.objects.filter(person=person).order_by("-created_at", "-pk").values_list("pk", flat=True)
    PushDevice.objects.filter(pk__in=list(kept[MOST:])).exclude(pk=device.pk).delete()
    return device


def remove_device(*, person: Person, device_id: int) -> bool:
    """Ring one of one's own devices no more; whether it was there."""
    deleted, _rows = PushDevice.objects.filter(pk=device_id, person=person).delete()
    return deleted > 0


def forget_sign_in(session_key: str | None) -> None:
    """Somebody signed out: what was rung because of that sign-in is rung no more."""
    if session_key:
        PushDevice.objects.filter(session_key=session_key).delete()


def subscription_of(device: PushDevice) -> Subscription | None:
    """Where and how it is rung; None once its person's key is gone."""
    try:
        plain = vault.open_in_place(
            bytes(device.sealed), person_id=device.person_id, bound_to=_bound(device.person_id, device.digest)
        )
    except vault.VaultError:
        return None
    return Subscription(**json.loads(plain))


def is_signed_in(device: PushDevice) -> bool:
    """Whether the sign-in this device belongs to still stands: not ended, not by a new password either."""
    session = SessionStore(device.session_key).load()
    person = device.person
    if not person.is_active or session.get(SESSION_KEY) != str(person.pk):
        return False
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def _bound(person_id: int, digest: str) -> str:
    return f"push:{person_id}:{digest}"


SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def label_of(user_agent: str) -> str:
    """Browser and system as people call them, and nothing finer: "Firefox · Android"."""
    names = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, names))
