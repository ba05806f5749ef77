"""Steps 4 to 6 of the walk: staged, checked, merged. One import is one transaction: all of it, or nothing."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pgpq
import psycopg
import pyarrow as pa
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from assetregistry.errors import RegistryError
from assetregistry.store import crs
from assetregistry.store.engine import run, source, statement
from assetregistry.store.receipt import Receipt
from importers import Delivery

IMPORT_LOCK = 72_017_002
STAGING = ("staging_row", "staging_checked")
BULK_ROWS = 50_000  # from here on a load that doubles the table is faster without its indexes
ORGANISATION_CODE = re.compile(r"[A-Z]\d{4}")

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Request:
    """How a delivery is to be taken in. `owner` is for rows that name none; it never overrides what a row says."""

    source: str
    owner: str | None = None
    full: bool = False
    dry_run: bool = False
    started: float = field(default_factory=time.perf_counter)


class _Undone(Exception):  # noqa: N818  (a dry run's way out of its transaction, not an error)
    """Raised to roll a dry run back."""


def import_delivery(engine: Engine, delivery: Delivery, request: Request, progress: Progress) -> Receipt:
    """Take one delivery in and return its receipt.

    Raises RegistryError when the delivery as a whole cannot be taken in; then nothing has changed. Imports wait for
    one another, readers never wait.
    """
    receipt: Receipt | None = None
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
            receipt = _take_in(connection, delivery, request, progress)
            if request.dry_run:
                raise _Undone
    except _Undone:
        pass
    assert receipt is not None  # noqa: S101  (set before any way out of the block that is no exception)
    return receipt


def _take_in(connection: Connection, delivery: Delivery, request: Request, progress: Progress) -> Receipt:
    place = crs.Place.of(connection, delivery.srid)
    _stage(connection, delivery, progress)
    warnings = [warning.as_dict() for warning in delivery.warnings]
    warnings += _satisfy_demands(connection, request.owner)
    progress("check", 0)
    _check(connection, delivery, request, place)
    dataset_id = _dataset(connection, delivery)
    import_id = _open_import(connection, dataset_id, delivery, request)
    progress("merge", 0)
    closed = _merge(connection, request, import_id=import_id, dataset_id=dataset_id)
    receipt = Receipt(
        dataset=delivery.dataset,
        profile=delivery.profile,
        delivery="full" if request.full else "partial",
        import_id=None if request.dry_run else import_id,
        owners={row.owner: row.assets for row in run(connection, "import/owners")},
        closed=closed,
        warnings=warnings + _unmeasured(connection, import_id),
        **run(connection, "import/counts").mappings().one(),
        seconds=round(time.perf_counter() - request.started, 2),
    )
    if not receipt.adds_up():
        raise AssertionError(f"the receipt does not add up: {receipt}")
    _close_import(connection, import_id, receipt)
    return receipt


def _stage(connection: Connection, delivery: Delivery, progress: Progress) -> None:
    """Arrow batches → binary COPY: no Python row loop."""
    run(connection, "import/staging")
    encoder: pgpq.ArrowToPostgresBinaryEncoder | None = None
    rows = 0
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101  (the engine is made with psycopg)
    batches = iter(delivery.batches)
    first = next(batches, None)
    if first is None:
        return
    encoder = pgpq.ArrowToPostgresBinaryEncoder(first.schema)
    columns = ", ".join(first.schema.names)
    with driver.cursor() as cursor, cursor.copy(f"COPY staging_row ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(encoder.write_header())
        for batch in _chain(first, batches):
            copy.write(encoder.write_batch(batch))
            rows += batch.num_rows
            progress("read", rows)
        copy.write(encoder.finish())
    connection.execute(text("ANALYZE staging_row"))


def _chain(first: pa.RecordBatch, rest: Any) -> Any:
    yield first
    yield from rest


def _satisfy_demands(connection: Connection, owner: str | None) -> list[dict[str, Any]]:
    """Refuse what would make the whole import wrong; register organisations by their code, and say so."""
    if owner is not None:
        _refuse_bad_code(connection, owner)
    warnings: list[dict[str, Any]] = []
    unknown_types = []
    for row in run(connection, "import/demands", owner=owner):
        if row.problem == "no-owner":
            raise RegistryError(f"{row.rows} rows name no owner: say whose they are with --owner CODE, such as G0153")
        if row.problem == "unknown-type":
            unknown_types.append(row.value)
        else:
            _refuse_bad_code(connection, row.value)
            connection.execute(text("INSERT INTO organisation (code, name) VALUES (:code, :code)"), {"code": row.value})
            warnings.append({"code": "organisation-registered", "value": row.value, "count": row.rows})
    if unknown_types:
        names = ", ".join(sorted(unknown_types))
        raise RegistryError(f"the profile names asset types that the catalogue lacks: {names}; correct the profile")
    return warnings


def _refuse_bad_code(connection: Connection, code: str) -> None:
    if ORGANISATION_CODE.fullmatch(code):
        return
    known = connection.execute(text("SELECT FROM organisation WHERE code = :code"), {"code": code}).one_or_none()
    if known is None:
        raise RegistryError(
            f"'{code}' is no known organisation and no code of the BGT form (such as G0153): "
            f'first run `assetregistry organisations add "{code}" --name NAME`'
        )


def _check(connection: Connection, delivery: Delivery, request: Request, place: crs.Place) -> None:
    """Geometry parsed, made flat, valid and metric, and measured; every row gets its fate."""
    parameters = {**place.parameters(), "namespace": delivery.namespace, "owner": request.owner}
    fast = text(source("import/checked").format(parse="ST_GeomFromWKB", transform="ST_Transform"))
    try:
        with connection.begin_nested():
            connection.execute(fast, parameters)
    except DBAPIError:
        # Some row holds what PostGIS refuses outright. Row by row, so that only that row fails.
        run(connection, "import/try_geometry")
        run(connection, "import/try_transform")
        careful = source("import/checked").format(parse="pg_temp.try_geometry", transform="pg_temp.try_transform")
        connection.execute(text(careful), parameters)
    connection.execute(text("ANALYZE staging_checked"))


def _dataset(connection: Connection, delivery: Delivery) -> int:
    query = text(
        "INSERT INTO dataset (name, profile) VALUES (:name, :profile) "
        "ON CONFLICT (name) DO UPDATE SET profile = excluded.profile RETURNING id"
    )
    found: int = connection.execute(query, {"name": delivery.dataset, "profile": delivery.profile}).scalar_one()
    return found


def _open_import(connection: Connection, dataset_id: int, delivery: Delivery, request: Request) -> int:
    query = text(
        'INSERT INTO "import" (dataset_id, source, layer, srid) '
        "VALUES (:dataset_id, :source, :layer, :srid) RETURNING id"
    )
    values = {
        "dataset_id": dataset_id,
        "source": request.source,
        "layer": delivery.layer,
        "srid": delivery.srid,
    }
    found: int = connection.execute(query, values).scalar_one()
    return found


def _merge(connection: Connection, request: Request, *, import_id: int, dataset_id: int) -> int:
    """Former states to history, current ones to `asset`, rejects to quarantine; returns how many were closed."""
    for step in ("quarantine", "keep_superseded", "keep_updated", "update"):
        run(connection, f"import/{step}", import_id=import_id)
    _insert(connection, import_id)
    run(connection, "areas/forget", import_id=import_id, all_assets=False, kind=None)
    run(connection, "areas/resolve", import_id=import_id, all_assets=False, kind=None)
    if not request.full:
        return 0
    return run(connection, "import/keep_closed", import_id=import_id, dataset_id=dataset_id).rowcount


def _insert(connection: Connection, import_id: int) -> None:
    new = connection.execute(text("SELECT count(*) FROM staging_checked WHERE fate = 'inserted'")).scalar_one()
    held = connection.execute(text("SELECT count(*) FROM asset")).scalar_one()
    bulk = new >= max(BULK_ROWS, held)
    if bulk:
        connection.exec_driver_sql(source("import/unindex"))
    run(connection, "import/insert", import_id=import_id)
    if bulk:
        connection.exec_driver_sql(source("import/reindex"))
        connection.execute(text("ANALYZE asset"))


def _unmeasured(connection: Connection, import_id: int) -> list[dict[str, Any]]:
    return [
        {"code": "no-measure", "field": "geometry", "value": row.asset_type, "count": row.assets}
        for row in run(connection, "import/unmeasured", import_id=import_id)
    ]


def _close_import(connection: Connection, import_id: int, receipt: Receipt) -> None:
    connection.execute(
        text('UPDATE "import" SET receipt = CAST(:receipt AS jsonb) WHERE id = :id'),
        {"id": import_id, "receipt": json.dumps(receipt.as_dict())},
    )
    for table in STAGING:
        connection.execute(text(f"DROP TABLE {table}"))
    if receipt.inserted or receipt.updated or receipt.closed:
        connection.execute(statement("bump_data_version"))
