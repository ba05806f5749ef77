"""How long things last, given that they stand today.

A life is a distribution with a mean and a coefficient of variation. What stands at the instant t0 ends in [u, v) with
probability (S(u-c) - S(v-c)) / S(t0-c), where c is the middle of the year in which it was built. Where survival is next
to nothing that is done in log space, so that very old things do not divide zero by zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, log
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy

FloatArray = npt.NDArray[np.float64]

MIDDLE_OF_YEAR = 0.5
Z90 = NormalDist().inv_cdf(0.9)
NODES = 7  # Gauss-Hermite: enough for the mean and variance of smooth survival curves
DEEP = -600.0  # log of a survival below which ratios are taken in log space
PRIOR_LIVES = 2  # an unknown year of building is looked for this many mean lives back


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
class Works:
    """Works planned for a year happen with `chance`, at a triangular instant around the middle of that year.

    At the earliest `early` years before it, at the latest `late` years after it.
    """

    chance: float
    early: float
    late: float

    def left(self, years: FloatArray, as_of: float, instants: FloatArray) -> FloatArray:
        """P(have not come by each instant | not by `as_of`), shape (years, instants); 1 where no year is planned (NaN).

        Of works that are sure and yet did not come in time, nothing more is expected.
        """
        passed = np.append(instants, as_of) - (years[:, None] + MIDDLE_OF_YEAR)
        width = self.early + self.late
        before = np.clip(passed + self.early, 0.0, None) ** 2 / (self.early * width)
        after = 1.0 - np.clip(self.late - passed, 0.0, None) ** 2 / (self.late * width)
        left = 1.0 - self.chance * np.where(passed < 0.0, before, after)
        then, now = left[:, :-1], left[:, -1:]
        return np.where(now > 0.0, np.minimum(then / np.where(now > 0.0, now, 1.0), 1.0), 1.0)


@dataclass(frozen=True)
class LifetimeClass:
    """A kind of life: `mean_years`, the `cv` of single lives around it, and how surely that mean itself is known.

    `sigma` is the standard deviation of the logarithm of the factor (with mean 1) by which the catalogue's mean may be
    off for the whole class at once. Programmes, planned works and the renewal of a sewer below end things besides their
    own wear, independently of it: `works` None spares them, `sewer_share` is how far they follow the sewer (0: not).
    """

    kind: Literal["weibull", "lognormal", "fixed"]
    mean_years: float
    cv: float = 0.0
    sigma: float = 0.0
    programmes: tuple[Programme, ...] = ()
    works: Works | None = None
    sewer_share: float = 0.0


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
        first, second = scipy.special.gamma(1 + 1 / shape), scipy.special.gamma(1 + 2 / shape)
        return float(second / first**2 - 1 - cv**2)

    return float(scipy.optimize.brentq(excess, 0.2, 200.0))


def log_survival(life: LifetimeClass, age: npt.ArrayLike, factor: npt.ArrayLike = 1.0) -> FloatArray:
    """log S(age) in years, of lives stretched by `factor`; broadcasts. Ages below 0 count as 0."""
    relative = np.maximum(np.asarray(age, dtype=np.float64), 0.0) / (life.mean_years * np.asarray(factor))
    if life.kind == "fixed":
        return np.where(relative < 1.0, 0.0, -np.inf)
    if life.kind == "weibull":
        shape = weibull_shape(life.cv)
        return np.asarray(-((relative * scipy.special.gamma(1 + 1 / shape)) ** shape))
    spread = np.sqrt(np.log1p(life.cv**2))
    with np.errstate(divide="ignore"):
        return np.asarray(scipy.special.log_ndtr(-(np.log(relative) + spread**2 / 2) / spread))


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
    """
    first, last = _intervals(life, built_from, built_to, as_of)
    at = np.append(np.atleast_1d(np.asarray(instants, dtype=np.float64)), as_of)
    stretch = np.atleast_1d(np.asarray(factors, dtype=np.float64))
    deep = log_survival(life, as_of - last - MIDDLE_OF_YEAR, stretch.min()) <= DEEP
    one_year, several = (first == last) & ~deep, (first != last) & ~deep
    alive = np.empty((len(first), len(at) - 1, len(stretch)))
    if one_year.any():
        alive[one_year] = _of_years(life, last[one_year], at, stretch)
    if several.any():
        alive[several] = _of_intervals(life, first[several], last[several], at, stretch)
    if deep.any():
        alive[deep] = _of_the_oldest(life, first[deep], last[deep], at, stretch)
    if life.programmes:
        alive *= programmes_left(life, as_of, at[:-1])[:, None]
    alive[:, at[:-1] <= as_of] = 1.0
    return alive


