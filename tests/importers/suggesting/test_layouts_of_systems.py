"""Layouts of Dutch management systems, field for field: the suggested profile takes each in as its owner means it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, box
from support import Take

from importers import inspect
from importers.profiles import COLUMNS

PLACES = [(257_000 + 30 * number, 471_000) for number in range(6)]
SHAPES = {
    "Polygon": [box(x, y, x + 20, y + 4) for x, y in PLACES],
    "Point": [Point(x, y) for x, y in PLACES],
    "LineString": [LineString([(x, y), (x + 20, y)]) for x, y in PLACES],
}


class Layout(NamedTuple):
    """A layer of six rows, and what is expected of its suggestion: fields, and of each row the type and year."""

    layer: str
    geometry: str
    fields: dict[str, Any]
    columns: dict[str, Any]
    types: list[str]
    years: list[int | None]


def _ids(form: str) -> list[str]:
    return [form.format(number) for number in range(6)]


OF_A_PROVINCE = {
    "OBJECTID": range(1, 7),
    "GLOBALID": _ids("{{A-{}}}"),
    "AD_ID": _ids("AD.{{B-{}}}"),
    "GISIB_ID": None,
    "IDENTIFICATIE": _ids("nl.imgeo.P0027.{}"),
    "STATUS": "bestaand",
    "OBJECTBEGINTIJD": "2019-05-01",
    "OBJECTEINDTIJD": None,
    "RELATIEVEHOOGTELIGGING": 0,
    "BEHEERDER": "Provincie Noord-Holland",
    "ONDERHOUDER": "Provincie Noord-Holland",
    "EIGENAAR": ["Provincie Noord-Holland"] * 5 + ["Rijkswaterstaat"],
    "BRONHOUDER": "P0027",
}
REGISTERED = {"TIJDSTIPREGISTRATIE": "2020-01-01", "CREATED_DATE": "2018-01-01", "LAST_EDITED_DATE": "2026-01-01"}
ROADS_OF_A_PROVINCE = Layout(
    "wegdeel_v",
    "Polygon",
    OF_A_PROVINCE
    | {
        "FYSIEKVOORKOMEN": ["gesloten verharding"] * 2 + ["open verharding"] * 2 + ["half verhard", "onverhard"],
        "FUNCTIE": ["rijbaan regionale weg", "fietspad", "rijbaan lokale weg", "fietspad", "fietspad", "voetpad"],
        "BREEDTE": [6.5, 3.5, 5.0, 2.5, 2.0, 1.5],
        "KOMGRENS": "buiten de kom",
        "WEGTYPE": "gebiedsontsluitingsweg",
        "JAARAANLEG": [1972, 1998, 2005, None, 1990, 1985],
        "JAARDEKLAAG": [2019, 2018, None, None, None, None],
        "JAARHERSTRATEN": [None, None, 2020, None, None, None],
        "JAARVERNIEUWEN": 2035,
        "LENGTE_VLAK": 120.0,
        "VERHARDING": ["asfalt", "asfalt", "elementen", "elementen", "halfverharding", "beton"],
        "VERHARDINGCATEGORIE": "x",
    }
    | REGISTERED
    | {"SHAPE_Length": 48.0, "SHAPE_Area": 80.0, "OMTREK": 48.0, "OPPERVLAKTE": 80.0},
    {
        "source_id": "IDENTIFICATIE",
        "source_holder": "BRONHOUDER",
        "built_year": "JAARAANLEG",
        "width_mm": {"field": "BREEDTE", "unit": "m"},
        "ended": "OBJECTEINDTIJD",
        "source_material": "VERHARDING",
    },
    ["road_asphalt_regional", "road_asphalt_cycleway", "road_unknown_open_carriageway", "road_unknown_open_light",
     "road_unknown_semi_paved", "road_concrete_cycleway"],
    [1972, 1998, 2005, None, 1990, 1985],
)  # fmt: skip
MASTS_OF_A_PROVINCE = Layout(
    "mastDraagconstructie_p",
    "Point",
    OF_A_PROVINCE
    | {
        "BGTPLUSTYPE": ["lichtmast"] * 4 + ["portaal", "verkeersregelinstallatiepaal"],
        "MATERIAALTYPE": ["aluminium", "staal", "kunststof", "aluminium", "staal", "staal"],
        "DATUMGARANTIE": "2030-01-01",
        "DATUMPLAATSING": ["1991-04-01", "2004-01-01", "2010-01-01", "2018-01-01", "1999-01-01", "2001-01-01"],
        "HOOGTE": [8.0, 10.0, 4.0, 12.0, 8.0, 6.0],
        "LENGTEUITHOUDER1": 1.5,
        "MASTNUMMER": _ids("N201-{}"),
        "LEVENSVERWACHTING": 40,
        "PLANJAAR": range(2031, 2037),
        "RESTLEVENSDUUR": 120,
        "VORM": "conisch",
    }
    | REGISTERED,
    {
        "source_id": "IDENTIFICATIE",
        "source_holder": "BRONHOUDER",
        "built_year": "DATUMPLAATSING",
        "height_mm": {"field": "HOOGTE", "unit": "m"},
        "ended": "OBJECTEINDTIJD",
        "source_material": "MATERIAALTYPE",
    },
    ["lamp_post_aluminium", "lamp_post_steel", "lamp_post_unknown", "lamp_post_aluminium", "gantry",
     "traffic_light_post"],
    [1991, 2004, 2010, 2018, 1999, 2001],
)  # fmt: skip
IASSET = Layout(
    "verhardingen",
    "Polygon",
    {
        "sys_id": _ids("5f{}"),
        "id": range(100, 106),
        "nummer": _ids("W{}"),
        "subthema": ["rijstrook", "fietspad", "parallelweg", "inrit en doorsteek", "rotonderand", "fietspad"],
        "naam": "N398",
        "Gebruikersfunctie": "Weggebruiker",
        "Situering": "Links",
        "verhardingssoort": ["asfalt", "asfalt", "elementen", "asfalt", "beton", "beton"],
        "Soort deklaag specifiek": ["SMA", "DAB", None, "DAB", None, None],
        "Jaar aanleg": [1970, 1985, 1999, 2001, None, 2010],
        "Jaar deklaag": [2018, 2019, None, 2020, None, None],
        "Jaar conservering": [None, 2022, None, None, None, None],
        "Jaar herstrating": [None, None, 2015, None, None, None],
        "Besteknummer": "B-1",
        "Wegnummer": "N398",
        "Metrering": 12.3,
        "gewijzigd": "20260512095736",
    },
    {"source_id": "id", "name": "naam", "built_year": "Jaar aanleg", "source_material": "verhardingssoort"},
    ["road_asphalt_local", "road_asphalt_cycleway", "road_unknown_open_carriageway", "road_asphalt_light",
     "road_concrete_carriageway", "road_concrete_cycleway"],
    [1970, 1985, 1999, 2001, None, 2010],
)  # fmt: skip
GBI_ROADS = Layout(
    "gb_wegvakonderdeel",
    "Polygon",
    {
        "id": range(5001, 5007),
        "object_guid": _ids("a-{}"),
        "data_guid": _ids("b-{}"),
        "aanlegjaar": [1985, 1992, None, 2005, 1979, 1960],
        "std_verhardingssoort": ["Asfalt", "Elementen", "Elementen", "Elementen", "Beton", "Asfalt"],
        "verhardingstype": ["Dicht asfaltbeton", "Betontegels 30x30", "Betonstraatstenen keiformaat",
                            "Gebakken klinkers", "Cementbeton", "Asfalt"],
        "std_verhardingsfunctie": ["Rijbaan", "Voetpad", "Rijbaan", "Parkeren", "Fietspad", "Fietspad"],
        "std_beheercluster": "Verharding",
        "std_structuurelement": "Woongebied",
        "hoeveelheid": 80.0,
        "binnen_kom": True,
        "wegtype": "Weg in woongebied",
        "breedte": [6.0, 1.5, 5.0, 2.0, 3.0, 3.5],
    },
    {
        "source_id": "id",
        "built_year": "aanlegjaar",
        "width_mm": {"field": "breedte", "unit": "m"},
        "source_material": "std_verhardingssoort",
    },
    ["road_asphalt_local", "road_concrete_tiles", "road_concrete_pavers_carriageway", "road_clay_pavers_light",
     "road_concrete_cycleway", "road_asphalt_cycleway"],
    [1985, 1992, None, 2005, 1979, 1960],
)  # fmt: skip
GBI_DIALOG = Layout(
    "wegvakonderdelen",
    "Polygon",
    {
        "GUID": _ids("a-{}"),
        "WEGFUNCTIE": ["Rijbaan", "Voetpad", "Fietspad", "Rijbaan", "Voetpad", "Fietspad"],
        "WEGTYPE": "Weg in woongebied",
        "VERHARDINGSOORT": ["Asfalt", "Elementen", "Asfalt", "Elementen", "Onverhard", "Cementbeton"],
        "ONDERHOUDSPLICHTIGE": "Gemeente",
        "HOEVEELHEID": 80.0,
        "AANLEGJAAR": [1985, 0, 2001, 1990, 1990, 1970],
    },
    {"source_id": "GUID", "built_year": "AANLEGJAAR", "source_material": "VERHARDINGSOORT"},
    ["road_asphalt_local", "road_unknown_open_light", "road_asphalt_cycleway", "road_unknown_open_carriageway",
     "road_unknown_unpaved", "road_concrete_cycleway"],
    [1985, None, 2001, 1990, 1990, 1970],
)  # fmt: skip
GBI_PRESSURE = Layout(
    "gb_mech_leiding",
    "LineString",
    {
        "id": range(1, 7),
        "data_guid": _ids("b-{}"),
        "aanlegjaar": range(1980, 1986),
        "std_leidingmateriaal": ["PVC", "PE", "HPE", "PVC", "Onbekend", "Gietijzer"],
        "diameter": [63, 75, 110, 160, 90, 200],
        "lengte": 20.0,
    },
    {
        "source_id": "id",
        "built_year": "aanlegjaar",
        "width_mm": {"field": "diameter", "unit": "mm"},
        "source_material": "std_leidingmateriaal",
    },
    ["sewer_pressure_pvc", "sewer_pressure_pe", "sewer_pressure_pe", "sewer_pressure_pvc", "sewer_pressure_unknown",
     "sewer_pressure_cast_iron"],
    list(range(1980, 1986)),
)  # fmt: skip
GBI_GRAVITY = Layout(
    "gb_vrijv_leiding",
    "LineString",
    {
        "id": range(1, 7),
        "aanlegjaar": range(1960, 1966),
        "std_leidingmateriaal": ["Beton", "PVC", "Gres", "Gewapend beton", "Beton", "PVC"],
        "std_stelseltype": "Gemengd",
        "std_profielvorm": ["Rond", "Rond", "Rond", "Eivormig", "Eivormig", "Rond"],
        "breedte": [300, 315, 250, 400, 500, 250],
        "hoogte": [300, 315, 250, 600, 750, 250],
    },
    {
        "source_id": "id",
        "built_year": "aanlegjaar",
        "width_mm": {"field": "breedte", "unit": "mm"},
        "height_mm": {"field": "hoogte", "unit": "mm"},
        "shape": "std_profielvorm",
        "source_material": "std_leidingmateriaal",
    },
    ["sewer_gravity_concrete", "sewer_gravity_pvc", "sewer_gravity_vitrified_clay",
     "sewer_gravity_reinforced_concrete", "sewer_gravity_concrete", "sewer_gravity_pvc"],
    list(range(1960, 1966)),
)  # fmt: skip
OTL_PAVING = Layout(
    "Gebakken steen",
    "Polygon",
    {
        "Identificatie": _ids("c-{}"),
        "IMGeo_identificatie": _ids("G0599.{}"),
        "Jaar van aanleg": range(1990, 1996),
        "Opleverdatum": "2019-06-01",
        "Begin garantieperiode": "2019-06-01",
        "Einde garantieperiode": "2024-06-01",
        "Beheerder": "Gemeente",
        "Beheerder gedetailleerd": "Stadsbeheer",
        "Bronhouder": "G0599",
        "Materiaal": "Gebakken klei",
        "Kleur": "rood",
        "Gebruiksfunctie": ["rijbaan", "voetpad", "fietspad", "parkeervak", "rijbaan", None],
        "Afmeting": "21x10,5x8",
        "Status": "In gebruik",
    },
    {
        "source_id": "Identificatie",
        "owner": "Bronhouder",
        "built_year": "Jaar van aanleg",
        "source_material": "Materiaal",
    },
    ["road_clay_pavers_carriageway"] + ["road_clay_pavers_light"] * 3
    + ["road_clay_pavers_carriageway", "road_clay_pavers_light"],
    list(range(1990, 1996)),
)  # fmt: skip
OTL_GULLIES = Layout(
    "Trottoirkolk",
    "Point",
    OTL_PAVING.fields | {"Materiaal": ["Beton", "PVC", "Gietijzer", "Beton", "PVC", "Beton"], "Gebruiksfunctie": None},
    OTL_PAVING.columns,
    ["gully_concrete", "gully_plastic", "gully_unknown", "gully_concrete", "gully_plastic", "gully_concrete"],
    list(range(1990, 1996)),
)
PORTAL_LIGHTS = Layout(
    "export_2026",
    "Point",
    {
        "LICHTPUNT_ID": range(70, 76),
        "MASTNUMMER": _ids("M{}"),
        "MAST_MATERIAAL": ["Staal", "Aluminium", "Staal", "Gietijzer", "Staal", "Staal"],
        "PLAATSINGSDATUM": [f"{year}-03-01" for year in range(2000, 2006)],
        "LICHTPUNTHOOGTE": [4, 6, 8, 4, 10, 6],
    },
    {
        "source_id": "LICHTPUNT_ID",
        "built_year": "PLAATSINGSDATUM",
        "height_mm": {"field": "LICHTPUNTHOOGTE", "unit": "m"},
        "source_material": "MAST_MATERIAAL",
    },
    ["lamp_post_steel", "lamp_post_aluminium", "lamp_post_steel", "lamp_post_unknown"] + ["lamp_post_steel"] * 2,
    list(range(2000, 2006)),
)
PORTAL_POSTS = Layout(
    "beweegbare fysieke afsluitingen",
    "Point",
    {
        "Soortcode": "VP",
        "BFA_nummer": _ids("BFA-{}"),
        "BFA_type": ["Klappaal", "Afsluitpaal", "Klappaal", "Handmatige paal", "Poller", "Poller"],
        "Standplaats": "Markt",
        "Jaar_aanleg": [2001, 0, 2010, 0, 2015, 2020],
        "Beheerorganisatie": "Gemeente",
    },
    {"source_id": "BFA_nummer", "built_year": "Jaar_aanleg"},
    ["bollard_unknown"] * 6,
    [2001, None, 2010, None, 2015, 2020],
)
LAYOUTS = [
    ROADS_OF_A_PROVINCE, MASTS_OF_A_PROVINCE, IASSET, GBI_ROADS, GBI_DIALOG, GBI_PRESSURE, GBI_GRAVITY, OTL_PAVING,
    OTL_GULLIES, PORTAL_LIGHTS, PORTAL_POSTS,
]  # fmt: skip


def _write(path: Path, layout: Layout) -> Path:
    """The layer as a file."""
    frame = pd.DataFrame(layout.fields, index=range(6))
    gpd.GeoDataFrame(frame, geometry=SHAPES[layout.geometry], crs=28992).to_file(path, layer=layout.layer)
    return path


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.layer)
def test_a_layout_is_taken_in_as_its_owner_means_it(tmp_path: Path, take: Take, layout: Layout) -> None:
    path, profile = _write(tmp_path / "export.gpkg", layout), tmp_path / "profile.toml"
    (found,) = inspect(path).layers
    profile.write_text(str(found.suggested), encoding="utf-8")
    document = tomllib.loads(profile.read_text(encoding="utf-8"))
    assert {name: field for name, field in document["fields"].items() if name in COLUMNS["assets"]} == layout.columns
    rows, _ = take(path, profile=profile)
    assert rows["reject_code"].isna().all()
    assert list(rows["asset_type"]) == layout.types
    assert [None if pd.isna(year) else int(year) for year in rows["built_from"]] == layout.years


@pytest.mark.parametrize(
    ("layout", "columns"),
    [
        (ROADS_OF_A_PROVINCE, {"source_id": "IDENTIFICA", "built_year": "JAARAANLEG", "source_material": "VERHARDING"}),
        (MASTS_OF_A_PROVINCE, {"source_id": "IDENTIFICA", "built_year": "DATUMPLAAT", "source_material": "MATERIAALT"}),
        (GBI_GRAVITY, {"source_id": "id", "shape": "std_profie", "source_material": "std_leidin"}),
    ],
    ids=["wegdeel_v", "mastDraagconstructie_p", "gb_vrijv_leiding"],
)
@pytest.mark.filterwarnings("ignore:Column names longer than 10", "ignore:Normalized/laundered field name")
def test_a_shapefile_that_cuts_names_off_is_taken_in_as_the_whole(
    tmp_path: Path, take: Take, layout: Layout, columns: dict[str, str]
) -> None:
    path, profile = _write(tmp_path / f"{layout.layer}.shp", layout), tmp_path / "profile.toml"
    (found,) = inspect(path).layers
    profile.write_text(str(found.suggested), encoding="utf-8")
    assert columns.items() <= tomllib.loads(profile.read_text(encoding="utf-8"))["fields"].items()
    rows, _ = take(path, profile=profile)
    assert list(rows["asset_type"]) == layout.types


def test_a_table_with_gps_coordinates_is_taken_in(tmp_path: Path, take: Take) -> None:
    shapes = gpd.GeoSeries(SHAPES["Polygon"], crs=28992).to_crs(4326).to_wkt()
    frame = pd.DataFrame(IASSET.fields | {"gps coordinaten": list(shapes)}, index=range(6))
    frame.to_csv(tmp_path / "verhardingen.csv", index=False, sep=";")
    (found,) = inspect(tmp_path / "verhardingen.csv").layers
    (tmp_path / "profile.toml").write_text(str(found.suggested), encoding="utf-8")
    rows, delivery = take(tmp_path / "verhardingen.csv", profile=tmp_path / "profile.toml", crs="EPSG:4326")
    assert (list(rows["asset_type"]), delivery.srid) == (IASSET.types, 4326)


def test_stamps_of_fourteen_digits_are_days_and_years(tmp_path: Path, take: Take) -> None:
    stamps = {"Datum aanleg": ["19850601000000"] * 6, "Datum verwijderd": ["20240512095736"] * 3 + [None] * 3}
    layout = Layout("banken", "Point", {"id": range(6)} | stamps, {}, [], [])
    path, profile = _write(tmp_path / "banken.gpkg", layout), tmp_path / "profile.toml"
    profile.write_text(str(inspect(path).layers[0].suggested), encoding="utf-8")
    rows, delivery = take(path, profile=profile)
    assert list(rows["built_from"]) == [1985] * 6
    assert [str(day) for day in rows["ended_on"].dropna()] == ["2024-05-12"] * 3
    assert delivery.warnings == []


@pytest.mark.parametrize("geometry", [None, "Polygon"])
def test_planned_works_on_road_parts_name_them(tmp_path: Path, take: Take, geometry: str | None) -> None:
    frame = pd.DataFrame(
        {
            "id": range(1, 4),
            "data_guid": ["x", "y", "z"],
            "jaarvanuitvoering": [2027, 2028, 2030],
            "maatregel_wvko": ["Deklaag vervangen", "Herstraten", "Reconstructie"],
            "maatregeltype": ["Groot onderhoud"] * 3,
            "kosten": [1000.0, 2000.0, 5000.0],
            "planstatus": ["Definitief", "Concept", "Vervallen"],
            "wegvakonderdeel_id": [5001, 5002, 5003],
            "gepland_uitgevoerd": ["Gepland"] * 3,
        }
    )
    path, profile = tmp_path / "gb_wegvakonderdeel_planning.gpkg", tmp_path / "profile.toml"
    if geometry is None:
        frame.to_csv(path := path.with_suffix(".csv"), index=False)
    else:
        gpd.GeoDataFrame(frame, geometry=SHAPES[geometry][:3], crs=28992).to_file(path)
    (found,) = inspect(path).layers
    profile.write_text(str(found.suggested), encoding="utf-8")
    rows, _ = take(path, profile=profile)
    assert list(rows["subject"]) == ["5001", "5002", "5003"]
    assert list(rows["reason"]) == ["Deklaag vervangen", "Herstraten", "Reconstructie"]
    assert list(rows["superseded"]) == [False, False, True]
