"""Kaplan and Meier's estimate: lifelines as the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lives_support import watched
from numpy.testing import assert_allclose

from assetregistry.learning import kaplan_meier, observed_curve
from assetregistry.learning.observed import LEAST_AT_RISK
from assetregistry.survival import LifetimeClass, log_survival

LAMP = LifetimeClass("weibull", 40.0, 0.3)


@pytest.mark.parametrize("decimals", [6, 0], ids=["all ages differ", "ages tie"])
def test_lifelines_agrees_with_delayed_entry(decimals: int) -> None:
    random = np.random.default_rng(12)
    entry = np.round(random.uniform(0, 30, 400), decimals)
    leaving = entry + np.round(random.uniform(0, 40, 400), decimals) + 1.0
    ended = random.random(400) < 0.6
    early = (entry < 1) | (random.random(400) < 0.2)  # a few from the start, so that the first risk sets are not empty
    entry = np.where(early, 0.0, entry)
    count = random.integers(1, 4, 400).astype(float)
    ours = kaplan_meier(entry, leaving, ended, count)
    oracle = KaplanMeierFitter(alpha=0.2).fit(leaving, ended, entry=entry, weights=count)
    ages = ours["age"].to_numpy()
    assert_allclose(ours["survival"], oracle.survival_function_at_times(ages), atol=1e-9)
    bounds = oracle.confidence_interval_survival_function_.reindex(ages)
    inside = (ours["survival"] > 0).to_numpy()
    assert_allclose(ours[["low", "high"]][inside], bounds[inside], atol=1e-9)
    table = oracle.event_table.loc[
        ages
    ]  # which counts those who come at that very age, though they are not yet at risk
    assert_allclose(ours["at_risk"], table["at_risk"] - table["entrance"], atol=1e-9)


def test_the_curve_starts_where_enough_are_at_risk_and_follows_the_truth() -> None:
    curve = observed_curve(watched(LAMP, 6000, np.random.default_rng(13)))
    assert curve["survival"].iloc[0] == 1.0
    assert curve["at_risk"].min() >= LEAST_AT_RISK
    assert (np.diff(curve["survival"]) <= 0).all()
    start = curve["age"].iloc[0]
    truth = np.exp(log_survival(LAMP, curve["age"]) - log_survival(LAMP, start))
    assert np.abs(curve["survival"] - truth).max() < 0.05


def test_a_handful_gives_no_curve() -> None:
    assert observed_curve(watched(LAMP, 12, np.random.default_rng(14))).empty
    assert observed_curve(watched(LAMP, 0, np.random.default_rng(14))).empty
