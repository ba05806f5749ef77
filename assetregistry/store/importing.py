"""Steps 4 to 6 of the walk: staged, checked, merged. One import is one transaction: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Protocol

import pgpq
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.exc import DBAPIError

from assetregistry.store import crs, demands
from assetregistry.store.areas import require_area
from assetregistry.store.engine import run, source, statement
from assetregistry.store.import_models import Import
from assetregistry.store.merging import Scope, merge
from assetregistry.store.receipt import Receipt
from assetregistry.store.statements import merge_statements, only_notes
from importers import Delivery
from importers.ahead import ahead
from importers.batch import ROWS

IMPORT_LOCK = 72_017_002
ASSETS = ROWS[0]
JSONB_VERSION = "\x01"
# What one import makes for itself: the next one of the same transaction makes its own.
STAGING = ("staging_row", "staging_checked", "pg_temp.touched", "pg_temp.gone")

Progress = Callable[[str, int], None]
Finish = Callable[[Connection, list[Receipt]], None]


@dataclass(frozen=True)
class Replay:
    """Rows of an earlier import's quarantine, given again."""

    import_id: int
    row_numbers: list[int]


@dataclass(frozen=True)
class Request:
    """How a delivery is to be taken in.

    `owner` is for rows that name none; it never overrides what a row says. `within`: code of the area that a full
    delivery covers, so that it closes nothing elsewhere. `replays`: which quarantined rows are given again.
    `options`: what the import was told, kept so that its quarantine can be replayed in the same way.
    """

    source: str
    owner: str | None = None
    full: bool = False
    dry_run: bool = False
    within: str | None = None
    delivered_on: dt.date | None = None
    confirm_closing: bool = False
    replays: Replay | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)


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
    """What is taken in: a delivery, or what was said at a desk. `rows` is one of `importers.batch.ROWS`."""

    rows: str
    namespace: str

    @property
    def batches(self) -> Iterator[pa.RecordBatch]:
        """Batches of `importers.batch.SCHEMA` or `EVIDENCE`; to be read once."""


class _Undone(Exception):  # noqa: N818  (a dry run's way out of its transaction, not an error)
    """Raised to roll a dry run back."""


def import_delivery(engine: Engine, delivery: Delivery, request: Request, progress: Progress) -> Receipt:
    """Take one delivery in and return its receipt; see `import_deliveries`."""
    return import_deliveries(engine, [delivery], request, progress)[0]


def import_deliveries(
    engine: Engine, deliveries: Iterable[Delivery], request: Request, progress: Progress, finish: Finish | None = None
) -> list[Receipt]:
    """Take deliveries in, each as an import of its own, all of them or none; their receipts.

    `finish` is the transaction's last step, dry runs do without. Progress counts the rows of all.
    Raises RegistryError when a delivery as a whole cannot be taken in, SourceError when one cannot be read; then
    nothing has changed. Imports wait for one another, readers never wait.
    """
    receipts: list[Receipt] = []
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
            for delivery in deliveries:
                before = sum(receipt.read for receipt in receipts)
                now = replace(request, started=time.perf_counter())
                receipts.append(_take_in(connection, delivery, now, _further(progress, before)))
            if request.dry_run:
                raise _Undone
            if finish is not None:
                finish(connection, receipts)
    except _Undone:
        pass
    return receipts


def _further(progress: Progress, before: int) -> Progress:
    """Progress that counts on from the rows of earlier deliveries."""
    return lambda step, rows: progress(step, before + rows)


