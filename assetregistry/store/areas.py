"""Areas: the pieces of ground that supply is asked for, and which share of each asset lies in them."""

from __future__ import annotations

import time
from typing import Any

import geopandas as gpd
import numpy as np
from shapely import from_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Engine, text

from assetregistry.errors import NotFoundError
from assetregistry.store.crs import area_of_use
from assetregistry.store.engine import run, statement
from assetregistry.store.receipt import AreaReceipt
from importers.areas import AreaDelivery

SIMPLIFY_M = 5.0  # maps show areas at this precision; shares are computed on the full outline


def put_areas(engine: Engine, delivery: AreaDelivery, kind: str) -> AreaReceipt:
    """Insert areas of one kind, replace those with a known code; what lies beyond the registry's CRS is left out.

    Shares of all assets in areas of this kind are resolved anew when one has changed, in the same transaction.
    """
    started = time.perf_counter()
    with engine.begin() as connection:
        srid = connection.execute(text("SELECT srid FROM registry_state")).scalar_one()
        placed = delivery.areas.to_crs(srid)
        inside = _within(placed, area_of_use(srid))
        counts = _put(connection, placed[inside], kind, srid)
        if counts["inserted"] or counts["updated"]:
            run(connection, "areas/touched", import_id=None)
            resolve_touched(connection, kind)
            connection.execute(statement("bump_data_version"))
    outside = placed[~inside]
    rejected = [each.as_dict() for each in delivery.rejects]
    rejected += [_outside(code, rows) for code, rows in zip(outside["code"], outside["rows"], strict=True)]
    receipt = AreaReceipt(
        kind=kind,
        layer=delivery.layer,
        read=delivery.read,
        quarantined=len(delivery.rejects) + int(outside["rows"].sum()),
        repaired=delivery.repaired,
        rejected=rejected,
        warnings=[
            {"code": each.code, "field": "*", "value": each.value, "count": delivery.read} for each in delivery.notes
        ],
        **counts,
        seconds=round(time.perf_counter() - started, 2),
    )
    if not receipt.adds_up():
        raise AssertionError(f"the receipt does not add up: {receipt}")
    return receipt


def _within(areas: gpd.GeoDataFrame, bounds: tuple[float, float, float, float]) -> np.ndarray:
    each = areas.geometry.bounds.to_numpy()
    west, south, east, north = bounds
    inside = (each >= (west, south, west, south)) & (each <= (east, north, east, north)) & np.isfinite(each)
    return np.asarray(inside.all(axis=1))


def _put(connection: Connection, areas: gpd.GeoDataFrame, kind: str, srid: int) -> dict[str, int]:
    columns = (areas["code"], areas["name"], areas["rows"], areas.geometry.to_wkb())
    rows = [
        {"code": code, "name": name, "rows": int(count), "wkb": wkb, "srid": srid}
        for code, name, count, wkb in zip(*columns, strict=True)
    ]
    run(connection, "areas/staging")
    if rows:
        connection.execute(statement("areas/stage"), rows)
    run(connection, "areas/fates", kind=kind)
    run(connection, "areas/put", kind=kind)
    return dict(run(connection, "areas/counts").mappings().one())


def _outside(code: str, rows: int) -> dict[str, Any]:
    message = "it lies outside the area where the registry's CRS holds: probably the wrong CRS"
    return {"rowNumber": None, "sourceId": code, "code": "outside-crs-area", "message": message, "rows": int(rows)}


def resolve_touched(connection: Connection, kind: str | None = None) -> None:
    """Resolve anew which share of each asset in the temporary table `touched` lies in which area (of a kind)."""
    run(connection, "areas/forget", kind=kind)
    run(connection, "areas/resolve", kind=kind)


def list_areas(connection: Connection, *, kind: str | None = None, code: str | None = None) -> gpd.GeoDataFrame:
    """Columns id, code, name, kind, area_ha, assets, stock_kg, geometry (WGS 84, simplified); ordered by code.

    Assets and stock come from the cohorts, so these must be fresh (see `cohorts.refresh`).
    """
    frame: gpd.GeoDataFrame = gpd.read_postgis(
        statement("areas/list"),
        connection,
        geom_col="geometry",
        crs=4326,
        params={"kind": kind, "code": code, "tolerance": SIMPLIFY_M},
    )
    return frame


def require_area(connection: Connection, code: str) -> tuple[int, str, str]:
    """(id, code, name) of an area; raises NotFoundError when there is none of that code."""
    row = connection.execute(text("SELECT id, code, name FROM area WHERE code = :code"), {"code": code}).one_or_none()
    if row is None:
        raise NotFoundError(f"no area has the code '{code}': see `assetregistry areas list`, or import areas first")
    return (row.id, row.code, row.name)


def outline(connection: Connection, code: str) -> BaseGeometry:
    """The full outline of an area in the registry's CRS; raises NotFoundError when there is none of that code."""
    area_id = require_area(connection, code)[0]
    wkb = connection.execute(text("SELECT ST_AsBinary(geom) FROM area WHERE id = :id"), {"id": area_id}).scalar_one()
    return from_wkb(bytes(wkb))