def programmes_left(life: LifetimeClass, as_of: float, instants: FloatArray) -> FloatArray:
    """P(no programme has come by each instant | none by `as_of`); what all programmes missed comes right after it."""
    left = np.ones(len(instants))
    for programme in life.programmes:
        now = float(programme.left(np.array([as_of]))[0])
        left *= programme.left(instants) / now if now > 0 else 0.0
    return np.where(instants <= as_of, 1.0, left)


def _of_years(life: LifetimeClass, built: npt.NDArray[np.int64], at: FloatArray, factors: FloatArray) -> FloatArray:
    """S(at - c) / S(now - c) of single years of building; now is the last of `at`."""
    table, which = _ages(life, built, at, factors)
    survival = np.exp(table)
    alive = np.take(survival, which[:, :-1], axis=0)
    alive /= np.take(survival, which[:, -1:], axis=0)
    return alive


def _of_intervals(
    life: LifetimeClass,
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
    at: FloatArray,
    factors: FloatArray,
) -> FloatArray:
    """Σ S(at - c) / Σ S(now - c) over the years of each interval; now is the last of `at`.

    All years of the class are computed once and summed from the oldest on, so that any interval is the difference of
    two sums; the youngest year of an interval weighs most, so that nothing is lost by cancelling.
    """
    oldest = int(first.min())
    table, which = _ages(life, np.arange(oldest, int(last.max()) + 1), at, factors)
    sums = np.zeros((len(which) + 1, len(at), len(factors)))
    np.cumsum(np.take(np.exp(table), which, axis=0), axis=0, out=sums[1:])
    alive = sums[last - oldest + 1]
    alive -= sums[first - oldest]
    return np.asarray(alive[:, :-1] / alive[:, -1:])


def _of_the_oldest(
    life: LifetimeClass,
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
    at: FloatArray,
    factors: FloatArray,
) -> FloatArray:
    """The same in log space, of what hardly stands even if it is as young as it may be."""
    oldest = int(first.min())
    table, which = _ages(life, np.arange(oldest, int(last.max()) + 1), at, factors)
    each = np.take(table, which, axis=0)
    until = np.logaddexp.accumulate(each, axis=0)
    upper, before = until[last - oldest], first - oldest - 1
    lower = np.where(before[:, None, None] >= 0, until[before], -np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = upper + np.log1p(-np.exp(lower - upper))
    alone = (first == last)[:, None, None]
    alive = np.where(alone, each[last - oldest], np.where(np.isneginf(upper), -np.inf, between))
    now = alive[:, -1:]
    overdue = np.isneginf(now)
    return np.where(overdue, 0.0, np.exp(np.minimum(alive[:, :-1] - np.where(overdue, 0.0, now), 0.0)))


def _ages(
    life: LifetimeClass, built: npt.NDArray[np.int64], at: FloatArray, factors: FloatArray
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """log S of each age that occurs (ages, factors), and which one things of each year have at each instant.

    Things that are equally old share one number: of the starts of years there are as many ages as years, not as pairs.
    """
    whole = at == np.floor(at)
    broken = at[~whole] - built[:, None]
    starts = at[whole].astype(np.int64) - built[:, None]
    youngest, oldest = (int(starts.min()), int(starts.max())) if starts.size else (0, -1)
    ages = np.concatenate([np.arange(youngest, oldest + 1), broken.ravel()]) - MIDDLE_OF_YEAR
    which = np.empty((len(built), len(at)), dtype=np.int64)
    which[:, whole] = starts - youngest
    which[:, ~whole] = oldest + 1 - youngest + np.arange(broken.size).reshape(broken.shape)
    return log_survival(life, ages[:, None], factors), which


def _intervals(
    life: LifetimeClass, built_from: npt.ArrayLike, built_to: npt.ArrayLike, as_of: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    first = np.atleast_1d(np.asarray(built_from, dtype=np.float64))
    last = np.atleast_1d(np.asarray(built_to, dtype=np.float64))
    unknown = np.isnan(first) | np.isnan(last)
    newest = floor(as_of - MIDDLE_OF_YEAR)
    steady = newest - PRIOR_LIVES * ceil(life.mean_years)
    return np.where(unknown, steady, first).astype(np.int64), np.where(unknown, newest, last).astype(np.int64)
