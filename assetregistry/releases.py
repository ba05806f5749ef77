"""What cohorts of one group and layer release together: the sums behind mean, variance and chance of nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import pandas as pd
import scipy
from threadpoolctl import ThreadpoolController

from assetregistry.clocks import Chances, IntArray, Period, chances
from assetregistry.survival import FloatArray, LifetimeClass, life_factors

Totals: TypeAlias = "FloatArray | scipy.sparse.csr_array"

ALMOST_ONE = 1.0 - 1e-16
FULL_ENOUGH = 0.05  # share of filled entries from which a matrix is quicker whole than sparse


@dataclass(frozen=True)
class Releases:
    """Sums over the things of one group and layer, by such pair and period.

    `lifetime`: a position among the lifetimes; `released`: Σ m·h at each node of its factor; `squared`: Σ m² E[h];
    `squared_twice`: Σ m² E[h²]; `stays`: Σ log(1 - h) at each node. `below`: Σ m·h at each node of the factor of the
    sewers' lives, for each pair (`below_pair`) and lifetime class (`below_lifetime`) of the sewers that it follows.
    """

    group: IntArray
    layer: IntArray
    lifetime: IntArray
    released: FloatArray
    squared: FloatArray
    squared_twice: FloatArray
    stays: FloatArray
    below_pair: IntArray
    below_lifetime: IntArray
    below: FloatArray


@dataclass(frozen=True)
class _Sums:
    """The pairs of one lifetime class, as in `Releases`; `below` by lifetime class of the sewers: (pairs, Σ m·h)."""

    pair: IntArray
    released: FloatArray
    squared: FloatArray
    squared_twice: FloatArray
    stays: FloatArray
    below: Mapping[str, tuple[IntArray, FloatArray]]


def releases(
    rows: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], periods: list[Period], as_of: float
) -> Releases:
    """Rows summed; groups are counted from 0.

    `rows`: group, layer, count, kg, kg2 and the columns of `clocks.chances`, sorted by group and layer. A layer has one
    lifetime.
    """
    group, layer = rows["group"].to_numpy(), rows["layer"].to_numpy()
    starts, pair_of = _runs((np.diff(group) != 0) | (np.diff(layer) != 0))
    masses = [rows[name].to_numpy(dtype=float) for name in ("kg", "kg2", "count")]
    nodes = len(life_factors(0.0)[1])
    lifetime = np.empty(len(starts), dtype=np.int64)
    released, stays = (np.empty((len(starts), len(periods), nodes)) for _ in range(2))
    squared, squared_twice = (np.empty((len(starts), len(periods))) for _ in range(2))
    codes = {name: code for code, name in enumerate(lifetimes)}
    below = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, len(periods), nodes)))]
    with _blas().limit(limits=1, user_api="blas"):
        for part in chances(rows, lifetimes, periods, as_of):
            sums = _summed(part, pair_of[part.rows], *(of[part.rows] for of in masses))
            lifetime[sums.pair] = codes[part.lifetime]
            released[sums.pair], stays[sums.pair] = sums.released, sums.stays
            squared[sums.pair], squared_twice[sums.pair] = sums.squared, sums.squared_twice
            for name, (pair, kg) in sums.below.items():
                below.append((pair, np.full(len(pair), codes[name]), kg))
    follow = [np.concatenate(each) for each in zip(*below, strict=True)]
    return Releases(group[starts], layer[starts], lifetime, released, squared, squared_twice, stays, *follow)


def _summed(part: Chances, pair_of: IntArray, kg: FloatArray, kg2: FloatArray, count: FloatArray) -> _Sums:
    starts, pair = _runs(np.diff(pair_of) != 0)
    pairs, shape = pair_of[starts], (len(starts), len(part.h))
    mass, square, number = (_matrix(pair, part.clock, values, shape) for values in (kg, kg2, count))
    weights = life_factors(0.0)[1]
    mean, twice = part.h @ weights, (part.h * part.h) @ weights
    stays = np.minimum(part.h, ALMOST_ONE)
    np.log1p(np.negative(stays, out=stays), out=stays)
    below = {}
    for name, (followers, h) in part.below.items():
        twice[followers] += (h * h) @ weights - mean[followers] ** 2
        of_class = mass[:, followers]
        some = np.flatnonzero(of_class.sum(axis=1) > 0)
        below[name] = (pairs[some], _product(of_class[some], h))
    return _Sums(
        pair=pairs,
        released=_product(mass, part.h),
        squared=square @ mean,
        squared_twice=square @ twice,
        stays=_product(number, stays),
        below=below,
    )


def _runs(new: np.ndarray) -> tuple[IntArray, IntArray]:
    """Where each run of equal rows starts, and which run each row is in; `new`: whether a row differs from the last."""
    first = np.append(True, new)
    return np.flatnonzero(first), np.cumsum(first) - 1


def _matrix(pair: IntArray, clock: IntArray, values: FloatArray, shape: tuple[int, int]) -> Totals:
    """Sums of values by pair and clock."""
    if len(values) < FULL_ENOUGH * shape[0] * shape[1]:
        return scipy.sparse.csr_array((values, (pair, clock)), shape=shape)
    whole = np.bincount(pair * shape[1] + clock, values, shape[0] * shape[1])
    return np.asarray(whole, dtype=np.float64).reshape(shape)


def _product(totals: Totals, by_clock: FloatArray) -> FloatArray:
    """Sums over clocks, shape (pairs, periods, nodes)."""
    return np.asarray(totals @ by_clock.reshape(len(by_clock), -1)).reshape(-1, *by_clock.shape[1:])


@cache
def _blas() -> ThreadpoolController:
    """Products here are small: the threads of a BLAS would wait for each other, on a busy machine for very long."""
    return ThreadpoolController()
