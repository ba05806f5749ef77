"""The squares that hold assets, as areas and as cohorts, read from `derived.cells`, which must be fresh."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy import Connection

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.squares import SIZES_M, Square, kind_of
from assetregistry.store.derived.cell_records import COHORT, LAYER, cohorts_of, records, summed
from assetregistry.store.derived.cells import TOP_LEVEL, size_m
from assetregistry.store.engine import run_binary, statement

MOST = 5_000  # squares in one answer
LEVELS = {size_m(level): level for level in range(TOP_LEVEL + 1)}


def list_squares(connection: Connection, size: int, srid: int, square: Square | None = None) -> gpd.GeoDataFrame:
    """The squares of a size (or one of them) that hold assets; the columns of `areas.list_areas`, ordered by code.

    Raises RegistryError when there are too many, NotFoundError when the one holds none.
    """
    _check(connection, size, square)
    parameters = _which(size, square) | {"size": size, "srid": srid}
    found: gpd.GeoDataFrame = gpd.read_postgis(
        statement("cells/squares"), connection, geom_col="geometry", crs=4326, params=parameters
    )
    codes = _codes(size, found["east"], found["north"])
    named = found.assign(code=codes, name=codes, kind=kind_of(size), area_ha=size**2 / 10_000)
    columns = ["id", "code", "name", "kind", "area_ha", "assets", "stock_kg", "geometry"]
    return named[columns].sort_values("code", ignore_index=True)


def square_cohorts(connection: Connection, size: int, square: Square | None = None) -> pd.DataFrame:
    """The cohorts of every square of a size, or of one; the columns of `cohorts.read_cohorts`. Raises as above."""
    _check(connection, size, square)
    rows = run_binary(connection, "cells/held", **_which(size, square))
    held = [_held(layers, cohorts) for _, _, layers, cohorts in rows]
    all_held = np.concatenate([np.empty(0, COHORT), *held])
    numbers, position = np.unique(all_held["key"].astype(int), return_inverse=True)
    keys = pd.read_sql_query(statement("cells/cohorts"), connection, params={"keys": numbers.tolist()})
    codes = _codes(size, (row[0] for row in rows), (row[1] for row in rows))
    of_square = np.repeat(np.arange(len(rows)), [len(each) for each in held])
    return keys.take(position).assign(
        area=pd.Categorical.from_codes(of_square, pd.Index(codes)).reorder_categories(sorted(codes)),
        count=all_held["layers"].astype(int),
        kg=all_held["kg"].astype(float),
        kg2=all_held["kg2"].astype(float),
    )


def _held(layers: bytes | None, cohorts: bytes | None) -> np.ndarray:
    """A cell's cohorts (COHORT), one for each key."""
    return records(COHORT, [cohorts]) if cohorts is not None else summed(cohorts_of(records(LAYER, [layers])))


def _codes(size: int, east: Any, north: Any) -> list[str]:
    return [Square(size, *corner).code for corner in zip(east, north, strict=True)]


def _which(size: int, square: Square | None) -> dict[str, Any]:
    corner = (None, None) if square is None else (square.east, square.north)
    return {"level": LEVELS[size], "east": corner[0], "north": corner[1]}


def _check(connection: Connection, size: int, square: Square | None) -> None:
    count = connection.execute(statement("cells/count"), _which(size, square)).scalar_one()
    if square is not None and count == 0:
        raise NotFoundError(f"no asset lies in the square '{square.code}': see GET /v1/areas?kind={square.kind}")
    if count > MOST:
        wider = [kind_of(each) for each in SIZES_M if each > size]
        raise RegistryError(
            f"{count:,} squares of {size:,} m hold assets, and {MOST:,} is the most in one answer: "
            f"ask for {wider[0] if wider else 'areas'}, or for a polygon",
            code="too-many-squares",
            count=count,
            most=MOST,
            size=size,
        )
