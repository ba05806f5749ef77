"""The cohorts of any polygon, by way of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from assetregistry.shares import crossed, shares_within
from assetregistry.store.cell_records import COHORT, LAYER, MEMBER, cohorts_of, records, summed
from assetregistry.store.cells import TOP_LEVEL
from assetregistry.store.engine import run_binary, statement
from assetregistry.survival import FloatArray

LEAST_SHARE = 1e-9  # what lies inside with less only touches the polygon


class _Visited(NamedTuple):
    """A cell that lies whole inside the polygon, or a smallest one on its outline; `members` of the latter only."""

    inside: bool
    members: bytes | None
    layers: bytes | None
    cohorts: bytes | None


def polygon_cohorts(connection: Connection, polygon: BaseGeometry, srid: int) -> pd.DataFrame:
    """The cohorts of a valid polygon in the registry's CRS; the columns of `cohorts.read_cohorts`.

    The cells must be fresh in this connection's snapshot.
    """
    visited = run_binary(connection, "cells/visited", wkb=shapely.to_wkb(polygon), srid=srid, top=TOP_LEVEL)
    cells = [_Visited(*row) for row in visited]
    inside = [cell for cell in cells if cell.inside]
    held = (
        records(COHORT, (cell.cohorts for cell in inside)),
        cohorts_of(records(LAYER, (cell.layers for cell in inside))),
        _on_outline(connection, [cell for cell in cells if not cell.inside], polygon),
    )
    sums = summed(np.concatenate(held))
    keys = pd.read_sql_query(statement("cells/cohorts"), connection, params={"keys": sums["key"].tolist()})
    return keys.assign(count=sums["layers"].astype(int), kg=sums["kg"].astype(float), kg2=sums["kg2"].astype(float))


def _on_outline(connection: Connection, cells: Sequence[_Visited], polygon: BaseGeometry) -> np.ndarray:
    """The layers (COHORT) of these cells' assets, each with its asset's share that lies inside."""
    members = records(MEMBER, (cell.members for cell in cells))
    layers = records(LAYER, (cell.layers for cell in cells))
    shares = pd.Series(_shares(connection, members, polygon), index=members["asset"].astype(int))
    share = shares.reindex(layers["asset"].astype(int)).to_numpy()
    counts = share > LEAST_SHARE
    return cohorts_of(layers[counts], share[counts])


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
