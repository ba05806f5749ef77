"""Which share of each shape lies within an outline, of many shapes at once: most need only a look at their box."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely import GeometryType, MultiPolygon
from shapely.geometry.base import BaseGeometry

from assetregistry.survival import FloatArray

SLACK_M = 1e-6  # a box that is as near to an outline counts as crossed by it
FEW_SHAPES, FEW_CORNERS = 128, 64  # of more, the outline is cut to the surroundings of each half of the shapes
MARGIN_M = 1.0

BoolArray = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]


def crossed(boxes: FloatArray, outline: BaseGeometry) -> BoolArray:
    """Which boxes (west, south, east, north) a polygon's outline crosses or touches."""
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(outline)), return_index=True)
    follows = (ring[1:] == ring[:-1]) & (points[1:] != points[:-1]).any(axis=1)
    start, way = points[:-1][follows], (points[1:] - points[:-1])[follows]
    edges: Shapes = np.asarray(shapely.linestrings(np.stack([start, start + way], axis=1)))
    diagonals = shapely.linestrings(boxes.reshape(-1, 2, 2))  # they have the boxes' bounds, and are made sooner
    box, edge = shapely.STRtree(edges).query(diagonals)
    west, south, east, north = boxes[box].T
    corners = np.stack([(x - start[edge, 0], y - start[edge, 1]) for x in (west, east) for y in (south, north)])
    side_m = (way[edge, 0] * corners[:, 1] - way[edge, 1] * corners[:, 0]) / np.hypot(*way[edge].T)
    hit = np.zeros(len(boxes), dtype=bool)
    hit[box[(side_m.min(axis=0) <= SLACK_M) & (side_m.max(axis=0) >= -SLACK_M)]] = True
    return hit


def shares_within(shapes: Shapes, outline: BaseGeometry) -> FloatArray:
    """The share of each shape's length or area that lies within a valid polygon; of points, whether they touch it."""
    if len(shapes) <= FEW_SHAPES or shapely.get_num_coordinates(outline) <= FEW_CORNERS:
        return _shares(shapes, outline)
    boxes = shapely.bounds(shapes)
    middle = boxes[:, :2] + boxes[:, 2:]
    order = np.argsort(middle[:, np.ptp(middle, axis=0).argmax()])
    shares = np.empty(len(shapes))
    for half in np.array_split(order, 2):
        shares[half] = shares_within(shapes[half], _surroundings(outline, boxes[half]))
    return shares


def _surroundings(outline: BaseGeometry, boxes: FloatArray) -> BaseGeometry:
    """What of a polygon lies around boxes."""
    around = shapely.box(*(boxes[:, :2].min(axis=0) - MARGIN_M), *(boxes[:, 2:].max(axis=0) + MARGIN_M))
    parts: Shapes = shapely.get_parts(shapely.intersection(outline, around))
    return MultiPolygon([*parts[shapely.get_type_id(parts) == GeometryType.POLYGON]])


def _shares(shapes: Shapes, outline: BaseGeometry) -> FloatArray:
    is_line = shapely.get_dimensions(shapes) == 1
    inside, whole = (
        np.where(is_line, shapely.length(each), shapely.area(each))
        for each in (shapely.intersection(shapes, outline), shapes)
    )
    touches: FloatArray = shapely.intersects(shapes, outline).astype(float)
    return np.divide(inside, whole, out=touches, where=whole > 0)
