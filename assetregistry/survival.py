"""How long things last, given that they stand today.

A life is a distribution with a mean and a coefficient of variation. What stands at the instant t0 ends in [u, v) with
probability (S(u-c) - S(v-c)) / S(t0-c), where c is the middle of the year in which it was built. All in log space, so
that very old things do not divide zero by zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, log
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import gamma, log_ndtr, ndtri

FloatArray = npt.NDArray[np.float64]

MIDDLE_OF_YEAR = 0.5
Z90 = float(ndtri(0.9))
NODES = 7  # Gauss-Hermite: enough for the mean and variance of smooth survival curves
PRIOR_LIVES = 2  # an unknown year of building is looked for this many mean lives back
LONGEST_LIVES = 8  # ends are looked for this many mean lives ahead
GRID = 500


@dataclass(frozen=True)
class Programme:
    """A `share` of what stands is renewed evenly over the years from the start of `start` to the start of `stop`."""

    start: float
    stop: float
    share: float

    def left(self, instants: FloatArray) -> FloatArray:
        """The share that the programme has not reached by each instant."""
        return 1.0 - self.share * np.clip((instants - self.start) / (self.stop - self.start), 0.0, 1.0)


@dataclass(frozen=True)
class LifetimeClass:
    """A kind of life: `mean_years`, the `cv` of single lives around it, and how surely that mean itself is known.

    `sigma` is the standard deviation of the logarithm of the factor (with mean 1) by which the catalogue's mean may be
    off for the whole class at once. Programmes end things besides their own wear, independently of it.
    """

    kind: Literal["weibull", "lognormal", "fixed"]
    mean_years: float
    cv: float = 0.0
    sigma: float = 0.0
    programmes: tuple[Programme, ...] = ()


def life_sigma(low_years: float, high_years: float) -> float:
    """`sigma` of a mean life that lies between `low_years` and `high_years` four times out of five."""
    return log(high_years / low_years) / (2 * Z90)


def life_factors(sigma: float) -> tuple[FloatArray, FloatArray]:
    """Gauss-Hermite (factors, weights) of a log-normal factor with mean 1."""
    nodes, weights = _nodes()
    return np.exp(sigma * nodes - sigma**2 / 2), weights


@lru_cache(maxsize=1)
def _nodes() -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()


@lru_cache(maxsize=256)
def weibull_shape(cv: float) -> float:
    """The shape k of a Weibull distribution with this coefficient of variation."""

    def excess(shape: float) -> float:
        return float(gamma(1 + 2 / shape) / gamma(1 + 1 / shape) ** 2 - 1 - cv**2)

    return float(brentq(excess, 0.2, 200.0))


def log_survival(life: LifetimeClass, age: npt.ArrayLike, factor: npt.ArrayLike = 1.0) -> FloatArray:
    """log S(age) in years, of lives stretched by `factor`; broadcasts. Ages below 0 count as 0."""
    relative = np.maximum(np.asarray(age, dtype=np.float64), 0.0) / (life.mean_years * np.asarray(factor))
    if life.kind == "fixed":
        return np.where(relative < 1.0, 0.0, -np.inf)
    if life.kind == "weibull":
        shape = weibull_shape(life.cv)
        return np.asarray(-((relative * gamma(1 + 1 / shape)) ** shape))
    spread = np.sqrt(np.log1p(life.cv**2))
    with np.errstate(divide="ignore"):
        return np.asarray(log_ndtr(-(np.log(relative) + spread**2 / 2) / spread))


def standing(
    life: LifetimeClass,
    built_from: npt.ArrayLike,
    built_to: npt.ArrayLike,
    as_of: float,
    instants: npt.ArrayLike,
    factors: npt.ArrayLike = 1.0,
) -> FloatArray:
    """P(stands at each instant | stands at `as_of`), shape (intervals, instants, factors).

    `built_from` and `built_to` are intervals of years, shape (intervals,). Years of building within one are equally
    likely a priori and weighted by their survival until today, so the mixture is a ratio of sums. An unknown interval
    (NaN or None) reaches back `PRIOR_LIVES` mean lives: the age mix of a steady stock. What has outlived every life it
    may have is overdue: it ends right after `as_of`.

    All years of the class are computed once and summed from the oldest on, so that any interval is the difference of
    two sums; the youngest year of an interval weighs most, so that nothing is lost by cancelling.
    """
    first, last = _intervals(life, built_from, built_to, as_of)
    oldest = int(first.min())
    at = np.append(np.atleast_1d(np.asarray(instants, dtype=np.float64)), as_of)
    stretch = np.atleast_1d(np.asarray(factors, dtype=np.float64))
    commissioned = np.arange(oldest, int(last.max()) + 1) + MIDDLE_OF_YEAR
    each = log_survival(life, at[None, :, None] - commissioned[:, None, None], stretch)
    alive = each[last - oldest]
    longer = last > first
    if longer.any():
        until = np.logaddexp.accumulate(each, axis=0)
        upper, before = until[last[longer] - oldest], first[longer] - oldest - 1
        lower = np.where(before[:, None, None] >= 0, until[before], -np.inf)
        with np.errstate(divide="ignore", invalid="ignore"):
            between = upper + np.log1p(-np.exp(lower - upper))
        alive[longer] = np.where(np.isneginf(upper), -np.inf, between)
    then, now = alive[:, :-1], alive[:, -1:]
    overdue = np.isneginf(now)
    ratio = np.exp(np.minimum(then - np.where(overdue, 0.0, now), 0.0))
    for programme in life.programmes:
        left = programme.left(at)[None, :, None]
        ratio *= left[:, :-1] / left[:, -1:] if left[0, -1, 0] > 0 else 0.0
    not_yet = at[:-1, None] <= as_of
    return np.where(not_yet, 1.0, np.where(overdue, 0.0, ratio))


def _intervals(
    life: LifetimeClass, built_from: npt.ArrayLike, built_to: npt.ArrayLike, as_of: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    first = np.atleast_1d(np.asarray(built_from, dtype=np.float64))
    last = np.atleast_1d(np.asarray(built_to, dtype=np.float64))
    unknown = np.isnan(first) | np.isnan(last)
    newest = floor(as_of - MIDDLE_OF_YEAR)
    steady = newest - PRIOR_LIVES * ceil(life.mean_years)
    return np.where(unknown, steady, first).astype(np.int64), np.where(unknown, newest, last).astype(np.int64)


def end_years(
    life: LifetimeClass,
    built_from: npt.ArrayLike,
    built_to: npt.ArrayLike,
    as_of: float,
    probabilities: tuple[float, ...] = (0.1, 0.5, 0.9),
) -> FloatArray:
    """Decimal years by which things that stand at `as_of` have ended with each of the probabilities.

    Shape (intervals, probabilities); the intervals are those of `standing`.
    """
    factors, weights = life_factors(life.sigma)
    horizon = as_of + np.linspace(0.0, 1.0, GRID) ** 3 * LONGEST_LIVES * life.mean_years  # fine where old things end
    ended = np.maximum.accumulate(1.0 - standing(life, built_from, built_to, as_of, horizon, factors) @ weights, axis=1)
    return np.array([np.interp(probabilities, each, horizon) for each in ended])
