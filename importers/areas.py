"""Areas (municipalities, districts, neighbourhoods, any polygons) from any source that assets come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from importers.columns import plain_frame
from importers.errors import SourceError
from importers.layers import Layer, Note
from importers.reading import batches, geometry_name
from importers.sources import open_source

# Field names of CBS, PDOK and common municipal exports, most specific first; compared without case.
CODE_FIELDS = {
    "municipality": ("gemeentecode", "gm_code", "statcode", "code"),
    "district": ("wijkcode", "wk_code", "statcode", "code"),
    "neighbourhood": ("buurtcode", "bu_code", "statcode", "code"),
    "custom": ("code", "id"),
}
NAME_FIELDS = {
    "municipality": ("gemeentenaam", "gm_naam", "statnaam", "naam", "name"),
    "district": ("wijknaam", "wk_naam", "statnaam", "naam", "name"),
    "neighbourhood": ("buurtnaam", "bu_naam", "statnaam", "naam", "name"),
    "custom": ("naam", "name", "code", "id"),
}
# CBS writes GM0153; others write the digits alone.
CBS_PREFIX = {"municipality": ("GM", 4), "district": ("WK", 6), "neighbourhood": ("BU", 8)}
KINDS = tuple(CODE_FIELDS)
AREAS = "areas"  # what rows are, and how they are read
POLYGONS = (3, 6)  # Polygon and MultiPolygon, as shapely numbers them
REASONS = {
    "no-identity": "the row has no {code}",
    "no-geometry": "the row has no geometry",
    "unreadable-geometry": "the geometry cannot be read",
    "infinite-coordinates": "a coordinate is infinite, or no number",
    "no-polygon": "the geometry is no polygon",
}


@dataclass(frozen=True)
class Reject:
    """A row that is no area, and why; with what it said, to be corrected."""

    row_number: int
    code: str | None
    reason: str
    message: str
    attributes: dict[str, str]
    wkb: bytes | None


@dataclass(frozen=True)
class AreaDelivery:
    """Areas of one kind. `areas`: columns code, name, geometry (valid polygons, in EPSG `srid`), row_number (the first)
    and rows: how many make up each.

    `read`: rows of the source, each in an area or in `rejects`. `repaired`: rows whose geometry was made valid.
    """

    kind: str
    layer: str
    srid: int
    code_field: str
    name_field: str
    areas: gpd.GeoDataFrame
    read: int
    repaired: int
    rejects: list[Reject]
    notes: tuple[Note, ...] = field(default=())
    profile: str = AREAS
    profile_toml: str | None = None

    @property
    def dataset(self) -> str:
        """All areas of a kind are one dataset."""
        return f"{AREAS}-{self.kind}"

    def attributes(self, code: str | None, name: str) -> dict[str, str]:
        """What the source says of an area, under its own names."""
        return {self.name_field: name, self.code_field: code or ""}


def read_areas(
    source: Path,
    kind: str,
    *,
    scratch: Path,
    code_field: str | None = None,
    name_field: str | None = None,
    layer: str | None = None,
    crs: str | None = None,
) -> AreaDelivery:
    """The areas of a layer; rows with the same code are one area.

    `scratch` is an empty folder. Raises SourceError: unreadable source, no CRS, fields that cannot be found, no area
    at all.
    """
    if kind not in KINDS:
        raise SourceError(f"'{kind}' is no kind of area: choose {', '.join(KINDS)}")
    chosen = _layer(source, layer, scratch)
    code = _field(chosen, source, code_field, CODE_FIELDS[kind], "--code-field")
    name = _field(chosen, source, name_field, NAME_FIELDS[kind], "--name-field")
    srid = chosen.srid(crs)
    rows = _rows(chosen, code, name)
    rows["code"] = [_cbs_code(value, kind) for value in rows["code"]]
    shapes, reasons, repaired = _polygons(rows["wkb"])
    reasons = np.where(rows["code"] == "", "no-identity", reasons)
    good = reasons == ""
    rejects = [_reject(rows.iloc[at], reasons[at], code, name) for at in np.flatnonzero(~good)]
    if not good.any():
        first = rejects[0].message
        raise SourceError(f"{source}: layer {chosen.name} has no area that can be read (row 1: {first})")
    frame = gpd.GeoDataFrame(rows[good].assign(rows=1), geometry=shapes[good], crs=srid)
    one = frame.dissolve("code", aggfunc={"name": "first", "row_number": "first", "rows": "sum"}, as_index=False)
    return AreaDelivery(
        kind, chosen.name, srid, code, name, one, len(rows), int(repaired[good].sum()), rejects, chosen.notes
    )


def _layer(source: Path, name: str | None, scratch: Path) -> Layer:
    drawn = [each for each in open_source(source, scratch).layers if each.geometry_type is not None]
    found = [each for each in drawn if name in (None, each.name)]
    names = ", ".join(each.name for each in drawn)
    if not drawn:
        raise SourceError(f"{source}: holds no layer with shapes: areas are polygons, give a file that has them")
    if name is not None and not found:
        raise SourceError(f"{source}: no layer '{name}'; it has {names}")
    if len(found) != 1:
        raise SourceError(f"{source}: choose one of its layers with --layer: {names}")
    if not found[0].rows:
        raise SourceError(f"{source}: has no areas in it")
    return found[0]


def _rows(layer: Layer, code: str, name: str) -> pd.DataFrame:
    """Columns row_number, code, name, wkb. Raises SourceError when fewer come than the layer declares."""
    parts = []
    with batches(layer, columns=list(dict.fromkeys([code, name]))) as reader:
        for batch in reader:
            text = plain_frame(pa.Table.from_batches([batch]).select([code, name] if code != name else [code]))
            wkb = batch.column(geometry_name(batch.schema)).cast(pa.binary()).to_pylist()
            parts.append(
                pd.DataFrame(
                    {"code": text[code].astype(object), "name": text[name].astype("string").fillna(""), "wkb": wkb}
                )
            )
    rows = pd.concat(parts, ignore_index=True)
    if len(rows) != layer.rows:
        raise SourceError(f"layer {layer.name} declares {layer.rows:,} rows, {len(rows):,} could be read")
    return rows.assign(row_number=np.arange(len(rows)) + 1)


def _polygons(wkb: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per row: the valid polygon, why it is none or an empty text, and whether it had to be made valid."""
    raw = np.array([_shape(each) for each in wkb], dtype=object)
    flat = shapely.force_2d(raw)
    finite = np.isfinite(shapely.bounds(flat)).all(axis=1)
    invalid = finite & ~shapely.is_valid(flat)
    flat[invalid] = shapely.make_valid(flat[invalid])
    flat[invalid] = [_polygonal(each) for each in flat[invalid]]
    areal = np.isin(shapely.get_type_id(flat), POLYGONS) & ~shapely.is_empty(flat)
    reasons = np.select(
        [wkb.isna(), shapely.is_missing(raw), ~finite & ~shapely.is_empty(flat), ~areal],
        ["no-geometry", "unreadable-geometry", "infinite-coordinates", "no-polygon"],
        "",
    )
    return flat, reasons, invalid


def _shape(wkb: bytes | None) -> shapely.Geometry | None:
    """None for what cannot be read, and for curves, which GEOS does not know."""
    try:
        return None if wkb is None else shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:
        return None


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of what making valid has left."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), POLYGONS)])


def _reject(row: pd.Series, reason: str, code: str, name: str) -> Reject:
    message = REASONS[str(reason)].format(code=code)
    said = {name: row["name"], code: row["code"]}
    return Reject(int(row["row_number"]), row["code"] or None, str(reason), message, said, row["wkb"])


def _field(layer: Layer, source: Path, named: str | None, usual: tuple[str, ...], option: str) -> str:
    by_lower = {name.lower(): name for name in layer.fields}
    for candidate in [named] if named is not None else usual:
        if candidate.lower() in by_lower:
            return by_lower[candidate.lower()]
    raise SourceError(f"{source}: say which field to use with {option}: {', '.join(by_lower.values())}")


def _cbs_code(value: object, kind: str) -> str:
    code = "" if value is None or value is pd.NA else str(value).strip()
    prefix, digits = CBS_PREFIX.get(kind, ("", 0))
    return f"{prefix}{code}" if digits and code.isdigit() and len(code) == digits else code
