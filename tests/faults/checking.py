"""What must be true in the database whatever died before. Each check gives sentences; none: all is well."""

from collections.abc import Iterable
from pathlib import Path

import psycopg

from oase.config.data_folder import DATABASE, PORT, socket_folder
from tests.faults.browser import Words
from tests.faults.writing import Record

ORDER = """
SELECT c.id, c.last_seq, n.count, n.last FROM oase_conversation c JOIN (
    SELECT conversation_id, count(DISTINCT seq) AS count, max(seq) AS last FROM (
        SELECT conversation_id, seq FROM oase_message UNION ALL SELECT conversation_id, seq FROM oase_event) both_
    GROUP BY conversation_id) n ON n.conversation_id = c.id
 WHERE c.last_seq <> n.count OR c.last_seq <> n.last
"""
SHARED = """
SELECT m.conversation_id, m.seq FROM oase_message m JOIN oase_event e USING (conversation_id, seq)
"""
DEAD_ENDS = """
SELECT c.id, count(a.id) FROM oase_conversation c
  LEFT JOIN oase_assignment a ON a.conversation_id = c.id AND a.ended_at IS NULL
 GROUP BY c.id HAVING count(a.id) <> CASE WHEN c.solved_at IS NULL THEN 1 ELSE 0 END
"""
NOTICES = """
SELECT m.conversation_id, m.seq, count(o.id) FROM oase_message m
  LEFT JOIN oase_outbox o ON o.kind = 'answered' AND o.key = 'answered:' || m.conversation_id || ':' || m.seq
 WHERE m.author_role <> 'customer' AND m.audience = 'conversation'
 GROUP BY m.conversation_id, m.seq HAVING count(o.id) <> 1
"""
TIMES = """
SELECT conversation_id, seq FROM (
    SELECT conversation_id, seq, at, max(at) OVER (PARTITION BY conversation_id ORDER BY seq) AS latest
      FROM oase_message) m WHERE at < latest
"""
EVERYWHERE = {
    "numbers with a gap or twice": ORDER,
    "a message and an event with one number": SHARED,
    "open without exactly one holder, or solved with one": DEAD_ENDS,
    "answers without exactly one notice": NOTICES,
    "messages older than the one before": TIMES,
}


def connect(data: Path) -> psycopg.Connection:
    """The database of a house, as its owner."""
    socket = str(socket_folder(data))
    return psycopg.connect(host=socket, port=PORT, dbname=DATABASE, user="oase_owner", autocommit=True)


def broken_laws(connection: psycopg.Connection) -> list[str]:
    """What holds for every conversation of the house, and does not here."""
    found = []
    for sentence, query in EVERYWHERE.items():
        if rows := connection.execute(query).fetchall():
            found.append(f"{sentence}: {len(rows)}, first {rows[0]}")
    return found


def lost_or_doubled(connection: psycopg.Connection, record: Record, conversations: Iterable[str]) -> list[str]:
    """Acknowledged words that are not there exactly once, at the place that was told; and words nobody wrote."""
    rows = connection.execute(
        "SELECT client_id::text, count(*), min(seq), min(conversation_id::text) FROM oase_message"
        " WHERE conversation_id = ANY(%s::uuid[]) GROUP BY client_id",
        [list(conversations)],
    ).fetchall()
    there = {row[0]: row[1:] for row in rows}
    found = [wrong for words in record.acknowledged if (wrong := _misplaced(words, there))]
    return found + [
        f"given up, and there {count} times: {words.client_id}"
        for words in record.given_up
        if (count := there.get(str(words.client_id), (0,))[0]) > 1
    ]


def changed_words(record: Record, texts: dict[str, str]) -> list[str]:
    """Words that read otherwise than they were written; `texts` are the originals by client id."""
    return [
        f"{words.client_id} was {words.text!r} and is {texts.get(str(words.client_id))!r}"
        for words in record.acknowledged
        if texts.get(str(words.client_id)) != words.text
    ]


def _misplaced(words: Words, there: dict[str, tuple[int, int, str]]) -> str:
    count, seq, conversation = there.get(str(words.client_id), (0, 0, ""))
    if count != 1:
        return f"acknowledged, and there {count} times: {words.client_id} {words.text!r}"
    if conversation != words.conversation or words.seq not in (None, seq):
        return f"acknowledged as {words.conversation} {words.seq}, and is {conversation} {seq}: {words.client_id}"
    return ""
