"""Maps of a registry: in either language, of one area within its outline, without a word to any host."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.questions import Only
from assetregistry.registry import Registry, SupplyQuestion

DATA = r'<script type="application/json"[^>]*>(.*?)</script>'


def _page(picture: Any, tmp_path: Path) -> tuple[str, dict[str, Any]]:
    path = tmp_path / "map.html"
    picture.save(path)
    page = path.read_text(encoding="utf-8")
    found = re.findall(DATA, page, re.DOTALL)
    return page, json.loads(found[0])


def test_an_area_is_shown_within_its_outline(town: Registry, tmp_path: Path) -> None:
    area = town.areas("neighbourhood").iloc[0]
    page, data = _page(town.asset_map(area["code"], language="en", offline=True), tmp_path)
    assert (data["count"], len(data["outlines"])) == (area["assets"], 1)
    assert data["title"] == f"Public space {area['name']}"
    assert not re.findall(r"<script[^>]* src=|<link", page)


@pytest.mark.parametrize(
    ("language", "roads", "sand"), [("nl", "Wegen en paden", "Zand"), ("en", "Roads and paths", "Sand")]
)
def test_names_in_the_language_of_the_map(town: Registry, tmp_path: Path, language: str, roads: str, sand: str) -> None:
    _, assets = _page(town.asset_map(language=language), tmp_path)
    assert roads in {group["name"] for group in assets["groups"]}
    assert sand in assets["materials"]
    _, supply = _page(town.supply_map(2027, 2036, kind="neighbourhood", language=language), tmp_path)
    assert sand in {material["name"] for material in supply["materials"]}


def _kg(data: dict[str, Any]) -> float:
    return float(sum(sum(years) for area in data["areas"] for years in area["kg"].values()))


@pytest.mark.parametrize("place", ["kind", "area", "polygon"])
def test_a_map_shows_what_the_question_asks(town: Registry, tmp_path: Path, place: str) -> None:
    area = town.areas("neighbourhood").iloc[0]
    question = SupplyQuestion(
        2027,
        2036,
        (),
        each_kind="neighbourhood" if place == "kind" else None,
        area=area["code"] if place == "area" else None,
        polygon=town.polygon(area["geometry"].wkt) if place == "polygon" else None,
        scenario="longer-lives",
        only=Only(material="asphalt", route="recycle"),
    )
    path = tmp_path / "map.html"
    town.write_supply(question, path)
    data = json.loads(re.findall(DATA, path.read_text(encoding="utf-8"), re.DOTALL)[0])
    expected = town.supply(question).rows["expected_kg"].sum()
    assert expected > 0
    assert _kg(data) == pytest.approx(expected, abs=len(data["areas"]) * 10 / 2)  # whole kg in each of ten years
    assert len(data["areas"]) == (len(town.areas("neighbourhood")) if place == "kind" else 1)
    assert all(each["shape"] and each["km2"] for each in data["areas"])


def test_what_is_not_there_is_told(town: Registry, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="choose nl or en"):
        town.asset_map(language="fy")
    with pytest.raises(RegistryError, match="choose nl or en"):
        town.write_supply(SupplyQuestion(2027, 2028), tmp_path / "chart.png", language="fy")
    with pytest.raises(RegistryError, match="a map layer needs areas"):
        town.write_supply(SupplyQuestion(2027, 2028), tmp_path / "supply.gpkg")
    with pytest.raises(NotFoundError):
        town.asset_map("nowhere")


@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_a_map_layer_of_an_empty_registry_is_empty(registry: Registry, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"supply.{suffix}"
    registry.write_supply(SupplyQuestion(2027, 2028, each_kind="square-1000"), path)
    assert gpd.read_file(path).empty
