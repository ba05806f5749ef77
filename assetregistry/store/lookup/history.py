"""The registry by two times: what it knew at an instant, and what stood on a day by that knowledge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from sqlalchemy import Connection

from assetregistry.errors import NotFoundError
from assetregistry.questions import listed
from assetregistry.store.engine import run, statement


@dataclass(frozen=True)
class Moment:
    """`known_at`: the instant whose knowledge counts. `valid_at`: the instant in the world that is asked about.

    Without `valid_at` the question is what the registry held.
    """

    known_at: dt.datetime
    valid_at: dt.datetime | None = None


def as_of(
    connection: Connection,
    moment: Moment,
    *,
    area_id: int | None = None,
    asset_type: str | None = None,
    owner: str | None = None,
    after: tuple[str, str] | None = None,
    limit: int | None = None,
) -> gpd.GeoDataFrame:
    """States by (namespace, source_id), those after `after`.

    Columns asset_id, namespace, source_id, asset_type, owner, source_material, built_from, built_to, length_m, area_m2,
    since (valid from), recorded_from, recorded_to, geometry (WGS 84).
    """
    frame: gpd.GeoDataFrame = gpd.read_postgis(
        statement("history/as_of"),
        connection,
        geom_col="geometry",
        crs=4326,
        params={
            "known_at": moment.known_at,
            "valid_at": moment.valid_at,
            "area_id": area_id,
            "asset_type": list(listed(asset_type)),
            "owner": list(listed(owner)),
            "after_namespace": after[0] if after else None,
            "after_source_id": after[1] if after else None,
            "limit": limit,
        },
    )
    return frame


def states(connection: Connection, asset_id: int) -> list[dict[str, Any]]:
    """Every state of an asset that is or was, the newest first. Raises NotFoundError when there never was one."""
    found = [dict(row) for row in run(connection, "history/states", id=asset_id).mappings()]
    if not found:
        raise NotFoundError(f"there is and was no asset {asset_id}")
    return found
