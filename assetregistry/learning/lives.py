"""Lives as the fit takes them, and why the others are left out.

A life is watched from `entered` on, stands at least until `gone_after` and has gone by `gone_by` (infinite for what was
not seen to go). All are decimal years. It was built in the middle of one of the years `built_from` to `built_to`.
A row stands for `count` things, each in one of `places`: things of one place may well go together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from assetregistry.survival import MIDDLE_OF_YEAR, FloatArray

COLUMNS = [
    "asset_type", "lifetime", "built_from", "built_to", "entered", "gone_after", "gone_by", "followed_to", "count",
    "places",
]  # fmt: skip
A_DAY = 1 / 365.25
ENDS = ("gone", "renewed", "relined")

REASONS = {
    "unwatched": "had ended before its dataset was first delivered, so it was never watched",
    "lined_before": "lined before it was first delivered, or nobody knows when: its own wall's end was not seen",
    "lost": "closed by an import that was undone",
    "kind_not_known": "of a type that may be several things with different lives, or without a recipe",
    "not_fitted": "of a class whose life is fixed, which has no shape to fit",
    "year_not_known": "year of building not known",
    "too_early": "its end lies before it was first seen, or before it was built",
}


@dataclass(frozen=True)
class Outcomes:
    """`lives` (COLUMNS) that teach; `left_out`: reason, lives and ends (those seen to go) of what does not.

    `set_aside`: by outcome, how many lives of `lives` were not counted as an end though their record ended: redelimited
    and retyped. They are followed until they were last seen. `relined`: how many of the ends are of
    the wall of a pipe that stands on by its lining.
    """

    lives: pd.DataFrame
    left_out: pd.DataFrame
    set_aside: dict[str, int]
    relined: int


def prepared(watched: pd.DataFrame, lifetimes: Mapping[str, str | None], fitted: Mapping[str, Any]) -> Outcomes:
    """`watched`: the columns of `store.lookup.lives.read_lives`. `lifetimes`: by asset type, the class of the layer
    whose end is the thing's end, None where that is not known. `fitted`: the classes that can be fitted.
    """
    lives = watched.assign(
        lifetime=watched["asset_type"].map(lifetimes),
        entered=_decimal(watched["entered_on"]),
        followed_to=_decimal(watched["followed_to"]),
    )
    ended = lives["outcome"].isin(ENDS)
    after, by = _decimal(watched["gone_after"]), _decimal(watched["gone_by"])
    lives["gone_after"] = np.where(ended, np.fmax(after, lives["entered"]), lives["followed_to"])
    lives["gone_by"] = np.where(ended, np.fmax(by, after + A_DAY), np.inf)
    lives["followed_to"] = np.fmax(lives["followed_to"], np.where(ended, lives["gone_by"], lives["entered"]))
    reason = _reasons(lives, by, ended, fitted)
    used = lives[reason.isna()]
    counts = used.groupby("outcome")["count"].sum()
    return Outcomes(
        lives=used[COLUMNS].astype({"built_from": float, "built_to": float}).reset_index(drop=True),
        left_out=_counted(lives.assign(reason=reason, ends=np.where(ended, lives["count"], 0))),
        set_aside={name: int(counts.get(name, 0)) for name in ("redelimited", "retyped")},
        relined=int(counts.get("relined", 0)),
    )


def _reasons(lives: pd.DataFrame, by: FloatArray, ended: pd.Series, fitted: Mapping[str, Any]) -> pd.Series:
    """Why each life is left out; null where it is used. The first reason that holds counts."""
    built = lives["built_from"].astype(float) + MIDDLE_OF_YEAR
    checks = {
        "unwatched": lives["outcome"] == "unwatched",
        "lined_before": lives["outcome"] == "lined_before",
        "lost": lives["outcome"] == "lost",
        "kind_not_known": lives["lifetime"].isna(),
        "not_fitted": ~lives["lifetime"].isin(list(fitted)),
        "year_not_known": lives["built_from"].isna() | lives["built_to"].isna(),
        "too_early": ended & ((by < lives["entered"]) | (by <= built + A_DAY)),
    }
    return pd.Series(np.select(list(checks.values()), list(checks), default=""), index=lives.index).replace("", None)


def _counted(lives: pd.DataFrame) -> pd.DataFrame:
    sums = lives.groupby("reason")[["count", "ends"]].sum().reindex(list(REASONS))
    sums = sums.dropna().astype(int).reset_index()
    return sums.rename(columns={"count": "lives"})


def _decimal(days: pd.Series) -> FloatArray:
    """Days as decimal years."""
    when = pd.DatetimeIndex(pd.to_datetime(days))
    length = np.where(when.is_leap_year, 366.0, 365.0)
    return np.asarray(when.year + (when.day_of_year - 1) / length, dtype=np.float64)
