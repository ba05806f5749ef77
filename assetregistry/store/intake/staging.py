"""Steps 4 and 5 of the walk: rows staged, and checked, within the transaction of their import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Protocol

import pgpq
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from assetregistry.store import crs
from assetregistry.store.engine import run, source
from assetregistry.store.intake import demands
from assetregistry.store.intake.ahead import ahead
from importers.batch import ROWS
from importers.profiles import Home

ASSETS = ROWS[0]
JSONB_VERSION = "\x01"
SORT_MEMORY = "256MB"  # at most, for each of the cores that sort: what does not fit is sorted on disk
# What one import makes for itself: the next one of the same transaction makes its own.
STAGING = ("staging_row", "staging_checked", "pg_temp.tally", "pg_temp.touched", "pg_temp.gone")

Progress = Callable[[str, int], None]


class Kept(Protocol):
    """What an import keeps of where its rows come from."""

    @property
    def profile(self) -> str:
        """The name of how they were read."""

    @property
    def profile_toml(self) -> str | None:
        """The profile itself, where it is no part of the registry."""

    @property
    def dataset(self) -> str:
        """The series of deliveries that they belong to."""

    @property
    def layer(self) -> str:
        """The layer of their source."""

    @property
    def srid(self) -> int:
        """The EPSG code of their source."""


class Taken(Kept, Protocol):
    """What is taken in: a delivery, or what was said at a desk. `rows` is one of `importers.batch.ROWS`.

    `about`: the assets that statements mean first.
    """

    rows: str
    namespace: str
    about: Home | None

    @property
    def batches(self) -> Iterator[pa.RecordBatch]:
        """Batches of `importers.batch.SCHEMA` or `EVIDENCE`; to be read once."""


def stage(connection: Connection, delivery: Taken, progress: Progress) -> Counter[demands.Named]:
    """Arrow batches → binary COPY: no Python row loop. While one batch is sent, the next is read and mapped.

    Returns what the rows of assets name, and how often (see `demands.named`).
    """
    run(connection, "import/staging" if delivery.rows == ASSETS else "statement/staging")
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101  (the engine is made with psycopg)
    named: Counter[demands.Named] = Counter()
    rows = 0
    with ahead(delivery.batches) as batches:
        first = next(batches, None)
        if first is None:
            return named
        encoder = pgpq.ArrowToPostgresBinaryEncoder(first.schema)
        columns = ", ".join(first.schema.names)
        with driver.cursor() as cursor, cursor.copy(f"COPY staging_row ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(encoder.write_header())
            for batch in chain([first], batches):
                copy.write(encoder.write_batch(_as_copied(batch)))
                if delivery.rows == ASSETS:
                    named.update(demands.named(batch))
                rows += batch.num_rows
                progress("read", rows)
            copy.write(encoder.finish())
    return named


def _as_copied(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch in the form that binary COPY takes: jsonb is its text after a version."""
    place = batch.schema.get_field_index("attributes")
    attributes = pc.binary_join_element_wise(pa.scalar(JSONB_VERSION), batch.column(place), "")
    return batch.set_column(place, "attributes", attributes)


def check(connection: Connection, delivery: Taken, owner: str | None, place: crs.Place) -> dict[str, int]:
    """Geometry parsed, made flat, valid and metric, and measured; every row gets its fate. `owner`: of rows without.

    Returns how many rows were read, and how many had each fate.
    """
    checked = source("import/checked" if delivery.rows == ASSETS else "statement/checked")
    parameters: dict[str, Any] = {**place.parameters(), "namespace": delivery.namespace}
    if delivery.rows == ASSETS:
        parameters["owner"] = owner
    else:
        about = delivery.about
        parameters |= {"kind": delivery.rows, "about": about and about.dataset, "about_group": about and about.group}
    fast = text(checked.format(parse="ST_GeomFromWKB", transform="ST_Transform"))
    connection.execute(text(f"SET LOCAL work_mem = '{SORT_MEMORY}'"))
    try:
        with connection.begin_nested():
            connection.execute(fast, parameters)
    except DBAPIError:
        # Some row holds what PostGIS refuses outright. Row by row, so that only that row fails.
        run(connection, "import/try_geometry")
        run(connection, "import/try_transform")
        careful = checked.format(parse="pg_temp.try_geometry", transform="pg_temp.try_transform")
        connection.execute(text(careful), parameters)
    run(connection, "import/tally" if delivery.rows == ASSETS else "statement/tally")
    return dict(run(connection, "import/counts").mappings().one())


def clear_staging(connection: Connection) -> None:
    """Make place for what is staged next."""
    for table in STAGING:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
