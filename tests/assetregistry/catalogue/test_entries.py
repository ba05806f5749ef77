"""What holds for every entry; a new entry is under test the moment it exists."""

from __future__ import annotations

import math
import re
import tomllib
from datetime import date

import pytest

from assetregistry.catalogue import AssetType, Catalogue, Hazard, Layer, Lifetime, Material, load_catalogue
from assetregistry.catalogue.loader import BUILT_IN
from assetregistry.catalogue.models import Wall

CATALOGUE = load_catalogue()
MEASURES = {"polygon": {"area_m2"}, "line": {"length_m", "wall_m3"}, "point": {"piece"}, "any": {"piece"}}

Sourced = Material | Lifetime | AssetType | Layer | Wall

SOURCED: list[tuple[str, Sourced]] = [
    *((f"material {entry.code}", entry) for entry in CATALOGUE.materials.values()),
    *((f"lifetime {entry.code}", entry) for entry in CATALOGUE.lifetimes.values()),
    *((f"type {entry.code}", entry) for entry in CATALOGUE.asset_types.values()),
    *(
        (f"layer {entry.code}.{layer.name}", layer)
        for entry in CATALOGUE.asset_types.values()
        for layer in entry.layers
    ),
    *((f"wall of {entry.code}", entry.wall) for entry in CATALOGUE.asset_types.values() if entry.wall),
]


@pytest.mark.parametrize("entry", [entry for _, entry in SOURCED], ids=[name for name, _ in SOURCED])
def test_says_where_its_numbers_come_from(entry: Sourced) -> None:
    assert len(entry.source) >= len("Assumption"), "a source says where the number comes from"
    if entry.confidence == "D":
        assert "ssumption" in entry.source, "a number without a source is called an assumption"
    else:
        assert entry.source.strip(". ") != "Assumption"
    for paper in ("domain.md", "figures.md"):
        assert paper not in entry.source


@pytest.mark.parametrize("asset_type", CATALOGUE.asset_types.values(), ids=lambda entry: entry.code)
def test_asset_type_is_whole(asset_type: AssetType) -> None:
    assert bool(asset_type.layers) + bool(asset_type.mix) + bool(asset_type.no_recipe_reason) == 1
    assert ("asset_type", asset_type.group) in CATALOGUE.groups
    assert {layer.per for layer in asset_type.layers} <= MEASURES[asset_type.geometry]
    assert math.isclose(sum(CATALOGUE.mix(asset_type.code).values()), 1, abs_tol=1e-9)
    for leaf in CATALOGUE.mix(asset_type.code):
        assert not CATALOGUE.asset_types[leaf].mix, "a mix ends in plain types"


@pytest.mark.parametrize(
    "layer",
    [layer for entry in CATALOGUE.asset_types.values() for layer in entry.layers],
    ids=[f"{entry.code}.{layer.name}" for entry in CATALOGUE.asset_types.values() for layer in entry.layers],
)
def test_layer_fits_the_rest(layer: Layer) -> None:
    assert layer.material in CATALOGUE.materials
    assert layer.lifetime in CATALOGUE.lifetimes
    assert layer.hazard is None or layer.hazard in CATALOGUE.hazards
    assert layer.kg.low < layer.kg.high, "no mass of a recipe is certain"
    assert layer.kg.low <= layer.kg.typical <= layer.kg.high
    routes = layer.routes
    assert math.isclose(routes.reuse + routes.recycle + routes.recover + routes.landfill, 1, abs_tol=1e-9)


@pytest.mark.parametrize("lifetime", CATALOGUE.lifetimes.values(), ids=lambda entry: entry.code)
def test_lifetime_is_uncertain_and_used(lifetime: Lifetime) -> None:
    assert lifetime.low_years < lifetime.mean_years < lifetime.high_years
    used = {layer.lifetime for entry in CATALOGUE.asset_types.values() for layer in entry.layers}
    assert lifetime.code in used, "an unused entry only looks like knowledge"


def _layer_names() -> set[str]:
    return {layer.name for entry in CATALOGUE.asset_types.values() for layer in entry.layers}


@pytest.mark.parametrize("file", ["lifetimes.toml", "layer_names.toml"])
def test_is_called_something_in_both_languages(file: str) -> None:
    content = tomllib.loads((BUILT_IN / file).read_text(encoding="utf-8"))
    for code, entry in content.items():
        assert {"name_nl", "name_en"} <= entry.keys(), code
        assert "_" not in entry["name_nl"] + entry["name_en"], code


@pytest.mark.parametrize("code", sorted(_layer_names()))
def test_layer_is_called_something(code: str) -> None:
    assert code in CATALOGUE.layer_names or CATALOGUE.layer_name(code).name_nl.endswith("\u00a0mm")
    assert "_" not in CATALOGUE.layer_name(code).name_nl


def test_every_name_of_a_layer_is_used() -> None:
    stems = {re.sub(r"_\d+mm$", "", code) for code in _layer_names()}
    assert CATALOGUE.layer_names.keys() - stems == {"whole"}, "only what passports speak of has no recipe"


def test_a_thickness_is_added_and_a_new_layer_is_called_by_its_code() -> None:
    thick, new = CATALOGUE.layer_name("foundation_250mm"), CATALOGUE.layer_name("some_new_layer")
    assert (thick.name_nl, thick.name_en) == ("fundering 250\u00a0mm", "foundation 250\u00a0mm")
    assert (new.name_nl, new.name_en) == ("some new layer", "some new layer")


@pytest.mark.parametrize("material", CATALOGUE.materials.values(), ids=lambda entry: entry.code)
def test_material_is_used(material: Material) -> None:
    assert ("material", material.group) in CATALOGUE.groups
    assert material.code in {layer.material for entry in CATALOGUE.asset_types.values() for layer in entry.layers}


@pytest.mark.parametrize("hazard", CATALOGUE.hazards.values(), ids=lambda entry: entry.code)
def test_hazard_is_told(hazard: Hazard) -> None:
    assert hazard.reason
    assert hazard.source
    assert hazard.suspect_before is None or hazard.suspect_before < date.max.year


def test_numbers_are_unique(catalogue: Catalogue) -> None:
    for entries in (catalogue.materials, catalogue.asset_types):
        numbers = [entry.number for entry in entries.values()]
        assert len(set(numbers)) == len(numbers)
