"""The codes that importers and sample rely on exist, and every code of the standards finds its type."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assetregistry.catalogue import Catalogue
from importers import profiles

ASSET_TYPES = """
road_asphalt_{motorway,regional,local,cycleway,light} road_concrete_{carriageway,cycleway} steps_concrete road_marking
road_concrete_pavers_{carriageway,light} road_clay_pavers_{carriageway,light} road_concrete_tiles
road_ornamental_paving road_concrete_elements road_grass_pavers road_semi_paved_{shells,rubble,grind,gravel}
road_unpaved_{bark,sand} verge_planted
road_unknown_closed_{motorway,regional,local,cycleway,light} road_unknown_open_{carriageway,light}
road_unknown_semi_paved road_unknown_unpaved
road_unknown_surface_{motorway,regional,local,cycleway,light} speed_bump_unknown
sewer_gravity_{concrete,reinforced_concrete,pvc,pe,pp,vitrified_clay,grp,asbestos_cement,brick}
sewer_gravity_{cast_iron,ductile_iron,steel,unknown} sewer_lining
sewer_pressure_{concrete,pvc,pe,pp,grp,asbestos_cement,cast_iron,ductile_iron,steel,unknown}
sewer_connection_pvc drain_pvc culvert_concrete cable_duct_pvc
manhole_{concrete,brick,plastic,unknown} gully_{concrete,plastic,unknown} pump_pit_concrete access_cover
kerb_{concrete,natural_stone} edging_concrete gutter_concrete line_drain guide_rail fence_{steel,wood,unknown}
grating_steel cattle_grid glare_screen warning_barrier parking_bracket barrier_gate mooring_bollard
wall_{brick,retaining} quay_wall sheet_pile_wall noise_barrier{,_concrete,_aluminium,_timber} bank_protection_timber
bridge_deck_{concrete,steel,timber,unknown} bridge_support jetty_timber
lamp_post_{steel,aluminium,unknown} luminaire_{led,conventional,unknown} traffic_sign
sign_post_{steel,aluminium,unknown} sign_board_large bollard_{steel,hardwood,concrete,plastic,cast_iron,unknown}
bench_{wood_steel,concrete,unknown} picnic_table_{wood,concrete,unknown} litter_bin_steel underground_container
planter_concrete grit_bin bicycle_rack bus_shelter cabinet traffic_light_post gantry payment_machine flag_pole
stop_post play_equipment advertising_column furniture_other marker_post_{plastic,concrete} speed_display
mast_{steel,tall} pump_unit solar_panel sensor letter_box bicycle_locker tree_{grate,pit}
"""
MATERIALS = """
asphalt clay_paver concrete_paver concrete_tile concrete concrete_kerb natural_stone granulate sand pvc pe pp grp
vitrified_clay asbestos_cement brick steel cast_iron ductile_iron aluminium wood glass electronics recycled_plastic
polymer_concrete gravel shells bark thermoplastic
"""
OUT = "out: "
LISTS = tomllib.loads((Path(__file__).parent / "standard_codes.toml").read_text(encoding="utf-8"))["list"]
CODES = [(each, code, expected) for each in LISTS for code, expected in each["codes"].items()]
PROFILES = {profile.dataset: profile for profile in profiles.built_in()}


def expanded(text: str) -> list[str]:
    """Words with {a,b} written out."""
    words: list[str] = []
    for word in text.split():
        parts = [part.split(",") for part in re.split(r"[{}]", word)]
        words += ["".join(choice) for choice in itertools.product(*parts)]
    return words


def test_exactly_the_agreed_types_exist(catalogue: Catalogue) -> None:
    assert sorted(catalogue.asset_types) == sorted(expanded(ASSET_TYPES))


def test_exactly_the_agreed_materials_exist(catalogue: Catalogue) -> None:
    assert sorted(catalogue.materials) == sorted(MATERIALS.split())


@pytest.mark.parametrize(
    ("codes", "code", "expected"), CODES, ids=[f"{each['title']}: {code}" for each, code, _ in CODES]
)
def test_every_code_of_the_standards_has_its_type_or_a_reason(
    catalogue: Catalogue, codes: dict[str, Any], code: str, expected: str
) -> None:
    """What is out of scope has its reason here; its rows go to quarantine, or become a type that says why too."""
    if not expected.startswith(OUT):
        assert expected in catalogue.asset_types
    else:
        assert len(expected) > len(OUT)
    if "dataset" in codes:
        found = asset_type(PROFILES[codes["dataset"]], {codes["field"]: code} | codes.get("with", {}))
        if expected.startswith(OUT):
            assert found is None or catalogue.asset_types[found].no_recipe_reason
        else:
            assert found == expected


def asset_type(profile: profiles.Profile, row: dict[str, str]) -> str | None:
    """What a row with these values becomes by a rule of the profile; None where no rule fits."""
    lowered = dict.fromkeys(profile.type_fields, "") | {name: value.lower() for name, value in row.items()}
    return next((rule.asset_type for rule in profile.rules if rule.fits(lowered)), None)


def test_a_code_that_a_type_names_is_one_that_becomes_it(catalogue: Catalogue) -> None:
    """`standards.imgeo` of the furniture types tells the same as the mapping does."""
    mapped = {
        code: expected
        for each, code, expected in CODES
        if each.get("field") == "plus_type" and each["dataset"] != "bgt-kunstwerkdeel"
    }
    for code, entry in catalogue.asset_types.items():
        layers = entry.standards.get("imgeo", "").split("; ")
        named = {word for layer in layers for word in layer.partition(": ")[2].split(", ")}
        for word in named & mapped.keys():
            leaves = catalogue.mix(mapped[word]) if not mapped[word].startswith(OUT) else {"furniture_other": 1.0}
            assert code in {mapped[word], *leaves}, word


@pytest.mark.parametrize("system", ["gravity", "pressure"])
def test_every_pipe_material_carries_its_own(catalogue: Catalogue, system: str) -> None:
    for code, entry in catalogue.asset_types.items():
        if code.startswith(f"sewer_{system}_") and entry.layers:
            material = code.removeprefix(f"sewer_{system}_").removeprefix("reinforced_")
            assert entry.layers[0].material == material
            assert entry.layers[0].per == "wall_m3"


def test_names_differ_in_each_language(catalogue: Catalogue) -> None:
    for field in ("name_nl", "name_en"):
        for entries in (catalogue.materials, catalogue.asset_types):
            names = [getattr(entry, field) for entry in entries.values()]
            assert len(set(names)) == len(names)
