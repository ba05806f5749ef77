"""Scenarios as data: every file fits the catalogue and keeps the mass; what each kind of assumption does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from forecasts import AS_OF, LAYERS, LIVES, STREET, cohorts
from numpy.testing import assert_allclose
from typer.testing import CliRunner

from assetregistry.api import create_app
from assetregistry.catalogue import ROUTES, load_catalogue
from assetregistry.catalogue.scenarios import BASELINE, Ban, Programme, Scenario, load_scenarios
from assetregistry.cli import app
from assetregistry.errors import RegistryError
from assetregistry.registry import Registry, SupplyQuestion
from assetregistry.registry.recipes import layer_frame, lifetime_classes, scenario_clocks, scenario_layers
from assetregistry.supply import forecast

TEXTS = {"name_nl": "x", "name_en": "x", "description": "x"}


@pytest.mark.parametrize("name", load_scenarios())
def test_a_scenario_names_what_the_catalogue_has(name: str) -> None:
    scenario, catalogue = load_scenarios()[name], load_catalogue()
    assert set(scenario.life_factors) <= set(catalogue.lifetimes)
    assert {code for each in scenario.programme for code in each.lifetimes} <= set(catalogue.lifetimes)
    assert {code for each in scenario.ban for code in each.materials} <= set(catalogue.materials)


@pytest.mark.parametrize("name", load_scenarios())
def test_mass_is_kept_under_every_scenario(name: str) -> None:
    """Every layer of the catalogue, of a known and an unknown year: all years together give the stock."""
    scenario, catalogue = load_scenarios()[name], load_catalogue()
    layers = scenario_layers(layer_frame(catalogue), scenario)
    lives = scenario_clocks(lifetime_classes(catalogue), scenario)
    frame = cohorts(
        [
            {"layer_id": layer, "built_from": year, "built_to": year}
            for layer in layers["layer_id"]
            for year in (None, 1960, 2020)
        ]
    ).assign(works_year=2030, sewer_lifetime="sewer_concrete", sewer_built_from=1950, sewer_built_to=1959)
    assert_allclose(layers[list(ROUTES)].sum(axis=1), 1.0)
    rows = forecast(frame, layers, lives, range(2000, 4000), AS_OF, ("route",))
    assert rows["expected_kg"].sum() == pytest.approx(frame["kg"].sum(), rel=1e-6)
    assert forecast(frame, layers, lives, range(2000, 2026), AS_OF, ()).empty


def test_the_baseline_is_the_catalogue() -> None:
    baseline = load_scenarios()[BASELINE]
    assert scenario_clocks(LIVES, baseline) == LIVES
    assert scenario_layers(LAYERS, baseline).equals(LAYERS)
    assert next(iter(load_scenarios())) == BASELINE


def test_longer_lives_put_off_what_comes() -> None:
    lives = scenario_clocks(LIVES, Scenario(**TEXTS, life_factor=1.5, life_factors={"sewer": 2.0}))
    assert (lives["road"].mean_years, lives["sewer"].mean_years) == (45.0, 180.0)
    frame = cohorts([{"built_from": 2010, "built_to": 2010}])
    early, late = (forecast(frame, LAYERS, each, range(2026, 2040), AS_OF, ()) for each in (LIVES, lives))
    assert late["expected_kg"].iloc[0] < early["expected_kg"].iloc[0]


def test_a_programme_takes_its_share_evenly_and_all_of_it_by_its_end() -> None:
    plan = {"lifetimes": ("pump",), "from_year": 2027, "to_year": 2031}
    frame = cohorts([{"layer_id": 4, "built_from": 2024, "built_to": 2024}])
    sure = {"pump": LIVES["pump"].__class__("fixed", 15.0)}
    for share, rest in ((1.0, []), (0.5, [[2039, 500.0]])):
        lives = scenario_clocks(sure, Scenario(**TEXTS, programme=(Programme(**plan, share=share),)))
        rows = forecast(frame, LAYERS, lives, range(2020, 2060), AS_OF, ("year",))[["year", "expected_kg"]]
        yearly = [[year, 1000.0 * share / 5] for year in range(2027, 2032)]
        assert_allclose(rows.to_numpy(), np.array(yearly + rest))


def test_a_ban_moves_mass_to_the_other_route() -> None:
    layers = scenario_layers(LAYERS, Scenario(**TEXTS, ban=(Ban(route="landfill", instead="recycle"),)))
    assert layers["landfill"].eq(0).all()
    assert_allclose(layers["recycle"], LAYERS["recycle"] + LAYERS["landfill"])
    some = scenario_layers(LAYERS, Scenario(**TEXTS, ban=(Ban(route="recycle", instead="reuse", materials=("sand",)),)))
    assert some.loc[LAYERS["material"] == "sand", "reuse"].tolist() == [1.0]
    assert some[LAYERS["material"] != "sand"].equals(LAYERS[LAYERS["material"] != "sand"])


def test_streets_that_do_not_follow_sewers() -> None:
    apart = scenario_clocks(STREET, load_scenarios()["no-sewer-coupling"])
    assert {life.sewer_share for life in apart.values()} == {0.0}
    half = scenario_clocks(STREET, Scenario(**TEXTS, sewer_share=0.5))
    assert (half["road"].sewer_share, half["sewer"].sewer_share) == (0.5, 0.0)  # what does not follow never does


def test_a_scenario_that_there_is_not_is_refused() -> None:
    assert SupplyQuestion(2027, 2030, scenario="utopia").refused()[0][0] == "scenario"


def test_scenarios_side_by_side(town: Registry) -> None:
    question = SupplyQuestion(2027, 2036, ("route",))
    rows = town.compare_supply(question, [BASELINE, "no-landfill"]).rows.set_index("route")
    assert rows.loc["landfill", f"{BASELINE}_expected_kg"] > 0
    assert rows.loc["landfill", "no-landfill_expected_kg"] == 0
    sums = rows.sum()
    assert sums["no-landfill_expected_kg"] == pytest.approx(sums[f"{BASELINE}_expected_kg"], rel=1e-9)
    whole = town.compare_supply(SupplyQuestion(2027, 2036, ()), [BASELINE, "longer-lives"]).rows.iloc[0]
    assert whole["longer-lives_expected_kg"] < whole[f"{BASELINE}_expected_kg"]
    with pytest.raises(RegistryError, match="no such scenario: 'utopia'; choose from baseline"):
        town.compare_supply(question, [BASELINE, "utopia"])


def test_the_api_answers_under_a_scenario(town: Registry) -> None:
    client = TestClient(create_app(town))
    query = {"fromYear": 2027, "toYear": 2036, "by": "route"}
    answer = client.get("/v1/supply", params=query | {"scenario": "no-landfill"}).json()
    assert answer["scenario"] == "no-landfill"
    assert "landfill" not in pd.DataFrame(answer["rows"])["route"].tolist()
    refused = client.get("/v1/supply", params=query | {"scenario": "utopia"})
    assert refused.status_code in (400, 422)
    assert "utopia" in refused.text


def test_the_command_line_compares_and_forecasts_under_a_scenario(
    town: Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", town.settings.database_url or "")
    run = CliRunner()
    common = ["supply", "--from", "2027", "--to", "2036", "--by", "route", "--as-of", f"{town.as_of}"]
    told = run.invoke(app, [*common, "--compare", "baseline,no-landfill"])
    assert told.exit_code == 0, told.output
    assert "no-landfill" in told.stdout
    table = tmp_path / "compared.csv"
    assert run.invoke(app, [*common, "--compare", "baseline,no-landfill", "--out", str(table)]).exit_code == 0
    assert pd.read_csv(table)["route"].tolist() == ["landfill", "recover", "recycle", "reuse"]
    answer = json.loads(run.invoke(app, [*common, "--scenario", "no-landfill", "--json"]).stdout)
    assert {row["route"] for row in answer["rows"]} == {"recover", "recycle", "reuse"}
