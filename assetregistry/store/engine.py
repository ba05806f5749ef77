"""Connections to PostGIS, and the statements in `sql/`."""

from __future__ import annotations

from contextlib import closing
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np
from sqlalchemy import Compiled, Connection, CursorResult, Dialect, Engine, TextClause, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError

from assetregistry.errors import RegistryError

NUMBERS = {21: ">i2", 23: ">i4", 20: ">i8", 700: ">f4", 701: ">f8"}  # by the oid of PostgreSQL's type


def make_engine(url: str) -> Engine:
    """An engine on a libpq URL (`postgresql://…`). Nothing is connected yet.

    Raises RegistryError when the URL is none.
    """
    try:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
    except ArgumentError:
        raise RegistryError(
            "the database URL cannot be read: give ASSETREGISTRY_DATABASE_URL the form "
            "postgresql://user:password@host:5432/database"
        ) from None
    options = (
        "-c jit=off -c timezone=UTC -c application_name=assetregistry "
        "-c client_connection_check_interval=1000"  # ms: a killed import lets go of its locks at once
    )
    # The connection given back last is taken first: it has statements prepared and map projections learnt.
    return create_engine(
        parsed, pool_pre_ping=True, pool_use_lifo=True, connect_args={"connect_timeout": 10, "options": options}
    )


def reading(engine: Engine) -> Connection:
    """A connection on which each statement stands by itself: without a transaction to open and close, a short question
    takes a third of the trips to the database.
    """
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def libpq_url(engine: Engine) -> str:
    """The URL that other programs and drivers connect with, password and all."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


@cache
def statement(name: str) -> TextClause:
    """The statement `sql/<name>.sql`, with its `:parameters` to be bound."""
    return text(source(name))


@cache
def source(name: str) -> str:
    """The words of `sql/<name>.sql`."""
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def run(connection: Connection, name: str, **parameters: Any) -> CursorResult[Any]:
    """Execute `sql/<name>.sql` with bound parameters."""
    return connection.execute(statement(name), parameters)


def run_binary(connection: Connection, asked: str | TextClause, **parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of `sql/<asked>.sql`, or of a statement that is kept, in PostgreSQL's binary format, which large `bytea`
    take half the way in.
    """
    compiled = _compiled(statement(asked) if isinstance(asked, str) else asked, connection.dialect)
    with closing(connection.connection.cursor(binary=True)) as cursor:
        cursor.execute(str(compiled), compiled.construct_params(parameters))
        return [tuple(row) for row in cursor.fetchall()]


def run_columns(connection: Connection, name: str, **parameters: Any) -> dict[str, np.ndarray]:
    """The columns of `sql/<name>.sql`, which gives one row: `array_send(array_agg(…))` of numbers without nulls, or
    `array_agg(…)` of anything. Empty where no row was aggregated.
    """
    compiled = _compiled(statement(name), connection.dialect)
    with closing(connection.connection.cursor(binary=True)) as cursor:
        cursor.execute(str(compiled), compiled.construct_params(parameters))
        (row,) = cursor.fetchall()
        return {each[0]: _column(value) for each, value in zip(cursor.description, row, strict=True)}


def _column(sent: bytes | list[Any] | None) -> np.ndarray:
    """Of an array as PostgreSQL sends it: 20 bytes that tell the kind of number, then of each its length and itself."""
    if not isinstance(sent, bytes):
        return np.array(sent or [], dtype=object)
    kind = NUMBERS[int.from_bytes(sent[8:12])]
    values = np.frombuffer(sent, np.dtype([("length", ">i4"), ("value", kind)]), offset=20)["value"]
    return values.astype(values.dtype.newbyteorder("="))


@lru_cache(maxsize=64)
def _compiled(asked: TextClause, dialect: Dialect) -> Compiled:
    return asked.compile(dialect=dialect)


@cache
def composed(name: str, *, row: str = "", **snippets: str) -> TextClause:
    """The statement `sql/<name>.sql` in which `{place}` stands for the SQL of the snippet of that place: in turn, so
    that snippets may hold the places of later ones. `row`: the table that they are about, `{row}` in their SQL.
    """
    words = source(name)
    for place, snippet in snippets.items():
        words = words.replace("{" + place + "}", source(snippet).strip())
    return text(words.replace("{row}", row))


def run_with_state(connection: Connection, name: str, row: str, **parameters: Any) -> CursorResult[Any]:
    """Execute a statement in which `{state}` stands for the columns of `row` that make up an asset's state, as JSON."""
    return connection.execute(composed(name, row=row, state="import/state"), parameters)
