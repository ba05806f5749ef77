"""How long things last: lifelines as the oracle, worked examples, and what must hold for any life."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import LogNormalFitter, WeibullFitter
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from scipy.integrate import quad
from scipy.special import gamma

from assetregistry.clocks import end_years
from assetregistry.survival import (
    LifetimeClass,
    Programme,
    life_factors,
    life_sigma,
    log_survival,
    programmes_left,
    standing,
    weibull_shape,
)

AS_OF = 2026.9
LIVES = st.builds(
    LifetimeClass,
    kind=st.sampled_from(["weibull", "lognormal"]),
    mean_years=st.floats(5, 150),
    cv=st.floats(0.1, 1.0),
    sigma=st.floats(0, 0.4),
)


def alive(life: LifetimeClass, built_from: object, built_to: object, *rest: object) -> np.ndarray:
    """P(stands) of one interval of building, shape (instants, factors)."""
    (found,) = standing(life, built_from, built_to, *rest)
    return found


def ends_of(life: LifetimeClass, built: int | None) -> np.ndarray:
    rows = pd.DataFrame({"lifetime": ["it"], "built_from": [built], "built_to": [built]})
    return end_years(rows, {"it": life}, AS_OF)


def oracle(life: LifetimeClass) -> WeibullFitter | LogNormalFitter:
    """The same life in lifelines: its parameters set instead of fitted."""
    if life.kind == "weibull":
        shape = weibull_shape(life.cv)
        fitter, parameters = WeibullFitter(), [life.mean_years / gamma(1 + 1 / shape), shape]
    else:
        spread = np.sqrt(np.log1p(life.cv**2))
        fitter, parameters = LogNormalFitter(), [np.log(life.mean_years) - spread**2 / 2, spread]
    fitter._fitted_parameters_, fitter._label = np.array(parameters), "oracle"
    return fitter


def conditional(life: LifetimeClass, built: list[int], as_of: float, instants: list[float]) -> np.ndarray:
    """P(stands | stands at as_of) by lifelines, for years of building that are equally likely a priori."""
    fitter = oracle(life)
    then = [[fitter.survival_function_at_times(at - year - 0.5).iloc[0] for at in instants] for year in built]
    now = [fitter.survival_function_at_times(as_of - year - 0.5).iloc[0] for year in built]
    return np.sum(then, axis=0) / np.sum(now)


@given(LIVES, st.integers(0, 60))
def test_what_stands_survives_as_lifelines_says(life: LifetimeClass, age: int) -> None:
    built = 2026 - min(age, int(1.2 * life.mean_years))  # further on lifelines underflows
    instants = [2027.0, 2030.0, 2050.5, 2100.0]
    expected = conditional(life, [built], AS_OF, instants)
    assert_allclose(alive(life, built, built, AS_OF, instants)[:, 0], expected, rtol=1e-9, atol=1e-12)


@given(LIVES, st.integers(0, 40), st.integers(0, 15))
def test_years_of_an_interval_are_weighted_by_their_survival(life: LifetimeClass, age: int, width: int) -> None:
    last = 2026 - min(age, int(life.mean_years))
    built = list(range(last - width, last + 1))
    instants = [2028.0, 2040.0, 2070.0]
    expected = conditional(life, built, AS_OF, instants)
    assert_allclose(alive(life, built[0], built[-1], AS_OF, instants)[:, 0], expected, rtol=1e-9, atol=1e-12)


@given(LIVES, st.one_of(st.none(), st.integers(1850, 2026)), st.integers(0, 30), st.floats(0, 100), st.floats(0, 100))
def test_standing_is_a_survival_function_of_the_future(
    life: LifetimeClass, built: int | None, width: int, first: float, second: float
) -> None:
    instants = np.sort([AS_OF - 50, AS_OF, AS_OF + first, AS_OF + second, AS_OF + first + second, 5000.0])
    last = None if built is None else min(built + width, 2026)
    factors, _ = life_factors(life.sigma)
    chance = alive(life, built, last, AS_OF, instants, factors)
    assert chance.shape == (len(instants), len(factors))
    assert np.all((chance >= 0) & (chance <= 1))
    assert np.all(np.diff(chance, axis=0) <= 1e-12)
    assert_array_equal(chance[instants <= AS_OF], 1.0)


@given(LIVES, st.integers(1950, 2026), st.floats(0.1, 40), st.floats(0.1, 40))
def test_waiting_in_two_steps_is_waiting_in_one(life: LifetimeClass, built: int, first: float, second: float) -> None:
    """P(stands at c | stands at a) = P(b | a) · P(c | b): knowing that it stood later is all that changes."""
    middle, end = AS_OF + first, AS_OF + first + second
    whole = alive(life, built, built, AS_OF, end)[0, 0]
    steps = alive(life, built, built, AS_OF, middle)[0, 0] * alive(life, built, built, middle, end)[0, 0]
    assert whole == pytest.approx(steps, rel=1e-9, abs=1e-300)


@given(LIVES)
def test_a_life_has_the_mean_and_spread_that_it_says(life: LifetimeClass) -> None:
    def survival(age: float) -> float:
        return float(np.exp(log_survival(life, age * life.mean_years)))

    longest = 400.0 if life.kind == "lognormal" else 40.0
    mean = quad(survival, 0, longest, limit=500, points=[0.5, 1, 2, 5])[0]
    square = quad(lambda age: 2 * age * survival(age), 0, longest, limit=500, points=[0.5, 1, 2, 5])[0]
    assert mean == pytest.approx(1.0, rel=1e-3)
    assert np.sqrt(square - mean**2) == pytest.approx(life.cv, rel=2e-2)


@pytest.mark.parametrize(("cv", "shape"), [(0.52, 2), (0.43, 2.5), (0.36, 3), (0.28, 4), (0.23, 5), (1.0, 1)])
def test_weibull_shapes_as_tabulated(cv: float, shape: float) -> None:
    assert weibull_shape(cv) == pytest.approx(shape, rel=0.03)


def test_fixed_lives_give_the_published_outflow() -> None:
    """ODYM's worked case: life 5, inflow 1..10 in ten years → outflow 0 0 0 0 0 1 2 3 4 5 (seen year by year)."""
    life = LifetimeClass("fixed", 5.0)
    outflow, stock = [], []
    for year in range(2000, 2010):
        built = range(max(2000, year - 5), year + 1)
        ends = [1 - alive(life, first, first, float(year), float(year + 1))[0, 0] for first in built]
        outflow.append(sum((first - 1999) * end for first, end in zip(built, ends, strict=True)))
        stock.append(sum((first - 1999) * (1 - end) for first, end in zip(built, ends, strict=True)))
    assert outflow == [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]
    assert stock == [1, 3, 6, 10, 15, 20, 25, 30, 35, 40]


