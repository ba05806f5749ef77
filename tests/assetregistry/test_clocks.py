"""What ends things besides wear: planned works and the sewer below, by hand, by small steps and by simulation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from forecasts import AS_OF, LAYERS, LIVES, STREET, STREET_COLUMNS, cohorts, street_frames
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from scipy import stats

from assetregistry.catalogue import load_catalogue
from assetregistry.catalogue.clock_rules import load_clock_rules
from assetregistry.clocks import causes, end_years
from assetregistry.explanation import contributions
from assetregistry.moments import moments
from assetregistry.registry.recipes import lifetime_classes
from assetregistry.releases import releases
from assetregistry.supply import MASSES, forecast
from assetregistry.survival import LifetimeClass, Programme, Works, life_factors, standing

YEARS = range(2026, 2046)
FEW = settings(max_examples=15)
GROUPINGS = [(), ("year",), ("material",), ("year", "material", "route"), ("owner", "asset_type", "area")]
SURE = {"road": LifetimeClass("fixed", 1000.0, works=Works(1.0, 1.0, 3.0), sewer_share=0.7)}


def street(**row: object) -> pd.DataFrame:
    """One cohort of one thing with the columns of `clocks.chances`."""
    return streets([row])


def streets(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Cohorts with the columns of `clocks.chances`, from what differs."""
    plain = cohorts([{name: value for name, value in row.items() if name not in STREET_COLUMNS} for row in rows])
    other = pd.DataFrame([{name: row.get(name) for name in STREET_COLUMNS} for row in rows])
    return pd.concat(
        [plain, other.astype({name: float for name in STREET_COLUMNS if name != "sewer_lifetime"})], axis=1
    )


def yearly(frame: pd.DataFrame, lives: dict[str, LifetimeClass], years: range = YEARS) -> dict[int, float]:
    rows = forecast(frame, LAYERS, lives, years, AS_OF, ("year",))
    return dict(zip(rows["year"], rows["expected_kg"], strict=True))


# ---- what must hold whatever ends things


@FEW
@given(street_frames())
def test_all_years_together_give_the_stock_and_nothing_comes_before_today(frame: pd.DataFrame) -> None:
    rows = forecast(frame, LAYERS, STREET, range(1990, 2700), AS_OF, ("year",))
    assert rows["expected_kg"].sum() == pytest.approx(frame["kg"].sum(), rel=1e-6)
    assert rows["year"].min() >= 2026


@FEW
@given(street_frames(), st.sampled_from(GROUPINGS))
def test_without_sewers_and_works_it_is_the_forecast_of_before(frame: pd.DataFrame, by: tuple[str, ...]) -> None:
    """A share of 0, no works, null columns and no columns at all are one and the same."""
    plain = forecast(frame.drop(columns=STREET_COLUMNS), LAYERS, LIVES, YEARS, AS_OF, by)
    apart = {name: replace(life, sewer_share=0.0, works=None, programmes=()) for name, life in STREET.items()}
    assert_frame_equal(forecast(frame, LAYERS, apart, YEARS, AS_OF, by), plain, rtol=1e-12)
    nowhere = {name: replace(life, programmes=()) for name, life in STREET.items()}
    for empty in (frame.drop(columns=STREET_COLUMNS), frame.assign(**dict.fromkeys(STREET_COLUMNS))):
        assert_frame_equal(forecast(empty, LAYERS, nowhere, YEARS, AS_OF, by), plain, rtol=1e-12)


@FEW
@given(street_frames())
def test_refining_groups_changes_no_mean(frame: pd.DataFrame) -> None:
    whole = forecast(frame, LAYERS, STREET, YEARS, AS_OF, ())["expected_kg"].sum()
    for by in GROUPINGS:
        parts = forecast(frame, LAYERS, STREET, YEARS, AS_OF, by)
        assert parts["expected_kg"].sum() == pytest.approx(whole, rel=1e-9)


@FEW
@given(street_frames())
def test_another_cause_lets_nothing_stand_longer(frame: pd.DataFrame) -> None:
    none = {name: replace(life, sewer_share=0.0, works=None) for name, life in STREET.items()}
    for last in (2027, 2035, 2060):
        more, less = (
            forecast(frame, LAYERS, lives, range(2026, last), AS_OF, ())["expected_kg"].sum()
            for lives in (STREET, none)
        )
        assert more >= less * (1 - 1e-9)


