"""Areas: the pieces of ground that supply is asked for, and which share of each asset lies in them."""

from __future__ import annotations

import geopandas as gpd
from shapely import from_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, text

from assetregistry.errors import NotFoundError
from assetregistry.squares import SIZES_M, kind_of
from assetregistry.store.engine import run, statement

SIMPLIFY_M = 5.0  # maps show areas at this precision; shares are computed on the full outline


def resolve_touched(connection: Connection, kind: str | None = None) -> None:
    """Resolve anew which share of each asset in the temporary table `touched` lies in which area (of a kind)."""
    connection.execute(text("ANALYZE touched"))  # from few assets areas are looked up, from many the other way round
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


def require_kind(connection: Connection, kind: str) -> None:
    """Raise NotFoundError when no area is of that kind: a sum over none would pass for nothing that comes out."""
    kinds = connection.execute(text("SELECT DISTINCT kind FROM area ORDER BY kind")).scalars().all()
    if kind not in kinds:
        squares = (kind_of(size_m) for size_m in SIZES_M)
        raise NotFoundError(
            f"no area is of kind '{kind}': choose {', '.join([*kinds, *squares])}, or import areas of that kind first"
        )


def outline(connection: Connection, code: str) -> BaseGeometry:
    """The full outline of an area in the registry's CRS; raises NotFoundError when there is none of that code."""
    area_id = require_area(connection, code)[0]
    wkb = connection.execute(text("SELECT ST_AsBinary(geom) FROM area WHERE id = :id"), {"id": area_id}).scalar_one()
    return from_wkb(bytes(wkb))
