"""Numbers packed as text come back as they were."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import packing

whole = st.lists(st.integers(0, 2**40), max_size=60).map(lambda values: np.array(values, dtype=np.int64))


def _unpack(text: str, columns: int, rows: int) -> list[list[int]]:
    """As the page does it."""
    data = iter(base64.b64decode(text))

    def number() -> int:
        value, place = 0, 0
        while True:
            byte = next(data)
            value |= (byte & 127) << place
            place += 7
            if byte < 128:
                return value

    return [[number() for _ in range(rows)] for _ in range(columns)]


@given(whole)
def test_packing_round_trips(values: packing.Whole) -> None:
    assert _unpack(packing.pack([values, values]), 2, len(values)) == [values.tolist()] * 2


@given(st.lists(st.integers(-(2**40), 2**40), max_size=60))
def test_steps_round_trip(values: list[int]) -> None:
    folded = packing.steps(np.array(values, dtype=np.int64))
    assert (folded >= 0).all()
    assert np.cumsum((folded >> 1) ^ -(folded & 1)).tolist() == values


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="from zero on"):
        packing.pack([np.array([-1])])


def test_neighbours_in_order_are_neighbours_on_the_map() -> None:
    random = np.random.default_rng(1)
    x, y = random.integers(0, 100_000, (2, 5_000))
    order = packing.morton_order(x, y)
    assert sorted(order) == list(range(5_000))
    jumps = np.hypot(np.diff(x[order]), np.diff(y[order]))
    assert np.median(jumps) < 0.1 * np.median(np.hypot(np.diff(x), np.diff(y)))
