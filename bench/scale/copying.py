"""Rows by COPY, past triggers and foreign keys: as the superuser, who then sees to it that all fits."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from psycopg import sql

from oase.config.data_folder import DATABASE
from oase.server.postgres import Server

NULL = r"\N"


def written(value: object) -> str:
    """A value in COPY's text format."""
    if value is None:
        return NULL
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    text = json.dumps(value) if isinstance(value, dict | list) else str(value)
    return text.replace("\\", "\\\\").replace("\t", r"\t").replace("\n", r"\n")


class Into:
    """One table of a COPY: the columns that differ from row to row, and the model's defaults for all others."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        self.table, self.columns = model._meta.db_table, list(columns)
        ends = []
        for field in model._meta.concrete_fields:
            column = field.column
            if column is not None and column not in self.columns and not isinstance(field, models.AutoField):
                self.columns.append(column)
                ends.append(_default(field))
        self._end = "".join(f"\t{one}" for one in ends) + "\n"

    def line(self, *values: str) -> str:
        """A row, given what `columns` begin with as text."""
        return "\t".join(values) + self._end


def _default(field: "models.Field[Any, Any]") -> str:
    value = field.get_default()
    if value is None and not field.null:
        raise TypeError(f"{field} has no default")
    return "{}" if isinstance(field, ArrayField) and value == [] else written(value)


class Past:
    """A connection of the superuser, for whom no trigger and no law stands in the way."""

    def __init__(self, server: Server) -> None:
        names = server.superuser_parameters() | {"dbname": DATABASE}
        opened = psycopg.connect(**names, autocommit=True)  # type: ignore[arg-type]  # names of libpq
        self.connection: psycopg.Connection[Any] = opened
        self.run("SET session_replication_role = replica")
        self.run("SET maintenance_work_mem = '512MB'")
        self.run("SET work_mem = '256MB'")

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        cursor = self.connection.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []

    def copy(self, into: Into, lines: Sequence[str]) -> None:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(into.table), sql.SQL(", ").join(map(sql.Identifier, into.columns))
        )
        with self.connection.cursor().copy(statement) as copying:
            copying.write("".join(lines))

    @contextmanager
    def without_waiting(self) -> Iterator[None]:
        """The disk is not waited for meanwhile: what is lost in a crash is loaded again."""
        settings: Mapping[str, str] = {
            "fsync": "off", "full_page_writes": "off", "max_wal_size": "8GB", "autovacuum": "off",
        }  # fmt: skip
        for name, value in settings.items():
            self.run(f"ALTER SYSTEM SET {name} = '{value}'")
        self.run("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            self.run("CHECKPOINT")
            for name in settings:
                self.run(f"ALTER SYSTEM RESET {name}")
            self.run("SELECT pg_reload_conf()")
            self.run("CHECKPOINT")

    def number_on(self) -> None:
        """Let every sequence go on behind the rows that are there."""
        sequences = self.run(
            "SELECT c.relname, a.attname, pg_get_serial_sequence(c.relname, a.attname)"
            "  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''"
            " WHERE c.relkind = 'r' AND c.relname LIKE 'oase\\_%'"
        )
        for table, column, sequence in sequences:
            self.run(f"SELECT setval('{sequence}', coalesce((SELECT max({column}) FROM {table}), 0) + 1, false)")
