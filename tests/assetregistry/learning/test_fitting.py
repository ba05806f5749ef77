"""Lifetimes fitted to removals: towns with known truth, lifelines as the oracle, and what few of them may do."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pandas as pd
import pytest
from lifelines import LogNormalFitter, WeibullFitter
from lives_support import LAST, drawn, watched
from numpy.testing import assert_allclose
from scipy.special import gamma

from assetregistry.learning import fit
from assetregistry.learning.fitting import mean_bounds
from assetregistry.survival import LifetimeClass, life_sigma, weibull_shape

LAMP = LifetimeClass("weibull", 40.0, 0.3, 0.2)
SAND = LifetimeClass("lognormal", 40.0, 0.35, 0.2)
FAR_OFF = LifetimeClass("weibull", 55.0, 0.4, inf)


@pytest.mark.parametrize("life", [LAMP, SAND], ids=lambda life: life.kind)
@pytest.mark.parametrize(("width", "every"), [(0, None), (4, 2.0)], ids=["to the day", "intervals"])
def test_the_truth_lies_in_the_stated_range_four_times_out_of_five(
    life: LifetimeClass, width: int, every: float | None
) -> None:
    random = np.random.default_rng(20261124)
    inside = []
    for _ in range(40):
        truth = drawn(life, random)
        low, high = fit(watched(truth, 300, random, width=width, every=every), life).bounds
        inside.append(low <= truth.mean_years <= high)
    assert 0.65 <= np.mean(inside) <= 0.95  # 40 towns: 0.8 and two and a half standard errors either way


def test_things_that_go_together_do_not_make_the_range_too_narrow() -> None:
    random = np.random.default_rng(21)
    inside, naive = [], []
    for _ in range(40):
        truth = drawn(LAMP, random)
        lives = watched(truth, 600, random, together=10)
        for found, told in (
            (fit(lives, LAMP), inside),
            (fit(lives.assign(places=[[place] for place in range(len(lives))]), LAMP), naive),
        ):
            low, high = found.bounds
            told.append(low <= truth.mean_years <= high)
    assert 0.65 <= np.mean(inside) <= 0.95
    assert np.mean(naive) < 0.55


def test_many_removals_replace_a_catalogue_that_is_wrong() -> None:
    truth = LifetimeClass("weibull", 28.0, 0.25)
    found = fit(watched(truth, 8000, np.random.default_rng(1)), LAMP)
    low, high = found.bounds
    assert low < truth.mean_years < high
    assert high / low < 1.05
    assert found.life.cv == pytest.approx(truth.cv, rel=0.1)
    assert found.learned > 0.9


def test_without_minding_when_things_were_first_seen_lives_come_out_too_long() -> None:
    lives = watched(LAMP, 8000, np.random.default_rng(2))
    built = lives["built_from"] + 0.5
    naive = fit(lives.assign(entered=np.minimum(lives["entered"], built)), LAMP)
    minded = fit(lives, LAMP)
    assert naive.life.mean_years > 1.05 * LAMP.mean_years
    assert minded.life.mean_years == pytest.approx(LAMP.mean_years, rel=0.05)


def test_lifelines_agrees_when_the_catalogue_says_nothing() -> None:
    lives = watched(LAMP, 2000, np.random.default_rng(3))
    found = fit(lives, FAR_OFF, shape_sigma=inf).life
    oracle = WeibullFitter().fit(**_for_lifelines(lives))
    shape = weibull_shape(found.cv)
    median_of_mean = found.mean_years * np.exp(-(found.sigma**2) / 2)
    assert_allclose(shape, oracle.rho_, rtol=2e-3)
    assert_allclose(median_of_mean / gamma(1 + 1 / shape), oracle.lambda_, rtol=1e-3)


def test_lifelines_agrees_on_log_normal_lives() -> None:
    lives = watched(SAND, 2000, np.random.default_rng(4))
    found = fit(lives, replace(FAR_OFF, kind="lognormal"), shape_sigma=inf).life
    oracle = LogNormalFitter().fit(**_for_lifelines(lives))
    spread = np.sqrt(np.log1p(found.cv**2))
    assert_allclose(spread, oracle.sigma_, rtol=2e-3)
    middle = np.log(found.mean_years) - found.sigma**2 / 2 - spread**2 / 2
    assert_allclose(middle, oracle.mu_, atol=1e-3)


def test_the_spread_of_the_mean_is_that_of_lifelines() -> None:
    lives = watched(LAMP, 2000, np.random.default_rng(5))
    found = fit(lives, FAR_OFF, shape_sigma=inf).life
    oracle = WeibullFitter().fit(**_for_lifelines(lives))
    # the delta method from (lambda, rho) to log(mean)
    step = 1e-4
    along = [1 / oracle.lambda_, (_log_gamma(oracle.rho_ + step) - _log_gamma(oracle.rho_ - step)) / (2 * step)]
    expected = np.sqrt(along @ oracle.variance_matrix_.to_numpy() @ along)
    assert_allclose(found.sigma, expected, rtol=0.02)


def test_nothing_seen_leaves_the_catalogue_as_it_was() -> None:
    nothing = watched(LAMP, 0, np.random.default_rng(6))
    found = fit(nothing, LAMP)
    assert found.life == LAMP
    assert found.learned == 0.0
    just_arrived = watched(LAMP, 200, np.random.default_rng(6)).assign(gone_by=inf, followed_to=LAST)
    just_arrived["gone_after"] = just_arrived["entered"]
    told = fit(just_arrived, LAMP)
    assert told.life.mean_years == pytest.approx(LAMP.mean_years, rel=1e-6)
    assert told.life.sigma == pytest.approx(LAMP.sigma, rel=1e-4)


def test_few_removals_move_the_catalogue_a_little_and_more_move_it_more() -> None:
    lives = watched(LifetimeClass("weibull", 25.0, 0.3), 400, np.random.default_rng(7), built=(1990, 2000))
    means, sigmas = zip(*((each.mean_years, each.sigma) for each in _fits(lives, [1, 10, len(lives)])), strict=True)
    assert LAMP.mean_years > means[0] > 0.85 * LAMP.mean_years
    assert means[0] > means[1] > means[2] > 25.0 * 0.95
    assert LAMP.sigma > sigmas[0] > 0.8 * LAMP.sigma
    assert sigmas[0] > sigmas[1] > sigmas[2]


def test_things_that_outlive_their_life_without_a_removal_lengthen_it() -> None:
    old = watched(LAMP, 100, np.random.default_rng(8)).iloc[:30]
    old = old.assign(built_from=1960.0, built_to=1960.0, gone_after=LAST, gone_by=inf)
    found = fit(old, LAMP)
    assert found.life.mean_years > 1.2 * LAMP.mean_years


def test_counting_things_alike_together_changes_nothing() -> None:
    lives = watched(LAMP, 400, np.random.default_rng(9), every=1.0)
    keys = [name for name in lives if name not in {"count", "places"}]
    together = lives.groupby(keys, as_index=False).agg({"count": "sum", "places": "sum"})
    assert len(together) < len(lives)
    one, other = fit(lives, LAMP).life, fit(together, LAMP).life
    assert_allclose([one.mean_years, one.cv, one.sigma], [other.mean_years, other.cv, other.sigma], rtol=1e-5)


def test_an_accepted_life_is_read_back_as_it_was_fitted() -> None:
    found = fit(watched(LAMP, 300, np.random.default_rng(10)), LAMP)
    assert life_sigma(*found.bounds) == pytest.approx(found.life.sigma)
    assert found.bounds == mean_bounds(found.life)


def test_what_has_no_shape_is_not_fitted() -> None:
    nothing = watched(LAMP, 0, np.random.default_rng(11))
    with pytest.raises(ValueError, match="fixed life"):
        fit(nothing, LifetimeClass("fixed", 15.0, 0.0, 0.1))


def _fits(lives: pd.DataFrame, sizes: list[int]) -> list[LifetimeClass]:
    return [fit(lives.iloc[:size], LAMP).life for size in sizes]


def _for_lifelines(lives: pd.DataFrame) -> dict[str, np.ndarray]:
    """Ages as lifelines takes them."""
    built = (lives["built_from"] + 0.5).to_numpy()
    return {
        "durations": lives["gone_after"].to_numpy() - built,
        "event_observed": np.isfinite(lives["gone_by"].to_numpy()),
        "entry": lives["entered"].to_numpy() - built,
    }


def _log_gamma(shape: float) -> float:
    return float(np.log(gamma(1 + 1 / shape)))
