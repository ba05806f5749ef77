"""Forecasts of yesterday against what happened: coverage on towns with known truth, and the score's own properties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lives_support import FIRST, LAST, drawn, watched
from numpy.testing import assert_allclose

from assetregistry.learning import backtest, fit, score, since, until
from assetregistry.learning.backtest import LEVELS, crps
from assetregistry.survival import LifetimeClass, log_survival

LAMP = LifetimeClass("weibull", 40.0, 0.3, 0.2)
THEN = 2019.0


def town(classes: int, random: np.random.Generator, every: float | None = None) -> pd.DataFrame:
    """Types of one class each, whose true mean lives lie around the catalogue's."""
    parts = [watched(drawn(LAMP, random), 150, random, lifetime=f"life{n}", every=every) for n in range(classes)]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("every", [None, 2.0], ids=["to the day", "intervals"])
def test_what_happened_lies_in_the_range_four_times_out_of_five(every: float | None) -> None:
    lives = town(400, np.random.default_rng(20261124), every)
    rows = backtest(lives, {f"life{n}": LAMP for n in range(400)}, FIRST)
    told = score(rows)
    assert told["types"] == 400
    assert 0.75 <= told["coverage"] <= 0.85
    assert abs(told["bias"]) < 0.03
    whole = rows[rows["level"] == "all"].iloc[0]
    assert whole["p10"] < whole["observed"] < whole["p90"]


def test_what_was_learned_by_then_forecasts_better_than_a_wrong_catalogue() -> None:
    random = np.random.default_rng(15)
    truth = LifetimeClass("weibull", 30.0, 0.3)
    lives = pd.concat([watched(truth, 1500, random, lifetime=f"life{n}", every=1.0) for n in range(5)])
    wrong = {f"life{n}": LAMP for n in range(5)}
    seen = until(lives, THEN)
    learned = {code: fit(seen[seen["lifetime"] == code], life).life for code, life in wrong.items()}
    before, after = score(backtest(lives, wrong, THEN)), score(backtest(lives, learned, THEN))
    assert after["crps"] < before["crps"] / 2
    assert abs(after["bias"]) < 0.1 < before["bias"]


def test_the_levels_add_up_and_a_certain_life_is_plain_survival() -> None:
    lives = town(6, np.random.default_rng(16))
    rows = backtest(lives, {f"life{n}": replace(LAMP, sigma=0.0) for n in range(6)}, THEN)
    by_level = rows.groupby("level")[["things", "expected", "observed"]].sum()
    assert_allclose(by_level.loc["asset_type"], by_level.loc["all"])
    assert_allclose(by_level.loc["lifetime"], by_level.loc["all"])
    stood = since(lives, THEN)
    ages = np.stack([LAST - stood["built_from"] - 0.5, THEN - stood["built_from"] - 0.5])
    later, now = log_survival(LAMP, ages)
    assert_allclose(by_level.loc["all", "expected"], (1 - np.exp(later - now)).sum())


@pytest.mark.parametrize(("every", "day"), [(None, THEN + 0.5), (2.0, 2018.0)], ids=["to the day", "intervals"])
def test_what_was_known_then_ends_with_the_last_delivery(every: float | None, day: float) -> None:
    lives = watched(LAMP, 800, np.random.default_rng(17), every=every)
    known = until(lives, THEN + 0.5)
    assert (known["entered"] < day).all()
    assert known["followed_to"].max() == pytest.approx(day, abs=1 / 365)  # an end known to the day takes a day
    ends = np.isfinite(known["gone_by"])
    assert ends.sum() == (lives["gone_by"] <= day).sum()
    assert (known["gone_after"] <= known["followed_to"]).all()


def test_an_end_around_the_instant_counts_for_its_later_part() -> None:
    lives = watched(LAMP, 800, np.random.default_rng(17), every=2.0)
    after = since(lives, THEN + 0.5)
    later = (lives["gone_by"] > 2020.0) & np.isfinite(lives["gone_by"]) & (lives["entered"] <= THEN + 0.5)
    between = lives["gone_by"] == 2020.0
    assert_allclose(after["ended"].sum(), later.sum() + 0.25 * between.sum())


def test_nothing_watched_is_no_score() -> None:
    rows = backtest(town(1, np.random.default_rng(18)), {"life0": LAMP}, FIRST - 1)
    assert rows.empty
    assert score(rows) == {"types": 0}


def test_the_score_is_that_of_its_definition() -> None:
    random = np.random.default_rng(19)
    sample = random.gamma(4.0, 3.0, 200_000)
    ranges = np.quantile(sample, LEVELS)[None, :]
    for seen in (2.0, 11.0, 40.0):
        other = random.permutation(sample)
        by_definition = np.abs(sample - seen).mean() - np.abs(sample - other).mean() / 2
        assert crps(ranges, np.array([seen]))[0] == pytest.approx(by_definition, rel=0.01)
