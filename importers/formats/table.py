"""Tables of text with geometry in it: well-known text, coordinates in two columns, or lists of coordinates."""

from __future__ import annotations

import json
import re
import struct
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from importers import places
from importers.columns import with_decimal_point
from importers.formats.gml import one_crs
from importers.layers import Layer, Note
from importers.reading import geometry_field, geometry_name

SAMPLE = 100
SRID = re.compile(r"^\s*SRID=(\d+);", re.IGNORECASE)
HEXADECIMAL = r"(?:[0-9A-Fa-f]{2}){5,}"
EWKB = r"0[01](?:[0-9A-Fa-f]{2}){12,}"
EWKB_HEAD = 18  # digits: the order of bytes, the kind, the system
HAS_SRID = 0x20000000
POSITION = r"\(?\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*\)?"  # 52.1, 6.8 as portals write it
RINGS = 2  # how deep lists of coordinates lie in each other: 0 a position, 1 a line or ring, 2 a polygon


@dataclass(frozen=True)
class Place:
    """Where the geometry of a table is: in one column of text, or in two of numbers."""

    shape: str | None = None
    pair: tuple[str, str] | None = None


def table_layer(
    path: Path,
    name: str,
    columns: Sequence[str],
    rows: Callable[[], Iterator[pa.RecordBatch]],
    *,
    driver: str,
    notes: Sequence[Note] = (),
) -> Layer:
    """A layer of a table whose batches have these columns, all text."""
    count, first = 0, pd.DataFrame(columns=list(columns))
    for batch in rows():
        first = batch.slice(0, SAMPLE).to_pandas() if not count else first
        count += batch.num_rows
    place = find_place(first)
    bounds = None if place is None else places.bounds_of(pa.array(read_shapes(first, place), pa.binary()))
    return Layer(
        path=path,
        name=name,
        fields=tuple(columns),
        rows=count,
        geometry_type=None if place is None else "Unknown" if place.pair is None else "Point",
        crs=None if place is None else _crs_of(first, place),
        encoding="UTF-8",
        driver=driver,
        notes=tuple(notes),
        stream=rows if place is None else lambda: _shaped(rows(), place),
        looks_like=None if bounds is None else places.looks_like(bounds),
        misread=None if bounds is None else places.misread(bounds),
    )


def rows_layer(
    path: Path,
    name: str,
    rows: Sequence[Mapping[str, str]],
    shapes: np.ndarray | None,
    *,
    first: Sequence[str],
    driver: str,
    kind: str | None = None,
    crs: str | None = None,
    notes: Sequence[Note] = (),
) -> Layer:
    """A layer of rows that were read whole; it always has the fields `first`.

    shapes: of each row its geometry (of `kind`) or None; None for a table without.
    """
    names = [*first, *sorted({name for row in rows for name in row} - set(first))]
    arrays = [pa.array([row.get(name) for row in rows], pa.string()) for name in names]
    fields = [pa.field(name, pa.string()) for name in names]
    wkb = pa.array([] if shapes is None else shapely.to_wkb(shapes), pa.binary())
    if shapes is not None:
        arrays, fields = [*arrays, wkb], [*fields, geometry_field()]
    batch = pa.record_batch(arrays, schema=pa.schema(fields))
    return Layer(
        path=path,
        name=name,
        fields=tuple(names),
        rows=len(rows),
        geometry_type=kind,
        crs=crs,
        encoding="UTF-8",
        driver=driver,
        notes=(*notes, *dimension_notes(wkb)),
        stream=lambda: iter([batch]),
    )


def dimension_notes(shapes: pa.Array) -> list[Note]:
    """What is told of heights (Z) and measures (M) in WKB: they are not kept."""
    kinds = {struct.unpack("<I" if wkb[0] else ">I", wkb[1:5])[0] for wkb in shapes.to_pylist() if wkb}
    has_z = any(kind & 0x80000000 or 1000 < kind < 2000 or 3000 < kind < 4000 for kind in kinds)  # noqa: PLR2004
    has_m = any(kind & 0x40000000 or 2000 < kind < 4000 for kind in kinds)  # noqa: PLR2004
    notes = [Note("z-dropped", "heights are not kept")] if has_z else []
    return notes + ([Note("m-dropped", "measures along lines are not kept")] if has_m else [])


def find_place(rows: pd.DataFrame) -> Place | None:
    """The columns that hold the geometry, by their names and by what is in them."""
    names = _names()
    by_plain = {_plain(name): str(name) for name in reversed(rows.columns)}  # of two that are alike the first counts
    alike = [plain for part in names["parts"] for plain in by_plain if part in plain]
    first, last = ([name for name in names[each] if name in by_plain] for each in ("shapes", "points"))
    for plain in [*first, *alike, *last]:
        if pd.notna(read_shapes(rows, Place(shape=by_plain[plain]))).any():
            return Place(shape=by_plain[plain])
    for x, y in names["pairs"]:
        if x in by_plain and y in by_plain:
            return Place(pair=(by_plain[x], by_plain[y]))
    return None


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads(resources.files("importers").joinpath("coordinates.toml").read_text(encoding="utf-8"))


def _plain(name: object) -> str:
    """Letters and digits, in lower case: RD-X → rdx."""
    return "".join(character for character in str(name).lower() if character.isalnum())


def _shaped(batches: Iterator[pa.RecordBatch], place: Place) -> Iterator[pa.RecordBatch]:
    """Batches with their geometry. Raises RuntimeError where a later one is in another CRS."""
    codes: set[str] = set()
    for batch in batches:
        if place.shape is not None:
            codes |= _codes(batch.column(place.shape).to_pandas())
        if len(codes) > 1:
            raise RuntimeError(f"it has coordinates in {' and '.join(f'EPSG:{code}' for code in sorted(codes))}")
        yield shaped(batch, place)


