"""Supply: cohorts × conditional survival → kg that come out, with an honest range.

Closed form for any group. Three kinds of not knowing are kept apart: each thing ends when it ends, and each thing's
mass differs from its recipe (both average out over many things); the catalogue's mean lives and recipes may be off for
whole classes at once (does not average out). `moments` has the formulas. Nothing comes with the chance that it gives;
what comes, if anything, has the gamma distribution that makes mean and variance right. p10, p50 and p90 are those of
the two together: `method` says "gamma" where the chance of nothing does not count, else "gamma or nothing".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import scipy

from assetregistry.catalogue import ROUTES
from assetregistry.clocks import Period, chances
from assetregistry.moments import moments
from assetregistry.releases import releases
from assetregistry.survival import NODES, FloatArray, LifetimeClass, life_factors

SHARED_SHARE = 0.5
QUANTILES = {"p10_kg": 0.1, "p50_kg": 0.5, "p90_kg": 0.9}
MASSES = ("expected_kg", *QUANTILES)
NEVER = 1e-4  # chance of nothing below which it does not show in p10
METHODS = ("gamma", "gamma or nothing")
ALMOST_CERTAIN = 1.0 - 1e-12
TINY = 1e-100  # kg; squares of less are no numbers any more
CERTAIN = 1e-12  # relative variance below which a range is a point
VALUES_AT_ONCE = 2_000_000  # pairs × periods × nodes in memory at a time


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
    """Expected kg, p10, p50, p90 and `method` of what comes out in `years`, per group of `by`; suspect mass left out.

    `cohorts`: area, asset_type, owner, layer_id, suspect, built_from, built_to, count, kg (Σ m), kg2 (Σ m²); null years
    are not known. It may have the columns that say what else ends things (see `clocks.chances`). `layers`: layer_id,
    material, lifetime, cv, recipe_class and the four routes' shares. `by`: any of year, material, route, asset_type,
    area, owner; without year the whole period is one interval. Nothing comes out before `as_of` (a decimal year).
    """
    rows = _grouped(cohorts[cohorts["suspect"].isna()], layers, lifetimes, years, as_of, by, shared_share)
    return rows[[*by, *MASSES, "method"]]


def withheld(
    cohorts: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """Expected kg of what comes out in `years` under suspicion: columns of `by`, material, reason, expected_kg."""
    rows, labels = _in_groups(cohorts[cohorts["suspect"].notna()], layers, [*by, "material", "suspect"])
    ends = np.zeros(len(rows))
    if len(rows):
        weights = life_factors(0.0)[1]
        for part in chances(rows, lifetimes, [(years.start, years.stop)], as_of):
            ends[part.rows] = (part.h[:, 0] @ weights)[part.clock]
    kg = np.bincount(rows["group"], rows["kg"] * ends, minlength=len(labels))
    told = labels.assign(expected_kg=kg).rename(columns={"suspect": "reason"})
    return told[kg > 0].reset_index(drop=True)


def _grouped(
    cohorts: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
    by: Sequence[str],
    shared_share: float,
) -> pd.DataFrame:
    """One row per group of `by` that has mass coming, in the order of `by`: its keys and masses."""
    rows, labels = _in_groups(cohorts, layers, [name for name in by if name not in ("year", "route")])
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in by}).assign(
            **{name: pd.Series(dtype=float) for name in MASSES}, method=pd.Series(dtype=object)
        )
    periods = [(year, year + 1) for year in years] if "year" in by else [(years.start, years.stop)]
    routes = ROUTES if "route" in by else (None,)
    shares = [np.ones(len(layers)) if route is None else layers[route].to_numpy(float) for route in routes]
    found = _moments_of(rows, layers, lifetimes, periods, as_of, shares, shared_share)
    return _table(labels, by, periods, *found)


def _in_groups(cohorts: pd.DataFrame, layers: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cohorts with their layer's position, lifetime and material, sorted by group and layer; the groups' keys.

    Layers that are not known are left out.
    """
    position = pd.Index(layers["layer_id"]).get_indexer(pd.Index(cohorts["layer_id"]))
    rows = cohorts.assign(layer=position)[position >= 0]
    rows = rows.assign(
        **{name: layers[name].astype("category").array[rows["layer"]] for name in ("lifetime", "material")}
    )
    rows["group"] = rows.groupby(keys, sort=True, dropna=False, observed=True).ngroup() if keys else 0
    rows = rows.sort_values(["group", "layer"], ignore_index=True)
    firsts = rows.drop_duplicates("group")
    return rows, pd.DataFrame({name: firsts[name].to_numpy() for name in keys}, index=range(len(firsts)))


