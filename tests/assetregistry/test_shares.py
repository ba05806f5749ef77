"""Shares within an outline: the same as cutting each shape with the whole of it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from assetregistry.shares import crossed, shares_within

spot = st.tuples(st.integers(0, 100), st.integers(0, 100))
rings = st.lists(spot, min_size=3, max_size=12)


def _valid(ring: list[tuple[int, int]]) -> BaseGeometry:
    return shapely.make_valid(Polygon(ring), method="structure")


@st.composite
def outlines(draw: st.DrawFn) -> BaseGeometry:
    """Concave, with holes, in parts, with many corners; many of their corners lie on shapes."""
    outline = _valid(draw(rings))
    for ring in draw(st.lists(rings, max_size=2)):
        outline = outline - _valid(ring) if draw(st.booleans()) else outline | _valid(ring)
    if draw(st.booleans()):
        outline = outline.buffer(draw(st.floats(0.1, 20)), quad_segs=40)
    return shapely.MultiPolygon([part for part in shapely.get_parts(outline) if part.geom_type == "Polygon"])


def _shapes() -> np.ndarray:
    random = np.random.default_rng(5)
    places = random.integers(0, 100, (200, 2))
    points = [Point(*place) for place in places[:60]]
    lines = [LineString([*pair]) for pair in places[60:160].reshape(-1, 2, 2) if (pair[0] != pair[1]).any()]
    squares = [shapely.box(*place, *(place + 7)) for place in places[160:]]
    return np.array([*points, *lines, *squares, Point(50, 50).buffer(30) - Point(50, 50).buffer(10)], dtype=object)


SHAPES = _shapes()


def _plainly(shape: BaseGeometry, outline: BaseGeometry) -> float:
    within = shape & outline
    if shape.geom_type == "Point":
        return float(not within.is_empty)
    return within.length / shape.length if shape.geom_type == "LineString" else within.area / shape.area


@given(outline=outlines())
def test_shares_are_those_of_the_whole_outline(outline: BaseGeometry) -> None:
    plain = [_plainly(shape, outline) for shape in SHAPES]
    np.testing.assert_allclose(shares_within(SHAPES, outline), plain, rtol=1e-9, atol=1e-9)


@given(outline=outlines())
def test_what_is_not_crossed_lies_inside_or_outside(outline: BaseGeometry) -> None:
    boxes = shapely.bounds(SHAPES)
    hit = crossed(boxes, outline)
    assert hit[shapely.intersects(shapely.box(*boxes.T), outline.boundary)].all()
    for shape in SHAPES[~hit]:
        assert _plainly(shape, outline) == pytest.approx(float(outline.contains(shape)), abs=1e-12)


def test_only_boxes_near_the_outline_are_crossed() -> None:
    boxes = np.array([[0, 0, 1, 1], [8, 1, 9, 2], [5, 5, 6, 6], [4.9, 4.9, 5, 5.2]], dtype=float)
    assert crossed(boxes, Polygon([(-5, 0), (10, 0), (10, 10)])).tolist() == [True, False, False, False]
    assert crossed(boxes, Polygon([(-5, -5), (15, 15), (15, -5)])).tolist() == [True, False, True, True]
    assert not crossed(boxes, shapely.MultiPolygon()).any()
