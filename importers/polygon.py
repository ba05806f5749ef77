"""One polygon that somebody drew: GeoJSON, text or a GIS file in, a valid shape in the CRS that is asked for out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from importers.errors import SourceError
from importers.layers import Note

WGS84 = CRS.from_epsg(4326)
MAX_VERTICES = 100_000
LONGEST_EDGE_DEGREES = 0.01  # an edge that is straight in degrees bends in metres: 3 cm at this length
POLYGONS = ("Polygon", "MultiPolygon")

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class GivenPolygon:
    """A valid polygon or multipolygon in `crs`; `notes` tell what had to be done to it."""

    geometry: BaseGeometry
    crs: CRS
    notes: tuple[Note, ...] = ()

    def placed(self, srid: int, bounds: Bounds) -> GivenPolygon:
        """The polygon in EPSG:`srid`, cut to `bounds` (west, south, east, north in that CRS), beyond which the CRS
        does not hold; empty where nothing of it lies within.
        """
        wanted = CRS.from_epsg(srid)
        window = shapely.box(*bounds)
        geometry = self.geometry
        if self.crs != wanted:
            back = Transformer.from_crs(wanted, self.crs, always_xy=True).transform_bounds(*bounds)
            geometry = shapely.intersection(geometry, shapely.box(*back))
            if self.crs.is_geographic:
                geometry = shapely.segmentize(geometry, LONGEST_EDGE_DEGREES)
            to_wanted = Transformer.from_crs(self.crs, wanted, always_xy=True)
            geometry = shapely.transform(geometry, lambda xy: np.column_stack(to_wanted.transform(*xy.T)))
        if not geometry.is_valid:  # a sliver folds over itself where its corners are rounded anew
            geometry = shapely.make_valid(geometry, method="structure")
        if not window.covers(geometry):
            geometry = shapely.intersection(geometry, window)
        return GivenPolygon(_surfaces(geometry), wanted, self.notes)


def polygon_from_geojson(document: Any, crs: str | None = None) -> GivenPolygon:
    """A Polygon, MultiPolygon or a Feature of one, in WGS 84 unless `crs` or the document's own `crs` names another.

    Raises SourceError: not a polygon, empty, degenerate, too many vertices, an unknown CRS, no degrees where degrees
    are meant.
    """
    if not isinstance(document, Mapping):
        raise SourceError("the polygon must be a GeoJSON object: {'type': 'Polygon', 'coordinates': […]}")
    geometry = document.get("geometry") if document.get("type") == "Feature" else document
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(geometry, Mapping) or kind not in POLYGONS:
        raise SourceError(f"the polygon must be a GeoJSON Polygon or MultiPolygon (or a Feature of one), not {kind}")
    try:
        given = shape(dict(geometry))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ShapelyError) as error:
        raise SourceError(f"the polygon's coordinates cannot be read ({error}): give rings of [x, y] numbers") from None
    return _checked(given, _crs(crs or _crs_member(document)))


def polygon_from_wkt(words: str, crs: str | None = None) -> GivenPolygon:
    """A polygon or multipolygon as well-known text, x before y, in WGS 84 unless `crs` says otherwise.

    Raises SourceError as `polygon_from_geojson` does.
    """
    try:
        given = shapely.from_wkt(words)
    except ShapelyError:
        raise SourceError(
            "the polygon cannot be read: write POLYGON((6.8 52.2, 6.9 52.2, 6.9 52.3, 6.8 52.2))"
        ) from None
    if given.geom_type not in POLYGONS:
        raise SourceError(f"the polygon must be a POLYGON or MULTIPOLYGON, not {given.geom_type}")
    return _checked(given, _crs(crs))


def polygon_from_file(source: Path, *, layer: str | None = None) -> GivenPolygon:
    """All polygons of a GIS file's only polygon layer (or of `layer`), as one.

    Raises SourceError: unreadable, no or several polygon layers, no CRS, and all that makes a polygon unfit.
    """
    if not source.exists():
        raise SourceError(f"{source}: no such file")
    try:
        frame = pyogrio.read_dataframe(source, layer=_polygon_layer(source, layer), columns=[])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        raise SourceError(f"{source}: cannot be read as a GIS file ({error})") from None
    shapes = frame.geometry[~frame.geometry.isna()] if isinstance(frame, gpd.GeoDataFrame) else None
    if shapes is None or shapes.empty:
        raise SourceError(f"{source}: has no polygon in it")
    if not shapes.geom_type.isin(POLYGONS).all():
        raise SourceError(f"{source}: holds {', '.join(sorted(set(shapes.geom_type)))}, not polygons alone")
    if shapes.crs is None:
        raise SourceError(f"{source}: has no coordinate system: save it with one")
    _refuse_too_many(shapes.to_numpy())
    valid = [_checked(each, shapes.crs) for each in shapes]
    notes = tuple(dict.fromkeys(note for each in valid for note in each.notes))
    return GivenPolygon(_surfaces(shapely.union_all([each.geometry for each in valid])), shapes.crs, notes)


def _polygon_layer(source: Path, wanted: str | None) -> str:
    layers = {str(name): str(kind) for name, kind in pyogrio.list_layers(source) if kind is not None}
    if wanted is not None:
        if wanted not in layers:
            raise SourceError(f"{source}: no layer '{wanted}'; it has {', '.join(layers) or 'none'}")
        return wanted
    fitting = [name for name, kind in layers.items() if "Polygon" in kind or "Surface" in kind]
    fitting = fitting or [name for name, kind in layers.items() if kind == "Unknown"]
    if len(fitting) != 1:
        raise SourceError(f"{source}: needs one polygon layer; it has {', '.join(fitting or layers) or 'none'}")
    return fitting[0]


def _checked(geometry: BaseGeometry, crs: CRS) -> GivenPolygon:
    _refuse_too_many(geometry)
    geometry = shapely.force_2d(geometry)
    if geometry.is_empty:
        raise SourceError("the polygon is empty: it has no corners")
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise SourceError("the polygon has corners that are no numbers")
    west, south, east, north = geometry.bounds
    if crs.is_geographic and not (-360 <= west <= east <= 360 and -90 <= south <= north <= 90):  # noqa: PLR2004
        raise SourceError(f"the polygon's coordinates ({west:g}, {south:g}) are no degrees: name its CRS (EPSG:28992?)")
    if geometry.is_valid:
        return GivenPolygon(geometry, crs)
    reason = shapely.is_valid_reason(geometry)
    mended = _surfaces(shapely.make_valid(geometry, method="structure"))
    if mended.is_empty:
        raise SourceError(f"the polygon encloses nothing ({reason}): draw it anew")
    return GivenPolygon(mended, crs, (Note("polygon-repaired", f"the polygon was repaired: {reason}"),))


def _refuse_too_many(geometry: Any) -> None:
    vertices = int(np.sum(shapely.get_num_coordinates(geometry)))
    if vertices > MAX_VERTICES:
        raise SourceError(f"the polygon has {vertices:,} corners, {MAX_VERTICES:,} is the most: simplify it first")


def _surfaces(geometry: BaseGeometry) -> BaseGeometry:
    """What has an area, as a polygon or multipolygon."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _crs_member(document: Mapping[str, Any]) -> str | None:
    """The CRS that older GeoJSON names in itself."""
    member = document.get("crs")
    properties = member.get("properties") if isinstance(member, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    return name if isinstance(name, str) else None


def _crs(name: str | None) -> CRS:
    if name is None:
        return WGS84
    try:
        return CRS.from_user_input(name)
    except CRSError:
        raise SourceError(f"'{name}' is no known coordinate system: write it as EPSG:28992") from None
