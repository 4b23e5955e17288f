"""Conversations that are opened, stored with everything that belongs to them: two statements for any number.

The first message goes first, by `append.write`, and its conversation follows: foreign keys are looked at when the
transaction ends. So each conversation is written once, as it is then, and not counted up twice.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from oase.conversations import pseudonyms
from oase.conversations.append import NewMessage, write
from oase.conversations.assignments import team_at
from oase.conversations.footing import Footing, Ground
from oase.conversations.models import Assignment, Message
from oase.conversations.outbox import key_of
from oase.conversations.rules import Standing
from oase.conversations.subjects import shorten
from oase.experts.matching.reasons import reason_for
from oase.experts.opening import Asked, Opened
from oase.live.notify import CHANNEL, Poke, person, sealed
from oase.privacy import vault

_STORE = """
WITH opened AS (
    INSERT INTO oase_conversation (id, company_id, customer_id, topic_id, client_id, subject, language, channel,
                                   pseudonym, placeholders, last_seq, address_confirmed_at, opened_at, last_message_at,
                                   solution_due_at)
    SELECT id, company_id, customer_id, topic_id, client_id, subject, language, channel, pseudonym, placeholders::jsonb,
           2, %(now)s::timestamptz, %(now)s::timestamptz, %(now)s::timestamptz, solution_due_at
      FROM unnest(%(ids)s::uuid[], %(companies)s::bigint[], %(customers)s::bigint[], %(topics)s::bigint[],
                  %(clients)s::uuid[], %(subjects)s::text[], %(languages)s::text[], %(channels)s::text[],
                  %(pseudonyms)s::text[], %(placeholders)s::text[], %(solutions)s::timestamptz[])
        AS t (id, company_id, customer_id, topic_id, client_id, subject, language, channel, pseudonym, placeholders,
              solution_due_at)
), held AS (
    INSERT INTO oase_assignment (conversation_id, level, holder_id, stands_in_for_id, team_id, turn, due_at,
                                 promise, promised_at, started_at)
    SELECT id, level, holder_id, stands_in_for_id, team_id, 'holder', due_at, 'first', %(now)s::timestamptz,
           %(now)s::timestamptz
      FROM unnest(%(ids)s::uuid[], %(levels)s::text[], %(holders)s::bigint[], %(absent)s::bigint[],
                  %(teams)s::bigint[], %(dues)s::timestamptz[])
        AS t (id, level, holder_id, stands_in_for_id, team_id, due_at)
    RETURNING id, conversation_id, due_at
), noted AS (
    INSERT INTO oase_event (conversation_id, seq, kind, to_id, detail, at)
    SELECT id, 2, 'asked', to_id, detail::jsonb, %(now)s::timestamptz
      FROM unnest(%(ids)s::uuid[], %(holders)s::bigint[], %(details)s::text[]) AS t (id, to_id, detail)
), noticed AS (
    INSERT INTO oase_outbox (conversation_id, recipient_id, kind, key, created_at, not_before, attempts)
    SELECT id, recipient_id, 'asked', key, %(now)s::timestamptz, %(now)s::timestamptz, 0
      FROM unnest(%(ids)s::uuid[], %(recipients)s::bigint[], %(keys)s::text[]) AS t (id, recipient_id, key)
), offered AS (
    INSERT INTO oase_offer (assignment_id, expert_id, wave, reward_cents, reason, offered_at, expires_at)
    SELECT held.id, o.expert_id, 1, o.reward_cents, o.reason::jsonb, %(now)s::timestamptz, held.due_at
      FROM unnest(%(offered)s::uuid[], %(experts)s::bigint[], %(rewards)s::int[], %(reasons)s::text[])
        AS o (conversation_id, expert_id, reward_cents, reason)
      JOIN held ON held.conversation_id = o.conversation_id
)
SELECT count(pg_notify(%(channel)s::text, payload)) FROM unnest(%(payloads)s::text[]) AS payload
"""


def store(asked: Sequence[Asked], ciphers: dict[int, AESGCM], now: datetime) -> list[Opened]:
    """Write them, in the caller's transaction and with the clock standing at `now`; `ciphers` by person.

    Raises:
        django.db.IntegrityError: one of them was opened before.
    """
    ground = Ground({one.id: _footing(one) for one in asked}, {})
    written = write([_message(one, ciphers[one.question.person_id]) for one in asked], ground)
    with connection.cursor() as cursor:
        cursor.execute(_STORE, _columns(asked, now))
    return [Opened(one.id, first.seq, True, first.at) for one, first in zip(asked, written, strict=True)]


def _columns(asked: Sequence[Asked], now: datetime) -> dict[str, Any]:
    offers = [(one.id, match, one.reward_cents) for one in asked for match in one.experts]
    experts = [match.contender.expert_id for _, match, _ in offers]
    return {
        "now": now,
        "ids": [one.id for one in asked],
        "companies": [one.question.company_id for one in asked],
        "customers": [one.customer.pk for one in asked],
        "topics": [one.topic and one.topic.pk for one in asked],
        "clients": [one.question.client_id for one in asked],
        "subjects": [shorten(one.hidden.body) for one in asked],
        "languages": [one.question.language for one in asked],
        "channels": [one.question.channel for one in asked],
        "pseudonyms": [pseudonyms.draw() for _ in asked],
        "placeholders": [json.dumps(one.hidden.placeholders, ensure_ascii=False) for one in asked],
        "levels": [one.step.level for one in asked],
        "holders": [one.step.holder and one.step.holder.pk for one in asked],
        "absent": [one.step.stands_in_for and one.step.stands_in_for.pk for one in asked],
        "teams": [team_at(one.step.level, one.topic) for one in asked],
        "dues": [one.due_at for one in asked],
        "solutions": [one.solution_due_at for one in asked],
        "details": [json.dumps({"level": one.step.level, "due_at": one.due_at.isoformat()}) for one in asked],
        "recipients": [one.question.person_id for one in asked],
        "keys": [key_of("asked", one.id, "1") for one in asked],
        "offered": [conversation_id for conversation_id, _, _ in offers],
        "experts": experts,
        "reasons": [json.dumps(reason_for(match)) for _, match, _ in offers],
        "rewards": [cents for _, _, cents in offers],
        "channel": CHANNEL,
        "payloads": sealed([Poke("desk", 0, tuple(person(expert_id) for expert_id in sorted(set(experts))))]),
    }


def _footing(one: Asked) -> Footing:
    holder = one.step.holder
    standing = Standing(
        one.question.person_id,
        one.step.level,
        holder.pk if holder else None,
        one.question.company_id,
        True,
        one.firm.staff,
    )
    return Footing(
        id=one.id,
        standing=standing,
        there=True,
        last_seq=0,
        proposed=False,
        placeholders={},
        language=one.question.language,
        assignment_id=None,
        turn=Assignment.HOLDER,
        next_answer_minutes=one.firm.company.next_answer_minutes,
        silence_days=one.firm.company.silence_days,
        solution_due_at=one.solution_due_at,
        solution_paused_at=None,
        solution_missed=False,
        stamp="",
    )


def _message(one: Asked, cipher: AESGCM) -> NewMessage:
    person_id, text = one.question.person_id, one.question.text
    return NewMessage(
        conversation_id=one.id,
        client_id=one.question.client_id,
        author_id=person_id,
        author_role=Message.CUSTOMER,
        body=one.hidden.body,
        shielded_at=one.hidden.shielded_at,
        original=vault.encrypt_with(cipher, text, person_id=person_id, kind="message"),
    )
