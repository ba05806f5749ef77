"""Assets as rows: one in full, and the points of all for an overview; `store.lookup.listing` has the many by filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection

from assetregistry.errors import NotFoundError
from assetregistry.store.derived import life
from assetregistry.store.engine import run, statement

SHORTEST_KERB_M = 0.5
PART_ROWS = 100_000


@dataclass(frozen=True)
class AssetRows:
    """All that is stored of one asset: its row, layers, areas, evidence and former states (newest first)."""

    asset: dict[str, Any]
    layers: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    history: list[dict[str, Any]]
    evidence: list[dict[str, Any]]


def get_asset(connection: Connection, asset_id: int) -> AssetRows:
    """Raises NotFoundError when there is no such asset. Lives must be fresh (see `cohorts.refresh`)."""
    asset = run(connection, "assets/card", id=asset_id).mappings().one_or_none()
    if asset is None:
        raise NotFoundError(f"there is no asset {asset_id}")
    identity = {"namespace": asset["namespace"], "source_id": asset["source_id"]}
    return AssetRows(
        asset=dict(asset),
        layers=[dict(row) for row in run(connection, "assets/layers", id=asset_id).mappings()],
        areas=[dict(row) for row in run(connection, "assets/areas", id=asset_id).mappings()],
        history=[dict(row) for row in run(connection, "assets/history", **identity).mappings()],
        evidence=life.evidence(connection, asset_id),
    )


def overview(connection: Connection, area_id: int | None) -> pd.DataFrame:
    """Columns id, asset_type, lon, lat (WGS 84), end_year (p50; null when unknown), kg, label (its name),
    built_year (at the latest), material (a code: that of its heaviest layer), condition (1-6; null: not inspected): one
    row per asset."""
    return pd.read_sql_query(statement("assets/overview"), connection, params={"area_id": area_id})


def extent(connection: Connection, srid: int) -> dict[str, Any]:
    """How many assets, kinds of areas with their median size (ha), where all assets and all areas lie (WGS 84)."""
    return dict(run(connection, "assets/extent", srid=srid).mappings().one())


def passport_lines(connection: Connection, area_id: int | None) -> Iterator[pd.DataFrame]:
    """One row per asset, layer and material of an area (None: of all): the columns of `sql/assets/passports.sql`.

    Masses are of the whole asset, times the chance that it has that layer; `share_in_area` is the part that lies there.
    In parts, at least one: all rows of a large registry do not fit in memory.
    """
    streaming = connection.execution_options(stream_results=True, max_row_buffer=PART_ROWS)
    yield from pd.read_sql_query(
        statement("assets/passports"), streaming, params={"area_id": area_id}, chunksize=PART_ROWS
    )


def quantities(connection: Connection) -> pd.DataFrame:
    """Columns owner, asset_type, recipe, assets, area_m2, length_m: a row per owner and recipe. Lives must be fresh."""
    return pd.read_sql_query(statement("assets/quantities"), connection)


def kerbs(connection: Connection, area_id: int | None, srid: int) -> gpd.GeoDataFrame:
    """Columns source_id, owner, built_from, built_to, length_m and the line: see `sql/assets/kerbs.sql`."""
    frame: gpd.GeoDataFrame = gpd.read_postgis(
        statement("assets/kerbs"),
        connection,
        params={"area_id": area_id, "shortest_m": SHORTEST_KERB_M},
        crs=srid,
    )
    return frame.astype({"built_from": "Int64", "built_to": "Int64"})
