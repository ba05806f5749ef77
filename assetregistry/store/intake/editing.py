"""What was said of one asset at a desk: taken in as one import of statements, under the lock that imports wait for."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from assetregistry.errors import BusyError, ConflictError, NotFoundError, RegistryError
from assetregistry.store import crs
from assetregistry.store.engine import run
from assetregistry.store.intake.importing import (
    IMPORT_LOCK,
    Request,
    close_import,
    dataset_id_of,
    open_import,
)
from assetregistry.store.intake.merging import Scope
from assetregistry.store.intake.receipt import Receipt
from assetregistry.store.intake.staging import check, clear_staging, stage
from assetregistry.store.intake.statements import merge_statements
from importers.batch import EVIDENCE
from importers.profiles import Home

PATIENCE = "5s"  # longer than another edit takes; a large import may take minutes
EDITS = "edits"
COUNTED = ("read", "inserted", "updated", "unchanged", "superseded", "quarantined", "repaired")


@dataclass
class Said:
    """Statements of one kind, as `importing.Taken`; all of an edit go into one dataset, which is its namespace too."""

    rows: str
    told: Sequence[Mapping[str, Any]]
    srid: int
    dataset: str
    profile_toml: str | None = None
    about: Home | None = None

    def __post_init__(self) -> None:
        self.profile = self.namespace = self.dataset
        self.layer = EDITS

    @property
    def batches(self) -> Iterator[pa.RecordBatch]:
        """One batch."""
        rows = [{"row_number": number, **row} for number, row in enumerate(self.told)]
        yield pa.RecordBatch.from_pylist(rows, schema=EVIDENCE)


def wait_turn(connection: Connection) -> None:
    """Hold the lock of imports, so that what is read stays so. Raises BusyError when one is running for long."""
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    try:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != "55P03":  # lock_not_available
            raise
        raise BusyError("an import is running: save again when it has ended", code="import-running") from None
    connection.execute(text("SET LOCAL lock_timeout = 0"))


def asset(connection: Connection, asset_id: int) -> dict[str, Any]:
    """What an edit must know of an asset. Raises ConflictError when it has gone, NotFoundError when it never was."""
    row = run(connection, "edits/asset", id=asset_id).mappings().one_or_none()
    if row is not None:
        return dict(row)
    gone = run(connection, "edits/gone", id=asset_id).one_or_none()
    if gone is None:
        raise NotFoundError(f"there is no asset {asset_id}")
    raise ConflictError(
        f"asset {asset_id} is no longer in the registry: {gone.change} by import {gone.import_id} "
        f"({gone.dataset}) on {gone.recorded_to:%Y-%m-%d}",
        code="asset-gone",
    )


def said(connection: Connection, namespace: str, source_id: str) -> list[dict[str, Any]]:
    """What is and was said of an asset by name, the newest first: the columns of `sql/edits/said.sql`."""
    rows = run(connection, "edits/said", namespace=namespace, source_id=source_id)
    return [dict(row) for row in rows.mappings()]


def edits(connection: Connection, namespace: str, source_id: str, dataset: str) -> list[dict[str, Any]]:
    """The edits of an asset, the newest first, with what each said: the columns of `sql/edits/edits.sql`."""
    rows = run(connection, "edits/edits", namespace=namespace, source_id=source_id, dataset=dataset)
    return [dict(row) for row in rows.mappings()]


def take_edit(
    connection: Connection,
    asset: Mapping[str, Any],
    statements: Mapping[str, Sequence[Mapping[str, Any]]],
    dataset: str,
    key: str | None = None,
) -> Receipt:
    """Take statements (rows of EVIDENCE by kind) of one asset in as one import, which keeps what was said.

    `key`: names the request, so that one that comes twice can be known. Raises RegistryError when a row is refused.
    """
    started = time.perf_counter()
    srid: int = connection.execute(text("SELECT srid FROM registry_state")).scalar_one()
    every = [Said(kind, rows, srid, dataset) for kind, rows in statements.items()]
    kept = {"namespace": asset["namespace"], "sourceId": asset["source_id"], "key": key, "said": _kept(statements)}
    request = Request(asset["source_id"], options={"edit": kept})
    dataset_id = dataset_id_of(connection, every[0])
    import_id = open_import(connection, dataset_id, every[0], request)
    counts: Counter[str] = Counter()
    for each in every:
        counts.update(_take_kind(connection, each, request, import_id, Scope(dataset_id, dataset)))
    if counts["quarantined"]:
        raise RegistryError(
            f"the edit of asset {asset['id']} was refused: {_refusal(connection, import_id)}", code="edit-refused"
        )
    receipt = Receipt(
        dataset=dataset,
        profile=dataset,
        delivery="partial",
        layer=every[0].layer,
        rows=EDITS,
        import_id=import_id,
        owners={asset["owner"]: counts["read"]},
        closed=counts["closed"],
        reasons={},
        warnings=[],
        **{name: counts[name] for name in COUNTED},
        seconds=round(time.perf_counter() - started, 2),
    )
    close_import(connection, import_id, receipt, request)
    return receipt


def _take_kind(connection: Connection, told: Said, request: Request, import_id: int, scope: Scope) -> dict[str, int]:
    place = crs.Place.of(connection, told.srid)
    stage(connection, told, lambda _step, _rows: None)
    counts = check(connection, told, request.owner, place)
    closed = merge_statements(connection, import_id, scope, told.rows)
    clear_staging(connection)
    return counts | {"closed": closed}


def _kept(statements: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    named = ("subject", "subject_namespace")
    return [
        {"kind": kind} | {name: value for name, value in row.items() if value is not None and name not in named}
        for kind, rows in statements.items()
        for row in rows
    ]


def _refusal(connection: Connection, import_id: int) -> str:
    query = text("SELECT code || ': ' || message FROM quarantine_row WHERE import_id = :id ORDER BY row_number LIMIT 1")
    return str(connection.execute(query, {"id": import_id}).scalar_one())
