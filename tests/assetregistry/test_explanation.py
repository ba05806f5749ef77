"""An explanation adds up to the number that it explains, and names what makes the range wide."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from forecasts import AS_OF, LAYERS, LIVES, cohort_frames, cohorts
from hypothesis import given, settings
from shapely import box
from typer.testing import CliRunner

from assetregistry.api import create_app
from assetregistry.catalogue import ROUTES
from assetregistry.cli import app
from assetregistry.errors import RegistryError
from assetregistry.explanation import contributions
from assetregistry.questions import Only
from assetregistry.registry import Registry, SupplyQuestion
from assetregistry.supply import forecast

YEARS = range(2027, 2037)


@settings(max_examples=25)
@given(cohort_frames(suspects=True))
def test_cohorts_add_to_the_number_and_causes_to_the_width(frame: pd.DataFrame) -> None:
    found = contributions(frame, LAYERS, LIVES, YEARS, AS_OF)
    given, width = found.cohorts, found.width
    whole = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ())["expected_kg"].sum()
    assert given["expected_kg"].sum() == pytest.approx(whole, rel=1e-9)
    assert (width["share"] >= 0).all()
    if whole > 0:
        assert width["share"].sum() == pytest.approx(1.0)
    by_route = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ("route",)).set_index("route")["expected_kg"]
    for route in ROUTES:
        part = contributions(frame, LAYERS, LIVES, YEARS, AS_OF, route).cohorts
        assert part["expected_kg"].sum() == pytest.approx(by_route.get(route, 0.0), rel=1e-9)


def test_one_thing_is_uncertain_by_its_own_end_and_many_by_what_they_share() -> None:
    one = contributions(cohorts([{}]), LAYERS, LIVES, YEARS, AS_OF).width
    many = cohorts([{"kg": 1e9, "kg2": 1e6 * 1e6}])
    shared = contributions(many, LAYERS, LIVES, YEARS, AS_OF).width
    assert one.iloc[0]["cause"] == "chance"
    assert dict(zip(one["cause"], one["share"], strict=True))["chance"] > 0.8
    assert shared.set_index("cause").loc["chance", "share"] < 1e-3
    assert shared[shared["cause"] == "life"]["of"].tolist() == ["road"]
    assert shared[shared["cause"] == "recipe"]["of"].tolist() == ["road/surface"]


def test_of_nothing_there_is_nothing_to_explain() -> None:
    for part in contributions(cohorts([]), LAYERS, LIVES, YEARS, AS_OF):
        assert part.empty


@pytest.mark.parametrize(
    ("area", "only"),
    [
        (False, Only()),
        (True, Only()),
        (True, Only(material="concrete")),
        (False, Only(material="asphalt", route="recycle")),
        (False, Only(owners=("G9901",), asset_types=("road_concrete_tiles", "sewer_gravity_pvc"))),
        (False, Only(suspect=True)),
    ],
)
def test_the_assets_of_the_town_add_to_the_forecast(town: Registry, area: bool, only: Only) -> None:
    code = town.areas("neighbourhood")["code"].iloc[0] if area else None
    question = SupplyQuestion(2027, 2036, (), area=code, only=only)
    found = town.explain(question, top=5)
    expected = float(found.answer.rows["expected_kg"].iloc[0])
    assert len(found.answer.rows) == 1
    assert len(found.assets) == 5
    assert found.assets["expected_kg"].is_monotonic_decreasing
    assert found.assets["expected_kg"].sum() + found.others_kg == pytest.approx(expected, rel=1e-9)
    assert found.assumptions["expected_kg"].sum() == pytest.approx(expected, rel=1e-9)
    assert 0 <= found.unknown_year_kg <= expected
    assert found.causes["expected_kg"].sum() == pytest.approx(expected, rel=1e-9)
    assert found.width["share"].sum() == pytest.approx(1.0)
    every = town.explain(question, top=100_000)
    assert every.others == 0
    assert every.others_kg == pytest.approx(0.0, abs=1e-6 * expected)
    assert np.allclose(every.assets["expected_kg"].head(5), found.assets["expected_kg"])


def test_a_drawn_polygon_is_explained_by_the_parts_of_assets_within(town: Registry) -> None:
    west, south, east, north = town.areas("neighbourhood").to_crs(4326).geometry.iloc[0].bounds
    drawn = town.polygon(box((west + east) / 2, south, east, north).wkt)
    question = SupplyQuestion(2027, 2036, (), polygon=drawn)
    found = town.explain(question, top=5)
    expected = float(town.supply(question).rows["expected_kg"].iloc[0])
    assert found.assets["expected_kg"].sum() + found.others_kg == pytest.approx(expected, rel=1e-9)
    assert found.others > 0


def test_the_table_of_an_area_and_the_cells_of_its_outline_name_the_same_assets(town: Registry) -> None:
    area = town.areas("neighbourhood").iloc[0]
    outline = town.polygon(area["geometry"].wkt)
    for only in (Only(), Only(suspect=True), Only(owners=("G9901",), material="concrete")):
        by_table = town.explain(SupplyQuestion(2027, 2036, (), area=area["code"], only=only), top=100)
        by_cells = town.explain(SupplyQuestion(2027, 2036, (), polygon=outline, only=only), top=100)
        assert len(by_table.assets) > 10
        pd.testing.assert_frame_equal(by_table.assets, by_cells.assets, rtol=1e-4)


def test_what_cannot_be_explained_is_refused(town: Registry) -> None:
    with pytest.raises(RegistryError, match="one number is explained at a time"):
        town.explain(SupplyQuestion(2027, 2036, (), each_kind="neighbourhood"))
    with pytest.raises(RegistryError, match="no material 'gold'"):
        town.explain(SupplyQuestion(2027, 2036, (), only=Only(material="gold")))
    with pytest.raises(RegistryError, match="no such route: 'sea'"):
        town.explain(SupplyQuestion(2027, 2036, (), only=Only(route="sea")))


def test_the_doors_explain(town: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", town.settings.database_url or "")
    query = {"fromYear": 2027, "toYear": 2036, "material": "concrete", "top": 3}
    answer = TestClient(create_app(town)).get("/v1/supply/explanation", params=query).json()
    told = sum(asset["expectedKg"] for asset in answer["assets"]) + answer["others"]["expectedKg"]
    assert told == pytest.approx(answer["total"]["expectedKg"], rel=1e-6)
    command = ["supply", "--from", "2027", "--to", "2036", "--explain", "--as-of", f"{town.as_of}"]
    run = CliRunner()
    said = run.invoke(app, command)
    assert said.exit_code == 0, said.output
    assert "what makes the range wide" in said.stdout
    assert "its own wear" in said.stdout
    document = json.loads(run.invoke(app, [*command, "--material", "concrete", "--json"]).stdout)
    assert document["total"] == answer["total"]
    assert document["causes"] == answer["causes"]
    assert sum(each["share"] for each in answer["causes"]) == pytest.approx(1.0, abs=0.01)
