"""A lifetime fitted to what was seen, starting from what the catalogue says.

A life is watched from the age that it had at its first delivery (delayed entry: what went before was never seen) and
ends between two days, or still stands (right censoring). With S the survival function, e, a and b the instants of
entry, last seen and gone, and c any of the years in which it may have been built:

    L = Σ_c (S(a - c) - S(b - c)) / Σ_c S(e - c)        b = ∞ for what stands

times the prior: log(mean life) is normal around the catalogue's with its `sigma`, log(cv) around the catalogue's with
SHAPE_SIGMA. The top of the posterior and its curvature there (Laplace) give the new mean life with its own sigma. Few
removals leave the catalogue nearly as it was, many replace it.

Things go together: a street is dug up once. Where the places differ more than their things would if each went by itself
(`together`), the likelihood counts for so much less, as if there were fewer things.

Klein and Moeschberger 2003, Survival Analysis, sections 3.4 and 3.5; Gelman et al. 2013, Bayesian Data Analysis, 4.1;
Pauli, Racugno and Ventura 2011, Statistica Sinica 21 (likelihoods of things that hang together, to a power).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, inf, isfinite, log

import numpy as np
import pandas as pd
import scipy

from assetregistry.learning.lives import A_DAY
from assetregistry.survival import MIDDLE_OF_YEAR, Z90, FloatArray, LifetimeClass, log_survival

SHAPE_SIGMA = 0.2  # of the logarithm of a class's cv, which the catalogue gives no range for
CV_BOUNDS = (0.02, 5.0)
STEP = 1e-3  # for the curvature, in logarithms
FIRST_STEP = 0.1


@dataclass(frozen=True)
class Fit:
    """`prior` and fitted `life`: its mean_years is the posterior mean of the mean life, sigma that of its logarithm.

    `cv_sigma`: the same of the logarithm of cv. `together`: for how many things one counts, at least 1. `learned`: the
    share of the prior's variance of log(mean life) that the removals took away; 0 for none seen, near 1 where the
    catalogue no longer counts.
    """

    prior: LifetimeClass
    life: LifetimeClass
    cv_sigma: float
    together: float = 1.0

    @property
    def bounds(self) -> tuple[float, float]:
        """p10 and p90 of the mean life, years."""
        return mean_bounds(self.life)

    @property
    def learned(self) -> float:
        """See the class."""
        return 1.0 - (self.life.sigma / self.prior.sigma) ** 2


def mean_bounds(life: LifetimeClass) -> tuple[float, float]:
    """p10 and p90 of the mean life that a class stands for: log-normal around `mean_years`."""
    middle = log(life.mean_years) - life.sigma**2 / 2
    return exp(middle - Z90 * life.sigma), exp(middle + Z90 * life.sigma)


def fit(lives: pd.DataFrame, prior: LifetimeClass, *, shape_sigma: float = SHAPE_SIGMA) -> Fit:
    """The life that the prior and the lives (columns of `lives.COLUMNS`; none is allowed) make likeliest.

    With infinite `prior.sigma` and `shape_sigma` it is the plain likelihood's. Raises ValueError for a fixed life,
    which has no shape, and for a prior without any doubt.
    """
    if prior.kind == "fixed" or prior.sigma <= 0 or shape_sigma <= 0:
        raise ValueError("a fixed life, and one that is known for certain, cannot be fitted")
    if lives.empty:
        return Fit(prior, prior, shape_sigma)
    watched = _watched(lives)
    first = _top(watched, prior, shape_sigma, 1.0)
    together = _together(watched, first.life, lives["places"])
    return first if together == 1.0 else _top(watched, prior, shape_sigma, together)


def _top(watched: _Watched, prior: LifetimeClass, shape_sigma: float, together: float) -> Fit:
    """The top of the posterior, and its width there."""
    shift = prior.sigma**2 / 2 if isfinite(prior.sigma) else 0.0
    centre = np.array([log(prior.mean_years) - shift, log(prior.cv)], dtype=np.float64)
    spread = np.array([prior.sigma, shape_sigma])

    def loss(point: FloatArray) -> float:
        mean, cv = np.exp(point)
        if not CV_BOUNDS[0] < cv < CV_BOUNDS[1]:
            return inf
        penalty = 0.5 * float(np.sum(((point - centre) / spread) ** 2))
        life = replace(prior, mean_years=float(mean), cv=float(cv))
        return penalty - float(watched.count @ watched.log_likelihoods(life)) / together

    corners = centre + FIRST_STEP * np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    top = scipy.optimize.minimize(
        loss, centre, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9, "initial_simplex": corners}
    ).x
    sigma, cv_sigma = np.sqrt(np.diag(np.linalg.inv(_curvature(loss, top))))
    mean, cv = exp(float(top[0]) + sigma**2 / 2), exp(float(top[1]))
    life = replace(prior, mean_years=mean, cv=cv, sigma=float(sigma))
    return Fit(prior, life, float(cv_sigma), together)


def _together(watched: _Watched, life: LifetimeClass, places: pd.Series) -> float:
    """The variance of the places' scores over that of their things', at least 1.

    The score of a thing is the slope of its log-likelihood by the logarithm of the mean life; of things that go each by
    itself, the squares of the places' sums are on average the sums of the things' squares.
    """
    longer, shorter = (replace(life, mean_years=life.mean_years * exp(step)) for step in (STEP, -STEP))
    score = (watched.log_likelihoods(longer) - watched.log_likelihoods(shorter)) / (2 * STEP)
    score -= watched.count @ score / watched.count.sum()
    where = pd.factorize(np.concatenate(places.to_list()))[0]
    by_place = np.bincount(where, weights=np.repeat(score, places.map(len)))
    alone = watched.count @ score**2
    return max(1.0, float(by_place @ by_place / alone)) if alone > 0 else 1.0


def _curvature(loss: Callable[[FloatArray], float], top: FloatArray) -> FloatArray:
    """The matrix of second differences at the top."""
    steps = STEP * np.eye(2)

    def second(one: FloatArray, other: FloatArray) -> float:
        corners = loss(top + one + other) - loss(top + one - other) - loss(top - one + other) + loss(top - one - other)
        return corners / (4 * STEP**2)

    return np.array([[second(one, other) for other in steps] for one in steps])


@dataclass(frozen=True)
class _Watched:
    """Ages by life and possible year of building, the years of one life in a row; `start` is the first of each life."""

    start: np.ndarray[tuple[int], np.dtype[np.int64]]
    entry_age: FloatArray
    after_age: FloatArray
    by_age: FloatArray
    count: FloatArray

    def log_likelihoods(self, life: LifetimeClass) -> FloatArray:
        """By life, each counted once."""
        after = log_survival(life, self.after_age)
        with np.errstate(divide="ignore"):
            ends = after + np.log1p(-np.exp(log_survival(life, self.by_age) - after))
        entered = np.logaddexp.reduceat(log_survival(life, self.entry_age), self.start)
        return np.asarray(np.logaddexp.reduceat(ends, self.start) - entered)


def _watched(lives: pd.DataFrame) -> _Watched:
    """A year of building after the year of entry is none; an interval that begins later is kept to its first year."""
    first = lives["built_from"].to_numpy(dtype=np.int64)
    entered = lives["entered"].to_numpy(dtype=np.float64)
    last = np.maximum(np.minimum(lives["built_to"].to_numpy(dtype=np.int64), np.floor(entered).astype(np.int64)), first)
    years = last - first + 1
    start = np.cumsum(years) - years
    of = np.repeat(np.arange(len(lives)), years)
    built = first[of] + (np.arange(len(of)) - start[of]) + MIDDLE_OF_YEAR
    after, by = (lives[name].to_numpy(dtype=np.float64) for name in ("gone_after", "gone_by"))

    def age(at: FloatArray) -> FloatArray:
        return np.asarray(np.maximum(at[of] - built, 0.0))

    return _Watched(start, age(entered), age(after), age(np.maximum(by, after + A_DAY)), lives["count"].to_numpy(float))
