"""Afterwards: is everything that was acknowledged really there, once, shielded, and does its original open?"""

import time
from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from bench.words import writer
from oase.conversations.models import Assignment, Conversation, Message
from oase.privacy import vault

SHIELD_PATIENCE = 120.0
A_BATCH = 2000


def verify(*, said: Mapping[str, Sequence[Any]], asked: Sequence[str], claims: Sequence[str]) -> dict[str, Any]:
    """What is there of what was acknowledged.

    said: of each client id the conversation, the text, and the number of its writer. asked: ids of conversations that
    were opened. claims: conversations that many experts claimed at once.
    """
    found = _read(said, asked)
    waited = _wait_for_the_shield()
    return found | {
        "waited": round(waited, 1),
        "unshielded": Message.objects.filter(shielded_at=None).count(),
        "gaps": _gaps(),
        "asked": len(asked),
        "opened": sum(Conversation.objects.filter(pk__in=part).count() for part in batched(asked, A_BATCH)),
        "claims": len(claims),
        "claimed_once": _claimed_once(claims),
    }


def _read(said: Mapping[str, Sequence[Any]], asked: Sequence[str]) -> dict[str, int]:
    found = wrong = opened = leaked = 0
    for part in batched(said, A_BATCH):
        for message in Message.objects.filter(client_id__in=part).select_related("conversation__customer"):
            conversation, text, number = said[str(message.client_id)]
            if str(message.conversation_id) != conversation:
                continue
            found += 1
            who = writer(number)
            leaked += message.author_role == Message.CUSTOMER and any(
                one in message.body for one in (who.phone, who.mail)
            )
            if message.original_id is not None:
                owner = message.conversation.customer.person_id
                original = vault.read_own(person_id=owner, ids=[message.original_id])[message.original_id]
                opened += 1
                wrong += original != text
    return {"said": len(said), "found": found, "opened_originals": opened, "wrong_originals": wrong, "leaked": leaked}


def _wait_for_the_shield() -> float:
    begin = time.monotonic()
    while Message.objects.filter(shielded_at=None).exists() and time.monotonic() - begin < SHIELD_PATIENCE:
        time.sleep(0.2)
    return time.monotonic() - begin


def _gaps() -> int:
    """Conversations in which messages and events do not stand at 1, 2, 3, …"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT c.id FROM oase_conversation c JOIN ("
            " SELECT conversation_id, seq FROM oase_message UNION ALL SELECT conversation_id, seq FROM oase_event"
            ") s ON s.conversation_id = c.id GROUP BY c.id"
            " HAVING count(*) <> max(s.seq) OR count(DISTINCT s.seq) <> count(*) OR max(s.seq) <> c.last_seq) g"
        )
        return int(cursor.fetchone()[0])


def _claimed_once(claims: Sequence[str]) -> int:
    held = Assignment.objects.filter(conversation_id__in=[UUID(one) for one in claims], level=Assignment.EXPERT)
    counted = held.values("conversation_id").annotate(times=Count("pk"))
    return sum(1 for row in counted if row["times"] == 1)
