"""Outlines that a service can take: few vertices, no holes, and never less than was asked for."""

from __future__ import annotations

from shapely import Polygon, box, count_coordinates, get_parts, to_wkt, union_all
from shapely.geometry.base import BaseGeometry

MARGIN_M = 1.0  # for whole metres in the text
FIRST_TOLERANCE_M = 1.0


def simplified_outward(outline: BaseGeometry, most_vertices: int) -> BaseGeometry:
    """A polygon or multipolygon without holes, of at most so many vertices, that covers an outline in metres.

    The line is simplified and moved outward by as much, in doubled steps; at last it is a box.
    """
    filled = _filled(outline)
    tolerance = FIRST_TOLERANCE_M
    while tolerance < max(filled.bounds[2] - filled.bounds[0], filled.bounds[3] - filled.bounds[1]):
        simple = filled.simplify(tolerance).buffer(tolerance + MARGIN_M, join_style="mitre", mitre_limit=2.0)
        found = _filled(simple)
        if count_coordinates(found) <= most_vertices and found.covers(filled):
            return found
        tolerance *= 2
    return box(*filled.buffer(MARGIN_M).bounds)


def _filled(outline: BaseGeometry) -> BaseGeometry:
    return union_all([Polygon(part.exterior) for part in _parts(outline)])


def wkt(outline: BaseGeometry) -> str:
    """Well-known text in whole metres."""
    return to_wkt(outline, rounding_precision=0)


def _parts(outline: BaseGeometry) -> list[Polygon]:
    """The polygons, also of a collection in which lines and points came along."""
    return [part for each in get_parts(outline) for part in get_parts(each) if isinstance(part, Polygon)]
