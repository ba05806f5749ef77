"""Two towns by their own counts come out within the bounds, and docs/real-totals.md says so."""

from __future__ import annotations

import pytest

from assetregistry.catalogue import load_catalogue
from benchmarks import real_totals

CATALOGUE = load_catalogue()
TOWNS = real_totals.towns(CATALOGUE)
FINDINGS = [(town, finding) for town in TOWNS for finding in town.findings]


@pytest.mark.parametrize(("town", "finding"), FINDINGS, ids=[f"{town.name}: {each.what}" for town, each in FINDINGS])
def test_a_number_lies_within_its_bounds(town: real_totals.Town, finding: real_totals.Finding) -> None:
    assert finding.low <= finding.found <= finding.high


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.name)
def test_the_width_is_explained_whole(town: real_totals.Town) -> None:
    assert town.width["share"].sum() == pytest.approx(1)
    assert town.release["p10_kg"] < town.release["p50_kg"] < town.release["p90_kg"]


def test_a_heavier_recipe_would_be_noticed() -> None:
    """The bounds bite: a catalogue whose asphalt weighs twice as much falls out of them."""
    road = CATALOGUE.asset_types["road_asphalt_local"]
    layers = [
        layer.model_copy(update={"kg": layer.kg.model_copy(update={"typical": 2 * layer.kg.typical})})
        for layer in road.layers
    ]
    heavy = CATALOGUE.model_copy(
        update={"asset_types": {**CATALOGUE.asset_types, road.code: road.model_copy(update={"layers": tuple(layers)})}}
    )
    assert not all(finding.holds for town in real_totals.towns(heavy) for finding in town.findings)


def test_the_page_is_up_to_date() -> None:
    assert real_totals.PAGE.read_text(encoding="utf-8") == real_totals.page(CATALOGUE), "run benchmarks.real_totals"
