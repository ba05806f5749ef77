"""What comes out: mass balance, sums that fit, a range that simulation confirms, a slow reference of the formulas."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from forecasts import AS_OF, LAYERS, LIVES, cohort_frames, cohorts
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import WeibullFitter
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from scipy import stats
from scipy.special import gamma as gamma_function

from assetregistry.catalogue import ROUTES
from assetregistry.supply import MASSES, forecast, withheld
from assetregistry.survival import LifetimeClass, life_factors, log_survival, standing, weibull_shape

YEARS = range(2026, 2046)
FEW = settings(max_examples=25)
FOR_EVER = range(2026, 2700)
GROUPINGS = [(), ("year",), ("material",), ("area",), ("year", "material"), ("area", "route"), ("owner", "asset_type")]


def reference(
    frame: pd.DataFrame,
    layers: pd.DataFrame,
    lives: dict[str, LifetimeClass],
    period: tuple[int, int],
    share: str | None,
) -> tuple[float, float, float]:
    """Mean, variance and chance of nothing of one group in one period by docs/forecast.md, in plain loops."""
    weights = life_factors(0.0)[1]
    by_class: dict[tuple[str, str], np.ndarray] = {}
    v_of: dict[str, float] = {}
    stays: dict[str, np.ndarray] = {}
    individual = 0.0
    for row in frame.rename(columns={"count": "things"}).merge(layers, on="layer_id").itertuples():
        life, part = lives[row.lifetime], 1.0 if share is None else getattr(row, share)
        edges = np.maximum(period, AS_OF)
        (alive,) = standing(life, row.built_from, row.built_to, AS_OF, edges, life_factors(life.sigma)[0])
        h = alive[0] - alive[1]
        v, own = 0.5 * row.cv**2, 0.5 * row.cv**2
        key = (row.lifetime, row.recipe_class)
        by_class[key] = by_class.get(key, np.zeros(7)) + part * row.kg * h
        v_of[row.recipe_class] = v
        if part > 0:
            stays[row.lifetime] = stays.get(row.lifetime, np.ones(7)) * (1 - h) ** row.things
        square = part**2 * row.kg2
        individual += square * ((1 + own) * (1 + v) * (weights @ h) - (1 + v) * (weights @ h**2))

    def variance(values: np.ndarray) -> float:
        return float(weights @ values**2 - (weights @ values) ** 2)

    mean = sum(float(weights @ values) for values in by_class.values())
    of_lives = sum(
        variance(np.sum([values for (life, _), values in by_class.items() if life == name], axis=0))
        for name in {life for life, _ in by_class}
    )
    of_recipes = sum(
        v * sum(float(weights @ values) for (_, recipe), values in by_class.items() if recipe == name) ** 2
        for name, v in v_of.items()
    )
    both = sum(v_of[recipe] * variance(values) for (_, recipe), values in by_class.items())
    nothing = float(np.prod([weights @ values for values in stays.values()]))
    return mean, of_lives + of_recipes + both + individual, nothing


def assert_range_of(row: pd.Series, mean: float, variance: float, nothing: float) -> None:
    """The row's masses are those of nothing or a gamma, together with this mean and variance."""
    assert row["expected_kg"] == pytest.approx(mean, rel=1e-9)
    assert row["method"] == ("gamma" if nothing <= 1e-4 else "gamma or nothing")
    nothing = nothing if nothing > 1e-4 else 0.0
    of_some = mean / (1 - nothing)
    variance_of_some = (variance + mean**2) / (1 - nothing) - of_some**2
    if variance_of_some > 1e-10 * of_some**2:
        shape = of_some**2 / variance_of_some
        some = stats.gamma(shape, scale=of_some / shape)
        wanted = [some.ppf((p - nothing) / (1 - nothing)) if p > nothing else 0.0 for p in (0.1, 0.5, 0.9)]
    else:
        wanted = [of_some if p > nothing else 0.0 for p in (0.1, 0.5, 0.9)]
    assert_allclose(row[["p10_kg", "p50_kg", "p90_kg"]].astype(float), wanted, rtol=1e-5, atol=1e-5 * of_some)


