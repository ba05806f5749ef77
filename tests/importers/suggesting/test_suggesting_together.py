"""Profiles for all layers of a source in one file."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from importers import inspect, open_deliveries, profiles
from importers.errors import SourceError

SHAPES = {"Polygon": box(257_000, 471_000, 257_020, 471_004), "Point": Point(257_000, 471_000)}
SHARED = """
crs = "EPSG:28992"
[unknown]
years = [0]
[[profile]]
name = "tiles"
layers = ["tiles"]
requires = ["id"]
fields = { source_id = "id" }
asset_type = { default = "road_concrete_tiles" }
[[profile]]
name = "benches"
layers = ["benches"]
requires = ["id"]
crs = "EPSG:4326"
fields = { source_id = "id" }
asset_type = { default = "bench_unknown" }
"""


def _city(path: Path) -> Path:
    """A layer for each kind of object, as cities deliver them."""
    shared = {"Identificatie": list("abcd"), "Jaar van aanleg": [1990, 2001, 0, 2010], "Materiaal": "Beton"}
    function = {"Gebruiksfunctie": ["rijbaan", "voetpad", "rijbaan", "voetpad"]}
    for layer, geometry in (("Betonsteen", "Polygon"), ("Gras verhard", "Polygon"), ("Straatkolk", "Point"),
                            ("Roostergoot", "Point"), ("Gras", "Polygon")):  # fmt: skip
        frame = pd.DataFrame(shared | (function if geometry == "Polygon" else {}))
        gpd.GeoDataFrame(frame, geometry=[SHAPES[geometry]] * 4, crs=28992).to_file(path, layer=layer)
    return path


def test_many_layers_are_taken_in_at_once(tmp_path: Path) -> None:
    path, profile = _city(tmp_path / "city.gpkg"), tmp_path / "city.toml"
    profile.write_text(str(inspect(path).suggested), encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    found = open_deliveries(path, profile=profile, scratch=tmp_path / "scratch")
    types = {each.layer: pd.concat([rows.to_pandas() for rows in each.batches])["asset_type"] for each in found}
    paving = "road_concrete_pavers"
    assert list(types.pop("Betonsteen")) == [f"{paving}_carriageway", f"{paving}_light"] * 2
    assert {layer: set(told) for layer, told in types.items()} == {
        "Gras verhard": {"road_grass_pavers"}, "Straatkolk": {"gully_concrete"}, "Gras": {"verge_planted"},
    }  # fmt: skip
    assert [each.name for each in found.left] == ["Roostergoot"]
    assert found.names() == ["betonsteen", "gras-verhard", "straatkolk", "gras"]


def test_what_is_open_is_put_aside_until_it_is_filled_in(tmp_path: Path) -> None:
    text = str(inspect(_city(tmp_path / "city.gpkg")).suggested)
    before, after = text.split("# The profile of Roostergoot is put aside: ")
    head, *lines = after.splitlines()
    part = [line.removeprefix("# ") if number < lines.index("") else line for number, line in enumerate(lines)]
    filled = "\n".join([before, *part]).replace('# default = "…"', 'default = "line_drain"')
    assert "take away the #" in head
    assert [each.default_type for each in profiles.parse(filled, "x") if each.name == "roostergoot"] == ["line_drain"]


def test_one_layer_has_its_own_profile_and_one_that_is_known_none(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": list("ab"), "soort": "bank"})
    gpd.GeoDataFrame(frame, geometry=[SHAPES["Point"]] * 2, crs=28992).to_file(tmp_path / "x.gpkg")
    report = inspect(tmp_path / "x.gpkg")
    assert report.suggested == report.layers[0].suggested
    (tmp_path / "inspections.csv").write_text("subject;happened_on;condition\na;2024-05-01;3\n", encoding="utf-8")
    assert inspect(tmp_path / "inspections.csv").suggested is None


def test_profiles_of_a_file_have_what_they_share() -> None:
    tiles, benches = profiles.parse(SHARED, "x")
    assert (tiles.crs, benches.crs) == ("EPSG:28992", "EPSG:4326")
    assert tiles.unknown_years == benches.unknown_years == {0}


@pytest.mark.parametrize("text", ['profile = "x"', "[profile]\nname = 'x'", "profile = [1, 2]"])
def test_what_is_no_list_of_profiles_is_told(text: str) -> None:
    with pytest.raises(SourceError, match="'profile' is no key of a profile"):
        profiles.parse(text, "x")
