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
    at = np.append(np.atleast_1d(np.asarray(instants, dtype=np.float64)), as_of)
    alive = _log_alive(life, *_intervals(life, built_from, built_to, as_of), at, factors)
    now = alive[:, -1:].copy()
    overdue = np.isneginf(now)
    alive = alive[:, :-1]
    alive -= np.where(overdue, 0.0, now)
    np.exp(np.minimum(alive, 0.0, out=alive), out=alive)
    if overdue.any():
        alive[np.broadcast_to(overdue, alive.shape)] = 0.0
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


def _log_alive(
    life: LifetimeClass,
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
    at: FloatArray,
    factors: npt.ArrayLike,
) -> FloatArray:
    """log Σ S(at - c) over the years of each interval, shape (intervals, instants, factors)."""
    oldest = int(first.min())
    each = _log_by_year(life, oldest, int(last.max()), at, np.atleast_1d(np.asarray(factors, dtype=np.float64)))
    alive: FloatArray = np.take(each, last - oldest, axis=0)
    longer = last > first
    if longer.any():
        until = np.logaddexp.accumulate(each, axis=0)
        upper, before = until[last[longer] - oldest], first[longer] - oldest - 1
        lower = np.where(before[:, None, None] >= 0, until[before], -np.inf)
        with np.errstate(divide="ignore", invalid="ignore"):
            between = upper + np.log1p(-np.exp(lower - upper))
        alive[longer] = np.where(np.isneginf(upper), -np.inf, between)
    return alive


def _log_by_year(life: LifetimeClass, oldest: int, newest: int, at: FloatArray, factors: FloatArray) -> FloatArray:
    """log S(at - c) of each year of building, shape (years, instants, factors).

    Things that are equally old share one number: of the starts of years there are as many ages as years, not as pairs.
    """
    built = np.arange(oldest, newest + 1)
    each = np.empty((len(built), len(at), len(factors)))
    whole = at == np.floor(at)
    broken = at[~whole, None] - built[:, None, None] - MIDDLE_OF_YEAR
    each[:, ~whole] = log_survival(life, broken, factors)
    if whole.any():
        starts = at[whole].astype(np.int64)
        youngest = int(starts.min()) - newest
        ages = np.arange(youngest, int(starts.max()) - oldest + 1)
        of_age = log_survival(life, ages[:, None] - MIDDLE_OF_YEAR, factors)
        each[:, whole] = np.take(of_age, starts - built[:, None] - youngest, axis=0)
    return each


def _intervals(
    life: LifetimeClass, built_from: npt.ArrayLike, built_to: npt.ArrayLike, as_of: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    first = np.atleast_1d(np.asarray(built_from, dtype=np.float64))
    last = np.atleast_1d(np.asarray(built_to, dtype=np.float64))
    unknown = np.isnan(first) | np.isnan(last)
    newest = floor(as_of - MIDDLE_OF_YEAR)
    steady = newest - PRIOR_LIVES * ceil(life.mean_years)
    return np.where(unknown, steady, first).astype(np.int64), np.where(unknown, newest, last).astype(np.int64)