@FEW
@given(cohort_frames(), st.sampled_from(GROUPINGS))
def test_rows_are_those_of_the_formulas(frame: pd.DataFrame, by: tuple[str, ...]) -> None:
    years = range(2026, 2032)
    rows = forecast(frame, LAYERS, LIVES, years, AS_OF, by)
    periods = [(year, year + 1) for year in years] if "year" in by else [(years.start, years.stop)]
    keys = [name for name in by if name not in ("year", "route")]
    known = frame.merge(LAYERS[["layer_id", "material"]], on="layer_id")
    groups = [(key, part.drop(columns="material")) for key, part in known.groupby(keys)] if keys else [((), frame)]
    told = rows.set_index(list(by)) if by else rows
    count = 0
    for key, part in groups:
        for route in ROUTES if "route" in by else [None]:
            for period in periods:
                mean, variance, nothing = reference(part, LAYERS, LIVES, period, route)
                if mean == 0:
                    continue
                names = dict(zip(keys, key, strict=True)) | {"year": period[0], "route": route}
                wanted = [names[name] for name in by]
                row = told.loc[wanted[0] if len(by) == 1 else tuple(wanted)] if by else told.iloc[0]
                if mean > 1e-6:
                    assert_range_of(row.squeeze() if isinstance(row, pd.DataFrame) else row, mean, variance, nothing)
                count += 1
    assert len(rows) == count


@pytest.mark.parametrize("life", ["road", "sewer", "pump"])
@pytest.mark.parametrize("built", [(None, None), (1950, 1950), (2005, 2015), (2026, 2026)])
def test_all_years_together_give_the_stock_and_nothing_comes_before_today(
    life: str, built: tuple[int | None, int | None]
) -> None:
    layers = LAYERS[LAYERS["layer_id"] == {"road": 1, "sewer": 3, "pump": 4}[life]]
    frame = cohorts([{"layer_id": layers["layer_id"].iloc[0], "built_from": built[0], "built_to": built[1]}])
    rows = forecast(frame, layers, LIVES, range(1990, 2700), AS_OF, ("year",))
    assert rows["expected_kg"].sum() == pytest.approx(1000.0, rel=1e-6)
    assert rows["year"].min() >= 2026


def test_of_the_current_year_only_what_is_left_counts() -> None:
    frame = cohorts([{"built_from": 2000, "built_to": 2000}])
    early, late = (
        forecast(frame, LAYERS, LIVES, range(2026, 2027), as_of, ())["expected_kg"].iloc[0]
        for as_of in (2026.1, 2026.9)
    )
    assert late / early == pytest.approx(0.1 / 0.9, rel=0.1)
    assert forecast(frame, LAYERS, LIVES, range(2020, 2026), AS_OF, ()).empty


def test_what_is_overdue_comes_this_year() -> None:
    frame = cohorts([{"layer_id": 4, "built_from": 1960, "built_to": 1960}])
    rows = forecast(frame, LAYERS, LIVES, FOR_EVER, AS_OF, ("year",))
    assert rows[["year", "expected_kg"]].to_numpy().tolist() == [[2026, 1000.0]]


def test_a_fixed_life_ends_in_its_year() -> None:
    lives = {**LIVES, "pump": LifetimeClass("fixed", 15.0)}
    frame = cohorts([{"layer_id": 4, "built_from": year, "built_to": year, "kg": year} for year in range(2014, 2024)])
    rows = forecast(frame, LAYERS, lives, FOR_EVER, AS_OF, ("year",))
    assert rows[["year", "expected_kg"]].to_numpy() == pytest.approx(
        np.array([[year + 15, year] for year in range(2014, 2024)])
    )


@FEW
@given(cohort_frames())
def test_areas_routes_owners_and_years_add_to_the_whole(frame: pd.DataFrame) -> None:
    whole = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ())["expected_kg"].sum()
    for by in (*GROUPINGS, ("year", "material", "route", "asset_type", "area", "owner")):
        parts = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, by)
        assert parts["expected_kg"].sum() == pytest.approx(whole, rel=1e-9)


@FEW
@given(cohort_frames())
def test_refining_groups_changes_no_mean_and_no_part_is_surer_than_the_whole(frame: pd.DataFrame) -> None:
    coarse = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ("material",)).set_index("material")
    fine = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ("material", "area"))
    assert_allclose(fine.groupby("material")["expected_kg"].sum(), coarse["expected_kg"], rtol=1e-9)
    ordered = coarse[["p10_kg", "p50_kg", "p90_kg"]].to_numpy()
    assert np.all(np.diff(ordered, axis=1) >= -1e-6 * coarse["expected_kg"].to_numpy()[:, None])


