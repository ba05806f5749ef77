"""What a pipe of unknown material may be, by its owner and the years that were told; its type stays what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from pyproj import CRS
from shapely import LineString, box
from sqlalchemy import text
from support import Say, WriteStreets, square

from assetregistry.questions import AssetFilter
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion
from assetregistry.settings import Settings
from importers.polygon import GivenPolygon

UNKNOWN = "sewer_gravity_unknown"
ASBESTOS = "asbestos_cement"
YEARS = {"old": 1925, "war": 1945, "sixties": 1965, "last": 1993, "first": 1994, "new": 2010, "untold": 0}
CLAY = """
[[sewer_gravity_unknown]]
owner = "G0164"
{window}
mix = [{{ type = "sewer_gravity_vitrified_clay", weight = 0.8 }}, {{ type = "sewer_gravity_pvc", weight = 0.2 }}]
source = "Counted"
confidence = "A"
"""
Card = Callable[[str], dict[str, Any]]


def pipe(number: int) -> LineString:
    start = square(-2, 20 * number).bounds[:2]
    return LineString([start, (start[0] + 10, start[1])])


def put(registry: Registry, write: WriteStreets, profile: str, owner: str, prefix: str = "") -> None:
    rows = [(prefix + name, "onbekend riool", year, pipe(number)) for number, (name, year) in enumerate(YEARS.items())]
    dataset = ImportOptions(profile=profile, dataset=f"pipes of {owner}")
    registry.import_source(write(rows, owner), dataset)


@pytest.fixture
def pipes(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """Pipes of unknown material, one of each period and one of no known year."""
    put(registry, write_streets, profile, "G0153")
    return registry


def card_of(registry: Registry, source_id: str) -> dict[str, Any]:
    with registry.engine.connect() as connection:
        found = text("SELECT id FROM asset WHERE source_id = :source_id")
        return registry.asset(connection.execute(found, {"source_id": source_id}).scalar_one())


def weights(card: dict[str, Any]) -> dict[str, float]:
    """Type → chance, by the card's layers."""
    return {layer["assetType"].removeprefix("sewer_gravity_"): layer["weight"] for layer in card["layers"]}


def whole(registry: Registry) -> float:
    """The stock, the same by every way of asking, and all of it comes out some day."""
    stock = registry.stock().set_index("material")["kg"]
    table = registry.passports()
    assert table.groupby("material")["kg"].sum().to_dict() == pytest.approx(stock.to_dict())
    around = GivenPolygon(box(154_000, 462_000, 156_000, 464_000), CRS.from_epsg(28992))
    for place in ({}, {"polygon": around}):
        answer = registry.supply(SupplyQuestion(2026, 2500, ("material",), **place))
        out = answer.rows["expected_kg"].sum() + answer.withheld["expected_kg"].sum()
        assert out == pytest.approx(stock.sum(), rel=1e-6)
    return float(stock.sum())


def test_a_pipe_of_2010_is_no_asbestos_cement_and_is_not_suspected(pipes: Registry) -> None:
    card = card_of(pipes, "new")
    assert ASBESTOS not in weights(card)
    assert card["hazards"] == []
    assert card["assetType"]["code"] == UNKNOWN, "what it is called does not change"
    assert (card["mix"]["builtFrom"], card["mix"]["builtTo"], card["mix"]["owner"]) == (1994, None, None)
    assert (card["mix"]["confidence"], card["mix"]["textEn"]) == ("D", "weights of what was built since 1994")
    assert "banned since 1 July 1993" in card["mix"]["source"]
    assert "sinds 1994" in card["mix"]["textNl"]
    assert "built since 1994 · Confidence D" in pipes.passport(card["id"], "html", language="en")
    told = pipes.passports().query("source_id == 'new'")
    assert ASBESTOS not in set(told["material"])
    assert not told["suspect"].notna().any()
    found = pipes.find_assets(AssetFilter(material=ASBESTOS), limit=50)
    assert {row["asset_type"] for row in found} == {UNKNOWN}
    assert len(found) == 4, "1945, 1965, 1993 and the one without a year"


@pytest.mark.parametrize("name", YEARS)
def test_each_has_the_recipe_of_its_years_and_weighs_what_it_says(pipes: Registry, name: str) -> None:
    card = card_of(pipes, name)
    year = YEARS[name] or None
    recipe = next(
        each
        for each in pipes.catalogue.recipes(UNKNOWN)
        if year is None or (each.window.built_from or 0) <= year <= (each.window.built_to or 9999)
        if year is not None or not each.window.years
    )
    assert weights(card) == pytest.approx(
        {leaf.removeprefix("sewer_gravity_"): weight for leaf, weight in recipe.mix.items()}
    )
    assert sum(weights(card).values()) == pytest.approx(1)
    assert (card["hazards"] != []) is (ASBESTOS in weights(card))


def test_the_mass_is_the_same_by_every_way_of_asking(pipes: Registry) -> None:
    total = whole(pipes)
    assert total == pytest.approx(sum(card_of(pipes, name)["kg"]["typical"] for name in YEARS))
    told = pipes.explain(SupplyQuestion(2026, 2100, ()))
    expected = float(told.answer.rows["expected_kg"].sum())
    assert float(told.assets["expected_kg"].sum()) + told.others_kg == pytest.approx(expected, rel=1e-9)


