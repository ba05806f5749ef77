"""Small sources of our own, written as real files for the real importers to read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import Geometry, box

from assetregistry.store.intake.receipt import Receipt
from importers import Delivery
from importers.layers import Layer
from importers.sources import open_source

PROFILE = """
name = "streets"
title = "Streets of a test"
requires = ["STREET_ID", "SURFACE"]
[fields]
source_id = "STREET_ID"
owner = "OWNER"
name = "STREET"
source_material = "SURFACE"
built_year = "BUILT"
[unknown]
text = ["", "onbekend"]
years = [0]
[asset_type]
from = ["SURFACE"]
[[asset_type.rule]]
SURFACE = ["asfalt"]
type = "road_asphalt_local"
[[asset_type.rule]]
SURFACE = ["klinkers"]
type = "road_clay_pavers_carriageway"
[[asset_type.rule]]
SURFACE = ["onbekend"]
type = "road_unknown_open_carriageway"
[[asset_type.rule]]
SURFACE = ["riool"]
type = "sewer_gravity_concrete"
[[asset_type.rule]]
SURFACE = ["onbekend riool"]
type = "sewer_gravity_unknown"
[[asset_type.rule]]
SURFACE = ["lamp"]
type = "lamp_post_steel"
"""

# id, surface, year built (0: not known), geometry in RD
Street = tuple[str, str, int, Geometry | None]
WriteStreets = Callable[..., Path]
Say = Callable[..., Receipt]
Open = Callable[..., AbstractContextManager[Delivery]]
Take = Callable[..., tuple[pd.DataFrame, Delivery]]


def square(east: float, north: float, size: float = 10.0) -> Geometry:
    """A square with its south-west corner in the middle of the Netherlands, moved by so many metres."""
    return box(155_000 + east, 463_000 + north, 155_000 + east + size, 463_000 + north + size)


def write_streets(path: Path, streets: Sequence[Street], owner: str | None = "G0153", crs: int = 28992) -> Path:
    """Write streets to a GeoPackage (in RD) with the columns that PROFILE maps."""
    frame = gpd.GeoDataFrame(
        {
            "STREET_ID": [street[0] for street in streets],
            "SURFACE": [street[1] for street in streets],
            "BUILT": [street[2] for street in streets],
            "STREET": "Dorpsstraat",
            "OWNER": [owner] * len(streets),
        },
        geometry=[street[3] for street in streets],
        crs=crs,
    ).astype({"OWNER": "object"})
    path.unlink(missing_ok=True)
    frame.to_file(path, driver="GPKG", layer="streets", geometry_type="Unknown")
    return path


def zipped(folder: Path, path: Path) -> Path:
    """Pack everything in a folder, and return the zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.rglob("*")):
            archive.write(each, each.relative_to(folder))
    return path


def source_files(folder: Path) -> list[Path]:
    """Every file of a folder that could be given to an import: not the parts of a shapefile, nor licences."""
    parts = {".dbf", ".shx", ".prj", ".cpg", ".xsd", ".txt", ".md"}
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if path.suffix.lower() not in parts and not path.name.startswith("LICENSE")]


def open_layers(path: Path, scratch: Path) -> list[Layer]:
    """The layers of a source alone."""
    return open_source(path, scratch).layers
