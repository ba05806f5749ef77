"""Area outlines small enough for a file that is mailed."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

DECIMALS = 5
"""Of a degree: about a metre."""

MAX_VERTICES = 35_000
"""About 0.7 MB of text."""

_FINEST_DEGREES = 2e-5
Shapes = NDArray[np.object_]


def outlines(areas: gpd.GeoDataFrame) -> list[dict[str, Any] | None]:
    """GeoJSON geometries (WGS 84) in the order of `areas`, simplified together so that neighbours keep one border.

    The tolerance starts at about two metres and doubles until all areas together have at most MAX_VERTICES.
    None for an area without a geometry. Raises ValueError when the frame has no coordinate system.
    """
    shapes = _in_degrees(areas)
    tolerance = _FINEST_DEGREES
    simple = _simplified(shapes, tolerance)
    while _vertices(simple) > MAX_VERTICES and tolerance < 1:
        tolerance *= 2
        simple = _simplified(shapes, tolerance)
    rounded = shapely.transform(simple, lambda points: np.round(points, DECIMALS))
    return [None if shape is None or shape.is_empty else json.loads(shapely.to_geojson(shape)) for shape in rounded]


def bounds(areas: gpd.GeoDataFrame) -> list[list[float]] | None:
    """[[south, west], [north, east]] in degrees, as Leaflet wants it; None when there is nothing to see."""
    shapes = _in_degrees(areas)
    if (shapely.is_missing(shapes) | shapely.is_empty(shapes)).all():
        return None
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return [[south, west], [north, east]]


def _in_degrees(areas: gpd.GeoDataFrame) -> Shapes:
    if len(areas) == 0:
        return np.array([], dtype=object)
    if areas.crs is None:
        raise ValueError("areas: no coordinate system; set it with areas.set_crs(...)")
    shapes: Shapes = np.asarray(areas.geometry.to_crs(4326).array, dtype=object)
    return shapes


def _simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Polygons as a coverage; what is no polygon, or vanished in it, stays as it is."""
    result = shapes.copy()
    polygonal = np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    if polygonal.any():
        simple = shapely.coverage_simplify(shapes[polygonal], tolerance)
        result[polygonal] = np.where(shapely.is_empty(simple), shapes[polygonal], simple)
    return result


def _vertices(shapes: Shapes) -> int:
    return int(shapely.get_num_coordinates(shapes).sum())
