"""A supply answer as a file that other tools open."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import pandas as pd

from assetregistry.errors import RegistryError
from importers.names import unique

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MOST_XLSX_ROWS = 1_048_575  # beside the header
TABLES = (".csv", ".xlsx", ".parquet")
LAYERS = (".geojson", ".gpkg")
LISTS = (".csv", ".xlsx", *LAYERS)


def write_table(rows: pd.DataFrame, path: Path, *, sheet: str = "supply") -> None:
    """Write rows as CSV (UTF-8), XLSX or Parquet, by the file's suffix.

    Raises RegistryError for another suffix, and for more rows than a sheet holds.
    """
    write_parts([rows], path, sheet=sheet)


def write_parts(parts: Iterable[pd.DataFrame], path: Path, *, sheet: str) -> int:
    """The same of rows that come in parts, at least one; returns how many. A CSV may be larger than memory."""
    if path.suffix not in TABLES:
        raise RegistryError(f"{path}: a table is written as {', '.join(TABLES)}")
    if path.suffix == ".csv":
        return _write_csv(parts, path)
    rows = pd.concat(parts, ignore_index=True)
    if path.suffix == ".parquet":
        rows.to_parquet(path, index=False)
    elif len(rows) > MOST_XLSX_ROWS:
        raise RegistryError(
            f"{path}: {len(rows):,} rows, and a sheet holds {MOST_XLSX_ROWS:,}; write .csv or .parquet, or ask for less"
        )
    else:
        _harmless(rows).to_excel(path, index=False, sheet_name=sheet)
    return len(rows)


def _write_csv(parts: Iterable[pd.DataFrame], path: Path) -> int:
    count, unfinished = 0, path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as out:
            for number, part in enumerate(parts):
                _harmless(part).to_csv(out, index=False, header=number == 0)
                count += len(part)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def write_layer(rows: pd.DataFrame, areas: gpd.GeoDataFrame, path: Path) -> None:
    """Write every area with its rows (column `area`, a code) as GeoJSON or GeoPackage; without any, no masses."""
    coded = areas[["code", "name", "geometry"]].astype({"code": object})  # of no areas, and no rows, it is a number
    joined = coded.merge(rows.astype({"area": object}), how="left", left_on="code", right_on="area")
    driver = {".geojson": "GeoJSON", ".gpkg": "GPKG"}[path.suffix]
    joined.drop(columns="area").to_file(path, driver=driver, layer="supply", engine="pyogrio")


def write_places(rows: gpd.GeoDataFrame, path: Path) -> None:
    """Write rows with their geometry as GeoPackage or GeoJSON. Raises RegistryError for another suffix."""
    if path.suffix not in LAYERS:
        raise RegistryError(f"{path}: a map layer is written as {', '.join(LAYERS)}")
    if path.suffix == ".gpkg":
        write_geopackage(rows, path, "assets")
    else:
        rows.to_file(path, driver="GeoJSON", engine="pyogrio")


def write_geopackage(rows: gpd.GeoDataFrame, path: Path, layer: str) -> None:
    """Write rows of any geometry types as a GeoPackage; a column may be called `fid`, and hold values of any kind.

    Columns called as those of the file, or as another in other capitals, get a number: it could not hold them.
    """
    values = pd.DataFrame(rows.drop(columns=rows.geometry.name))
    plain = values.apply(lambda column: column.map(_as_value) if column.dtype == object else column)
    theirs = ["geometry", "geom", "_fid"]  # columns of geopandas and of the file itself
    plain.columns = pd.Index(unique([*theirs, *map(str, plain.columns)])[len(theirs) :])
    path.unlink(missing_ok=True)
    gpd.GeoDataFrame(plain, geometry=rows.geometry).to_file(
        path, driver="GPKG", layer=layer, engine="pyogrio", geometry_type="Unknown", FID="_fid"
    )


def _as_value(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula, made text again by an apostrophe."""
    texts = rows.select_dtypes(include=["object", "string"])
    return rows.assign(**{str(name): column.map(_as_text) for name, column in texts.items()})


def _as_text(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
