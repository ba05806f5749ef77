"""Towns whose lives are known, watched as a registry watches them: from some day on, until another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import gamma

from assetregistry.learning.lives import COLUMNS
from assetregistry.survival import LifetimeClass, weibull_shape

FIRST, LAST = 2012.0, 2027.0


def drawn(life: LifetimeClass, random: np.random.Generator) -> LifetimeClass:
    """A class as it really is, by what the catalogue says of it: its mean life off by a factor."""
    factor = float(np.exp(random.normal(-(life.sigma**2) / 2, life.sigma)))
    return replace(life, mean_years=life.mean_years * factor)


def lasting(life: LifetimeClass, age: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """How long things last, in years, that have reached an age."""
    if life.kind == "lognormal":
        spread = np.sqrt(np.log1p(life.cv**2))
        lives = stats.lognorm(spread, scale=life.mean_years * np.exp(-(spread**2) / 2))
        return lives.isf(lives.sf(age) * random.random(len(age)))
    shape = weibull_shape(life.cv)
    scale = life.mean_years / gamma(1 + 1 / shape)
    return scale * ((age / scale) ** shape + random.exponential(size=len(age))) ** (1 / shape)


def watched(
    truth: LifetimeClass,
    size: int,
    random: np.random.Generator,
    *,
    lifetime: str = "life",
    built: tuple[int, int] = (1965, 2020),
    width: int = 0,
    every: float | None = None,
    together: int = 1,
) -> pd.DataFrame:
    """`size` things that a registry saw: alive at its first delivery, or in the year after they were built.

    How many there are tells nothing of how long they last, as the number of those ever built is not known.
    `width`: years by which the interval of building is wider than one year; `every`: years between deliveries, of which
    an end lies between two; without it ends are known to the day. `together`: things of one place, with
    one year and one end.
    """
    size //= together
    year = random.integers(*built, size)
    offset = random.integers(0, width + 1, size)
    entered = np.maximum(FIRST, year + 1.0)
    gone = year + 0.5 + lasting(truth, entered - year - 0.5, random)
    rows = pd.DataFrame(
        {
            "asset_type": lifetime,
            "lifetime": lifetime,
            "built_from": (year - offset).astype(float),
            "built_to": (year - offset + width).astype(float),
            "entered": entered,
            "gone_after": np.minimum(gone, LAST),
            "gone_by": np.where(gone < LAST, gone + 1 / 365.25, np.inf),
            "followed_to": LAST,
            "count": 1,
            "places": [[place] for place in range(size)],
        },
        columns=COLUMNS,
    )
    if every is not None:
        before = np.floor((gone - FIRST) / every) * every + FIRST
        ends = np.isfinite(rows["gone_by"])
        rows["gone_after"] = np.where(ends, np.maximum(before, entered), LAST)
        rows["gone_by"] = np.where(ends, np.minimum(before + every, LAST), np.inf)
    return rows.loc[rows.index.repeat(together)].reset_index(drop=True)
