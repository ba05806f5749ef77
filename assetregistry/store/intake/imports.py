"""The imports that were done, and the rows that they could not take in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased

from assetregistry.errors import NotFoundError
from assetregistry.store.engine import run
from assetregistry.store.intake.import_models import Import, QuarantineRow
from assetregistry.store.models import RegistryState

SHOWN_ROWS = 20


def list_imports(connection: Connection) -> list[dict[str, Any]]:
    """`{id, at, deliveredOn, source, layer, srid, undoes, undoneBy, receipt}` of each import, the newest first."""
    return [dict(row) for row in connection.execute(_imports().order_by(Import.id.desc())).mappings()]


def _imports() -> Select[Any]:
    undo = aliased(Import)
    return select(
        Import.id,
        Import.at,
        Import.delivered_on.label("deliveredOn"),
        Import.source,
        Import.layer,
        Import.srid,
        Import.undoes,
        undo.id.label("undoneBy"),
        Import.receipt,
    ).outerjoin(undo, undo.undoes == Import.id)


def quarantine_page(connection: Connection, import_id: int, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Rows in quarantine after a row number. Raises NotFoundError when there is no such import."""
    if connection.execute(select(Import.id).where(Import.id == import_id)).one_or_none() is None:
        raise NotFoundError(f"there is no import {import_id}: see `assetregistry imports list`")
    return _rows(connection, import_id, after=after, limit=limit)


def show_import(connection: Connection, import_id: int) -> dict[str, Any]:
    """One import with its quarantine: counts by code, and the first rows with their reasons.

    `bbox`: west, south, east, north (WGS 84) of what it brought and what still stands; None where nothing is left.
    Raises NotFoundError when there is no such import.
    """
    row = connection.execute(_imports().where(Import.id == import_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no import {import_id}: see `assetregistry imports list`")
    return {**row, "bbox": _extent(connection, import_id), "quarantine": _quarantine(connection, import_id)}


def _extent(connection: Connection, import_id: int) -> list[float] | None:
    srid = connection.execute(select(RegistryState.srid)).scalar_one()
    box = run(connection, "import/extent", import_id=import_id, srid=srid).mappings().one()
    return None if box["west"] is None else [box["west"], box["south"], box["east"], box["north"]]


def _quarantine(connection: Connection, import_id: int) -> dict[str, Any]:
    return {
        "counts": reasons_of(connection, import_id),
        "rows": _rows(connection, import_id, after=-1, limit=SHOWN_ROWS),
    }


def reasons_of(connection: Connection, import_id: int) -> dict[str, int]:
    """How many rows of an import are in quarantine, by the code of the reason."""
    counts = (
        select(QuarantineRow.code, func.count().label("rows"))
        .where(QuarantineRow.import_id == import_id)
        .group_by(QuarantineRow.code)
    )
    return {row.code: row.rows for row in connection.execute(counts.order_by(QuarantineRow.code))}


def _rows(connection: Connection, import_id: int, *, after: int, limit: int) -> list[dict[str, Any]]:
    rows = select(
        QuarantineRow.row_number,
        QuarantineRow.source_id,
        QuarantineRow.code,
        QuarantineRow.message,
        QuarantineRow.attributes,
        QuarantineRow.replayed_by,
    ).where(QuarantineRow.import_id == import_id, QuarantineRow.row_number > after)
    return [
        {
            "rowNumber": row.row_number,
            "sourceId": row.source_id,
            "code": row.code,
            "message": row.message,
            "attributes": row.attributes,
            "replayedBy": row.replayed_by,
        }
        for row in connection.execute(rows.order_by(QuarantineRow.row_number).limit(limit))
    ]
