"""The codes that importers and sample rely on exist, and every surface of the standard finds its type."""

from __future__ import annotations

import itertools
import re

import pytest

from assetregistry.catalogue import Catalogue

ASSET_TYPES = """
road_asphalt_{motorway,regional,local,cycleway,light} road_concrete_{carriageway,cycleway}
road_concrete_pavers_{carriageway,light} road_clay_pavers_{carriageway,light} road_concrete_tiles
road_ornamental_paving road_concrete_elements road_grass_pavers road_semi_paved_{shells,rubble,grind,gravel}
road_unpaved_{bark,sand} verge_planted
road_unknown_closed_{motorway,regional,local,cycleway,light} road_unknown_open_{carriageway,light}
road_unknown_semi_paved road_unknown_unpaved
road_unknown_surface_{motorway,regional,local,cycleway,light}
sewer_gravity_{concrete,reinforced_concrete,pvc,pe,pp,vitrified_clay,grp,asbestos_cement,brick}
sewer_gravity_{cast_iron,ductile_iron,steel,unknown}
sewer_pressure_{concrete,pvc,pe,pp,grp,asbestos_cement,cast_iron,ductile_iron,steel,unknown}
sewer_connection_pvc drain_pvc culvert_concrete
manhole_{concrete,brick,plastic,unknown} gully_{concrete,plastic,unknown} pump_pit_concrete access_cover
kerb_{concrete,natural_stone} edging_concrete gutter_concrete line_drain guide_rail fence_{steel,wood,unknown}
lamp_post_{steel,aluminium,unknown} luminaire_{led,conventional,unknown} traffic_sign
sign_post_{steel,aluminium,unknown} sign_board_large bollard_{steel,hardwood,concrete,plastic,cast_iron,unknown}
bench_{wood_steel,concrete,unknown} picnic_table_{wood,concrete,unknown} litter_bin_steel underground_container
planter_concrete grit_bin bicycle_rack bus_shelter cabinet traffic_light_post gantry payment_machine flag_pole
stop_post play_equipment advertising_column furniture_other
"""
MATERIALS = """
asphalt clay_paver concrete_paver concrete_tile concrete concrete_kerb natural_stone granulate sand pvc pe pp grp
vitrified_clay asbestos_cement brick steel cast_iron ductile_iron aluminium wood glass electronics recycled_plastic
polymer_concrete gravel shells bark
"""
# Codes of IMGeo 2.2 as `standards.imgeo` of a type writes them: surfaces of a wegdeel (plus- and bgt-), furniture.
SURFACES = """
asfalt, cementbeton, betonstraatstenen, gebakken klinkers, tegels, sierbestrating, beton element, grasklinkers,
schelpen, puin, grind, gravel, boomschors, zand, gesloten verharding, open verharding, half verhard, onverhard
"""
FURNITURE = """
lichtmast, telpaal, portaal, verkeersregelinstallatiepaal, verkeersbordpaal, poller, haltepaal, vlaggenmast,
afsluitpaal, drukknoppaal, abri, bolder, brievenbus, fietsenrek, kunstobject, openbaar toilet, slagboom,
speelvoorziening, telefooncel, bank, picknicktafel, fontein, lichtpunt, parkeerbeugel, betaalautomaat, reclamezuil,
fietsenkluis, herdenkingsmonument, afval apart plaats, afvalbak, drinkbak, bloembak, zand- / zoutbak, container,
informatiebord, plaatsnaambord, straatnaambord, verkeersbord, scheepvaartbord, verklikker transportleiding,
reclamebord, wegwijzer, waarschuwingshek, dynamische snelheidsindicator, brandkraan / -put, drainageput, gasput,
inspectie- / rioolput, kolk, waterleidingput, CAI-kast, elektrakast, gaskast, telecom kast, rioolkast,
openbare verlichtingkast, verkeersregelinstallatiekast, telkast, GMS kast, molgoot, lijnafwatering,
geleideconstructie, hek
"""


def listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


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


@pytest.mark.parametrize("surface", listed(SURFACES))
def test_every_surface_of_imgeo_has_a_type(catalogue: Catalogue, surface: str) -> None:
    named = [entry.standards.get("imgeo", "") for entry in catalogue.asset_types.values() if entry.group == "road"]
    assert any(re.match(rf"wegdeel: {surface}(;|$)", text) for text in named)


@pytest.mark.parametrize("furniture", listed(FURNITURE))
def test_every_furniture_of_imgeo_has_a_type(catalogue: Catalogue, furniture: str) -> None:
    named = [entry.standards.get("imgeo", "") for entry in catalogue.asset_types.values()]
    words = {word.strip(" ()") for text in named for word in re.split(r"[,;:(]", text)}
    assert furniture in words


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