def _moments_of(
    rows: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    periods: list[Period],
    as_of: float,
    shares: list[FloatArray],
    shared_share: float,
) -> list[FloatArray]:
    """[mean, variance, chance of nothing], each (groups, periods, shares); by batches of groups to bound memory."""
    group = rows["group"].to_numpy()
    pair = np.cumsum(np.append(0, (np.diff(group) != 0) | (np.diff(rows["layer"].to_numpy()) != 0)))
    starts = np.flatnonzero(np.append(True, np.diff(group) != 0))
    batch = pair[starts] // max(1, VALUES_AT_ONCE // (len(periods) * NODES))
    cuts = [*starts[np.append(True, np.diff(batch) != 0)], len(rows)]
    found = []
    for first, last in pairwise(cuts):
        some = rows.iloc[first:last]
        sums = releases(some.assign(group=group[first:last] - group[first]), lifetimes, periods, as_of)
        told = [moments(sums, layers, share, shared_share) for share in shares]
        found.append(
            [np.stack(each, -1) for each in zip(*((m.mean, m.variance, m.nothing) for m in told), strict=True)]
        )
    return [np.concatenate(part) for part in zip(*found, strict=True)]


def _table(
    labels: pd.DataFrame,
    by: Sequence[str],
    periods: list[Period],
    mean: FloatArray,
    variance: FloatArray,
    nothing: FloatArray,
) -> pd.DataFrame:
    """Groups, periods and routes that have mass coming, as rows in the order of `by`."""
    coming = np.nonzero(mean > 0)
    group, period, route = coming
    years = np.array([start for start, _ in periods])
    codes = {"year": period, "route": np.argsort(np.argsort(ROUTES))[route]}
    codes |= {str(name): pd.factorize(labels[name], sort=True)[0][group] for name in labels}
    order = np.lexsort([codes[name] for name in reversed(by)]) if len(by) else slice(None)
    columns = {str(name): labels[name].to_numpy()[group][order] for name in labels}
    columns |= {"year": years[period][order], "route": np.array(ROUTES, dtype=object)[route][order]}
    table = pd.DataFrame({name: columns[name] for name in by}, index=range(len(group)))
    mean, variance, nothing = (each[coming][order] for each in (mean, variance, nothing))
    table["expected_kg"] = mean
    for name, values in zip(QUANTILES, quantiles(mean, variance, nothing, QUANTILES.values()), strict=True):
        table[name] = values
    table["method"] = np.array(METHODS, dtype=object)[(nothing > NEVER).astype(int)]
    return table


def quantiles(
    mean: FloatArray, variance: FloatArray, nothing: FloatArray, probabilities: Iterable[float]
) -> list[FloatArray]:
    """Quantiles of: nothing, with its chance; else a gamma such that mean and variance are those of the whole."""
    nothing = np.where(nothing > NEVER, np.minimum(nothing, ALMOST_CERTAIN), 0.0)
    some = 1.0 - nothing
    mean_of_some = mean / some
    variance_of_some = np.maximum((variance + mean**2) / some - mean_of_some**2, 0.0)
    certain = (variance_of_some <= CERTAIN * mean_of_some**2) | (mean_of_some < TINY)
    shape = np.where(certain, 1.0, mean_of_some) ** 2 / np.where(certain, 1.0, variance_of_some)
    found = []
    for p in probabilities:
        beyond = np.maximum(p - nothing, 0.0) / some
        value = np.where(certain, mean_of_some, scipy.special.gammaincinv(shape, beyond) * mean_of_some / shape)
        found.append(np.where(p <= nothing, 0.0, value))
    return found
