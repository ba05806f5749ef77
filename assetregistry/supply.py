"""Supply: cohorts × conditional survival → kg that come out, with an honest range.

Closed form for any group. Three kinds of not knowing are kept apart: each thing ends when it ends, and each thing's
mass differs from its recipe (both average out over many things); the catalogue's mean lives and recipes may be off for
whole classes at once (does not average out). `moments` has the formulas of mean and variance; p10, p50 and p90 are
those of the gamma distribution with this mean and variance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from assetregistry.moments import Period, cells, chances, moments
from assetregistry.survival import FloatArray, LifetimeClass

SHARED_SHARE = 0.5
ROUTES = ("reuse", "recycle", "recover", "landfill")
QUANTILES = {"p10_kg": 0.1, "p50_kg": 0.5, "p90_kg": 0.9}
MASSES = ("expected_kg", *QUANTILES)
CERTAIN = 1e-12  # relative variance below which a range is a point
VALUES_AT_ONCE = 2_000_000  # cells × periods × nodes in memory at a time


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
    rows = _grouped(cohorts[cohorts["suspect"].isna()], layers, lifetimes, years, as_of, by, shared_share)
    return rows[[*by, *MASSES]]


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
    rows = _grouped(cohorts[cohorts["suspect"].notna()], layers, lifetimes, years, as_of, keys, SHARED_SHARE)
    return rows[[*keys, "expected_kg"]].rename(columns={"suspect": "reason"})


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
    layers = layers.reset_index(drop=True)
    position = pd.Index(layers["layer_id"]).get_indexer(pd.Index(cohorts["layer_id"]))
    rows = cohorts.assign(layer=position)[position >= 0]
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in by}).assign(
            **{name: pd.Series(dtype=float) for name in MASSES}
        )
    rows = rows.assign(**{name: layers[name].to_numpy()[rows["layer"]] for name in ("lifetime", "material")})
    keys = [name for name in by if name not in ("year", "route")]
    rows["group"] = rows.groupby(keys, sort=True, dropna=False).ngroup() if keys else 0
    rows = rows.sort_values(["group", "layer"], ignore_index=True)
    labels = rows.drop_duplicates("group")[keys].reset_index(drop=True)
    periods = [(year, year + 1) for year in years] if "year" in by else [(years.start, years.stop)]
    routes = ROUTES if "route" in by else (None,)
    shares = [np.ones(len(layers)) if route is None else layers[route].to_numpy(float) for route in routes]
    mean, variance = _moments_of(rows, layers, lifetimes, periods, as_of, shares, shared_share)
    return _table(labels, by, periods, mean, variance)


def _moments_of(
    rows: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    periods: list[Period],
    as_of: float,
    shares: list[FloatArray],
    shared_share: float,
) -> tuple[FloatArray, FloatArray]:
    """(mean, variance), each of shape (groups, periods, shares), worked off by whole groups to bound memory."""
    ends = chances(rows, lifetimes, periods, as_of)
    group = rows["group"].to_numpy()
    cell = np.cumsum(np.append(0, (np.diff(group) != 0) | (np.diff(rows["layer"].to_numpy()) != 0)))
    starts = np.flatnonzero(np.append(True, np.diff(group) != 0))
    batch = cell[starts] // max(1, VALUES_AT_ONCE // (len(periods) * len(ends.weights)))
    cuts = [*starts[np.append(True, np.diff(batch) != 0)], len(rows)]
    found: list[tuple[FloatArray, FloatArray]] = []
    for first, last in pairwise(cuts):
        some = rows.iloc[first:last]
        sums = cells(some.assign(group=group[first:last] - group[first]), ends, ends.clock[first:last])
        told = [moments(sums, layers, share, shared_share) for share in shares]
        found.append((np.stack([each.mean for each in told], -1), np.stack([each.variance for each in told], -1)))
    mean, variance = (np.concatenate(part) for part in zip(*found, strict=True))
    return mean, variance


def _table(
    labels: pd.DataFrame, by: Sequence[str], periods: list[Period], mean: FloatArray, variance: FloatArray
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
    table["expected_kg"] = mean[coming][order]
    for name, values in zip(QUANTILES, _quantiles(mean[coming][order], variance[coming][order]), strict=True):
        table[name] = values
    return table


def _quantiles(mean: FloatArray, variance: FloatArray) -> list[FloatArray]:
    certain = variance <= CERTAIN * mean**2
    shape = np.where(certain, 1.0, mean) ** 2 / np.where(certain, 1.0, variance)
    return [np.where(certain, mean, gammaincinv(shape, p) * mean / shape) for p in QUANTILES.values()]