def test_what_has_outlived_a_fixed_life_ends_at_once() -> None:
    life = LifetimeClass("fixed", 10.0)
    assert alive(life, 1950, 1950, AS_OF, [AS_OF, AS_OF + 1e-6])[:, 0].tolist() == [1.0, 0.0]


def test_of_a_fixed_life_and_an_interval_the_years_that_can_stand_remain() -> None:
    life = LifetimeClass("fixed", 10.0)
    chance = alive(life, 2000, 2020, 2026.0, [2027.0, 2028.0, 2031.0])[:, 0]
    assert_allclose(chance, [4 / 5, 3 / 5, 0.0])  # 2016..2020 can stand; 2016.5 ends in 2026.5, 2017.5 in 2027.5


@pytest.mark.parametrize("kind", ["weibull", "lognormal"])
def test_very_old_things_end_soon_and_in_numbers(kind: str) -> None:
    life = LifetimeClass(kind, 10.0, 0.3, 0.2)
    chance = alive(life, 1500, 1500, AS_OF, np.linspace(AS_OF, AS_OF + 500, 200), life_factors(0.2)[0])
    assert np.all(np.isfinite(chance))
    assert np.all(chance[-1] < 1e-3)


@pytest.mark.parametrize("cv", [0.25, 0.35, 0.43])
def test_an_unknown_year_releases_as_a_steady_stock(cv: float) -> None:
    """In a steady stock things end at the rate 1 / mean life (renewal theory)."""
    life = LifetimeClass("weibull", 40.0, cv)
    ended = 1 - alive(life, None, None, 2026.5, 2027.5)[0, 0]
    assert ended == pytest.approx(1 / 40, rel=0.03)


def test_unknown_is_the_interval_of_two_lives_however_it_is_written() -> None:
    life = LifetimeClass("weibull", 39.5, 0.3, 0.1)
    instants = [2030.0, 2060.0]
    unknown = alive(life, None, None, AS_OF, instants)
    assert_array_equal(unknown, alive(life, float("nan"), float("nan"), AS_OF, instants))
    assert_array_equal(unknown, alive(life, 2026 - 80, 2026, AS_OF, instants))
    assert_array_equal(
        alive(life, None, None, 2026.2, instants), alive(life, 2025 - 80, 2025, 2026.2, instants)
    )  # what is built in 2026 does not stand yet


def test_a_programme_counts_from_today_and_what_it_missed_comes_at_once() -> None:
    instants = np.array([2022.0, 2026.5, 2028.0, 2030.0])
    half = LifetimeClass("weibull", 40.0, 0.3, programmes=(Programme(2020, 2030, 0.5),))
    assert_allclose(programmes_left(half, 2026.0, instants), [1, 0.675 / 0.7, 0.6 / 0.7, 0.5 / 0.7])
    missed = LifetimeClass("weibull", 40.0, 0.3, programmes=(Programme(2010, 2020, 1.0),))
    assert_array_equal(programmes_left(missed, 2026.0, instants), [1, 0, 0, 0])


@given(st.floats(0, 0.5))
def test_the_factor_of_a_life_has_mean_one_and_its_variance(sigma: float) -> None:
    factors, weights = life_factors(sigma)
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert factors @ weights == pytest.approx(1, abs=1e-9)
    assert factors**2 @ weights == pytest.approx(np.exp(sigma**2), rel=1e-6)


def test_sigma_is_that_of_four_times_out_of_five() -> None:
    life = stats.lognorm(s=life_sigma(30.0, 60.0), scale=np.sqrt(30.0 * 60.0))
    assert_allclose(life.ppf([0.1, 0.9]), [30.0, 60.0])


@given(LIVES, st.one_of(st.none(), st.integers(1950, 2026)))
def test_ends_lie_in_the_future_and_in_order(life: LifetimeClass, built: int | None) -> None:
    ((low, median, high),) = ends_of(life, built)
    assert AS_OF <= low <= median <= high


@given(st.floats(10, 100), st.floats(0.15, 0.5), st.integers(2000, 2026))
def test_half_has_ended_by_the_median(mean: float, cv: float, built: int) -> None:
    life = LifetimeClass("weibull", mean, cv)
    (ends,) = ends_of(life, built)
    assert_allclose(alive(life, built, built, AS_OF, ends)[:, 0], [0.9, 0.5, 0.1], atol=0.01)
