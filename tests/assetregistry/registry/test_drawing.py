"""Maps of a registry: in either language, of one area within its outline, without a word to any host."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry import Registry, SupplyQuestion


def _page(picture: Any, tmp_path: Path) -> tuple[str, dict[str, Any]]:
    path = tmp_path / "map.html"
    picture.save(path)
    page = path.read_text(encoding="utf-8")
    found = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
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


def test_what_is_not_there_is_told(town: Registry, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="choose nl or en"):
        town.asset_map(language="fy")
    with pytest.raises(RegistryError, match="choose nl or en"):
        town.write_supply(SupplyQuestion(2027, 2028), tmp_path / "chart.png", language="fy")
    with pytest.raises(NotFoundError):
        town.asset_map("nowhere")