@FEW
@given(cohort_frames())
def test_the_parts_of_a_cohort_may_be_told_apart_or_together(frame: pd.DataFrame) -> None:
    """Rows of one cohort split in two give the same forecast: sums of m and m² are all that counts."""
    half = frame.assign(count=frame["count"] / 2, kg=frame["kg"] / 2, kg2=frame["kg2"] / 2)
    split = pd.concat([half, half], ignore_index=True)
    by = ("year", "material")
    once, twice = (forecast(each, LAYERS, LIVES, YEARS, AS_OF, by) for each in (frame, split))
    assert_frame_equal(once, twice, rtol=1e-6)


@given(st.integers(1985, 2026), st.integers(1, 200), st.floats(10, 80), st.floats(0.15, 0.6))
def test_without_shared_doubt_it_is_plain_conditional_survival(built: int, count: int, mean: float, cv: float) -> None:
    """σ = 0, recipes known: lifelines gives the mean, the binomial distribution the variance."""
    shape = weibull_shape(cv)
    fitter = WeibullFitter()
    fitter._fitted_parameters_, fitter._label = np.array([mean / gamma_function(1 + 1 / shape), shape]), "oracle"
    alive = [fitter.survival_function_at_times(at - built - 0.5).iloc[0] for at in (AS_OF, 2030.0, 2040.0)]
    if alive[0] < 1e-9:
        return
    chance = (alive[1] - alive[2]) / alive[0]
    frame = cohorts(
        [{"built_from": built, "built_to": built, "count": count, "kg": 1000.0 * count, "kg2": 1000.0**2 * count}]
    )
    layers = LAYERS.assign(cv=0.0)
    lives = {**LIVES, "road": LifetimeClass("weibull", mean, cv)}
    row = forecast(frame, layers, lives, range(2030, 2040), AS_OF, (), shared_share=0.0)
    if chance < 1e-9:
        return
    variance = count * 1000.0**2 * chance * (1 - chance)
    if variance > 1e-6 * (1000.0 * count * chance) ** 2:
        assert_range_of(row.iloc[0], 1000.0 * count * chance, variance, (1 - chance) ** count)


def test_what_is_certain_has_no_width() -> None:
    lives = {**LIVES, "pump": LifetimeClass("fixed", 15.0)}
    frame = cohorts([{"layer_id": 4, "built_from": 2020, "built_to": 2020}])
    row = forecast(frame, LAYERS.assign(cv=0.0), lives, range(2030, 2040), AS_OF, ()).iloc[0]
    assert_allclose(row[list(MASSES)].astype(float), 1000.0, rtol=1e-12)


def test_shared_doubt_does_not_shrink_with_numbers_and_individual_doubt_does() -> None:
    def width(count: int, layers: pd.DataFrame, lives: dict[str, LifetimeClass]) -> float:
        frame = cohorts([{"count": count, "kg": 1000.0 * count, "kg2": 1000.0**2 * count}])
        row = forecast(frame, layers, lives, range(2030, 2040), AS_OF, ()).iloc[0]
        return float((row["p90_kg"] - row["p10_kg"]) / row["expected_kg"])

    sure = {name: replace(life, sigma=0.0) for name, life in LIVES.items()}
    assert width(10**8, LAYERS, LIVES) == pytest.approx(width(10**6, LAYERS, LIVES), rel=0.01)
    assert width(10**8, LAYERS, LIVES) > 0.2
    assert width(10**8, LAYERS.assign(cv=0.0), sure) < 1e-3


def test_a_known_year_is_on_average_surer_than_an_unknown_one() -> None:
    """Law of total variance: what is learnt from a year narrows the range of ends on average."""
    years = range(1976, 2026)

    def variance(rows: pd.DataFrame) -> float:
        return float(((rows["p90_kg"] - rows["p10_kg"]) ** 2).sum())

    sure = {"road": replace(LIVES["road"], sigma=0.0)}
    layers = LAYERS[LAYERS["layer_id"] == 1].assign(cv=0.0)
    weights = [float(np.exp(log_survival(sure["road"], AS_OF - year - 0.5))) for year in years]
    period = range(2027, 2037)
    large = {"count": 1000, "kg": 1e6, "kg2": 1e3 * 1e6}
    mixed = forecast(cohorts([large | {"built_from": 1976, "built_to": 2025}]), layers, sure, period, AS_OF, ())
    apart = [
        forecast(cohorts([large | {"built_from": year, "built_to": year}]), layers, sure, period, AS_OF, ())
        for year in years
    ]
    means = [float(rows["expected_kg"].sum()) for rows in apart]
    assert np.average(means, weights=weights) == pytest.approx(float(mixed["expected_kg"].iloc[0]), rel=1e-9)
    assert np.average([variance(rows) for rows in apart], weights=weights) < variance(mixed)


