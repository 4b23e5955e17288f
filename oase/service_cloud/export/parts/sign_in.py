"""How somebody signs in: addresses, means and where they are signed in now. Never a secret."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from oase.jobs import clock
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Row, Section


def _sections(person: Person) -> Iterator[Section]:
    yield Section(
        "addresses",
        _("Addresses you sign in with"),
        _("Codes and answers go there. Kept as long as your account."),
        {"email": _("E-mail address"), "verified": _("Shown to be yours"), "primary": _("The main one")},
        list(EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified", "primary")),
    )
    yield Section(
        "authenticators",
        _("Second steps and passkeys"),
        _("That they exist and when you used them. The secrets themselves leave the house for nobody."),
        {"type": _("Kind"), "name": _("Name"), "created_at": _("Set up"), "last_used_at": _("Last used")},
        [_authenticator(one) for one in Authenticator.objects.filter(user=person).order_by("pk")],
    )
    yield Section(
        "sessions",
        _("Where you are signed in"),
        _("Each browser that is signed in now. Neither its address nor its make is kept. Gone when you sign out."),
        {"signed_in_at": _("Signed in"), "by": _("By"), "expires_at": _("Ends by itself")},
        list(_sessions(person)),
    )


def _authenticator(one: Any) -> Row:
    name = one.data.get("name", "") if one.type == Authenticator.Type.WEBAUTHN else ""
    return {"type": one.type, "name": name, "created_at": one.created_at, "last_used_at": one.last_used_at}


def _sessions(person: Person) -> Iterator[Row]:
    for session in Session.objects.filter(expire_date__gt=clock.now()).order_by("expire_date").iterator(500):
        data = session.get_decoded()
        if data.get(SESSION_KEY) != str(person.pk):
            continue
        records = data.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
        at = [record["at"] for record in records if "at" in record]
        yield {
            "signed_in_at": datetime.fromtimestamp(min(at), UTC) if at else None,
            "by": sorted({str(record["method"]) for record in records if "method" in record}),
            "expires_at": session.expire_date,
        }


PART = Part(frozenset({"EmailAddress.user", "Authenticator.user"}), _sections)
