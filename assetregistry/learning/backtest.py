"""Forecasts of yesterday held against what happened since.

What stood at an instant is forecast as always: each thing's chance to end by the day until which it was followed, the
factor of its class shared. Mean, variance and quantiles are the forecast's own (`docs/forecast.md`), with things in
place of kilograms. An end that is only known to lie between two days around the instant counts for the part of that
time which came after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from assetregistry.supply import quantiles
from assetregistry.survival import FloatArray, LifetimeClass, life_factors, standing

LEVELS = (np.arange(100) + 0.5) / 100  # of the quantiles that the score is taken over
RANGE = (0.1, 0.5, 0.9)
KEYS = ["lifetime", "asset_type"]
ALMOST_ONE = 1.0 - 1e-16
FORECAST = ["things", "expected", "p10", "p50", "p90", "observed", "inside", "crps"]

Moments = tuple[FloatArray, FloatArray, FloatArray]  # mean, variance, chance of nothing


def until(lives: pd.DataFrame, instant: float) -> pd.DataFrame:
    """The lives as they were known at an instant: until the last delivery before it, where ends lie between deliveries.

    That is the first of the days since when something went, before the instant or after it.
    """
    open_then = (lives["gone_after"] < instant) & (lives["gone_by"] > instant) & np.isfinite(lives["gone_by"])
    day = float(lives["gone_after"].where(open_then).min()) if open_then.any() else instant
    known = lives.assign(
        gone_after=np.fmin(lives["gone_after"], day),
        gone_by=lives["gone_by"].where(lives["gone_by"] <= day, np.inf),
        followed_to=np.fmin(lives["followed_to"], day),
    )
    return known[lives["entered"] < day].reset_index(drop=True)


def since(lives: pd.DataFrame, instant: float) -> pd.DataFrame:
    """What stood at an instant and was followed beyond it, with `ended`: how many of `count` went since."""
    lives = lives[(lives["entered"] <= instant) & (lives["followed_to"] > instant)]
    share = _share_after(lives, instant)
    count = lives["count"] * share
    lives = lives.assign(count=count, ended=np.where(np.isfinite(lives["gone_by"]), count, 0.0))
    return lives[count > 0].reset_index(drop=True)


def _share_after(lives: pd.DataFrame, instant: float) -> FloatArray:
    """The part of each life that stood at the instant."""
    after, by = lives["gone_after"].to_numpy(), lives["gone_by"].to_numpy()
    ended = np.isfinite(by)
    length = np.where(ended, by - after, 1.0)
    between = np.clip((np.where(ended, by, 0.0) - instant) / length, 0.0, 1.0)
    return np.asarray(np.where(ended, between, lives["followed_to"].to_numpy() > instant), dtype=np.float64)


def backtest(lives: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], instant: float) -> pd.DataFrame:
    """How many of what stood at `instant` should have gone since, and how many did.

    `lives`: columns of `lives.COLUMNS`. Columns level (asset_type, lifetime, all), name, lifetime and FORECAST;
    `inside` tells whether what was observed lies from p10 to p90, `crps` is in things.
    No rows when nothing was followed.
    """
    stood = since(lives, instant)
    if stood.empty:
        return pd.DataFrame(columns=["level", "name", "lifetime", *FORECAST])
    _, weights = life_factors(0.0)
    by_type = _sums(stood, lifetimes, instant).groupby(KEYS).sum()
    by_class = by_type.groupby("lifetime").sum()
    parts = [
        _told("asset_type", by_type.index.get_level_values(1), by_type.index.get_level_values(0), by_type, weights),
        _told("lifetime", by_class.index, by_class.index, by_class, weights),
    ]
    parts.append(_whole(by_class, weights))
    return pd.concat(parts, ignore_index=True)


def _sums(stood: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], instant: float) -> pd.DataFrame:
    """Per life: things, observed, and at each node of the class's factor Σp, Σp(1-p) and Σlog(1-p)."""
    parts = []
    for (code, horizon), group in stood.groupby(["lifetime", "followed_to"]):
        life = lifetimes[str(code)]
        built = group[["built_from", "built_to"]].to_numpy().T
        gone = (
            1.0 - standing(life, built[0], built[1], instant, np.array([horizon]), life_factors(life.sigma)[0])[:, 0, :]
        )
        count = group["count"].to_numpy(float)[:, None]
        told = np.hstack([count * gone, count * gone * (1.0 - gone), count * np.log1p(-np.minimum(gone, ALMOST_ONE))])
        frame = pd.DataFrame(told, index=group.index)
        parts.append(frame.assign(things=group["count"], observed=group["ended"], **{key: group[key] for key in KEYS}))
    return pd.concat(parts)


def _moments(sums: pd.DataFrame, weights: FloatArray) -> Moments:
    """Mean, variance and chance of nothing by row."""
    gone, own, stays = np.split(sums[list(range(3 * len(weights)))].to_numpy(float), 3, axis=1)
    mean = gone @ weights
    shared = np.maximum(gone**2 @ weights - mean**2, 0.0)
    return mean, shared + own @ weights, np.exp(stays) @ weights


def _told(level: str, name: Any, lifetime: Any, sums: pd.DataFrame, weights: FloatArray) -> pd.DataFrame:
    return _scored(level, name, lifetime, sums["things"], sums["observed"], _moments(sums, weights))


def _whole(by_class: pd.DataFrame, weights: FloatArray) -> pd.DataFrame:
    """All classes together: they are independent of each other."""
    mean, variance, nothing = _moments(by_class, weights)
    moments = (mean.sum(keepdims=True), variance.sum(keepdims=True), nothing.prod(keepdims=True))
    things, observed = by_class[["things", "observed"]].sum()
    return _scored("all", ["all"], [None], [things], [observed], moments)


def _scored(level: str, name: Any, lifetime: Any, things: Any, observed: Any, moments: Moments) -> pd.DataFrame:
    mean, variance, nothing = moments
    low, middle, high = quantiles(mean, variance, nothing, RANGE)
    seen = np.asarray(observed, dtype=np.float64)
    ranges = np.stack(quantiles(mean, variance, nothing, LEVELS), axis=1)
    return pd.DataFrame(
        {
            "level": level,
            "name": np.asarray(name, dtype=object),
            "lifetime": np.asarray(lifetime, dtype=object),
            "things": np.asarray(things, dtype=np.float64),
            "expected": mean,
            "p10": low,
            "p50": middle,
            "p90": high,
            "observed": seen,
            "inside": (seen >= low) & (seen <= high),
            "crps": crps(ranges, seen),
        }
    )


def crps(ranges: FloatArray, observed: FloatArray) -> FloatArray:
    """Continuous ranked probability score from quantiles at LEVELS, shape (rows, levels); smaller is better.

    Twice the mean pinball loss over all levels (Gneiting and Raftery 2007, JASA 102, section 4.2).
    """
    missed = observed[:, None] - ranges
    return np.asarray(2 * np.mean(np.maximum(LEVELS * missed, (LEVELS - 1) * missed), axis=1))


def score(rows: pd.DataFrame) -> dict[str, float]:
    """Of asset types: how many; coverage (share inside p10-p90); bias (observed over expected, minus 1); mean crps."""
    types = rows[rows["level"] == "asset_type"]
    if types.empty:
        return {"types": 0}
    return {
        "types": len(types),
        "coverage": float(types["inside"].mean()),
        "bias": float(types["observed"].sum() / types["expected"].sum() - 1.0),
        "crps": float(types["crps"].mean()),
    }
