"""BGT as others write it: the same fields under other names, in layers of other names."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString
from support import Take, square

FENCES = """<?xml version="1.0" encoding="UTF-8"?>
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:s="http://www.geostandaarden.nl/imgeo/2.1/simple/gml31">
{}</gml:FeatureCollection>"""
FENCE = """<gml:featureMember><s:OverigeScheiding gml:id="b{0}">
<s:identificatie.namespace>NL.IMGeo</s:identificatie.namespace>
<s:identificatie.lokaalID>G0153.{0}</s:identificatie.lokaalID>
<s:tijdstipRegistratie>2016-01-01T00:00:00.000</s:tijdstipRegistratie>
<s:bronhouder>G0153</s:bronhouder><s:plus-type>{1}</s:plus-type>
<s:geometrie2d><gml:LineString><gml:posList>155000 463000 155010 463010</gml:posList></gml:LineString></s:geometrie2d>
</s:OverigeScheiding></gml:featureMember>
"""


@pytest.mark.parametrize("layer", ["wegdeel", "wegdeelactueelbestaand", "wegdeel_2d"])
@pytest.mark.parametrize("id_field", ["lokaalid", "identificatie_lokaalid"])
def test_tables_of_nlextract_and_gml_light_in_a_database(tmp_path: Path, take: Take, layer: str, id_field: str) -> None:
    rows = {
        id_field: ["G0153.a", "G0153.b"],
        "objectbegintijd": "2015-01-01",
        "objecteindtijd": None,
        "tijdstipregistratie": "2016-01-01 10:00:00",
        "eindregistratie": [None, "2019-01-01 10:00:00"],
        "bronhouder": "G0153",
        "bgt_functie": "voetpad",
        "plus_functie": "geenWaarde",
        "bgt_fysiekvoorkomen": "open verharding",
        "plus_fysiekvoorkomen": ["tegels", "betonstraatstenen"],
    }
    path = tmp_path / "bgt.gpkg"
    gpd.GeoDataFrame(rows, geometry=[square(0, 0), square(20, 0)], crs=28992).to_file(path, layer=layer)
    taken, delivery = take(path)
    assert (delivery.profile, delivery.dataset.removesuffix("-2d"), delivery.namespace) == (
        "bgt-simple", "bgt-wegdeel", "NL.IMGeo",
    )  # fmt: skip
    assert list(taken["source_id"]) == ["G0153.a", "G0153.b"]
    assert list(taken["superseded"]) == [False, True]
    assert list(taken["asset_type"]) == ["road_concrete_tiles", "road_concrete_pavers_light"]
    assert list(taken["source_material"]) == ["tegels", "betonstraatstenen"]


def test_other_separations_tell_the_plus_type_alone(tmp_path: Path, take: Take) -> None:
    told = {"a": "hek", "b": "muur", "c": "faunaraster", "d": "waardeOnbekend"}
    (tmp_path / "bgt_overigescheiding.gml").write_text(
        FENCES.format("".join(FENCE.format(*each) for each in told.items()))
    )
    taken, delivery = take(tmp_path / "bgt_overigescheiding.gml")
    assert delivery.dataset == "bgt-scheiding"
    assert list(taken["asset_type"]) == ["fence_unknown", "wall_brick", "fence_steel", "furniture_other"]
    flat = {"lokaalid": list(told), "bronhouder": "G0153", "tijdstipregistratie": "2016-01-01"}
    rows = flat | {"plus_typeoverigescheiding": list(told.values())}
    shapes = [LineString([(155_000, 463_000 + n), (155_010, 463_000 + n)]) for n in range(4)]
    gpd.GeoDataFrame(rows, geometry=shapes, crs=28992).to_file(tmp_path / "flat.gpkg", layer="overigescheiding")
    again, _ = take(tmp_path / "flat.gpkg")
    assert list(again["asset_type"]) == list(taken["asset_type"])


ROAD = {"lokaalID": ["G0153.a", "G0153.b"], "bronhouder": "G0153", "tijdstip{}egistratie": "2016-01-01T10:00:00"}
SPELLINGS = {
    "bgt-citygml": ("R", "function", "surfaceMaterial", "plus-fysiekVoorkomenWegdeel", "plus-functieWegdeel"),
    "bgt-flat": ("r", "function", "surfacematerial", "plus_fysiekvoorkomenwegdeel", "plus_functiewegdeel"),
    "bgt-simple": ("R", "bgt-functie", "bgt-fysiekVoorkomen", "plus-fysiekVoorkomen", "plus-functie"),
    "bgt-ogc": ("_r", "functie", "fysiek_voorkomen", "plus_fysiek_voorkomen", "plus_functie"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("suffix", [".shp", ".gpkg"])
@pytest.mark.filterwarnings("ignore:Column names longer:UserWarning", "ignore:Normalized:RuntimeWarning")
def test_a_shapefile_cuts_off_the_names_of_fields(tmp_path: Path, take: Take, spelling: str, suffix: str) -> None:
    letter, function, surface, plus_surface, plus_function = SPELLINGS[spelling]
    told = {function: "voetpad", surface: "open verharding", plus_surface: "tegels", plus_function: "geenWaarde"}
    rows = {name.format(letter): values for name, values in ROAD.items()} | told
    path = tmp_path / f"BGT_Wegdeel_Enschede_2024{suffix}"
    frame = gpd.GeoDataFrame(rows, geometry=[square(0, 0), square(20, 0)], crs=28992)
    frame.rename(columns=lambda name: name if name == "geometry" else name[:10]).to_file(path)
    taken, delivery = take(path)
    assert (delivery.dataset, list(taken["source_id"])) == ("bgt-wegdeel", ["G0153.a", "G0153.b"])
    assert set(taken["asset_type"]) == {"road_concrete_tiles"}
    assert set(taken["source_material"]) == {"tegels"}
    assert set(taken["version_from"]) == {"2016-01-01T10:00:00Z"}
