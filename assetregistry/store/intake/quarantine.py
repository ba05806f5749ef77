"""Rows that could not be taken in: as a frame to be corrected, and what is needed to give them again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import Connection, select

from assetregistry.errors import NotFoundError
from assetregistry.store.engine import run, statement
from assetregistry.store.intake.import_models import Dataset, Import
from importers.batch import QUARANTINE_COLUMNS


@dataclass(frozen=True)
class Origin:
    """How an import was told to read its source: its dataset, profile (a name, or the text of a file), and options.

    `delivered_on`: the day that the delivery tells of, by which ends are judged and statements are ranked.
    """

    dataset: str
    profile: str
    profile_toml: str | None
    layer: str
    srid: int
    delivered_on: dt.date
    options: dict[str, Any]


def origin(connection: Connection, import_id: int) -> Origin:
    """Raises NotFoundError when there is no such import."""
    told = (Import.profile_toml, Import.layer, Import.srid, Import.delivered_on, Import.options)
    query = select(Dataset.name, Dataset.profile, *told).join(Dataset, Dataset.id == Import.dataset_id)
    row = connection.execute(query.where(Import.id == import_id, Import.undoes.is_(None))).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no import {import_id}: see `assetregistry imports list`")
    return Origin(*row)


def rows(connection: Connection, import_id: int, srid: int) -> gpd.GeoDataFrame:
    """Quarantined rows not yet given again: the source's own columns, and `_row_number`, `_reason`, `_message`.

    Geometry is in the source's CRS with arcs made into lines, None where it cannot be read.
    """
    run(connection, "import/try_geometry")
    found = pd.read_sql_query(statement("quarantine/rows"), connection, params={"import_id": import_id})
    own = pd.DataFrame([attributes or {} for attributes in found["attributes"]], index=found.index)
    marks = found[["row_number", "code", "message"]].set_axis(list(QUARANTINE_COLUMNS), axis=1)
    shapes = [None if wkb is None else shapely.from_wkb(bytes(wkb)) for wkb in found["geometry"]]
    place = gpd.GeoSeries(shapes, index=found.index, crs=srid, name="_geometry")  # a source may have a field `geometry`
    return gpd.GeoDataFrame(pd.concat([own, marks, place], axis=1), geometry="_geometry")
