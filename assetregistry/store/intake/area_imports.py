"""Areas taken in, as an import that is kept and can be undone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import geopandas as gpd
import numpy as np
from shapely import to_wkb
from sqlalchemy import Connection, Engine, insert, text

from assetregistry.store.areas import resolve_touched
from assetregistry.store.crs import area_of_use
from assetregistry.store.engine import run, statement
from assetregistry.store.intake.import_models import QuarantineRow
from assetregistry.store.intake.importing import IMPORT_LOCK, Request, close_import, dataset_id_of, open_import
from assetregistry.store.intake.imports import reasons_of
from assetregistry.store.intake.receipt import Receipt
from importers.areas import AREAS, AreaDelivery

Finish = Callable[[Connection, Receipt], None]

OUTSIDE = "it lies outside the area where the registry's CRS holds: probably the wrong CRS, or x and y swapped"


def put_areas(
    engine: Engine,
    delivery: AreaDelivery,
    request: Request,
    finish: Finish | None = None,
) -> Receipt:
    """Insert areas of one kind, replace those with a known code; what is no area here goes to quarantine.

    Shares of all assets in areas of this kind are resolved anew when one has changed, in the same transaction, of which
    `finish` is the last step; a dry run is undone in place of that. The receipt counts rows of the source; rows with
    the same code are one area.
    """
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
        started = time.perf_counter()
        srid = connection.execute(text("SELECT srid FROM registry_state")).scalar_one()
        placed = delivery.areas.to_crs(srid)
        inside = _within(placed, area_of_use(srid))
        import_id = open_import(connection, dataset_id_of(connection, delivery), delivery, request)
        counts = _put(connection, placed[inside], import_id, delivery.kind, srid)
        refused = [*_rejected(delivery), *_outside(delivery, inside)]
        if refused:
            connection.execute(insert(QuarantineRow), [{"import_id": import_id, **each} for each in refused])
        receipt = Receipt(
            dataset=delivery.dataset,
            profile=delivery.profile,
            delivery="partial",
            layer=delivery.layer,
            rows=AREAS,
            import_id=None if request.dry_run else import_id,
            read=delivery.read,
            quarantined=len(delivery.rejects) + int(delivery.areas["rows"][~inside].sum()),
            reasons=reasons_of(connection, import_id) if refused else {},
            repaired=delivery.repaired,
            warnings=[
                {"code": each.code, "field": "*", "value": each.value, "count": delivery.read}
                for each in delivery.notes
            ],
            inserted=counts["inserted"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            seconds=round(time.perf_counter() - started, 2),
        )
        if not receipt.adds_up():
            raise AssertionError(f"the receipt does not add up: {receipt}")
        close_import(connection, import_id, receipt, request)
        if request.dry_run:
            transaction.rollback()
        elif finish is not None:
            finish(connection, receipt)
    return receipt


def undo_areas(connection: Connection, import_id: int) -> tuple[int, int, int, list[dict[str, Any]]]:
    """Put areas back as they were before an import: how many removed, restored, kept, and the conflicts.

    An area that a later import replaced stays as that left it (a conflict); one that a later import found unchanged is
    vouched for by that (kept).
    """
    run(connection, "areas/undone", import_id=import_id)
    run(connection, "areas/hand_over")
    removed = run(connection, "areas/remove").rowcount
    restored = run(connection, "areas/restore").rowcount
    connection.execute(text("DELETE FROM area_change WHERE import_id = :id"), {"id": import_id})
    if restored:
        run(connection, "areas/touched", import_id=None)
        kinds = text("SELECT DISTINCT kind FROM area_undone WHERE fate = 'updated' AND later_id IS NULL")
        for kind in connection.execute(kinds).scalars().all():
            resolve_touched(connection, kind)
    later = connection.execute(
        text("SELECT code, later_id, later_fate FROM area_undone WHERE later_id IS NOT NULL ORDER BY code")
    ).all()
    conflicts = [
        {"code": "changed-later", "assetId": None, "namespace": AREAS, "sourceId": row.code, "becauseOf": row.later_id}
        for row in later
        if row.later_fate != "unchanged"
    ]
    return removed, restored, len(later) - len(conflicts), conflicts


def _put(connection: Connection, areas: gpd.GeoDataFrame, import_id: int, kind: str, srid: int) -> dict[str, int]:
    """Rows by fate."""
    columns = (areas["code"], areas["name"], areas["rows"], areas.geometry.to_wkb())
    rows = [
        {"code": code, "name": name, "rows": int(count), "wkb": wkb, "srid": srid}
        for code, name, count, wkb in zip(*columns, strict=True)
    ]
    run(connection, "areas/staging")
    if rows:
        connection.execute(statement("areas/stage"), rows)
    run(connection, "areas/fates", kind=kind)
    run(connection, "areas/changes", import_id=import_id)
    changed = run(connection, "areas/put", kind=kind).rowcount
    if changed:
        run(connection, "areas/touched", import_id=None)
        resolve_touched(connection, kind)
    return dict(run(connection, "areas/counts").mappings().one())


def _within(areas: gpd.GeoDataFrame, bounds: tuple[float, float, float, float]) -> np.ndarray:
    each = areas.geometry.bounds.to_numpy()
    west, south, east, north = bounds
    inside = (each >= (west, south, west, south)) & (each <= (east, north, east, north)) & np.isfinite(each)
    return np.asarray(inside.all(axis=1))


def _rejected(delivery: AreaDelivery) -> Iterator[dict[str, Any]]:
    for each in delivery.rejects:
        yield {
            "row_number": each.row_number,
            "source_id": each.code,
            "code": each.reason,
            "message": each.message,
            "attributes": each.attributes,
            "source_wkb": each.wkb,
        }


def _outside(delivery: AreaDelivery, inside: np.ndarray) -> Iterator[dict[str, Any]]:
    """An area of several rows has the number of its first."""
    for row in delivery.areas[~inside].itertuples(index=False):
        yield {
            "row_number": row.row_number,
            "source_id": row.code,
            "code": "outside-crs-area",
            "message": OUTSIDE,
            "attributes": delivery.attributes(row.code, row.name),
            "source_wkb": to_wkb(row.geometry),
        }
