"""Supply: cohorts × conditional survival → kg that come out, with an honest range.

Closed form for any group. Three kinds of not knowing are kept apart: each thing ends when it ends, and each thing's
mass differs from its recipe (both average out over many things); the catalogue's mean lives and recipes may be off for
whole classes at once (does not average out). With R[k, r, j] = Σ m·h over the group's things of lifetime class k and
recipe class r, at node j of the class's life factor, R̄ its mean over nodes, and v = ρ·cv² the shared part of a recipe's
variance:

    mean = Σ_kr R̄
    var  = Σ_k Var_j(Σ_r R) + Σ_r v (Σ_k R̄)² + Σ_kr v Var_j(R)
         + Σ m² (1 + (1 - ρ) cv²) (1 + v) E_j[h] - m² (1 + v) E_j[h²]

p10, p50 and p90 are those of the gamma distribution with this mean and variance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import gamma

from assetregistry.survival import FloatArray, LifetimeClass, life_factors, standing

SHARED_SHARE = 0.5
ROUTES = ("reuse", "recycle", "recover", "landfill")
QUANTILES = {"p10_kg": 0.1, "p50_kg": 0.5, "p90_kg": 0.9}
MASSES = ("expected_kg", *QUANTILES)
CERTAIN = 1e-12  # relative variance below which a range is a point
CELLS_AT_ONCE = 20_000
CLOCK = ["lifetime", "built_from", "built_to"]


def forecast(
    cohorts: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
    by: Sequence[str],
    *,
    shared_share: float = SHARED_SHARE,
) -> pd.DataFrame:
    """Expected kg with p10, p50, p90 of what comes out in `years`, per group of `by`; suspect mass is left out.

    `cohorts`: area, asset_type, owner, layer_id, suspect, built_from, built_to, kg (Σ m), kg2 (Σ m²); null years are
    not known. `layers`: layer_id, material, lifetime, cv, recipe_class and the four routes' shares. `by`: any of year,
    material, route, asset_type, area, owner; without year the whole period is one interval. Nothing comes out before
    `as_of` (a decimal year).
    """
    known = _with_layers(cohorts[cohorts["suspect"].isna()], layers)
    keys = [name for name in by if name not in ("year", "route")]
    periods = [(year, year + 1) for year in years] if "year" in by else [(years.start, years.stop)]
    parts = (
        [
            _grouped(
                known.assign(share=known[route], route=route), [*keys, "route"], lifetimes, periods, as_of, shared_share
            )
            for route in ROUTES
        ]
        if "route" in by
        else [_grouped(known.assign(share=1.0), keys, lifetimes, periods, as_of, shared_share)]
    )
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.rename(columns={"period": "year"}) if "year" in by else rows.drop(columns="period")
    return rows[[*by, *MASSES]].sort_values(list(by), ignore_index=True) if by else rows[list(MASSES)]


def withheld(
    cohorts: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """Expected kg of what comes out in `years` under suspicion: columns of `by`, material, reason, expected_kg."""
    keys = [*by, "material", "suspect"]
    suspect = _with_layers(cohorts[cohorts["suspect"].notna()], layers).assign(share=1.0)
    rows = _grouped(suspect, keys, lifetimes, [(years.start, years.stop)], as_of, SHARED_SHARE)
    named = rows.rename(columns={"suspect": "reason"})
    return named[[*by, "material", "reason", "expected_kg"]].sort_values([*by, "material", "reason"], ignore_index=True)


def _with_layers(cohorts: pd.DataFrame, layers: pd.DataFrame) -> pd.DataFrame:
    return cohorts.merge(layers, on="layer_id", how="inner", validate="many_to_one")


@dataclass(frozen=True)
class _Clocks:
    """For each distinct clock and period: the chance to end in it, at each node (`h`), its mean and mean square."""

    h: FloatArray
    mean: FloatArray
    square: FloatArray
    weights: FloatArray


def _grouped(
    rows: pd.DataFrame,
    keys: list[str],
    lifetimes: Mapping[str, LifetimeClass],
    periods: list[tuple[int, int]],
    as_of: float,
    shared_share: float,
) -> pd.DataFrame:
    """One row per group of `keys` and period that has mass coming: keys, period, and the masses."""
    rows = rows[rows["share"] > 0]
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in [*keys, "period"]}).assign(
            **{name: pd.Series(dtype=float) for name in MASSES}
        )
    rows = rows.assign(clock=rows.groupby(CLOCK, dropna=False, sort=True).ngroup())
    clocks = _clocks(rows, lifetimes, periods, as_of)
    rows["group"] = rows.groupby(keys, sort=True, dropna=False).ngroup() if keys else 0
    rows["cell"] = rows.groupby(["group", "lifetime", "recipe_class"], sort=True).ngroup()
    labels = rows.drop_duplicates("group").set_index("group")[keys].sort_index()
    moments = [
        _moments(part, clocks, shared_share)
        for _, part in rows.groupby((rows["cell"] // CELLS_AT_ONCE).groupby(rows["group"]).transform("min"))
    ]
    mean, variance = (np.concatenate(part) for part in zip(*moments, strict=True))
    table = labels.loc[labels.index.repeat(len(periods))].reset_index(drop=True)
    table["period"] = np.tile([start for start, _ in periods], len(labels))
    table["expected_kg"] = mean.ravel()
    for name, values in zip(QUANTILES, _quantiles(mean.ravel(), variance.ravel()), strict=True):
        table[name] = values
    return table[table["expected_kg"] > 0].reset_index(drop=True)


def _clocks(
    rows: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], periods: list[tuple[int, int]], as_of: float
) -> _Clocks:
    edges = np.maximum(np.array([*(start for start, _ in periods), periods[-1][1]], dtype=float), as_of)
    distinct = rows.drop_duplicates("clock").sort_values("clock")
    chances = []
    weights = life_factors(0.0)[1]
    for lifetime, built_from, built_to in distinct[CLOCK].to_numpy():
        life = lifetimes[lifetime]
        factors, weights = life_factors(life.sigma)
        alive = standing(life, built_from, built_to, as_of, edges, factors)
        chances.append(-np.diff(alive, axis=0))
    h = np.stack(chances)
    return _Clocks(h=h, mean=h @ weights, square=h**2 @ weights, weights=weights)


def _moments(rows: pd.DataFrame, clocks: _Clocks, shared_share: float) -> tuple[FloatArray, FloatArray]:
    """(mean, variance), each of shape (groups, periods), for rows of whole groups."""
    cell = rows["cell"].to_numpy() - rows["cell"].min()
    first = rows.drop_duplicates("cell").sort_values("cell")
    group = first["group"].to_numpy() - first["group"].min()
    cv2 = first["cv"].to_numpy()[:, None] ** 2
    shared, own = shared_share * cv2, (1 - shared_share) * cv2
    share = rows["share"].to_numpy()
    count = (len(first), len(clocks.h))
    mass = csr_array((rows["kg"].to_numpy() * share, (cell, rows["clock"])), shape=count)
    square = csr_array((rows["kg2"].to_numpy() * share**2, (cell, rows["clock"])), shape=count)

    periods = clocks.h.shape[1]
    released = (mass @ clocks.h.reshape(len(clocks.h), -1)).reshape(len(first), periods, -1)
    mean = released @ clocks.weights
    life = _sum_by([group, _codes(first["lifetime"])], released)
    recipe = _sum_by([group, _codes(first["recipe_class"])], mean)
    v_of_recipe = _first_by([group, _codes(first["recipe_class"])], shared)
    individual = (1 + own) * (1 + shared) * (square @ clocks.mean) - (1 + shared) * (square @ clocks.square)
    variance = (
        _sum_groups(life.group, _variance(life.values, clocks.weights))
        + _sum_groups(recipe.group, v_of_recipe * recipe.values**2)
        + _sum_groups(group, shared * _variance(released, clocks.weights) + individual)
    )
    return _sum_groups(group, mean), variance


@dataclass(frozen=True)
class _Summed:
    group: np.ndarray[tuple[int], np.dtype[np.int64]]
    values: FloatArray


def _codes(column: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return pd.factorize(column)[0]


def _pairs(keys: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    pairs, where, inverse = np.unique(np.column_stack(keys), axis=0, return_index=True, return_inverse=True)
    return pairs[:, 0], where, inverse.ravel()


def _sum_by(keys: list[np.ndarray], values: FloatArray) -> _Summed:
    group, _, inverse = _pairs(keys)
    total = np.zeros((len(group), *values.shape[1:]))
    np.add.at(total, inverse, values)
    return _Summed(group, total)


def _first_by(keys: list[np.ndarray], values: FloatArray) -> FloatArray:
    firsts: FloatArray = values[_pairs(keys)[1]]
    return firsts


def _sum_groups(group: np.ndarray, values: FloatArray) -> FloatArray:
    total = np.zeros((int(group.max()) + 1, *values.shape[1:]))
    np.add.at(total, group, values)
    return total


def _variance(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Variance over the last axis, the life factor's nodes."""
    mean = values @ weights
    return np.maximum(values**2 @ weights - mean**2, 0.0)


def _quantiles(mean: FloatArray, variance: FloatArray) -> list[FloatArray]:
    certain = variance <= CERTAIN * mean**2
    safe_mean = np.where(certain, 1.0, mean)
    safe_variance = np.where(certain, 1.0, variance)
    shape, scale = safe_mean**2 / safe_variance, safe_variance / safe_mean
    return [np.where(certain, mean, gamma.ppf(p, shape, scale=scale)) for p in QUANTILES.values()]
