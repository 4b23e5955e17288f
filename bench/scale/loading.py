"""A house of any size: real tables, filled by COPY, then listed and made searchable by the house's own SQL."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from bench.scale import concerns, town
from bench.scale.copying import Past
from bench.scale.words import Texts
from oase.config.data_folder import data_folder
from oase.server.folders import make_data_folder
from oase.server.postgres import Server
from oase.server.roles import ensure_roles

DONE = "loaded"
"""A file in the data folder that says of how many concerns it is, once all of it is there."""
COPIED = "copied"
"""The same once its rows are there, and what is made of them is not."""
SLOW_INDEXES = {
    "searchable_within": "CREATE INDEX searchable_within ON oase_searchable"
    " USING gin (oase_words_within(company_id, month, words)) WITH (fastupdate = off)",
    "word_by_trigrams": "CREATE INDEX word_by_trigrams ON oase_vocabulary USING gin (company_id, word gin_trgm_ops)"
    " WITH (fastupdate = off)",
}
"""Built afterwards, as the migration builds them: at once they cost a tenth."""
AT_ONCE = 10_000

Say = Callable[[str], None]


@contextmanager
def served(data: Path) -> Iterator[Server]:
    """The database of this data folder, migrated and granted."""
    make_data_folder(data)
    server = Server(data)
    server.start()
    try:
        ensure_roles()
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        call_command("grant")
        yield server
    finally:
        server.stop()


def is_loaded(number: int) -> bool:
    """Whether this data folder holds that many concerns, all of them."""
    return _says(DONE, number)


def _says(mark: str, number: int) -> bool:
    file = data_folder() / mark
    return file.exists() and file.read_text().strip() == str(number)


def load(server: Server, number: int, *, seed: int, say: Say) -> None:
    """Fill an empty house with so many concerns and five times as many messages, or go on where it was interrupted.

    Raises:
        LookupError: something else is in this house.
    """
    begun = time.monotonic()

    def told(what: str) -> None:
        say(f"{time.monotonic() - begun:7.0f} s  {what}")

    past = Past(server)
    with past.without_waiting():
        if not _says(COPIED, number):
            if past.run("SELECT FROM oase_company LIMIT 1"):
                raise LookupError(f"{data_folder()} holds something else; give a folder of its own, or remove it")
            copy(past, number, seed=seed, told=told)
            (data_folder() / COPIED).write_text(str(number))
        columns = past.run("SELECT string_agg(column_name, ', ' ORDER BY ordinal_position)"
                           "  FROM information_schema.columns WHERE table_name = 'oase_listed'")[0][0]  # fmt: skip
        past.run(f"INSERT INTO oase_listing ({columns}) SELECT {columns} FROM oase_listed ON CONFLICT DO NOTHING")
        told("listed")
        make_searchable(past, told)
        told("searchable")
        past.run("VACUUM (ANALYZE)")
        told("vacuumed")
    (data_folder() / DONE).write_text(str(number))


def copy(past: Past, number: int, *, seed: int, told: Say) -> None:
    """People and concerns as rows, and nothing that is made of them."""
    now = timezone.now()
    firms = [town.firm(place) for place in range(1 + town.SMALL_ONES)]
    experts = town.experts()
    past.run("TRUNCATE oase_wordswaiting, oase_markswaiting")
    town.customers(past, firms, max(number // town.CONCERNS_EACH, 100), now - concerns.YEARS_BACK)
    told("customers")
    making = concerns.Making(number, firms, experts, Texts(seed), now, seed)
    for place, rows in enumerate(making.chunks(), 1):
        for into, lines in rows.items():
            if lines:
                past.copy(into, lines)
        if place % 20 == 0:
            told(f"{place * concerns.A_CHUNK:,} concerns")
    past.number_on()
    past.run("ANALYZE")
    told("all rows are copied")


def make_searchable(past: Past, told: Say) -> None:
    """Every concern's words by the function that the job calls, then what the triggers would have counted, at once."""
    for name in SLOW_INDEXES:
        past.run(f"DROP INDEX IF EXISTS {name}")
    ids = past.run(
        "SELECT id FROM oase_conversation c"
        " WHERE NOT EXISTS (SELECT FROM oase_searchable s WHERE s.conversation_id = c.id) ORDER BY last_message_at, id"
    )
    for place, part in enumerate(batched((one for (one,) in ids), AT_ONCE)):
        past.run("SELECT oase_search_fill(%s::uuid[])", [list(part)])
        if place % 10 == 0:
            told(f"{place * AT_ONCE:,} of {len(ids):,} searchable")
    past.run("TRUNCATE oase_vocabulary")
    past.run(
        "INSERT INTO oase_vocabulary (company_id, word, uses, german, english)"
        " SELECT company_id, word, count(*), coalesce((ts_lexize('german_stem', word))[1], word),"
        "        coalesce((ts_lexize('english_stem', word))[1], word)"
        "   FROM oase_searchable, unnest(tsvector_to_array(words)) AS word GROUP BY company_id, word"
    )
    told("the vocabulary is counted")
    for definition in SLOW_INDEXES.values():
        past.run(definition)