# ---- planned works


def test_works_come_at_a_triangular_instant_around_the_middle_of_their_year() -> None:
    distribution = stats.triang(0.25, loc=2029.5, scale=4.0)  # 2029.5, 2030.5, 2033.5
    found = yearly(street(works_year=2030), SURE)
    assert list(found) == [2029, 2030, 2031, 2032, 2033]
    for year, kg in found.items():
        assert kg == pytest.approx(1000.0 * (distribution.cdf(year + 1) - distribution.cdf(year)))


def test_works_that_do_not_come_leave_the_rest_to_wear() -> None:
    lives = {"road": LifetimeClass("fixed", 40.0, works=Works(0.6, 1.0, 3.0))}
    found = yearly(street(works_year=2030), lives)
    assert found.pop(2040) == pytest.approx(400.0)
    assert sum(found.values()) == pytest.approx(600.0)


@pytest.mark.parametrize("chance", [0.6, 1.0])
def test_of_works_long_past_nothing_more_is_expected(chance: float) -> None:
    lives = {**LIVES, "road": replace(LIVES["road"], works=Works(chance, 1.0, 3.0))}
    assert_allclose([*yearly(street(works_year=2020), lives).values()], [*yearly(street(), LIVES).values()], rtol=1e-12)


def test_works_under_way_are_conditional_on_standing_today() -> None:
    drawn = stats.triang(0.25, loc=2024.5, scale=4.0)
    left = (1 - 0.6 * drawn.cdf(2027.5)) / (1 - 0.6 * drawn.cdf(AS_OF))
    (found,) = Works(0.6, 1.0, 3.0).left(np.array([2025.0]), AS_OF, np.array([2027.5]))
    assert found == pytest.approx(left)


def test_what_is_spared_stays() -> None:
    assert yearly(street(works_year=2030), {"road": replace(SURE["road"], works=None)}) == {}


# ---- the sewer below


@pytest.mark.parametrize("share", [0.3, 0.7, 1.0])
def test_a_surface_that_never_wears_ends_with_its_sewer(share: float) -> None:
    sewer = replace(LIVES["sewer"], sigma=0.0)
    lives = {"road": replace(SURE["road"], sewer_share=share), "sewer": sewer}
    found = yearly(street(sewer_lifetime="sewer", sewer_built_from=1970, sewer_built_to=1974), lives)
    edges = np.maximum(np.arange(2026, 2047), AS_OF)
    stands = standing(sewer, 1970, 1974, AS_OF, edges)[0, :, 0] ** share
    assert_allclose([*found.values()], -1000.0 * np.diff(stands), rtol=1e-9)


def test_one_thing_that_follows_its_sewer_comes_whole_or_not_at_all() -> None:
    frame = street(sewer_lifetime="sewer", sewer_built_from=1970, sewer_built_to=1970)
    sums = releases(
        frame.assign(group=0, layer=0, lifetime=pd.Categorical(["road"])),
        STREET | {"sewer": LIVES["sewer"]},
        [(2030, 2040)],
        AS_OF,
    )
    found = moments(sums, LAYERS.assign(cv=0.0), np.ones(len(LAYERS)), 0.5)
    chance = found.mean / frame["kg"].sum()
    assert_allclose(found.variance, frame["kg"].sum() ** 2 * chance * (1 - chance))


def test_doubt_about_sewers_is_shared_by_the_sewers_and_all_that_lies_on_them() -> None:
    """Many pipes and as many surfaces that end with them: nothing averages out between the two."""
    many: dict[str, Any] = {"count": 10**9, "kg": 1e9, "kg2": 1e9}
    lives = {"road": replace(SURE["road"], sewer_share=1.0), "sewer": LIVES["sewer"]}
    layers = LAYERS.assign(cv=0.0)
    above = many | {"sewer_lifetime": "sewer", "sewer_built_from": 1970, "sewer_built_to": 1970}
    pipes = many | {"layer_id": 3, "built_from": 1970, "built_to": 1970}
    one, other, both = (
        forecast(frame, layers, lives, range(2027, 2037), AS_OF, ()).iloc[0]
        for frame in (streets([above]), streets([pipes]), streets([above, pipes]))
    )
    for name in MASSES:
        assert one[name] == pytest.approx(other[name], rel=1e-6)
        assert both[name] == pytest.approx(2 * one[name], rel=1e-6)
    width = contributions(streets([above, pipes]), layers, lives, range(2027, 2037), AS_OF).width
    assert width.loc[0, ["cause", "of"]].tolist() == ["life", "sewer"]
    assert width.loc[0, "share"] == pytest.approx(1.0, abs=1e-6)


