"""Steps 4 to 6 of the walk as one transaction: staged, checked, merged and told in a receipt, or nothing at all."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from assetregistry.store import crs
from assetregistry.store.areas import require_area
from assetregistry.store.engine import run
from assetregistry.store.intake import demands
from assetregistry.store.intake.import_models import Import
from assetregistry.store.intake.imports import reasons_of
from assetregistry.store.intake.merging import Scope, merge
from assetregistry.store.intake.receipt import Receipt
from assetregistry.store.intake.staging import ASSETS, Kept, Progress, check, clear_staging, stage
from assetregistry.store.intake.statements import bump_version, merge_statements
from importers import Delivery

IMPORT_LOCK = 72_017_002
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
    counts = check(connection, delivery, request.owner, place)
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
        warnings=warnings + (_unmeasured(connection) if delivery.rows == ASSETS else []),
        **counts,
        reasons=reasons_of(connection, import_id) if counts["quarantined"] else {},
        seconds=round(time.perf_counter() - request.started, 2),
    )
    if not receipt.adds_up():
        raise AssertionError(f"the receipt does not add up: {receipt}")
    close_import(connection, import_id, receipt, request)
    clear_staging(connection)
    return receipt


def _owners(connection: Connection) -> dict[str, int]:
    return {row.owner: row.assets for row in run(connection, "import/owners")}


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


def _unmeasured(connection: Connection) -> list[dict[str, Any]]:
    return [
        {"code": "no-measure", "field": "geometry", "value": row.asset_type, "count": row.assets}
        for row in run(connection, "import/unmeasured")
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
        bump_version(connection, import_id)
