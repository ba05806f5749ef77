"""Mean and variance of what comes out, and what each kind of not knowing adds to it.

With R[k, r, j] = Σ m·h over a group's things of lifetime class k and recipe class r, at node j of the class's life
factor, R̄ its mean over nodes, and v = ρ·cv² the shared part of a recipe's variance:

    mean = Σ_kr R̄
    var  = Σ_k Var_j(Σ_r R) + Σ_r v (Σ_k R̄)² + Σ_kr v Var_j(R)
         + Σ m² (1 + (1 - ρ) cv²) (1 + v) E_j[h] - m² (1 + v) E_j[h²]

and the chance that nothing comes at all, which matters where few things are expected:

    nothing = Π_k E_j[ Π (1 - h) ]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from assetregistry.survival import FloatArray, LifetimeClass, life_factors, standing

IntArray = npt.NDArray[np.int64]
Period = tuple[int, int]
ALMOST_ONE = 1.0 - 1e-16
YEARS = 10_000  # a year of building has four digits; 0 stands for one that is not known


@dataclass(frozen=True)
class Chances:
    """For each distinct clock and period: the chance to end in it at each node, shape (clocks, periods, nodes)."""

    clock: IntArray
    h: FloatArray

    @property
    def weights(self) -> FloatArray:
        """Weights of the nodes."""
        return life_factors(0.0)[1]


def chances(rows: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], periods: list[Period], as_of: float) -> Chances:
    """The chances of the rows' clocks; `clock` gives each row its own. Periods follow on one another."""
    edges = np.maximum(np.array([*(start for start, _ in periods), periods[-1][1]], dtype=float), as_of)
    code, names = pd.factorize(rows["lifetime"])
    built_from, built_to = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in ("built_from", "built_to"))
    key = (code * YEARS + np.nan_to_num(built_from, nan=0.0)) * YEARS + np.nan_to_num(built_to, nan=0.0)
    _, where, clock = np.unique(key, return_index=True, return_inverse=True)
    cuts = np.searchsorted(code[where], np.arange(len(names) + 1))
    parts = []
    for name, (first, last) in zip(names, pairwise(cuts), strict=True):
        life, at = lifetimes[name], where[first:last]
        alive = standing(life, built_from[at], built_to[at], as_of, edges, life_factors(life.sigma)[0])
        parts.append(-np.diff(alive, axis=1))
    return Chances(clock, np.concatenate(parts))


@dataclass(frozen=True)
class Cells:
    """Cohorts of one group and layer together, by cell and period.

    `released`: Σ m·h at each node; `squared`: Σ m² E_j[h]; `squared_twice`: Σ m² E_j[h²]; `stays`: Σ log(1 - h) at each
    node, over things.
    """

    group: IntArray
    layer: IntArray
    released: FloatArray
    squared: FloatArray
    squared_twice: FloatArray
    stays: FloatArray


def cells(rows: pd.DataFrame, chances: Chances, clock: IntArray) -> Cells:
    """Rows (columns group, layer, count, kg, kg2; sorted by group and layer) summed; groups are counted from 0."""
    group, layer = rows["group"].to_numpy(), rows["layer"].to_numpy()
    new = np.append(True, (np.diff(group) != 0) | (np.diff(layer) != 0))
    start = np.append(np.flatnonzero(new), len(rows))
    shape = (len(start) - 1, len(chances.h))
    mass = csr_array((rows["kg"].to_numpy(), clock, start), shape=shape)
    square = csr_array((rows["kg2"].to_numpy(), clock, start), shape=shape)
    number = csr_array((rows["count"].to_numpy(dtype=float), clock, start), shape=shape)
    clocks, periods, nodes = chances.h.shape
    stays = np.log1p(-np.minimum(chances.h, ALMOST_ONE)).reshape(clocks, -1)
    both = np.hstack([chances.h @ chances.weights, chances.h**2 @ chances.weights])
    squared = square @ both
    return Cells(
        group=group[new],
        layer=layer[new],
        released=(mass @ chances.h.reshape(clocks, -1)).reshape(-1, periods, nodes),
        squared=squared[:, :periods],
        squared_twice=squared[:, periods:],
        stays=(number @ stays).reshape(-1, periods, nodes),
    )


