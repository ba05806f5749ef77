"""Suggested rules of two fields, and of a layer's name: surface and function, post and material, pipe and pressure."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, box
from support import Take

from importers import inspect
from importers.profiles import built_in
from importers.suggesting.profile import suggest
from importers.suggesting.synonyms import synonyms

HERE = (257_000, 471_000)
SHAPES = {
    "Polygon": box(*HERE, HERE[0] + 20, HERE[1] + 4),
    "Point": Point(HERE),
    "LineString": LineString([HERE, (HERE[0] + 20, HERE[1])]),
}


def _taken(folder: Path, take: Take, layer: str, geometry: str, fields: dict[str, list[Any]]) -> list[str]:
    """The asset types that the rows get by the profile that is suggested for them."""
    count = len(next(iter(fields.values())))
    frame = pd.DataFrame({"id": [f"a-{number}" for number in range(count)]} | fields)
    path, profile = folder / "x.gpkg", folder / "x.toml"
    gpd.GeoDataFrame(frame, geometry=[SHAPES[geometry]] * count, crs=28992).to_file(path, layer=layer)
    (found,) = inspect(path).layers
    profile.write_text(str(found.suggested), encoding="utf-8")
    rows, _ = take(path, profile=profile)
    return list(rows["asset_type"])


@pytest.mark.parametrize(
    ("layer", "geometry", "fields", "types"),
    [
        ("wegdeel_v", "Polygon",
         {"FUNCTIE": ["rijbaan regionale weg", "fietspad", "rijbaan lokale weg", "voetpad", "fietspad", "anders"],
          "VERHARDING": ["asfalt", "asfalt", "elementen", "elementen", None, "beton"]},
         ["road_asphalt_regional", "road_asphalt_cycleway", "road_unknown_open_carriageway", "road_unknown_open_light",
          "road_unknown_surface_cycleway", "road_concrete_carriageway"]),
        ("fietspaden", "Polygon", {"verharding": ["asfalt", "beton", "tegels", "asfalt"]},
         ["road_asphalt_cycleway", "road_concrete_cycleway", "road_concrete_tiles", "road_asphalt_cycleway"]),
        ("masten_p", "Point",
         {"BGTPLUSTYPE": ["lichtmast", "lichtmast", "portaal", "lichtmast"],
          "MATERIAALTYPE": ["aluminium", "staal", "staal", "kunststof"]},
         ["lamp_post_aluminium", "lamp_post_steel", "gantry", "lamp_post_unknown"]),
        ("rioolput", "Point",
         {"puttype": ["Inspectieput", "Kolk", "Inspectieput", "Kolk"],
          "putmateriaal": ["Beton", "Beton", "Onbekend", "PVC"]},
         ["manhole_concrete", "gully_concrete", "manhole_unknown", "gully_plastic"]),
        ("mech_leiding", "LineString", {"materiaal": ["PVC", "HPE", "Gres", "PVC"]},
         ["sewer_pressure_pvc", "sewer_pressure_pe", "sewer_pressure_unknown", "sewer_pressure_pvc"]),
        ("Betonsteen", "Polygon",
         {"Materiaal": ["Beton"] * 4, "Gebruiksfunctie": ["rijbaan", "voetpad", "rijbaan", "anders"]},
         ["road_concrete_pavers_carriageway", "road_concrete_pavers_light", "road_concrete_pavers_carriageway",
          "road_concrete_pavers_light"]),
        ("verharding", "Polygon",
         {"materiaal": ["beton", "beton", "gebakken klei", "asfalt"],
          "soort": ["Elementenverharding", "Betonverharding", "Elementenverharding", "Asfaltverharding"]},
         ["road_concrete_pavers_light", "road_concrete_carriageway", "road_clay_pavers_light", "road_asphalt_local"]),
        ("geluidsschermen", "LineString", {"materiaal": ["beton", "hout", "glas", "beton"]},
         ["noise_barrier_concrete", "noise_barrier_timber", "noise_barrier", "noise_barrier_concrete"]),
        ("DuikerSifonHevel", "LineString", {"SOORTMATERIAAL": ["beton", "onbekend", "beton"]},
         ["culvert_concrete"] * 3),
        ("Ondergrondse_containers", "Point", {"fractie": ["Glas", "Papier", "Glas"]}, ["underground_container"] * 3),
        ("wegdeel_v", "Polygon",
         {"FYSIEKVOORKOMEN": ["open verharding:tegels", "open verharding", "half verhard: grind", "onverhard:zand"],
          "GRONDSOORT": ["klei", "klei", "zand", "klei"]},
         ["road_concrete_tiles", "road_unknown_open_light", "road_semi_paved_grind", "road_unpaved_sand"]),
        ("wegdeel_v", "Polygon", {"VERHARDING": ["AC11 Surf", "GK", "EL", "CB", "SMA-NL11B", "Dunne deklaag", "GK"]},
         ["road_asphalt_local", "road_clay_pavers_light", "road_unknown_open_light", "road_concrete_carriageway",
          "road_asphalt_local", "road_asphalt_local", "road_clay_pavers_light"]),
        ("inrichting_l", "LineString",
         {"BGTPLUSTYPE": ["niet-bgt: molgoot", "niet-bgt: geleideconstructie", "hek", "hek"],
          "MATERIAALTYPE": ["Beton", "Staal thermisch verzinkt", "Staal", "Staal"]},
         ["gutter_concrete", "guide_rail", "fence_steel", "fence_steel"]),
        ("Open grond", "Polygon", {"Gebruiksfunctie": ["voetpad", "fietspad", "voetpad"]},
         ["road_unknown_unpaved"] * 3),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_two_things_that_are_told_give_the_type_of_both(
    tmp_path: Path, take: Take, layer: str, geometry: str, fields: dict[str, list[Any]], types: list[str]
) -> None:
    assert _taken(tmp_path, take, layer, geometry, fields) == types


@pytest.mark.parametrize(
    ("layer", "asset_type"),
    [
        ("Betontegel", "road_concrete_tiles"),
        ("Gebakken steen", "road_clay_pavers_light"),
        ("Natuursteentegel", "road_ornamental_paving"),
        ("Kei", "road_ornamental_paving"),
        ("Gras verhard", "road_grass_pavers"),
        ("Grind", "road_semi_paved_grind"),
        ("Asfaltbeton 2025", "road_asphalt_local"),
        ("Betonplaat", "road_concrete_carriageway"),
    ],
)
def test_a_layer_called_after_what_things_are_made_of_says_more_than_its_fields(layer: str, asset_type: str) -> None:
    rows = pd.DataFrame({"id": list("abc"), "Materiaal": ["Beton", "Graniet", "Beton"]})
    assert tomllib.loads(suggest(layer, rows, "Polygon"))["asset_type"] == {"default": asset_type}


def test_whose_a_thing_is_does_not_tell_what_it_is() -> None:
    rows = pd.DataFrame({"id": list("abc"), "EIGENAAR": ["Waternet", "Gemeente", "Waternet"], "soort": "hek"})
    assert tomllib.loads(suggest("inrichting", rows, "LineString"))["asset_type"]["from"] == ["soort"]


def test_materials_few_of_which_are_known_are_of_no_roads() -> None:
    rows = pd.DataFrame({"id": range(6), "MATERIAAL": ["Beton", "Azobe", "Rubber", "RVS", "Beton", "Azobe"]})
    assert tomllib.loads(suggest("kunstwerkdeel", rows, "Polygon"))["asset_type"] == {}


def test_a_drain_that_is_drawn_as_a_point_is_left_open() -> None:
    rows = pd.DataFrame({"id": list("abc"), "Materiaal": ["Beton", "Gietijzer", "Beton"]})
    assert tomllib.loads(suggest("Roostergoot", rows, "Point"))["asset_type"] == {}


def test_words_of_the_second_field_that_tell_nothing_are_named() -> None:
    words = ["fietspad", "kruisingsvlak", "onbekend", "fietspad"]
    rows = pd.DataFrame({"id": list("abcd"), "soort": "asfalt", "functie": words})
    assert '# of functie nothing follows from "kruisingsvlak"\n' in suggest("wegen", rows, "Polygon")


def test_a_field_of_many_kinds_is_one_if_most_of_its_words_are_known() -> None:
    sizes = [f"Betontegels {number}x{number}" for number in range(70)]
    known = pd.DataFrame({"id": range(140), "soort": sizes * 2})
    assert tomllib.loads(suggest("x", known, "Polygon"))["asset_type"]["from"] == ["soort"]
    unknown = pd.DataFrame({"id": range(140), "soort": [f"x {number}" for number in range(69)] * 2 + ["asfalt"] * 2})
    assert "from" not in tomllib.loads(suggest("x", unknown, "Polygon"))["asset_type"]


def test_kinds_that_come_late_in_a_file_are_seen(tmp_path: Path, take: Take) -> None:
    """Exports have like with like: the first rows of a file are all asphalt."""
    types = _taken(tmp_path, take, "wegen", "Polygon", {"soort": ["asfalt"] * 400 + ["tegels"] * 400})
    assert types == ["road_asphalt_local"] * 400 + ["road_concrete_tiles"] * 400


def test_every_type_that_words_stand_for_is_one_of_ours() -> None:
    told = synonyms()
    known = {asset_type for profile in built_in() for asset_type in profile.asset_types()}
    known |= {asset_type for table in told["materials"].values() for asset_type in table}
    finer = {asset_type for table in told["finer"].values() for pair in table.items() for asset_type in pair}
    assert finer | set(told["finer"]) | set(told["made_as_called"]) | set(told["of_any_function"]) <= known