# ---- against simulation


@pytest.fixture(scope="module")
def town() -> pd.DataFrame:
    """Four hundred things, one a row: surfaces above sewers, pipes, works in sight; lives and masses uncertain."""
    random = np.random.default_rng(11)
    rows = []
    for number in range(400):
        mass = float(random.lognormal(8, 0.6))
        built = int(random.integers(1985, 2024))
        row = {
            "layer_id": (1, 2, 3)[number % 3],
            "kg": mass,
            "kg2": mass**2,
            "built_from": built,
            "built_to": built + 1,
        }
        if number % 5 == 0:
            row["works_year"] = random.integers(2025, 2036)
        if number % 3 < 2 and number % 4:
            row |= {"sewer_lifetime": "sewer", "sewer_built_from": built - 20, "sewer_built_to": built - 15}
        rows.append(row)
    return streets(rows)


def simulate(frame: pd.DataFrame, period: tuple[int, int], worlds: int, seed: int) -> np.ndarray:
    """Total kg in the period, in each of many worlds: each draws its catalogue, then what each cause does to each."""
    random = np.random.default_rng(seed)
    edges = np.maximum(period, AS_OF)
    theta = {
        name: np.exp(life.sigma * random.standard_normal(worlds) - life.sigma**2 / 2) for name, life in STREET.items()
    }
    recipes: dict[str, np.ndarray] = {}
    total = np.zeros(worlds)
    for row in frame.merge(LAYERS, on="layer_id").itertuples():
        life = STREET[row.lifetime]
        (alive,) = standing(life, row.built_from, row.built_to, AS_OF, edges, theta[row.lifetime])
        luck = random.random(worlds)
        there, stays = luck < alive[0], luck < alive[1]
        if pd.notna(row.sewer_lifetime) and life.sewer_share > 0:
            sewer = STREET[row.sewer_lifetime]
            years = (row.sewer_built_from, row.sewer_built_to)
            (below,) = standing(sewer, *years, AS_OF, edges, theta[row.sewer_lifetime]) ** life.sewer_share
            luck = random.random(worlds)
            there, stays = there & (luck < below[0]), stays & (luck < below[1])
        if row.works_year > 0 and life.works is not None:
            works, middle = life.works, row.works_year + 0.5
            instants = random.triangular(middle - works.early, middle, middle + works.late, 20 * worlds)
            instants[random.random(len(instants)) >= works.chance] = np.inf
            instants = instants[instants > AS_OF][:worlds]  # it stands today
            there, stays = there & (instants >= edges[0]), stays & (instants >= edges[1])
        spread = np.sqrt(np.log1p(0.5 * row.cv**2))
        if row.recipe_class not in recipes:
            recipes[row.recipe_class] = random.lognormal(-(spread**2) / 2, spread, worlds)
        mass = row.kg * recipes[row.recipe_class] * random.lognormal(-(spread**2) / 2, spread, worlds)
        total += mass * (there & ~stays)
    return total


@pytest.mark.parametrize("period", [(2027, 2028), (2028, 2033), (2030, 2050)])
def test_simulated_streets_have_the_mean_and_the_spread_of_the_closed_form(
    town: pd.DataFrame, period: tuple[int, int]
) -> None:
    worlds = 4000
    drawn = simulate(town, period, worlds, seed=period[1])
    row = forecast(town, LAYERS, STREET, range(*period), AS_OF, ()).iloc[0]
    assert drawn.mean() == pytest.approx(row["expected_kg"], abs=4 * drawn.std() / np.sqrt(worlds))
    kurtosis = float(stats.kurtosis(drawn, fisher=False))
    assert drawn.var() == pytest.approx(variance(town, period), rel=4 * np.sqrt((kurtosis - 1) / worlds))
    inside = np.mean((drawn >= row["p10_kg"]) & (drawn <= row["p90_kg"]))
    assert inside == pytest.approx(0.8, abs=0.05)  # in one year some twenty things come: lumpier than a gamma


