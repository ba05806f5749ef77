"""A passport goes before the recipe: everywhere the same masses, and the recipe again when it is undone."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from pyproj import CRS
from shapely import box
from support import Say, WriteStreets, square

from assetregistry.composition import relative_spread
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion
from assetregistry.registry.recipes import PASSPORT_CV
from assetregistry.store.derived.cohorts import read_cohorts
from importers.polygon import GivenPolygon

AROUND = GivenPolygon(box(154_900, 462_900, 155_200, 463_100), CRS.from_epsg(28992))
YEARS = SupplyQuestion(2026, 2325, ("material",))


@pytest.fixture
def streets(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """A known street, one of unknown surface, a lamp and a street that no passport speaks of."""
    rows = [
        ("known", "asfalt", 2005, square(0, 0)),
        ("mixed", "onbekend", 2005, square(20, 0)),
        ("lamp", "lamp", 2015, square(40, 0, 1)),
        ("other", "asfalt", 2005, square(60, 0)),
    ]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile, dataset="streets"))
    return registry


def layers(registry: Registry, asset: str) -> dict[tuple[str, str], float]:
    """(layer, material) → kg of one asset, by its card."""
    card = registry.asset(_id(registry, asset))
    found = {(layer["name"], layer["material"]): layer["kg"]["typical"] for layer in card["layers"]}
    assert sum(layer["kg"]["typical"] for layer in card["layers"]) == pytest.approx(card["kg"]["typical"])
    return found


def _id(registry: Registry, asset: str) -> int:
    held = registry.passports()
    return int(held.loc[held["source_id"] == asset, "asset_id"].iloc[0])


def everywhere(registry: Registry) -> float:
    """Mass of the whole registry, the same by every way of asking."""
    stock = registry.stock().set_index("material")["kg"]
    table = registry.passports()
    assert table["kg"].sum() == pytest.approx(stock.sum())
    assert table.groupby("material")["kg"].sum().to_dict() == pytest.approx(stock.to_dict())
    answer = registry.supply(YEARS)
    out = answer.rows["expected_kg"].sum() + answer.withheld["expected_kg"].sum()
    assert out == pytest.approx(stock.sum(), rel=5e-3), "all that stands comes out some day"
    around = registry.supply(SupplyQuestion(2026, 2325, (), polygon=AROUND))
    assert around.rows["expected_kg"].sum() == pytest.approx(answer.rows["expected_kg"].sum())
    explained = registry.explain(SupplyQuestion(2026, 2060, ()))
    given = explained.assets["expected_kg"].sum() + explained.others_kg
    assert given == pytest.approx(registry.supply(SupplyQuestion(2026, 2060, ())).rows["expected_kg"].sum())
    assert explained.width["share"].sum() == pytest.approx(1)
    return float(stock.sum())


def test_a_line_replaces_its_layer_alone(streets: Registry, say: Say) -> None:
    before, other, total = layers(streets, "known"), layers(streets, "other"), everywhere(streets)
    receipt = say("passports", [line("known", "surface", "asphalt", 9_000)])
    after = layers(streets, "known")
    assert after == before | {("surface", "asphalt"): 9_000}
    assert layers(streets, "other") == other
    assert everywhere(streets) == pytest.approx(total - before["surface", "asphalt"] + 9_000)
    streets.undo_import(receipt.import_id or 0)
    assert layers(streets, "known") == before
    assert everywhere(streets) == pytest.approx(total)


def test_several_materials_share_a_layer(streets: Registry, say: Say) -> None:
    before = layers(streets, "lamp")
    say("passports", [line("lamp", "post", "aluminium", 20), line("lamp", "post", "steel", 5)])
    after = layers(streets, "lamp")
    assert ("post", "aluminium") in after
    assert after == {key: kg for key, kg in before.items() if key[0] != "post"} | {
        ("post", "aluminium"): 20,
        ("post", "steel"): 5,
    }
    everywhere(streets)


def test_without_a_layer_a_line_speaks_of_the_whole(streets: Registry, say: Say) -> None:
    say("passports", [line("known", None, "asphalt", 30_000), line("known", None, "granulate", 50_000)])
    assert layers(streets, "known") == {("whole", "asphalt"): 30_000, ("whole", "granulate"): 50_000}
    everywhere(streets)


def test_the_leading_layer_settles_what_a_mix_is(streets: Registry, say: Say) -> None:
    say("passports", [line("mixed", "pavers", "clay_paver", 16_500)])
    after = layers(streets, "mixed")
    assert after["pavers", "clay_paver"] == 16_500
    assert not {material for _, material in after} & {"concrete_paver", "concrete_tile", "natural_stone"}
    card = streets.asset(_id(streets, "mixed"))
    told = next(layer for layer in card["layers"] if layer["material"] == "clay_paver")
    assert (told["weight"], told["basis"], told["confidence"]) == (1, "passport", "B")
    everywhere(streets)


def test_suspicion_goes_with_the_material(
    registry: Registry, write_streets: WriteStreets, profile: str, say: Say
) -> None:
    rows = [
        ("a", "asfalt", 1975, square(0, 0)),
        ("b", "asfalt", 1975, square(20, 0)),
        ("c", "riool", 1975, square(40, 0)),
    ]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile))
    say(
        "passports",
        [
            line("a", "surface", "asphalt", 9_000),
            line("b", "surface", "concrete", 9_000),
            line("c", None, "asbestos_cement", 9),
        ],
    )
    suspect = {(row.source_id, row.material): row.suspect for row in registry.passports().itertuples()}
    assert suspect["a", "asphalt"] == "tar-suspect", "a weight is no test for tar"
    assert pd.isna(suspect["b", "concrete"])
    assert suspect["c", "asbestos_cement"] == "asbestos-suspect"


def test_the_documents_say_that_it_was_told(streets: Registry, say: Say) -> None:
    receipt = say("passports", [line("lamp", None, "steel", 80)])
    told = json.loads(streets.passport(_id(streets, "lamp")))
    (only,) = told["materials"]
    assert (only["basis"], only["source"]) == ("passport", f"passport of import {receipt.import_id}")
    assert "measuredMass" not in told["missing"]
    assert "paspoort" in streets.passport(_id(streets, "lamp"), "html")
    (row,) = streets.passports().query("source_id == 'lamp'").to_dict("records")
    assert (row["basis"], row["material_en"], row["chance"], row["layer"]) == ("passport", "Steel", 1, "post")
    steel = streets.catalogue.asset_types["lamp_post_steel"].layers[0].routes
    assert row["reuse"] == only["routes"]["reuse"] == steel.reuse, "of the same material: the layer's own routes"


def test_a_material_that_nothing_is_made_of_is_refused(streets: Registry, say: Say) -> None:
    assert say("passports", [line("known", "surface", "gold", 1)]).quarantined == 1


def test_another_layer_is_added(streets: Registry, say: Say) -> None:
    before = layers(streets, "known")
    say("passports", [line("known", "cable", "pvc", 7)])
    assert layers(streets, "known") == before | {("cable", "pvc"): 7}
    everywhere(streets)


def test_measured_goes_before_declared(streets: Registry, say: Say) -> None:
    declared = [line("known", "surface", "asphalt", 9_000), line("lamp", "post", "aluminium", 20)]
    say("passports", [each | {"source_id": f"d{n}", "basis": "declared"} for n, each in enumerate(declared)])
    weighed = line("known", "surface", "asphalt", 8_400) | {"source_id": "w", "basis": "Gewogen"}
    receipt = say("passports", [weighed], dataset="weighbridge")
    assert layers(streets, "known")["surface", "asphalt"] == 8_400
    card = streets.asset(_id(streets, "known"))
    by_layer = {layer["name"]: (layer["basis"], layer["confidence"]) for layer in card["layers"]}
    assert by_layer["surface"] == ("measured", "A")
    table = streets.passports()
    told = {(row.source_id, row.layer): (row.basis, row.confidence) for row in table.itertuples()}
    assert (told["known", "surface"], told["lamp", "post"]) == (("measured", "A"), ("passport", "B"))
    everywhere(streets)
    whole = line("known", None, "asphalt", 50_000) | {"source_id": "v", "basis": "measured"}
    say("passports", [whole], dataset="scales")
    assert layers(streets, "known") == {("surface", "asphalt"): 8_400, ("whole", "asphalt"): 50_000}
    streets.undo_import(receipt.import_id or 0)
    assert layers(streets, "known") == {("whole", "asphalt"): 50_000}
    everywhere(streets)


def test_a_basis_that_nobody_knows_is_told_and_counts_as_declared(streets: Registry, say: Say) -> None:
    receipt = say("passports", [line("lamp", "post", "steel", 80) | {"basis": "guessed"}])
    assert [each["code"] for each in receipt.warnings] == ["unknown-value"]
    (post,) = [layer for layer in streets.asset(_id(streets, "lamp"))["layers"] if layer["name"] == "post"]
    assert post["basis"] == "passport"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, None, PASSPORT_CV),
        (9_000, 9_000, PASSPORT_CV),
        (8_000, 10_100, 0.09),
        (5_000, 15_000, 0.45),
        (0, 20_000, 0.87),
    ],
)
def test_its_own_range_is_that_of_the_forecast(
    streets: Registry, say: Say, low: float | None, high: float | None, expected: float
) -> None:
    say("passports", [line("known", "surface", "asphalt", 9_000) | {"kg_low": low, "kg_high": high}])
    streets.refresh()
    with streets.engine.connect() as connection:
        held = streets.layers_of(read_cohorts(connection))
    (cv,) = held.loc[held["recipe_class"] == "passport", "cv"]
    assert cv == pytest.approx(expected)
    if low is not None and low < 9_000:
        assert cv == pytest.approx(relative_spread(low, 9_000, high or 0), abs=0.005)
    everywhere(streets)


def test_a_wider_range_widens_the_forecast_and_moves_nothing(streets: Registry, say: Say) -> None:
    question = SupplyQuestion(2026, 2060, ("material",))
    widths, means = [], []
    for low, high in ((8_900, 9_100), (6_000, 13_000), (3_000, 20_000)):
        told = line("known", None, "asphalt", 9_000) | {"source_id": "p", "kg_low": low, "kg_high": high}
        say("passports", [told])
        row = streets.supply(question).rows.set_index("material").loc["asphalt"]
        widths.append(row["p90_kg"] - row["p10_kg"])
        means.append(row["expected_kg"])
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2]
    assert means == pytest.approx([means[0]] * 3)


def line(subject: str, layer: str | None, material: str, kg: float) -> dict[str, Any]:
    return {"subject": subject, "layer": layer, "material": material, "kg": kg}
