"""Areas (municipalities, districts, neighbourhoods, any polygons) from a GIS source into a GeoDataFrame."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
from shapely import make_valid

from importers.errors import SourceError

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


def read_areas(
    source: Path,
    kind: str,
    *,
    code_field: str | None = None,
    name_field: str | None = None,
    layer: str | None = None,
) -> gpd.GeoDataFrame:
    """Columns code, name, geometry (valid polygons in the source's CRS); parts with the same code are one area.

    Raises SourceError: unreadable source, no CRS, fields that cannot be found, a row without a code, no polygons.
    """
    if kind not in KINDS:
        raise SourceError(f"'{kind}' is no kind of area: choose {', '.join(KINDS)}")
    frame = _read(source, layer)
    code = _field(frame, source, code_field, CODE_FIELDS[kind], "--code-field")
    name = _field(frame, source, name_field, NAME_FIELDS[kind], "--name-field")
    areas = gpd.GeoDataFrame(
        {"code": [_cbs_code(value, kind) for value in frame[code]], "name": frame[name].astype(str)},
        geometry=make_valid(frame.geometry.values),
        crs=frame.crs,
    )
    if areas["code"].eq("").any():
        raise SourceError(f"{source}: {int(areas['code'].eq('').sum())} areas have no {code}: give each a code")
    if not areas.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        raise SourceError(f"{source}: not all areas are polygons: choose another layer with --layer")
    return areas.dissolve("code", aggfunc="first", as_index=False)


def _read(source: Path, layer: str | None) -> gpd.GeoDataFrame:
    if not source.exists():
        raise SourceError(f"{source}: no such file")
    try:
        layers = [name for name, geometry in pyogrio.list_layers(source) if geometry is not None]
        if layer is not None and layer not in layers:
            raise SourceError(f"{source}: no layer '{layer}'; it has {', '.join(layers)}")
        if layer is None and len(layers) != 1:
            raise SourceError(f"{source}: choose one of its layers with --layer: {', '.join(layers) or 'none'}")
        frame = pyogrio.read_dataframe(source, layer=layer)
    except pyogrio.errors.DataSourceError as error:
        raise SourceError(f"{source}: cannot be read as a GIS file ({error})") from None
    if frame.crs is None:
        raise SourceError(f"{source}: has no coordinate system: save it with one")
    if frame.empty:
        raise SourceError(f"{source}: has no areas in it")
    return frame


def _field(frame: gpd.GeoDataFrame, source: Path, named: str | None, usual: tuple[str, ...], option: str) -> str:
    by_lower = {str(column).lower(): str(column) for column in frame.columns if column != frame.geometry.name}
    for candidate in [named] if named is not None else usual:
        if candidate.lower() in by_lower:
            return by_lower[candidate.lower()]
    raise SourceError(f"{source}: say which field to use with {option}: {', '.join(by_lower.values())}")


def _cbs_code(value: object, kind: str) -> str:
    code = "" if value is None else str(value).strip()
    prefix, digits = CBS_PREFIX.get(kind, ("", 0))
    return f"{prefix}{code}" if digits and code.isdigit() and len(code) == digits else code