def variance(frame: pd.DataFrame, period: tuple[int, int]) -> float:
    """The closed form's variance of all that comes out in the period."""
    layer = pd.Index(LAYERS["layer_id"]).get_indexer(pd.Index(frame["layer_id"]))
    rows = frame.assign(group=0, layer=layer, lifetime=LAYERS["lifetime"].to_numpy()[layer]).sort_values("layer")
    sums = releases(rows, STREET, [period], AS_OF)
    return float(moments(sums, LAYERS, np.ones(len(LAYERS)), 0.5).variance[0, 0])


# ---- which cause ends things


@FEW
@given(street_frames())
def test_causes_add_to_the_number(frame: pd.DataFrame) -> None:
    found = contributions(frame, LAYERS, STREET, YEARS, AS_OF)
    whole = forecast(frame, LAYERS, STREET, YEARS, AS_OF, ())["expected_kg"].sum()
    assert found.causes["expected_kg"].sum() == pytest.approx(whole, rel=1e-9)
    assert found.causes["share"].sum() == pytest.approx(1.0)
    assert (found.causes["expected_kg"] > 0).all()
    plain = contributions(frame.drop(columns=STREET_COLUMNS), LAYERS, LIVES, YEARS, AS_OF).causes
    assert plain["cause"].tolist() == ["wear"]


def test_each_cause_has_the_share_that_small_steps_give() -> None:
    """The chance that a cause comes first: its density times the chance that no other came, in steps of two days."""
    lives = {
        "road": LifetimeClass("weibull", 30.0, 0.35, 0.0, (Programme(2030, 2040, 0.5),), Works(0.8, 1.0, 3.0), 0.7),
        "sewer": LifetimeClass("lognormal", 60.0, 0.3, 0.15),
    }
    row = street(works_year=2030, sewer_lifetime="sewer", sewer_built_from=1965, sewer_built_to=1970)
    found = causes(row.assign(lifetime="road"), lives, YEARS, AS_OF)
    steps = np.linspace(AS_OF, YEARS.stop, 5000)
    factors, weights = life_factors(0.15)
    worn = standing(replace(lives["road"], programmes=()), 2000, 2000, AS_OF, steps)[0, :, 0]
    left = {
        "wear": worn,
        "programme": np.interp(steps, [2030, 2040], [1.0, 0.5]),
        "works": lives["road"].works.left(np.array([2030.0]), AS_OF, steps)[0],
        "sewer": standing(lives["sewer"], 1965, 1970, AS_OF, steps, factors)[0] ** 0.7 @ weights,
    }
    for cause, each in left.items():
        others = np.prod([other for name, other in left.items() if name != cause], axis=0)
        first = float(np.sum(-np.diff(each) * (others[:-1] + others[1:]) / 2))
        assert found[cause][0] == pytest.approx(first, rel=5e-3)


# ---- ends, and the rules as data


def test_ends_come_by_whatever_cause() -> None:
    rows = streets([{}, {"works_year": 2030}, {"sewer_lifetime": "sewer"}])
    plain, works, sewer = end_years(rows.assign(lifetime="road"), STREET, AS_OF)
    assert 2029.5 < works[1] < 2033.5
    assert plain[1] > max(works[1], sewer[1])
    assert (sewer >= AS_OF).all()


def test_the_rules_name_what_the_catalogue_has() -> None:
    rules, catalogue = load_clock_rules(), load_catalogue()
    assert rules.sewer_below.lifetimes <= set(catalogue.lifetimes)
    assert rules.planned_works.spared <= set(catalogue.lifetimes)
    assert not rules.sewer_below.lifetimes & rules.planned_works.spared
    lives = lifetime_classes(catalogue)
    assert lives["concrete_paving_relay"].sewer_share == rules.sewer_below.share
    assert lives["road_foundation"].sewer_share == 0.0
    for reason in rules.planned_works.reason:
        assert reason.takes == "all" or reason.takes <= set(catalogue.lifetimes)
        assert all(word == word.strip().lower() for word in reason.words)
    lives_above = {reason.name for reason in rules.planned_works.reason if reason.reaches_above}
    assert lives_above == {"sewer_replacement"}
    assert lives["lamp_post"].works == Works(0.8, 1.0, 3.0)
