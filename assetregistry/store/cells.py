"""Cells of square grids: what lies where, added up beforehand, so that any polygon is answered exactly and at once.

Level 0 has cells of 250 m, each further level cells four times as wide. An asset belongs to the cell that holds the
middle of its bounding box, wherever else it reaches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Connection, Engine, Row, delete, select, text, update

from assetregistry.store import life
from assetregistry.store.cell_models import Cell, CellKey
from assetregistry.store.engine import run, run_binary, statement
from assetregistry.store.models import RegistryState

SMALLEST_M = 250
FEW_CORNERS = 8  # an outline of more is cut to each cell that it passes
TOP_LEVEL = 4  # 64 km
ARRAYS = {"keys": "i8", "layers": "i4", "kg": "f8", "kg2": "f8"}  # of a cell, as `sql/cells/inside.sql` reads them
ARRAY_HEAD_BYTES = 20  # of one dimension
REBUILD_MEMORY = "128MB"  # sorting and hashing of a rebuild, of which there is one at a time


def size_m(level: int) -> int:
    """The side of a cell."""
    return int(SMALLEST_M * 4**level)


def refresh(engine: Engine, as_of: dt.date) -> None:
    """Make the cells, and the lives that they count, fit the data.

    Readers see the old cells whole; whoever comes second finds the work done.
    """
    with engine.connect() as connection:
        if is_fresh(connection):
            return
    with engine.begin() as connection:
        connection.execute(select(RegistryState.id).with_for_update())
        if not is_fresh(connection):
            _rebuild(connection, as_of)


def is_fresh(connection: Connection) -> bool:
    """Whether the cells, as this connection sees them, are made of the assets that it sees."""
    fresh = select(RegistryState.cells_version == RegistryState.data_version)
    return bool(connection.execute(fresh).scalar_one())


def _rebuild(connection: Connection, as_of: dt.date) -> None:
    life.derive(connection, as_of)
    srid = connection.execute(select(RegistryState.srid)).scalar_one()
    for table in (CellKey, Cell):
        connection.execute(delete(table))
    connection.execute(text(f"SET LOCAL work_mem = '{REBUILD_MEMORY}'"))
    run(connection, "cells/layers")
    connection.execute(text("ANALYZE staging_cell"))
    run(connection, "cells/keys")
    run(connection, "cells/finest", srid=srid)
    connection.execute(text("DROP TABLE staging_cell"))
    for level in range(1, TOP_LEVEL + 1):
        run(connection, "cells/coarser", level=level, srid=srid)
    connection.execute(text("ANALYZE cell"))
    connection.execute(update(RegistryState).values(cells_version=RegistryState.data_version))


def polygon_cohorts(connection: Connection, polygon: shapely.Geometry, srid: int) -> pd.DataFrame:
    """The cohorts of a valid polygon in the registry's CRS; the columns of `cohorts.read_cohorts`.

    The cells must be fresh in this connection's snapshot.
    """
    given: dict[str, Any] = {"wkb": shapely.to_wkb(polygon), "srid": srid}
    visited = run(connection, "cells/visited", **given, top=TOP_LEVEL).all()
    inside = [cell for cell in visited if cell.inside]
    outline = [cell for cell in visited if not cell.inside]
    shares = run(connection, "cells/outline", **given, few_corners=FEW_CORNERS, **_places(outline)).all()
    parameters: dict[str, Any] = {
        **_sums(connection, inside),
        "asset_ids": [part.asset_id for part in shares],
        "shares": [part.share for part in shares],
    }
    return pd.read_sql_query(statement("cells/polygon"), connection, params=parameters)


def _sums(connection: Connection, inside: Sequence[Row[Any]]) -> dict[str, list[Any]]:
    """What whole cells hold together: keys of cohorts, and of each the number of layers, Σ m and Σ m²."""
    levels = [cell.level for cell in inside]
    held = run_binary(connection, "cells/inside", levels=levels, **_places(inside))
    columns = list(zip(*held, strict=True)) or [()] * len(ARRAYS)
    of_cells = pd.DataFrame(
        {name: _elements(arrays, kind) for (name, kind), arrays in zip(ARRAYS.items(), columns, strict=True)}
    )
    sums = of_cells.groupby("keys", as_index=False).sum()
    return {name: sums[name].tolist() for name in ARRAYS}


def _elements(arrays: Sequence[bytes], kind: str) -> np.ndarray:
    """The elements of all arrays, each in PostgreSQL's binary form: a head, then lengths and values in turn."""
    form = np.dtype([("length", ">i4"), ("value", f">{kind}")])
    values = [np.frombuffer(array, form, offset=ARRAY_HEAD_BYTES)["value"] for array in arrays]
    return np.concatenate([np.empty(0, f"{kind[0]}8"), *values])


def _places(cells: Sequence[Row[Any]]) -> dict[str, list[int]]:
    return {"easts": [cell.east for cell in cells], "norths": [cell.north for cell in cells]}