def shaped(batch: pa.RecordBatch, place: Place) -> pa.RecordBatch:
    """The batch with its geometry as WKB; text that was read is not kept twice, text that was not stays to be seen."""
    shapes = read_shapes(batch.to_pandas(), place)
    names, arrays = list(batch.schema.names), list(batch.columns)
    if place.shape is not None:
        at = names.index(place.shape)
        unread = np.where(pd.isna(shapes), arrays[at].to_numpy(zero_copy_only=False), None)
        arrays[at] = pa.array(unread, pa.string())
    fields = [pa.field(name, array.type) for name, array in zip(names, arrays, strict=True)]
    wkb = pa.array(shapes, pa.binary())
    return pa.record_batch([*arrays, wkb], schema=pa.schema([*fields, geometry_field()]))


def read_shapes(rows: pd.DataFrame, place: Place) -> np.ndarray:
    """A geometry per row as WKB, None where there is none that can be read."""
    if place.pair is not None:
        return np.asarray(shapely.to_wkb(points_of(rows, *place.pair)))
    text = rows[place.shape].fillna("").astype(str).str.replace(SRID, "", regex=True).str.strip()
    if text.str.fullmatch(POSITION).any():
        return np.asarray(shapely.to_wkb(_from_positions(text)))
    if text.str.startswith("[").any():
        return np.asarray(shapely.to_wkb(np.array([_from_lists(value) for value in text], dtype=object)))
    told = text.where(text != "", None).to_numpy(object)
    if text.str.startswith("{").any():
        return np.asarray(shapely.to_wkb(shapely.from_geojson(told, on_invalid="ignore")))
    try:
        read = shapely.from_wkb if text.str.fullmatch(HEXADECIMAL).any() else shapely.from_wkt
        return np.asarray(shapely.to_wkb(read(told, on_invalid="ignore")))
    except NotImplementedError:  # curves, which GEOS does not know
        return _read_by_gdal(told)


def _read_by_gdal(told: np.ndarray) -> np.ndarray:
    """The same of text with curves in it."""
    with tempfile.TemporaryDirectory(prefix="assetregistry-") as folder:
        path = Path(folder) / "shapes.csv"
        pd.DataFrame({"row": range(len(told)), "shape": told}).to_csv(path, index=False)
        options = {"GEOM_POSSIBLE_NAMES": "shape", "KEEP_GEOM_COLUMNS": "NO"}
        _, table = pyogrio.read_arrow(path, columns=["row"], **options)
    return np.array(table.column(geometry_name(table.schema)).to_pylist(), dtype=object)


def points_of(rows: pd.DataFrame, x: str, y: str) -> np.ndarray:
    """A point per row, None where a coordinate is none."""
    east, north = numbers(rows[x]), numbers(rows[y])
    points = np.asarray(shapely.points(east, north), dtype=object)
    points[~(np.isfinite(east) & np.isfinite(north))] = None
    return points


def numbers(column: pd.Series) -> np.ndarray:
    """Numbers with a decimal point or comma; NaN for what is none."""
    text = with_decimal_point(column.astype("string").str.strip())
    return np.asarray(pd.to_numeric(text, errors="coerce").to_numpy(float, na_value=np.nan))


def _from_positions(text: pd.Series) -> np.ndarray:
    """Points of two numbers: in degrees the latitude comes first, else the east."""
    parts = text.str.extract(f"^{POSITION}$").astype(float)
    first, second = parts[0].to_numpy(), parts[1].to_numpy()
    degrees = places.fit_degrees((np.nanmin(second), np.nanmin(first), np.nanmax(second), np.nanmax(first)))
    points = np.asarray(shapely.points(*((second, first) if degrees else (first, second))), dtype=object)
    points[np.isnan(first)] = None
    return points


def _from_lists(text: str) -> shapely.Geometry | None:
    """[[x, y], …] as a line, or as a polygon where it is closed."""
    try:
        found = np.array(json.loads(text), dtype=float)
    except (ValueError, TypeError):
        return None
    if found.ndim != RINGS or found.shape[1] < RINGS or not np.isfinite(found).all():
        return shapely.Point(found[:2]) if found.ndim == 1 and found.size >= RINGS else None
    try:
        closed = len(found) > 3 and (found[0] == found[-1]).all()  # noqa: PLR2004
        return shapely.Polygon(found) if closed else shapely.LineString(found)
    except shapely.errors.GEOSException:
        return None


def _crs_of(rows: pd.DataFrame, place: Place) -> str | None:
    if place.shape is None:
        return None
    return one_crs(f"EPSG:{code}" for code in _codes(rows[place.shape]))


def _codes(text: pd.Series) -> set[str]:
    """The systems that geometries name in front of themselves, or within as PostGIS does."""
    told = text.dropna().astype(str).str.strip()
    within = {_srid_within(value) for value in told[told.str.fullmatch(EWKB)]}
    return {str(srid) for srid in within if srid} | {found[1] for value in told if (found := SRID.match(value))}


def _srid_within(hexadecimal: str) -> int:
    """The system in hexadecimal EWKB; 0 where there is none."""
    head = bytes.fromhex(hexadecimal[:EWKB_HEAD])
    kind, srid = struct.unpack("<II" if head[0] else ">II", head[1:])
    return int(srid) if kind & HAS_SRID else 0
