"""A house of any size: real tables, filled by COPY, then listed and made searchable by the house's own SQL."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
SLOW_INDEXES = ("searchable_words", "word_by_trigrams")
AT_ONCE = 10_000
BIG = ("oase_conversation", "oase_message", "oase_event", "oase_assignment", "oase_listing", "oase_searchable")

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
    file = data_folder() / DONE
    return file.exists() and file.read_text() == str(number)


def load(server: Server, number: int, *, seed: int, say: Say) -> None:
    """Fill an empty house with so many concerns and five times as many messages."""
    begun, now = time.monotonic(), timezone.now()

    def told(what: str) -> None:
        say(f"{time.monotonic() - begun:7.0f} s  {what}")

    past = Past(server)
    firms = [town.firm(place) for place in range(1 + town.SMALL_ONES)]
    experts = town.experts()
    past.run("TRUNCATE oase_wordswaiting, oase_markswaiting")
    with past.without_waiting():
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
        columns = past.run("SELECT string_agg(column_name, ', ' ORDER BY ordinal_position)"
                           "  FROM information_schema.columns WHERE table_name = 'oase_listed'")[0][0]  # fmt: skip
        past.run(f"INSERT INTO oase_listing ({columns}) SELECT {columns} FROM oase_listed ON CONFLICT DO NOTHING")
        told("listed")
        with past.index_afterwards(*SLOW_INDEXES):
            make_searchable(past, told)
        told("searchable")
        past.run("VACUUM (ANALYZE)")
        told("vacuumed")
    (data_folder() / DONE).write_text(str(number))


def make_searchable(past: Past, told: Say) -> None:
    """Every concern's words by the function that the job calls, then what the triggers would have counted, at once."""
    ids = [one for (one,) in past.run("SELECT id FROM oase_conversation ORDER BY last_message_at, id")]
    for first in range(0, len(ids), AT_ONCE):
        past.run("SELECT oase_search_fill(%s::uuid[])", [ids[first : first + AT_ONCE]])
        if first % (AT_ONCE * 10) == 0:
            told(f"{first:,} searchable")
    past.run(
        "INSERT INTO oase_vocabulary (company_id, word, uses, german, english)"
        " SELECT company_id, word, count(*), coalesce((ts_lexize('german_stem', word))[1], word),"
        "        coalesce((ts_lexize('english_stem', word))[1], word)"
        "   FROM oase_searchable, unnest(tsvector_to_array(words)) AS word GROUP BY company_id, word"
    )
