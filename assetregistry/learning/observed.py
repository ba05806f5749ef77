"""What was seen without any curve in mind: Kaplan and Meier's estimate with delayed entry."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assetregistry.survival import MIDDLE_OF_YEAR, Z90, FloatArray

LEAST_AT_RISK = 10  # fewer make a curve that drops to nothing by one accident
FEWEST_STEPS = 3


def kaplan_meier(entry: FloatArray, leaving: FloatArray, ended: FloatArray, count: FloatArray) -> pd.DataFrame:
    """By age at which something ended: age, at_risk, gone, survival, low, high (pointwise, four times out of five).

    A thing is at risk after the age of `entry` up to that of `leaving`; `ended` tells whether it went then. The range
    is that of Kalbfleisch and Prentice, by the logarithm of minus the logarithm of survival (Greenwood's variance).
    """
    ages, place = np.unique(leaving[ended], return_inverse=True)
    gone = np.bincount(place, weights=count[ended], minlength=len(ages))
    left = np.cumsum(np.append(0.0, count[order := np.argsort(leaving)]))
    came = np.cumsum(np.append(0.0, count[first := np.argsort(entry)]))
    at_risk = came[np.searchsorted(entry[first], ages, "left")] - left[np.searchsorted(leaving[order], ages, "left")]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_survival = np.cumsum(np.log1p(-gone / at_risk))
        spread = np.sqrt(np.cumsum(gone / (at_risk * (at_risk - gone)))) / log_survival
        low, high = (np.exp(log_survival * np.exp(side * Z90 * spread)) for side in (-1.0, 1.0))
    share = np.exp(log_survival)
    columns = {"age": ages, "at_risk": at_risk, "gone": gone, "survival": share, "low": low, "high": high}
    return pd.DataFrame(columns)


def observed_curve(lives: pd.DataFrame) -> pd.DataFrame:
    """`kaplan_meier` of lives (columns of `lives.COLUMNS`) over one stretch of ages, of those that reach its beginning.

    The stretch is that with most ends in which LEAST_AT_RISK are at risk whenever something ends. Ages are counted from
    the middle of the years of building, ends lie in the middle of the days between which they fell. The first row is
    the age where the stretch begins, with survival 1; no rows where it would hold fewer than FEWEST_STEPS ages.
    """
    built = (lives["built_from"] + lives["built_to"]).to_numpy() / 2 + MIDDLE_OF_YEAR
    gone_after, gone_by = lives["gone_after"].to_numpy(), lives["gone_by"].to_numpy()
    ended = np.isfinite(gone_by)
    leaving = np.where(ended, (gone_after + np.where(ended, gone_by, 0.0)) / 2, gone_after) - built
    entry = np.minimum(lives["entered"].to_numpy() - built, np.nextafter(leaving, -np.inf))
    whole = kaplan_meier(entry, leaving, ended, lives["count"].to_numpy(float))
    few = whole["at_risk"] < LEAST_AT_RISK
    stretch = few.cumsum()[~few]
    ends = whole["gone"].groupby(stretch).sum()
    curve = whole.loc[stretch.index[stretch == ends.idxmax()]] if len(ends) else whole.iloc[:0]
    if len(curve) < FEWEST_STEPS:
        return whole.iloc[:0]
    start = float(np.nextafter(curve["age"].iloc[0], -np.inf))
    reached = leaving > start
    curve = kaplan_meier(
        np.maximum(entry, start)[reached], leaving[reached], ended[reached], lives["count"].to_numpy(float)[reached]
    ).iloc[: len(curve)]
    begin = {"age": start, "at_risk": curve["at_risk"].iloc[0], "gone": 0.0, "survival": 1.0, "low": 1.0, "high": 1.0}
    return pd.concat([pd.DataFrame([begin]), curve], ignore_index=True)
