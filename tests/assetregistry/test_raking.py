"""Raking: sums are met, odds are kept, contradictions are told, and it is what a solver for the nearest table finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize

from assetregistry.raking import rake, raked_mixes

MIXES = {
    "unknown_road": {"asphalt": 0.5, "pavers": 0.4, "gravel": 0.1},
    "unknown_path": {"tiles": 0.7, "asphalt": 0.2, "gravel": 0.1},
    "unknown_pipe": {"pvc": 0.5, "concrete": 0.5},
}
KINDS = {"asphalt": "asphalt", "pavers": "elements", "tiles": "elements"}
HELD = {"unknown_road": 1000.0, "unknown_path": 400.0, "unknown_pipe": 50.0, "asphalt": 300.0, "pavers": 0.0}


def test_totals_are_met_and_weights_add_to_one() -> None:
    kinds, mixes = raked_mixes(HELD, MIXES, KINDS, {"asphalt": 900.0, "elements": 640.0})
    assert kinds["known"].to_list() == [300.0, 0.0]
    assert kinds["before"].to_list() == pytest.approx([300 + 500 + 80, 400 + 280])
    assert kinds["after"].to_list() == pytest.approx([900, 640])
    assert set(mixes["recipe"]) == {"unknown_road", "unknown_path"}, "a mix that no total concerns stays"
    for _, part in mixes.groupby("recipe"):
        assert part["after"].sum() == pytest.approx(1)


def test_totals_that_are_met_already_change_nothing() -> None:
    _, mixes = raked_mixes(HELD, MIXES, KINDS, {"asphalt": 880.0, "elements": 680.0})
    assert mixes["after"].to_numpy() == pytest.approx(mixes["before"].to_numpy())
    again = {code: dict(zip(part["member"], part["after"], strict=True)) for code, part in mixes.groupby("recipe")}
    _, twice = raked_mixes(HELD, MIXES | again, KINDS, {"asphalt": 880.0, "elements": 680.0})
    assert twice["after"].to_numpy() == pytest.approx(mixes["after"].to_numpy())


def test_a_kind_without_a_total_takes_what_is_left() -> None:
    kinds, mixes = raked_mixes(HELD, MIXES, KINDS, {"asphalt": 300.0})
    assert kinds["after"].to_list() == pytest.approx([300], rel=1e-3)
    road = mixes[mixes["recipe"] == "unknown_road"].set_index("member")["after"]
    assert road["pavers"] / road["gravel"] == pytest.approx(0.4 / 0.1), "odds of the others are kept"
    assert road["asphalt"] < 1e-3


def test_what_goes_away_goes_whole_and_what_is_rare_stays() -> None:
    mixes = {"unknown_road": {"asphalt": 0.3, "pavers": 0.6995, "gravel": 0.0005}}
    _, raked = raked_mixes({"unknown_road": 1000.0, "asphalt": 300.0}, mixes, KINDS, {"asphalt": 300.0})
    after = raked.set_index("member")["after"]
    assert after["asphalt"] == 0
    assert after["gravel"] == pytest.approx(0.0005 / 0.7, rel=1e-6)
    assert after.sum() == pytest.approx(1, abs=1e-12)


def test_a_contradiction_is_told_not_hidden() -> None:
    kinds, mixes = raked_mixes(HELD, MIXES, KINDS, {"asphalt": 200.0, "elements": 5000.0})
    after = kinds.set_index("kind")["after"]
    assert after["asphalt"] >= 300, "what is known stays"
    assert after["elements"] < 1400
    for _, part in mixes.groupby("recipe"):
        assert part["after"].sum() == pytest.approx(1)


def test_it_is_the_nearest_table() -> None:
    """Oracle: minimise the relative entropy to the seed under the same sums with a general solver."""
    seed = np.array([[3.0, 2.0, 1.0], [1.0, 4.0, 2.0]])
    kinds, wanted = np.array([0, 1, -1]), np.array([5.0, 4.5])
    found = rake(seed, kinds, wanted)

    def entropy(x: np.ndarray) -> float:
        return float((x * np.log(x / seed.ravel())).sum())

    sums = [
        {"type": "eq", "fun": lambda x: x.reshape(2, 3).sum(axis=1) - seed.sum(axis=1)},
        {"type": "eq", "fun": lambda x: x.reshape(2, 3).sum(axis=0)[:2] - wanted},
    ]
    best = minimize(entropy, seed.ravel(), constraints=sums, bounds=[(1e-9, None)] * 6, tol=1e-12)
    assert found.ravel() == pytest.approx(best.x, rel=1e-4)


@given(
    arrays(float, (3, 4), elements=st.just(0.0) | st.floats(1e-3, 1e6)),
    st.lists(st.integers(-1, 1), min_size=4, max_size=4),
    st.lists(st.floats(0, 1e7), min_size=2, max_size=2),
)
def test_rows_keep_their_sums(table: np.ndarray, kinds: list[int], wanted: list[float]) -> None:
    found = rake(table, np.array(kinds), np.array(wanted))
    assert (found >= 0).all()
    assert found.sum(axis=1) == pytest.approx(table.sum(axis=1), rel=1e-9, abs=1e-9)
    assert (found[table == 0] == 0).all(), "what a thing cannot be it does not become"


def test_nothing_held_gives_an_empty_proposal() -> None:
    kinds, mixes = raked_mixes({}, MIXES, KINDS, {"asphalt": 10.0})
    assert kinds["after"].to_list() == [0.0]
    assert mixes.empty