# ---- against simulation


@pytest.fixture(scope="module")
def town() -> pd.DataFrame:
    """A thousand things, one a row, of all layers with uncertain mass and both kinds of year."""
    random = np.random.default_rng(7)
    count = 1000
    built = random.integers(1975, 2024, count).astype(float)
    kg = random.lognormal(8, 0.7, count)
    return cohorts(
        [
            {"layer_id": layer, "built_from": year, "built_to": year + width, "kg": mass, "kg2": mass**2}
            for layer, year, width, mass in zip(
                random.integers(1, 6, count), built, random.integers(0, 3, count), kg, strict=True
            )
        ]
    )


def simulate(frame: pd.DataFrame, period: tuple[int, int], worlds: int, seed: int) -> np.ndarray:
    """Total kg in the period, in each of many worlds: each draws its catalogue, then each thing its own fate."""
    random = np.random.default_rng(seed)
    rows = frame.merge(LAYERS, on="layer_id")
    total = np.zeros(worlds)
    recipes = {}
    for name, life in LIVES.items():
        theta = np.exp(life.sigma * random.standard_normal(worlds) - life.sigma**2 / 2)
        for row in rows[rows["lifetime"] == name].itertuples():
            (alive,) = standing(life, row.built_from, row.built_to, AS_OF, np.maximum(period, AS_OF), theta)
            spread = np.sqrt(np.log1p(0.5 * row.cv**2))
            if row.recipe_class not in recipes:
                recipes[row.recipe_class] = random.lognormal(-(spread**2) / 2, spread, worlds)
            mass = row.kg * recipes[row.recipe_class] * random.lognormal(-(spread**2) / 2, spread, worlds)
            total += mass * (random.random(worlds) < alive[0] - alive[1])
    return total


@pytest.mark.parametrize("period", [(2030, 2031), (2027, 2032), (2030, 2050)])
def test_simulated_worlds_have_the_mean_spread_and_quantiles_of_the_closed_form(
    town: pd.DataFrame, period: tuple[int, int]
) -> None:
    worlds = 4000
    drawn = simulate(town, period, worlds, seed=period[1])
    row = forecast(town, LAYERS, LIVES, range(*period), AS_OF, ()).iloc[0]
    mean, variance, nothing = reference(town, LAYERS, LIVES, period, None)
    assert_range_of(row, mean, variance, nothing)
    assert drawn.mean() == pytest.approx(mean, abs=4 * drawn.std() / np.sqrt(worlds))
    kurtosis = float(stats.kurtosis(drawn, fisher=False))
    assert drawn.var() == pytest.approx(variance, rel=4 * np.sqrt((kurtosis - 1) / worlds))
    inside = np.mean((drawn >= row["p10_kg"]) & (drawn <= row["p90_kg"]))
    assert inside == pytest.approx(0.8, abs=0.03)
    assert_allclose(np.quantile(drawn, [0.1, 0.5, 0.9]), row[["p10_kg", "p50_kg", "p90_kg"]].astype(float), rtol=0.03)


@pytest.mark.parametrize("count", [1, 3, 10, 30])
def test_of_few_things_often_nothing_comes(count: int) -> None:
    """A few equal lamp posts: simulated worlds in which nothing comes are as many as said, and p10-p90 holds 4 of 5."""
    frame = cohorts([{"built_from": 2000, "built_to": 2000}] * count)
    period = (2030, 2035)
    drawn = simulate(frame, period, 20_000, seed=count)
    row = forecast(frame, LAYERS, LIVES, range(*period), AS_OF, ()).iloc[0]
    _, _, nothing = reference(frame, LAYERS, LIVES, period, None)
    assert np.mean(drawn == 0) == pytest.approx(nothing, abs=0.015)
    assert row["method"] == ("gamma or nothing" if nothing > 1e-4 else "gamma")
    assert (row["p10_kg"] == 0) == (nothing >= 0.1)
    assert (row["p50_kg"] == 0) == (nothing >= 0.5)
    tolerance = 0.15 * max(float(np.quantile(drawn, 0.9)), 1.0)
    for name, p in (("p10_kg", 0.1), ("p50_kg", 0.5), ("p90_kg", 0.9)):
        assert row[name] == pytest.approx(float(np.quantile(drawn, p)), abs=tolerance)


