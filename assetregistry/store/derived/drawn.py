"""The cohorts of any piece of ground, and its layers one by one, by way of cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, func, select, text

from assetregistry.shares import crossed, shares_within
from assetregistry.squares import Square
from assetregistry.store.derived.cell_models import Cell
from assetregistry.store.derived.cell_records import COHORT, LAYER, MEMBER, cohorts_of, records, summed
from assetregistry.store.derived.cells import SMALLEST_M, TOP_LEVEL
from assetregistry.store.engine import run_binary, statement
from assetregistry.store.models import AssetArea
from assetregistry.survival import FloatArray

LEAST_SHARE = 1e-9  # what lies inside with less only touches the polygon


class _Visited(NamedTuple):
    """A cell that lies whole inside the polygon, or a smallest one on its outline; `members` of the latter only."""

    inside: bool
    assets: int
    members: bytes | None
    layers: bytes | None
    cohorts: bytes | None


class Layers(NamedTuple):
    """Layers (LAYER) of a place, and the share of its asset that counts there of each."""

    layers: np.ndarray
    share: FloatArray


class _Held(NamedTuple):
    """Cohorts (COHORT), and of how many assets."""

    cohorts: np.ndarray
    assets: int


def polygon_cohorts(connection: Connection, polygon: BaseGeometry, srid: int) -> pd.DataFrame:
    """The cohorts of a valid polygon in the registry's CRS; the columns of `cohorts.read_cohorts`.

    The cells must be fresh in this connection's snapshot.
    """
    sums = _held(connection, polygon, srid, lambda members: _shares(connection, members, polygon)).cohorts
    keys = pd.read_sql_query(statement("cells/cohorts"), connection, params={"keys": sums["key"].tolist()})
    return keys.assign(count=sums["layers"].astype(int), kg=sums["kg"].astype(float), kg2=sums["kg2"].astype(float))


def area_sums(connection: Connection, area_id: int) -> np.ndarray | None:
    """The cohorts (COHORT) of an area, by the shares that assets have in it. The cells must be fresh.

    None where areas of its kind lie over it and have taken points that lie inside it: then cells do not tell.
    """
    query = text("SELECT ST_AsBinary(geom), ST_SRID(geom) FROM area WHERE id = :id")
    wkb, srid = connection.execute(query, {"id": area_id}).one()

    def shares(members: np.ndarray) -> FloatArray:
        ids = members["asset"].astype(int)
        held = run_binary(connection, "cells/shares", area_id=area_id, ids=ids.tolist())
        return np.asarray(pd.Series(dict(held), dtype=float).reindex(ids, fill_value=0.0), dtype=np.float64)

    held = _held(connection, shapely.from_wkb(bytes(wkb)), srid, shares)
    members = connection.execute(select(func.count()).where(AssetArea.area_id == area_id)).scalar_one()
    return held.cohorts if held.assets == members else None


def registry_sums(connection: Connection) -> np.ndarray:
    """The cohorts (COHORT) of the whole registry. The cells must be fresh."""
    largest = connection.execute(select(Cell.cohorts).where(Cell.level == TOP_LEVEL))
    return summed(records(COHORT, largest.scalars()))


def polygon_layers(connection: Connection, polygon: BaseGeometry, srid: int) -> Layers:
    """The layers of a valid polygon in the registry's CRS, one by one. The cells must be fresh."""
    inside, outline = _visited(connection, polygon, srid, top=0)
    whole = records(LAYER, (cell.layers for cell in inside))
    members = records(MEMBER, (cell.members for cell in outline))
    part = _counted(outline, members, _shares(connection, members, polygon))
    return Layers(np.concatenate([whole, part.layers]), np.append(np.ones(len(whole)), part.share))


def square_layers(connection: Connection, square: Square | None = None) -> Layers:
    """The layers of a square, or of the whole registry. The cells must be fresh."""
    bounds = (None,) * 4 if square is None else (bound // SMALLEST_M for bound in square.bounds())
    corners = dict(zip(("west", "south", "east", "north"), bounds, strict=True))
    layers = records(LAYER, (row[0] for row in run_binary(connection, "cells/within", **corners)))
    return Layers(layers, np.ones(len(layers)))


def _held(
    connection: Connection, polygon: BaseGeometry, srid: int, shares: Callable[[np.ndarray], FloatArray]
) -> _Held:
    """What a polygon holds. `shares`: of assets (MEMBER) in cells on its outline, how much of each counts."""
    inside, outline = _visited(connection, polygon, srid)
    members = records(MEMBER, (cell.members for cell in outline))
    of_asset = shares(members)
    parts = (
        records(COHORT, (cell.cohorts for cell in inside)),
        cohorts_of(records(LAYER, (cell.layers for cell in inside))),
        cohorts_of(*_counted(outline, members, of_asset)),
    )
    assets = sum(cell.assets for cell in inside) + int((of_asset > LEAST_SHARE).sum())
    return _Held(summed(np.concatenate(parts)), assets)


def _visited(
    connection: Connection, polygon: BaseGeometry, srid: int, top: int = TOP_LEVEL
) -> tuple[list[_Visited], list[_Visited]]:
    """The cells inside, the largest of level `top`, and the smallest on the outline."""
    rows = run_binary(connection, "cells/visited", wkb=shapely.to_wkb(polygon), srid=srid, top=top)
    cells = [_Visited(*row) for row in rows]
    return [cell for cell in cells if cell.inside], [cell for cell in cells if not cell.inside]


def _counted(outline: list[_Visited], members: np.ndarray, of_asset: FloatArray) -> Layers:
    """The layers in cells on the outline, of assets (MEMBER) that lie inside for a share."""
    layers = records(LAYER, (cell.layers for cell in outline))
    shares = pd.Series(of_asset, index=members["asset"].astype(int))
    share = np.asarray(shares.reindex(layers["asset"].astype(int)), dtype=np.float64)
    counts = share > LEAST_SHARE
    return Layers(layers[counts], share[counts])


def _shares(connection: Connection, members: np.ndarray, polygon: BaseGeometry) -> FloatArray:
    """The share of each asset (MEMBER) that lies inside. Shapes are read only of those that the outline may cross."""
    boxes = np.stack([members[name].astype(float) for name in ("west", "south", "east", "north")], axis=1)
    shapely.prepare(polygon)
    share = shapely.contains_xy(polygon, boxes[:, 0], boxes[:, 1]).astype(float)
    across = np.flatnonzero(crossed(boxes, polygon))
    across = across[np.argsort(members["asset"][across])]
    shapes = run_binary(connection, "cells/shapes", ids=members["asset"][across].tolist())
    share[across] = shares_within(shapely.from_wkb(np.array([wkb for _, wkb in shapes], dtype=object)), polygon)
    return share
