"""What tells a prepared database from one that an older backup has replaced, and stale translations from fresh ones."""

import gettext
import os
from pathlib import Path

import psycopg

from oase.config.data_folder import connection_parameters
from oase.server.postgres import Server
from oase.server.release import Prepared, database_state
from oase.server.roles import ensure_roles
from oase.server.translations import compile_translations

CHANGES = [
    "DELETE FROM django_migrations WHERE name = '0002'",
    "REVOKE SELECT ON question FROM oase_app",
    "GRANT SELECT (body) ON question TO oase_expert",
    "CREATE OR REPLACE VIEW asked AS SELECT body FROM question WHERE body <> ''",
    "ALTER TABLE question DISABLE TRIGGER holder",
    "DROP POLICY own ON question",
    "ALTER TABLE question DISABLE ROW LEVEL SECURITY",
    "CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "DROP TABLE question CASCADE",
]


def test_any_change_of_the_house_is_noticed(server: Server) -> None:
    server.start()
    ensure_roles()
    assert database_state() == ""
    with psycopg.connect(**connection_parameters("oase_owner"), autocommit=True) as owner:  # type: ignore[arg-type]
        owner.execute("""
            CREATE TABLE django_migrations (app text, name text);
            INSERT INTO django_migrations VALUES ('oase', '0001'), ('oase', '0002');
            CREATE TABLE question (body text);
            ALTER TABLE question ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON question USING (true);
            CREATE VIEW asked AS SELECT body FROM question;
            GRANT SELECT ON question TO oase_app;
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER holder AFTER INSERT ON question EXECUTE FUNCTION hold();
        """)
        before = database_state()
        owner.execute("INSERT INTO question VALUES ('Wie entkalke ich?')")
        owner.execute("ANALYZE")
        assert database_state() == before
        states = [before]
        for change in CHANGES:
            owner.execute(change)  # type: ignore[arg-type]
            states.append(database_state())
    assert [change for change, old, new in zip(CHANGES, states, states[1:], strict=False) if old == new] == []


def test_what_is_known_survives_and_nonsense_means_nothing_is_known(data: Path) -> None:
    data.mkdir()
    assert Prepared.read() == Prepared()
    known = Prepared(code="a", static="b", database="c", demo=True, demo_asked=True)
    known.write()
    assert Prepared.read() == known
    (data / "prepared.json").write_text('{"unknown": 1')
    assert Prepared.read() == Prepared()


def test_translations_are_compiled_when_they_differ_even_if_older(tmp_path: Path) -> None:
    source = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(f'{header}msgid "Ask"\nmsgstr "Fragen"\n', encoding="utf-8")
    target = source.with_suffix(".mo")
    assert compile_translations(tmp_path) == [target]
    assert compile_translations(tmp_path) == []
    source.write_text(f'{header}msgid "Ask"\nmsgstr "Früher fragen"\n', encoding="utf-8")
    os.utime(source, (1, 1))
    assert compile_translations(tmp_path) == [target]
    with target.open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Ask") == "Früher fragen"