# ---- routes, suspicion, nothing


@FEW
@given(cohort_frames())
def test_routes_share_the_mass_as_the_layers_say(frame: pd.DataFrame) -> None:
    by_route = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ("route",)).set_index("route")["expected_kg"]
    by_layer = frame.merge(LAYERS, on="layer_id")
    for layer_id, part in by_layer.groupby("layer_id"):
        rows = frame[frame["layer_id"] == layer_id]
        whole = forecast(rows, LAYERS, LIVES, YEARS, AS_OF, ())["expected_kg"].sum()
        for route in ROUTES:
            if route in by_route.index:
                by_route[route] -= whole * part[route].iloc[0]
    assert_allclose(by_route, 0.0, atol=1e-6 * frame["kg"].sum())


@FEW
@given(cohort_frames(suspects=True))
def test_what_is_suspect_is_withheld_and_told_apart(frame: pd.DataFrame) -> None:
    clean = frame.assign(suspect=None)
    whole = forecast(clean, LAYERS, LIVES, YEARS, AS_OF, ("material",)).set_index("material")["expected_kg"]
    given = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ("material",)).set_index("material")["expected_kg"]
    held = withheld(frame, LAYERS, LIVES, YEARS, AS_OF)
    assert set(held["reason"]) <= {"tar", "asbestos"}
    together = given.add(held.groupby("material")["expected_kg"].sum(), fill_value=0.0)
    assert_frame_equal(together.to_frame("kg"), whole.to_frame("kg"), rtol=1e-9, check_names=False)
    by_area = withheld(frame, LAYERS, LIVES, YEARS, AS_OF, ["area"])
    assert by_area["expected_kg"].sum() == pytest.approx(held["expected_kg"].sum(), rel=1e-9)


@pytest.mark.parametrize("by", GROUPINGS)
def test_of_nothing_comes_nothing(by: tuple[str, ...]) -> None:
    suspect = cohorts([{"suspect": "tar"}])
    for nothing in (cohorts([]), suspect):
        rows = forecast(nothing, LAYERS, LIVES, YEARS, AS_OF, by)
        assert rows.empty
        assert list(rows.columns) == [*by, *MASSES, "method"]
    rows = withheld(cohorts([{}]), LAYERS, LIVES, YEARS, AS_OF, ["area"])
    assert list(rows.columns) == ["area", "material", "reason", "expected_kg"]
    assert rows.empty


def test_a_layer_that_is_not_known_is_left_out_and_nothing_is_withheld_of_the_past() -> None:
    frame = cohorts([{}, {"layer_id": 99}])
    assert_frame_equal(
        forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ()), forecast(cohorts([{}]), LAYERS, LIVES, YEARS, AS_OF, ())
    )
    assert withheld(cohorts([{"suspect": "tar"}]), LAYERS, LIVES, range(2000, 2010), AS_OF).empty


def test_what_a_route_does_not_take_makes_it_no_surer_that_something_comes() -> None:
    alone, beside = (
        forecast(cohorts(rows), LAYERS, LIVES, YEARS, AS_OF, ("route",)).set_index("route").loc["reuse"]
        for rows in ([{"layer_id": 2}], [{"layer_id": 2}, {"layer_id": 1, "count": 20, "kg": 2e4, "kg2": 2e7}])
    )
    assert alone["method"] == "gamma or nothing"
    assert beside.to_dict() == pytest.approx(alone.to_dict())


def test_of_the_whole_registry_the_area_is_not_named() -> None:
    frame = cohorts([{"area": None}, {"area": None, "layer_id": 3}])
    whole = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ())
    rows = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ("area",))
    assert rows["area"].isna().tolist() == [True]
    assert_frame_equal(rows[list(MASSES)], whole[list(MASSES)])
    assert len(withheld(frame.assign(suspect="tar"), LAYERS, LIVES, YEARS, AS_OF, ["area"])) == 2


def test_rows_come_in_the_order_of_their_keys() -> None:
    frame = cohorts([{"area": area, "layer_id": layer} for area in ("B", "A") for layer in (3, 1, 4)])
    rows = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ("area", "year", "material"))
    keys = list(rows[["area", "year", "material"]].itertuples(index=False, name=None))
    assert all(first < second for first, second in pairwise(keys))
