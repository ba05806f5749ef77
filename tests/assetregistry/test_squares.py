"""Codes of squares: every square has one, and no other text is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetregistry.errors import RegistryError
from assetregistry.squares import SIZES_M, Square, kind_of, size_of, square_of

corners = st.integers(-90_000, 90_000)


@given(st.sampled_from(SIZES_M), corners, corners)
def test_a_code_names_one_square(size_m: int, east: int, north: int) -> None:
    square = Square(size_m, east, north)
    assert square_of(square.code) == square
    assert size_of(square.kind) == size_m


@pytest.mark.parametrize(
    ("code", "bounds"),
    [
        ("E246N480", (246_000, 480_000, 247_000, 481_000)),
        ("250mE246250N480500", (246_250, 480_500, 246_500, 480_750)),
        ("4kmE244N480", (244_000, 480_000, 248_000, 484_000)),
        ("W1S1", (-1_000, -1_000, 0, 0)),
        ("E0N0", (0, 0, 1_000, 1_000)),
    ],
)
def test_a_code_tells_the_lower_left_corner(code: str, bounds: tuple[int, ...]) -> None:
    square = square_of(code)
    assert square is not None
    assert (square.code, square.bounds()) == (code, bounds)


@pytest.mark.parametrize(
    "code", ["GM0153", "E246", "E0246N480", "4kmE246N480", "250mE1N0", "W0N1", "E246N480 ", "e246n480", "E2460N4805X"]
)
def test_what_is_no_corner_of_a_grid_is_no_square(code: str) -> None:
    assert square_of(code) is None


def test_kinds_of_squares_are_told_from_kinds_of_areas() -> None:
    assert [size_of(kind_of(size_m)) for size_m in SIZES_M] == list(SIZES_M)
    assert size_of("neighbourhood") is None
    assert size_of(None) is None
    with pytest.raises(RegistryError, match="choose square-250, square-1000, square-4000"):
        size_of("square-500")
