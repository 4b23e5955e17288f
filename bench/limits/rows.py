"""The rows of one message, of many in one transaction, and of one new conversation, as one statement each.

Rows are written beside one that is there: what a statement does not name is taken over from it. So the statements fit
whatever columns the tables have.
"""

from collections.abc import Mapping
from typing import Any

import psycopg

Connection = psycopg.Connection[tuple[Any, ...]]

PAYLOAD = 480
"""Bytes of a sealed poke of one conversation with a handful of readers."""
BODY = "Seit drei Tagen macht der Deckel meiner Maschine Geräusche, und morgens dauert es lange."
MESSAGE = {
    "client_id": "gen_random_uuid()",
    "author_id": "w.person_id",
    "author_role": "'customer'",
    "audience": "'conversation'",
    "body": f"'{BODY}'",
    "shielded_at": "now()",
    "at": "now()",
}
SEALED = {
    "person_id": "w.person_id",
    "kind": "'message'",
    "ciphertext": f"decode(repeat('a7', {len(BODY) + 28}), 'hex')",
    "created_at": "now()",
}
NOTIFY = f"SELECT pg_notify('oase_live', repeat('x', {PAYLOAD}))"
SENDERS = """
CREATE TABLE bench_sender AS
SELECT (row_number() OVER (ORDER BY c.id))::int - 1 AS n, c.id, customer.person_id
  FROM oase_conversation c JOIN oase_customer customer ON customer.id = c.customer_id
 WHERE c.solved_at IS NULL;
ALTER TABLE bench_sender ADD PRIMARY KEY (n);
ANALYZE;
"""


def message(connection: Connection, *, notify: bool = True) -> str:
    """One message of a customer in the conversation number `:client_id`: original, message, counters, poke."""
    return _messages(connection, "n = :client_id", notify=notify)


def messages(connection: Connection, size: int) -> str:
    """`size` messages, each in another conversation, in one statement, with one poke."""
    return _messages(connection, f"n >= :client_id * {size} AND n < (:client_id + 1) * {size}")


def _messages(connection: Connection, which: str, *, notify: bool = True) -> str:
    sealed = _insert(connection, "oase_sealed", SEALED | {"id": "w.original_id"}, "who w")
    written = _insert(
        connection,
        "oase_message",
        MESSAGE | {"conversation_id": "w.id", "seq": "c.last_seq", "original_id": "w.original_id"},
        "who w JOIN counted c ON c.id = w.id",
    )
    return f"""WITH who AS MATERIALIZED (
    SELECT *, gen_random_uuid() AS original_id FROM bench_sender WHERE {which}
), counted AS (
    UPDATE oase_conversation c SET last_seq = c.last_seq + 1, last_message_at = now()
      FROM who w WHERE c.id = w.id RETURNING c.id, c.last_seq
), sealed AS ({sealed}), written AS ({written} RETURNING id)
{NOTIFY if notify else "SELECT 1"} FROM (SELECT count(*) FROM written) n;
"""


def conversation(connection: Connection) -> str:
    """A new conversation with its first message: assignment, event, confirmation in the outbox, offers, poke."""
    inside = {"conversation_id": "w.new_id"}
    opened = {"id": "w.new_id", "client_id": "gen_random_uuid()", "last_seq": "2", "solved_at": "NULL"}
    opened |= {"opened_at": "now()", "last_message_at": "now()"}
    parts = {
        "opened": _insert(connection, "oase_conversation", opened, "who w", same="t.id = w.id"),
        "held": _insert(
            connection, "oase_assignment", inside | {"ended_at": "NULL", "started_at": "now()"}, "who w",
            same="t.conversation_id = w.id AND t.ended_at IS NULL",
        ) + " RETURNING id",
        "noted": _insert(
            connection, "oase_event", inside | {"seq": "1", "at": "now()"}, "who w",
            same="t.conversation_id = w.id AND t.kind = 'asked'",
        ),
        "sealed": _insert(connection, "oase_sealed", SEALED | {"id": "w.original_id"}, "who w"),
        "written": _insert(
            connection, "oase_message", MESSAGE | inside | {"seq": "2", "original_id": "w.original_id"}, "who w"
        ) + " RETURNING id",
        "posted": _insert(
            connection, "oase_outbox",
            inside | {"key": "gen_random_uuid()::text", "created_at": "now()", "sent_at": "NULL"},
            "who w", same="t.conversation_id = w.id AND t.kind = 'asked'",
        ),
        "offered": _insert(
            connection, "oase_offer",
            {"assignment_id": "h.id", "expert_id": "e.person_id", "offered_at": "now()"},
            "held h CROSS JOIN (SELECT person_id FROM oase_expert LIMIT 5) e",
        ),
    }  # fmt: skip
    steps = ",\n".join(f"{name} AS ({statement})" for name, statement in parts.items())
    return f"""WITH who AS MATERIALIZED (
    SELECT *, gen_random_uuid() AS new_id, gen_random_uuid() AS original_id FROM bench_sender WHERE n = :client_id
),
{steps}
{NOTIFY} FROM (SELECT count(*) FROM written) n;
"""


def _insert(connection: Connection, table: str, values: Mapping[str, str], source: str, *, same: str = "") -> str:
    """INSERT … SELECT with `values`; other columns as in one row that is there (`same`: which one of each source)."""
    columns = [
        row[0]
        for row in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND is_identity = 'NO' AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
    ]
    unknown = set(values) - set(columns)
    if unknown:
        raise LookupError(f"{table} has no {', '.join(sorted(unknown))}")
    taken = [f"{values[column]} AS {column}" if column in values else f"t.{column}" for column in columns]
    like = f"LATERAL (SELECT * FROM {table} t {f'WHERE {same}' if same else ''} LIMIT 1) t"
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {source} CROSS JOIN {like}"
