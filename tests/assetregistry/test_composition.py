"""Walls of pipes against trade tables and exact geometry, the twin in SQL, and the spread of recipes."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats
from shapely import Point, box
from sqlalchemy import Engine, text

from assetregistry.composition import relative_spread, wall_volume_m3

PIPES = st.tuples(
    st.sampled_from(["round", "egg", "rectangular"]),
    st.floats(50, 4000),
    st.one_of(st.none(), st.floats(50, 4000)),
    st.floats(1, 400),
    st.sampled_from(["inner", "outer"]),
    st.floats(0.01, 1e5),
)
TWIN = text(
    "SELECT wall_volume_m3(shape, width_mm, height_mm, wall_mm, diameter, length_m) "
    "FROM unnest(CAST(:shape AS text[]), CAST(:width_mm AS float8[]), CAST(:height_mm AS float8[]), "
    "CAST(:wall_mm AS float8[]), CAST(:diameter AS text[]), CAST(:length_m AS float8[])) "
    "WITH ORDINALITY AS pipe(shape, width_mm, height_mm, wall_mm, diameter, length_m, place) ORDER BY place"
)


@pytest.mark.parametrize(
    ("shape", "width", "height", "wall", "diameter", "density", "kg_per_m"),
    [
        ("round", 250, None, 55, "inner", 2400, 126),
        ("round", 300, None, 60, "inner", 2400, 163),
        ("round", 1000, None, 135, "inner", 2400, 1155),
        ("round", 1500, None, 180, "inner", 2400, 2280),
        ("egg", 250, 375, 60, "inner", 2400, 170),
        ("egg", 400, 600, 75, "inner", 2400, 328),
        ("egg", 800, 1200, 130, "inner", 2400, 1117),
        ("round", 110, None, 3.2, "outer", 1400, 1.5),
        ("round", 315, None, 9.2, "outer", 1400, 12.4),
        ("round", 630, None, 18.4, "outer", 1400, 49.5),
        ("round", 300, None, 23, "inner", 1950, 46),
        ("egg", 800, 1200, 220, "inner", 1850, 1570),
    ],
)
def test_pipes_of_the_trade_tables(
    shape: Literal["round", "egg"],
    width: float,
    height: float | None,
    wall: float,
    diameter: Literal["inner", "outer"],
    density: float,
    kg_per_m: float,
) -> None:
    """Concrete, plastic, asbestos cement and brick; the tables are rounded to a few per cent."""
    assert wall_volume_m3(shape, width, height, wall, diameter, 1.0) * density == pytest.approx(kg_per_m, rel=0.03)


@given(st.floats(100, 3000), st.floats(5, 200))
def test_a_round_wall_is_the_ring_between_two_circles(width: float, wall: float) -> None:
    def circle(diameter: float) -> float:
        return float(Point(0, 0).buffer(diameter / 2, quad_segs=256).area)

    inner = wall_volume_m3("round", width, None, wall, "inner", 1.0)
    assert inner * 1e6 == pytest.approx(circle(width + 2 * wall) - circle(width), rel=1e-4)
    outer = wall_volume_m3("round", width + 2 * wall, None, wall, "outer", 1.0)
    assert outer == pytest.approx(inner, rel=1e-9)


@given(st.floats(100, 3000), st.floats(100, 3000), st.floats(5, 200), st.floats(0, 500))
def test_a_rectangular_wall_is_what_lies_between_two_boxes(
    width: float, height: float, wall: float, length: float
) -> None:
    between = box(-wall, -wall, width + wall, height + wall).area - box(0, 0, width, height).area
    volume = wall_volume_m3("rectangular", width, height, wall, "inner", length)
    assert volume == pytest.approx(between / 1e6 * length, rel=1e-9)


def test_a_rectangular_pipe_without_a_height_is_square() -> None:
    square = wall_volume_m3("rectangular", 500, 500, 50, "inner", 1.0)
    assert wall_volume_m3("rectangular", 500, None, 50, "inner", 1.0) == square


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pipes=st.lists(PIPES, min_size=50, max_size=50))
def test_the_twin_in_the_database_agrees(engine: Engine, pipes: list[tuple[object, ...]]) -> None:
    names = ("shape", "width_mm", "height_mm", "wall_mm", "diameter", "length_m")
    columns = dict(zip(names, (list(column) for column in zip(*pipes, strict=True)), strict=True))
    with engine.connect() as connection:
        stored = connection.execute(TWIN, columns).scalars().all()
    assert_allclose(stored, [wall_volume_m3(*pipe) for pipe in pipes], rtol=1e-12)


@given(st.floats(1, 1e4), st.floats(1.01, 10))
def test_low_and_high_are_the_outer_tenths_of_a_lognormal(low: float, ratio: float) -> None:
    high = low * ratio
    mass = stats.lognorm(s=np.log(ratio) / (stats.norm.ppf(0.9) - stats.norm.ppf(0.1)), scale=np.sqrt(low * high))
    assert_allclose(mass.ppf([0.1, 0.9]), [low, high])
    assert relative_spread(low, np.sqrt(low * high), high) == pytest.approx(mass.std() / mass.mean(), rel=1e-9)


def test_a_mass_that_may_be_nothing_has_a_normal_spread() -> None:
    mass = stats.norm(100, 100 * relative_spread(0, 100, 200))
    assert_allclose(mass.ppf([0.1, 0.9]), [0, 200], atol=1e-9)


def test_a_mass_that_is_known_has_none() -> None:
    assert relative_spread(100, 100, 100) == 0