def is_importing(engine: Engine) -> bool:
    """Whether an import is running in this database, whoever does it."""
    held = text(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = :key AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    with engine.connect() as connection:
        return bool(connection.execute(held, {"key": IMPORT_LOCK}).scalar_one())


def _take_in(connection: Connection, delivery: Delivery, request: Request, progress: Progress) -> Receipt:
    place = crs.Place.of(connection, delivery.srid)
    named = stage(connection, delivery, progress)
    warnings = [warning.as_dict() for warning in delivery.warnings]
    if delivery.rows == ASSETS:
        warnings += demands.satisfy(connection, named, request.owner)
    progress("check", 0)
    check(connection, delivery, request, place)
    counts: dict[str, int] = dict(run(connection, "import/counts").mappings().one())
    if counts["inserted"] < counts["read"]:  # new rows meet nothing: only the others are joined with what is held
        connection.execute(text("ANALYZE staging_checked (namespace, source_id, fate, ended, asset_id, row_hash)"))
    dataset_id = dataset_id_of(connection, delivery)
    import_id = open_import(connection, dataset_id, delivery, request)
    progress("merge", 0)
    scope = _scope(connection, request, dataset_id, delivery.dataset)
    if delivery.rows == ASSETS:
        closed = merge(connection, import_id, scope, counts)
    else:
        closed = merge_statements(connection, import_id, scope, delivery.rows)
    receipt = Receipt(
        dataset=delivery.dataset,
        profile=delivery.profile,
        delivery="full" if request.full else "partial",
        layer=delivery.layer,
        import_id=None if request.dry_run else import_id,
        rows=delivery.rows,
        owners=_owners(connection) if delivery.rows == ASSETS else {},
        closed=closed,
        warnings=warnings + _unmeasured(connection, import_id),
        **counts,
        seconds=round(time.perf_counter() - request.started, 2),
    )
    if not receipt.adds_up():
        raise AssertionError(f"the receipt does not add up: {receipt}")
    close_import(connection, import_id, receipt, request)
    clear_staging(connection)
    return receipt


def _owners(connection: Connection) -> dict[str, int]:
    return {row.owner: row.assets for row in run(connection, "import/owners")}


def stage(connection: Connection, delivery: Taken, progress: Progress) -> Counter[demands.Named]:
    """Arrow batches → binary COPY: no Python row loop. While one batch is sent, the next are read and mapped.

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


def check(connection: Connection, delivery: Taken, request: Request, place: crs.Place) -> None:
    """Geometry parsed, made flat, valid and metric, and measured; every row gets its fate."""
    checked = source("import/checked" if delivery.rows == ASSETS else "statement/checked")
    parameters: dict[str, Any] = {**place.parameters(), "namespace": delivery.namespace}
    parameters |= {"owner": request.owner} if delivery.rows == ASSETS else {"kind": delivery.rows}
    fast = text(checked.format(parse="ST_GeomFromWKB", transform="ST_Transform"))
    try:
        with connection.begin_nested():
            connection.execute(fast, parameters)
    except DBAPIError:
        # Some row holds what PostGIS refuses outright. Row by row, so that only that row fails.
        run(connection, "import/try_geometry")
        run(connection, "import/try_transform")
        careful = checked.format(parse="pg_temp.try_geometry", transform="pg_temp.try_transform")
        connection.execute(text(careful), parameters)


def dataset_id_of(connection: Connection, delivery: Kept) -> int:
    """The number of its dataset, made when it is new."""
    query = text(
        "INSERT INTO dataset (name, profile) VALUES (:name, :profile) "
        "ON CONFLICT (name) DO UPDATE SET profile = excluded.profile RETURNING id"
    )
    found: int = connection.execute(query, {"name": delivery.dataset, "profile": delivery.profile}).scalar_one()
    return found


def _scope(connection: Connection, request: Request, dataset_id: int, dataset: str) -> Scope:
    area_id = None if request.within is None else require_area(connection, request.within)[0]
    return Scope(dataset_id, dataset, request.full, area_id, request.confirm_closing)


def open_import(connection: Connection, dataset_id: int, delivery: Kept, request: Request) -> int:
    """Write the import down, its receipt still empty; returns its number."""
    values = {
        "dataset_id": dataset_id,
        "source": request.source,
        "layer": delivery.layer,
        "srid": delivery.srid,
        "options": dict(request.options),
        "profile_toml": delivery.profile_toml,
    }
    if request.delivered_on is not None:
        values["delivered_on"] = request.delivered_on
    return connection.execute(insert(Import).values(values).returning(Import.id)).scalar_one()


def _unmeasured(connection: Connection, import_id: int) -> list[dict[str, Any]]:
    return [
        {"code": "no-measure", "field": "geometry", "value": row.asset_type, "count": row.assets}
        for row in run(connection, "import/unmeasured", import_id=import_id)
    ]


def close_import(connection: Connection, import_id: int, receipt: Receipt, request: Request) -> None:
    """Keep the receipt; what rests on the data is derived anew when something has changed."""
    connection.execute(
        text('UPDATE "import" SET receipt = CAST(:receipt AS jsonb) WHERE id = :id'),
        {"id": import_id, "receipt": json.dumps(receipt.as_dict())},
    )
    if request.replays is not None:
        given = {"replays": request.replays.import_id, "row_numbers": request.replays.row_numbers}
        run(connection, "quarantine/replayed", import_id=import_id, **given)
    if receipt.inserted or receipt.updated or receipt.closed:
        only_words = only_notes(connection, import_id)
        connection.execute(statement("bump_words_version" if only_words else "bump_data_version"))


def clear_staging(connection: Connection) -> None:
    """Make place for what is staged next."""
    for table in STAGING:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