def test_the_likeliest_of_its_years_tells_when_it_ends(pipes: Registry) -> None:
    lifetimes = {name: card_of(pipes, name)["layers"][0] for name in ("new", "last")}
    assert lifetimes["new"]["assetType"] == "sewer_gravity_pvc"
    assert lifetimes["last"]["assetType"] == "sewer_gravity_concrete"
    found = pipes.find_assets(AssetFilter(), limit=50)
    with pipes.engine.connect() as connection:
        ids = dict(connection.execute(text("SELECT id, source_id FROM asset")).tuples().all())
    ends = {ids[row["id"]]: row["end_year"] for row in found}
    for name, layer in lifetimes.items():
        assert ends[name] == pytest.approx(layer["end"]["p50"], abs=0.6)


def test_a_corrected_year_moves_the_mix_and_undo_puts_it_back(pipes: Registry, say: Say) -> None:
    before, stock = card_of(pipes, "new"), pipes.stock()["kg"].sum()
    own = weights(card_of(pipes, "untold"))

    def corrected(first: int, last: int) -> dict[str, Any]:
        said = {"subject": "new", "year_from": first, "year_to": last, "reason": "drawing"}
        receipt = say("corrections", [{**said, "source_id": f"{first}-{last}"}])
        card = card_of(pipes, "new")
        assert pipes.stock()["kg"].sum() == pytest.approx(stock - before["kg"]["typical"] + card["kg"]["typical"])
        pipes.undo_import(receipt.import_id or 0)
        return card

    assert weights(corrected(1970, 1993)) == weights(card_of(pipes, "last"))
    assert corrected(1988, 1993)["hazards"]
    straddling = corrected(1993, 1994)
    assert weights(straddling) == own, "what may be of two periods has its type's own mix"
    assert straddling["mix"]["textEn"] == "weights of this type, of whatever year"
    assert weights(corrected(1994, 2020)) == weights(before)
    assert card_of(pipes, "new") == before
    assert pipes.stock()["kg"].sum() == pytest.approx(stock)


def test_an_inferred_year_moves_no_mix(
    pipes: Registry, write_streets: WriteStreets, profile: str, tmp_path: Path
) -> None:
    """It is that of the first pipe there, and would clear a suspicion that nobody has looked into."""
    young = [(f"young {number}", "riool", 2005 + number, pipe(20 + number)) for number in range(6)]
    pipes.import_source(write_streets(young), ImportOptions(profile=profile, dataset="young"))
    outline = gpd.GeoDataFrame({"code": ["BU1"], "name": ["Zuid"]}, geometry=[square(-50, -50, 900)], crs=28992)
    outline.to_file(tmp_path / "areas.gpkg")
    before = weights(card_of(pipes, "untold"))
    pipes.import_areas(tmp_path / "areas.gpkg", "neighbourhood", code_field="code", name_field="name")
    card = card_of(pipes, "untold")
    assert card["built"]["basis"] == "neighbourhood"
    assert weights(card) == before
    assert [each["code"] for each in card["hazards"]] == ["asbestos-suspect"]


def test_a_passport_speaks_of_the_layers_of_its_recipe(pipes: Registry, say: Say) -> None:
    say("passports", [{"subject": "new", "layer": "wall", "material": "pvc", "kg": 55.0}])
    card = card_of(pipes, "new")
    told, *others = card["layers"]
    assert (told["assetType"], told["material"], told["kg"]["typical"]) == ("sewer_gravity_pvc", "pvc", 55.0)
    assert {layer["name"] for layer in others} == {"bars"}
    whole(pipes)


def test_an_owners_mix_is_that_owners_alone(
    registry: Registry, settings: Settings, write_streets: WriteStreets, profile: str, tmp_path: Path
) -> None:
    put(registry, write_streets, profile, "G0153", "a ")
    put(registry, write_streets, profile, "G0164", "b ")
    before = {name: card_of(registry, f"a {name}") for name in YEARS}
    assert all(weights(card_of(registry, f"b {name}")) == weights(before[name]) for name in YEARS)
    (tmp_path / "own" / "variants").mkdir(parents=True)
    of_owner = tmp_path / "own" / "variants" / "hengelo.toml"
    of_owner.write_text(CLAY.format(window="built_to = 1969"))
    own = Registry.open(settings.model_copy(update={"catalogue_dir": tmp_path / "own"}), as_of=registry.as_of)
    clay = {"vitrified_clay": 0.8, "pvc": 0.2}
    for name, year in YEARS.items():
        assert card_of(own, f"a {name}") == before[name]
        wanted = clay if 0 < year <= 1969 else weights(before[name])
        assert weights(card_of(own, f"b {name}")) == wanted
    assert card_of(own, "b old")["mix"]["textEn"] == "weights of what was built until 1969, of this owner"
    whole(own)
    own.engine.dispose()
    of_owner.write_text(CLAY.format(window=""))
    own = Registry.open(settings.model_copy(update={"catalogue_dir": tmp_path / "own"}), as_of=registry.as_of)
    for name in YEARS:
        assert weights(card_of(own, f"b {name}")) == clay, "who names an owner says it of all its years"
        assert card_of(own, f"a {name}") == before[name]
    own.engine.dispose()
