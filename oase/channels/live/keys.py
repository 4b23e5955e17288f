"""The key that makes sending twice sending once: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header)."""

import re
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from oase.channels.live.fields import Fields, uuid_of
from oase.channels.live.problems import Problem
from oase.channels.live.requests import header
from oase.live.scope import Scope

_HOUSE = UUID("5a1f4f0e-6f0a-5d0c-9b1c-7d3f0a2f6d11")
_QUOTED = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"')
"""A string of RFC 9651 §3.3.3, without escapes."""
_BARE = re.compile(r"[\x21\x23-\x2b\x2d-\x7e]{1,255}")


def client_id_of(scope: Scope, fields: Fields, *, author: str) -> UUID:
    """The client id of what is sent: `client_id` in the body, or the key in the header.

    A key that is no UUID is hashed to one among this author's own, so that two people who both call theirs "1" do not
    meet.

    Raises:
        Problem: 400 without any, or with a key that cannot be read; 422 when the two differ.
    """
    given, key = fields.uuid("client_id"), _key_of(scope)
    if key is None and given is None:
        raise Problem(400, "key-missing", _("A client_id or an Idempotency-Key is needed. Nothing was changed."))
    if key is None:
        assert given is not None
        return given
    hashed = uuid_of(key) or uuid5(uuid5(_HOUSE, author), key)
    if given is not None and given != hashed:
        raise Problem(422, "keys-differ", _("The client_id and the Idempotency-Key differ. Nothing was changed."))
    return hashed


def _key_of(scope: Scope) -> str | None:
    value = header(scope, b"idempotency-key")
    if not value:
        return None
    if quoted := _QUOTED.fullmatch(value):
        return quoted[1]
    if _BARE.fullmatch(value):
        return value
    raise Problem(400, "key-unreadable", _("The Idempotency-Key cannot be read. Nothing was changed."))