@dataclass(frozen=True)
class Part:
    """A share of a variance: which group has it, which class makes it (a position among the layers), how much."""

    group: IntArray
    layer: IntArray
    variance: FloatArray


@dataclass(frozen=True)
class Moments:
    """Mean and chance of nothing by group and period, and the variance's parts."""

    mean: FloatArray
    nothing: FloatArray
    life: Part
    recipe: Part
    both: Part
    individual: Part

    @property
    def variance(self) -> FloatArray:
        """Variance by group and period."""
        parts = (self.life, self.recipe, self.both, self.individual)
        return sum((_summed(part.group, len(self.mean), part.variance) for part in parts), np.zeros_like(self.mean))


def moments(cells: Cells, layers: pd.DataFrame, share: FloatArray, shared_share: float) -> Moments:
    """Mean and variance of `share` (by layer) of the cells' mass; `layers`: lifetime, recipe_class and cv."""
    weights = life_factors(0.0)[1]
    groups = int(cells.group.max()) + 1
    part = share[cells.layer]
    released = cells.released * part[:, None, None]
    cv2 = layers["cv"].to_numpy()[cells.layer, None] ** 2
    v, own = shared_share * cv2, (1 - shared_share) * cv2
    lifetime = pd.factorize(layers["lifetime"])[0][cells.layer]
    recipe = pd.factorize(layers["recipe_class"])[0][cells.layer]

    mean = released @ weights
    life_of, by_life = _by(cells.group, lifetime, released)
    _, by_stay = _by(cells.group, lifetime, cells.stays if part.all() else cells.stays * (part > 0)[:, None, None])
    recipe_of, by_recipe = _by(cells.group, recipe, mean)
    both_of, by_both = _by(cells.group, lifetime * len(layers) + recipe, released)
    individual = part[:, None] ** 2 * ((1 + own) * (1 + v) * cells.squared - (1 + v) * cells.squared_twice)

    def told(of: IntArray, variance: FloatArray) -> Part:
        return Part(cells.group[of], cells.layer[of], variance)

    return Moments(
        mean=_summed(cells.group, groups, mean),
        nothing=np.exp(_summed(cells.group[life_of], groups, _log_mean(by_stay, weights))),
        life=told(life_of, _variance(by_life, weights)),
        recipe=told(recipe_of, v[recipe_of] * by_recipe**2),
        both=told(both_of, v[both_of] * _variance(by_both, weights)),
        individual=told(np.arange(len(part)), individual),
    )


def _by(group: IntArray, code: IntArray, values: FloatArray) -> tuple[IntArray, FloatArray]:
    """Sums by group and code, and the position of a first member of each."""
    _, where, inverse = np.unique(group * (int(code.max()) + 1) + code, return_index=True, return_inverse=True)
    if len(where) == len(group):  # each stands alone already
        return np.arange(len(group)), values
    return where, _summed(inverse, len(where), values)


def _summed(target: IntArray, count: int, values: FloatArray) -> FloatArray:
    sums = csr_array((np.ones(len(target)), (target, np.arange(len(target)))), shape=(count, len(target)))
    return np.asarray(sums @ values.reshape(len(target), -1)).reshape(count, *values.shape[1:])


def _log_mean(logs: FloatArray, weights: FloatArray) -> FloatArray:
    """log of the mean of exp(logs) over the last axis; -inf where all of them vanish."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.exp(logs) @ weights))


def _variance(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Variance over the last axis, the life factor's nodes."""
    mean = values @ weights
    return np.maximum(values**2 @ weights - mean**2, 0.0)
