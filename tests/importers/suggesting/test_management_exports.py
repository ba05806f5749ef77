"""Layouts as management systems export them: what a suggested profile makes of each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from support import Take

from importers import inspect
from importers.errors import SourceError
from importers.suggesting.likely_rows import areas_command, likely_statements
from importers.suggesting.profile import suggest


class Layout(NamedTuple):
    """A layer as a system writes it, and what is expected of its suggestion: fields, and the type of each word."""

    layer: str
    geometry: str
    fields: dict[str, list[Any]]
    columns: dict[str, str]
    types: dict[str, str]
    default: str | None


ROADS = Layout(
    "GBI_Wegvakonderdelen",
    "Polygon",
    {
        "OBJECTID": [1, 2, 3, 4],
        "WVONUMMER": ["1000-1", "1000-2", "1001-1", "1001-2"],
        "WVOTYPE": ["Rijbaan", "Voetpad", "Rijbaan", "Voetpad"],
        "VERHSOORT": ["Asfalt", "Elementen", "Asfalt", "Elementen"],
        "VERHTYPE": ["DAB 0/11", "Betontegels 30x30", "SMA 0/8", "BKK keiformaat"],
        "AANLEGJR": [1985, 1992, 0, 2005],
    },
    {"source_id": "WVONUMMER", "built_year": "AANLEGJR"},
    {
        "DAB 0/11": "road_asphalt_local",
        "SMA 0/8": "road_asphalt_local",
        "Betontegels 30x30": "road_concrete_tiles",
        "BKK keiformaat": "road_concrete_pavers_light",
    },
    "road_unknown_surface_local",
)
ROADS_BEGUN = Layout(
    "gisib_wegen",
    "Polygon",
    {
        "GUID": ["a", "b", "c"],
        "OBJECTBEGINTIJD": ["20150101", "20150101", "20150101"],
        "TYPE": ["Rijbaan lokale weg"] * 3,
        "TYPE_GEDETAILLEERD": ["betonstraatstenen", "asfalt", "asfalt"],
    },
    {"source_id": "GUID"},
    {"betonstraatstenen": "road_concrete_pavers_light", "asfalt": "road_asphalt_local"},
    "road_unknown_surface_local",
)
KERBS = Layout(
    "trottoirbanden",
    "LineString",
    {"BANDID": [1, 2, 3], "MATERIAAL": ["Beton", "Natuursteen", "Beton"], "JAAR_PLAAT": [1990, 2010, 2010]},
    {"source_id": "BANDID", "built_year": "JAAR_PLAAT", "source_material": "MATERIAAL"},
    {"Beton": "kerb_concrete", "Natuursteen": "kerb_natural_stone"},
    "kerb_concrete",
)
SIGNS = Layout(
    "verkeersborden",
    "Point",
    {"id": [1, 2, 3], "type_drager": ["Flespaal", "Lichtmast", "Flespaal"], "plaatsing": ["2010-01-01"] * 3},
    {"source_id": "id", "built_year": "plaatsing"},
    {},
    "traffic_sign",
)
FURNITURE = Layout(
    "GeoVisia_Meubilair",
    "Point",
    {
        "GUID": ["a", "b", "c", "d"],
        "OBJECTSOORT": ["Bank", "Paal - vast", "Bank", "Hondentoilet"],
        "AANSCHAFJAAR": [2001, 2014, 2014, 2001],
        "BEHEERNIVEAU": ["A", "B", "B", "B"],
    },
    {"source_id": "GUID", "built_year": "AANSCHAFJAAR"},
    {"Bank": "bench_unknown", "Paal - vast": "bollard_unknown"},
    "furniture_other",
)
TREES = Layout(
    "bomen",
    "Point",
    {"boomnummer": [1, 2, 3], "boomsoort": ["Tilia", "Tilia", "Quercus robur"], "plantjaar": [1990, 2010, 1990]},
    {"source_id": "boomnummer", "built_year": "plantjaar"},
    {},
    None,
)
NOTHING_KNOWN = Layout("laag 1", "Polygon", {"nr": ["a", "b"], "opm": ["x", "y"]}, {"source_id": "nr"}, {}, None)
LAYOUTS = [ROADS, ROADS_BEGUN, KERBS, SIGNS, FURNITURE, TREES, NOTHING_KNOWN]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.layer)
def test_a_layout_of_a_system_is_suggested_for_what_it_is(layout: Layout) -> None:
    document = tomllib.loads(suggest(layout.layer, pd.DataFrame(layout.fields), layout.geometry))
    types = document["asset_type"]
    told = {word: rule["type"] for rule in types.get("rule", []) for word in rule[types["from"][0]]}
    assert (document["fields"], told, types.get("default")) == (layout.columns, layout.types, layout.default)


INSPECTIONS = {
    "Kunstwerknummer": ["KW1", "KW2", "KW2"],
    "Bouwdeel": ["Dek", "Dek", "Leuning"],
    "Conditiescore": [2, 4, 5],
    "Inspectiedatum": ["14-06-2024", "15-06-2024", "15-06-2024"],
}
ROAD_INSPECTIONS = {
    "WVONR": ["1000", "1001", "1002"],
    "INSPDATUM": ["2024-05-03"] * 3,
    "RAFELING": ["", "L1", "M2"],
    "OORDEEL": ["Voldoende", "Matig", "Onvoldoende"],
}
PLANS = {
    "PROJECTNR": ["PR1", "PR2"],
    "PROJECT": ["Kerkstraat", "Markt"],
    "SOORTWERK": ["Rioolvervanging", "Groot onderhoud asfalt"],
    "START": [2026, 2027],
    "GEREED": [2027, 2027],
}
WORKS = {"Werknummer": ["W1", "W2"], "Omschrijving": ["Vervangen riool"] * 2, "Jaar uitvoering": [2026, 2028]}
BUILDINGS = {"pandid": ["0153100000000001", "0153100000000002"], "bouwjr": [1930, 1965]}


@pytest.mark.parametrize(
    ("layer", "geometry", "fields", "kind", "columns"),
    [
        ("NEN2767 conditiemeting", None, INSPECTIONS, "inspections",
         {"subject": "Kunstwerknummer", "happened_on": "Inspectiedatum", "condition": "Conditiescore"}),
        ("kunstwerken 2024", "Point", INSPECTIONS, "inspections",
         {"subject": "Kunstwerknummer", "happened_on": "Inspectiedatum", "condition": "Conditiescore"}),
        ("CROW_weginspectie_2024", "Polygon", ROAD_INSPECTIONS, "inspections",
         {"subject": "WVONR", "happened_on": "INSPDATUM", "condition": "OORDEEL"}),
        ("kwElement_tbl", None,
         {"OBJECTID": range(4), "KUNSTWERK": list("abab"), "MATERIAAL": "Beton", "CONDITIESCORE": 2,
          "CONDITIESCORE_DATUM": "2024-05-03"},
         "inspections",
         {"subject": "KUNSTWERK", "happened_on": "CONDITIESCORE_DATUM", "condition": "CONDITIESCORE"}),
        ("crowInspectie_tbl", None, {"OBJECTID": range(1, 6), "DATUM": "2024-05-03"}, "inspections",
         {"happened_on": "DATUM"}),
        ("Meerjarenplanning_2026-2030", "Polygon", PLANS, "planned_works",
         {"source_id": "PROJECTNR", "name": "PROJECT", "reason": "SOORTWERK", "year_from": "START",
          "year_to": "GEREED"}),
        ("werken", "Point", WORKS, "planned_works",
         {"source_id": "Werknummer", "name": "Omschrijving", "year_from": "Jaar uitvoering"}),
        ("panden", "Polygon", BUILDINGS, "buildings", {"source_id": "pandid", "year": "bouwjr"}),
    ],
)  # fmt: skip
def test_rows_that_are_no_assets_are_suggested_as_statements(
    layer: str, geometry: str | None, fields: dict[str, list[Any]], kind: str, columns: dict[str, str]
) -> None:
    document = tomllib.loads(suggest(layer, pd.DataFrame(fields), geometry))
    assert (document["rows"], document["fields"]) == (kind, columns)


@pytest.mark.parametrize(
    ("layer", "geometry", "fields"),
    [
        ("inspectieputten", "Point", {"PUTCODE": ["a", "b"], "Inspectiedatum": ["2024-05-03"] * 2}),
        ("kunstwerken", "Polygon", {"nr": ["a", "b"], "conditie": [2, 3], "bouwjaar": [1990, 2000]}),
        ("speeltoestellen", "Point", INSPECTIONS | {"Jaar van plaatsing": [2001, 2002, 2003]}),
        ("geluidsschermen", "LineString", {"nr": ["a", "b"], "conditie": [2, 3], "inspectiedatum": ["2024-05-03"] * 2}),
        ("hekwerken", "LineString", {"id": ["a", "b"], "start": [2026, 2027], "materiaal": ["staal", "hout"]}),
    ],
)
def test_assets_that_tell_conditions_or_years_too_stay_assets(
    layer: str, geometry: str, fields: dict[str, list[Any]]
) -> None:
    assert likely_statements(layer, pd.DataFrame(fields), geometry) is None


def test_words_of_another_scale_are_left_to_be_given_conditions() -> None:
    text = suggest("weginspectie", pd.DataFrame(ROAD_INSPECTIONS), "Polygon")
    assert tomllib.loads(text)["values"]["condition"] == {}
    assert '# "Matig" = …   # 1 rows' in text
    known = pd.DataFrame(ROAD_INSPECTIONS | {"OORDEEL": ["Goed", "Matig", "Zeer slecht"]})
    assert tomllib.loads(suggest("weginspectie", known, "Polygon"))["values"]["condition"] == {
        "Goed": 2, "Matig": 4, "Zeer slecht": 6,
    }  # fmt: skip


def test_inspections_of_parts_are_pointed_out() -> None:
    text = suggest("conditiemeting", pd.DataFrame(INSPECTIONS))
    assert "# 1 rows repeat Kunstwerknummer and Inspectiedatum: one of each is taken" in text
    without = {name: values for name, values in INSPECTIONS.items() if name != "Conditiescore"}
    assert tomllib.loads(suggest("conditiemeting", pd.DataFrame(without)))["sightings"] is True


@pytest.mark.parametrize(
    ("layer", "fields", "options"),
    [
        ("buurt 2019", {"BU_CODE": ["BU1", "BU2"], "BU_NAAM": ["A", "B"], "GM_CODE": ["GM1", "GM1"]},
         "neighbourhood --code-field BU_CODE --name-field BU_NAAM"),
        ("grenzen", {"wijknr": ["01", "02"], "wijknaam": ["Wijk 1", "Wijk 2"]},
         "district --code-field wijknr --name-field wijknaam"),
        ("stadsdelen", {"SDCODE": ["A", "B"], "STADSDEEL": ["Noord", "Oost"]},
         "district --code-field SDCODE --name-field STADSDEEL"),
        ("beheergebieden", {"id": [1, 2], "naam": ["Rayon 1", "Rayon 2"]},
         "custom --code-field id --name-field naam"),
        ("gemeente", {"code": ["GM1", "GM2"], "naam": ["A", "B"]}, "municipality --code-field code --name-field naam"),
        ("speelplekken wijk zuid", {"id": [1, 2], "naam": ["A", "B"]}, None),
        ("banken", {"id": [1, 2], "wijknr": ["01", "02"]}, None),
        ("wegen wijk noord", {"id": [1, 2, 3], "verharding": ["asfalt", "tegels", "asfalt"]}, None),
    ],
)  # fmt: skip
def test_areas_are_told_as_such(layer: str, fields: dict[str, list[Any]], options: str | None) -> None:
    command = options and f"assetregistry areas import SOURCE --kind {options}"
    assert areas_command(layer, pd.DataFrame(fields), "MultiPolygon") == command
    assert areas_command(layer, pd.DataFrame(fields), "Point") is None


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("conditiemeting", INSPECTIONS, "looks like inspections: `assetregistry inspect` suggests a profile for it$"),
        ("planning", PLANS, "looks like planned works: `assetregistry inspect` suggests a profile for it$"),
        ("banken", {"id": ["a", "b"], "soort": ["bank", "bank"]}, "has no column in which coordinates were found"),
    ],
)
def test_the_refusal_of_a_table_that_no_profile_fits_says_what_it_looks_like(
    tmp_path: Path, take: Take, name: str, fields: dict[str, list[Any]], said: str
) -> None:
    pd.DataFrame(fields).to_csv(tmp_path / f"{name}.csv", index=False)
    with pytest.raises(SourceError, match=said):
        take(tmp_path / f"{name}.csv")


def test_suggested_statements_are_taken_in(tmp_path: Path, take: Take) -> None:
    plans = pd.DataFrame(PLANS | {"X": [257_100, 257_200], "Y": [471_100, 471_200]})
    for name, frame in (("planning", plans), ("conditiemeting", pd.DataFrame(INSPECTIONS))):
        path, profile = tmp_path / f"{name}.csv", tmp_path / f"{name}.toml"
        frame.to_csv(path, index=False, sep=";")
        (layer,) = inspect(path).layers
        profile.write_text(str(layer.suggested), encoding="utf-8")
        rows, _ = take(path, profile=profile, crs="EPSG:28992" if name == "planning" else None)
        refused = rows["reject_code"].dropna().tolist()
        assert (len(rows), refused) == ((2, []) if name == "planning" else (3, ["duplicate-id"]))
