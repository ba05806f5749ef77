"""What GDAL cannot read, or reads wrongly."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely import Point, from_wkb
from support import Take, open_layers, square, write_streets, zipped

from importers import open_deliveries
from importers.errors import SourceError
from importers.sources import open_source

ROWS = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
PROFILE = """
name = "poles"
requires = ["ID"]
[fields]
source_id = "ID"
name = "NAAM"
height_mm = { field = "HOOGTE", unit = "m" }
[asset_type]
default = "lamp_post_unknown"
"""
GML = """<?xml version="1.0" encoding="UTF-8"?>
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:s="http://www.geostandaarden.nl/imgeo/2.1/simple/gml31">
{}</gml:FeatureCollection>"""
ROAD = """<gml:featureMember><s:OndersteunendWegdeel gml:id="b{0}">
<s:identificatie.namespace>NL.IMGeo</s:identificatie.namespace>
<s:identificatie.lokaalID>G0153.{0}</s:identificatie.lokaalID>
<s:tijdstipRegistratie>2016-01-01T00:00:00.000</s:tijdstipRegistratie>
<s:bronhouder>G0153</s:bronhouder><s:bgt-functie>berm</s:bgt-functie>
<s:bgt-fysiekVoorkomen>groenvoorziening</s:bgt-fysiekVoorkomen>
<s:geometrie2d>
<gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>155000 463000 155010 463000 155010 463010 155000 463000
</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></s:geometrie2d>{1}</s:OndersteunendWegdeel></gml:featureMember>
"""
CREST = (
    "<s:kruinlijn><gml:LineString><gml:posList>155000 463000 155010 463010</gml:posList></gml:LineString></s:kruinlijn>"
)


@pytest.mark.parametrize(
    "text",
    [
        "ID;x;y;NAAM;HOOGTE\n1;155000,5;463000;Zuid;4,5\n",
        "ID,X,Y,NAAM,HOOGTE\n1,155000.5,463000,Zuid,4.5\n",
        "ID\tlon\tlat\tNAAM\tHOOGTE\n1\t155000.5\t463000\tZuid\t4.5\n",
        'ID;wkt;NAAM;HOOGTE\n1;"POINT (155000.5 463000)";Zuid;4,5\n',
        'ID,geometry,NAAM,HOOGTE\n1,"[155000.5, 463000]",Zuid,4.5\n',
        "ID,wkb_geometry,NAAM,HOOGTE\n1,POINT (155000.5 463000),Zuid,4.5\n",
        'ID;wkt_geometrie;NAAM;HOOGTE\n1;"POINT (155000.5 463000)";Zuid;4,5\n',
        'ID;Geo Point;Geo Shape;NAAM;HOOGTE\n1;52, 5;{"type":"Point","coordinates":[155000.5,463000]};Zuid;4,5\n',
        "ID;X-coördinaat;Y-coördinaat;NAAM;HOOGTE\n1;155000,5;463000;Zuid;4,5\n",
        "ID;RD X;RD Y;NAAM;HOOGTE\n1;155.000,50;463.000,00;Zuid;4,5\n",
        "ID;breedtegraad;lengtegraad;NAAM;HOOGTE\n1;463000;155000,5;Zuid;4,5\n",
    ],
)
def test_tables_of_text(tmp_path: Path, take: Take, text: str) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    (tmp_path / "poles.csv").write_text(text)
    with pytest.raises(SourceError, match="it looks like EPSG:28992: confirm with --crs EPSG:28992"):
        take(tmp_path / "poles.csv", profile=tmp_path / "p.toml")
    rows, delivery = take(tmp_path / "poles.csv", profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert (rows.loc[0, "source_id"], rows.loc[0, "name"], rows.loc[0, "height_mm"]) == ("1", "Zuid", 4500.0)
    assert from_wkb(rows.loc[0, "geom"]).wkt == "POINT (155000.5 463000)"
    assert delivery.srid == 28992


def test_points_at_zero_do_not_hide_where_the_others_are(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "poles.csv").write_text("ID;x;y\n1;155000,5;463000\n2;0;0\n")
    (tmp_path / "nowhere.csv").write_text("ID;x;y\n1;0;0\n")
    found = {layer.name: layer.looks_like for layer in open_source(tmp_path, scratch).layers}
    assert found == {"poles": "EPSG:28992", "nowhere": "EPSG:4326"}


def test_a_table_without_coordinates_is_told_as_such(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "poles.csv").write_text("ID;oost;noord\n1;155000;463000\n")
    with pytest.raises(SourceError, match="poles has no column in which coordinates were found: call them x and y"):
        open_deliveries(tmp_path / "poles.csv", scratch=scratch)


def test_a_geometry_that_cannot_be_read_stays_to_be_seen(tmp_path: Path, take: Take) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    (tmp_path / "poles.csv").write_text('ID;wkt\n1;"POINT (155000 463000)"\n2;"POINT (oeps"\n3;\n')
    rows, _ = take(tmp_path / "poles.csv", profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert rows["geom"].isna().tolist() == [False, True, True]
    assert [json.loads(text)["wkt"] for text in rows["attributes"]] == [None, "POINT (oeps", None]


@pytest.mark.parametrize(("encoding", "told"), [("cp1252", True), ("utf-8-sig", False), ("utf-16", True)])
def test_text_in_another_encoding_is_read_without_loss_and_said(
    tmp_path: Path, take: Take, encoding: str, told: bool
) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    (tmp_path / "poles.csv").write_bytes("ID;x;y;NAAM\n1;155000;463000;Coördinaat €\n".encode(encoding))
    rows, delivery = take(tmp_path / "poles.csv", profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert rows.loc[0, "name"] == "Coördinaat €"
    assert bool([each for each in delivery.warnings if each.code == "encoding"]) == told


@pytest.mark.parametrize(
    ("declared", "written"),
    [("UTF-8", "cp1252"), ("ISO-8859-1", "utf-8"), (None, "utf-8"), (None, "cp1252"), ("ANSI 1252", "cp1252")],
)
def test_a_shapefiles_table_is_judged_by_its_bytes(
    tmp_path: Path, take: Take, declared: str | None, written: str
) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    frame = gpd.GeoDataFrame({"ID": ["1"], "NAAM": ["Coördinaat"]}, geometry=[square(0, 0)], crs=28992)
    frame.to_file(tmp_path / "poles.shp", encoding=written)
    (tmp_path / "poles.cpg").unlink(missing_ok=True)
    if declared:
        (tmp_path / "poles.cpg").write_text(declared)
    rows, delivery = take(tmp_path / "poles.shp", profile=tmp_path / "p.toml")
    assert rows.loc[0, "name"] == "Coördinaat"
    assert [each.code for each in delivery.warnings] == ["encoding"]


def test_a_spreadsheet(tmp_path: Path, take: Take) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["ID", "x", "y", "NAAM", "HOOGTE"], [1, 155000.5, 463000, "Zuid", 4.5], [2, 155001, 463000]):
        sheet.append(row)
    book.create_sheet("leeg")
    book.save(tmp_path / "poles.xlsx")
    rows, _ = take(tmp_path / "poles.xlsx", profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert list(rows["source_id"]) == ["1", "2"]
    assert rows.loc[0, "height_mm"] == 4500.0


@pytest.mark.parametrize(
    ("title", "told"),
    [("sep=;\n", 1), ("Lichtmasten 2024\nDatum;01-02-2024\n\n", 2), ("Lichtmasten;;;\n;;;\n", 1), ("", 0)],
)
def test_rows_above_the_header_of_a_table_are_left_out_and_told(
    tmp_path: Path, take: Take, title: str, told: int
) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    (tmp_path / "poles.csv").write_text(f"{title}ID;x;y;NAAM\n1;155000,5;463000;Zuid\n;;;\n2;155000,5;463010;\n;;;\n")
    rows, delivery = take(tmp_path / "poles.csv", profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert (list(rows["source_id"]), rows.loc[0, "name"]) == (["1", "2"], "Zuid")
    assert [(each.code, each.count) for each in delivery.warnings] == [("title-rows", told)] * bool(told)


@pytest.mark.parametrize("cell", ["Noord; hoek; oud", "Noord", "1;2"])
def test_another_delimiter_in_the_cells_makes_no_other_table(tmp_path: Path, take: Take, cell: str) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    (tmp_path / "poles.csv").write_text(f'ID,wkt,NAAM\n1,"SRID=28992;POINT (155000 463000)","{cell}"\n')
    rows, delivery = take(tmp_path / "poles.csv", profile=tmp_path / "p.toml")
    assert (list(rows["name"]), delivery.warnings) == ([cell], [])


def test_a_title_above_the_header_of_a_sheet_is_left_out_and_told(tmp_path: Path, take: Take) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Lichtmasten"], [], ["Datum", "2024-02-01"], ["ID", "x", "y", "NAAM", "HOOGTE"], [1, 155000, 463000]):
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    book.save(tmp_path / "poles.xlsx")
    rows, delivery = take(tmp_path / "poles.xlsx", profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert list(rows["source_id"]) == ["1"]
    assert [each.value for each in delivery.warnings] == ["above the header, not kept: Lichtmasten; Datum 2024-02-01"]


def test_geoparquet_keeps_its_crs(tmp_path: Path, take: Take, profile: Path) -> None:
    streets = gpd.read_file(write_streets(tmp_path / "streets.gpkg", ROWS))
    streets.to_parquet(tmp_path / "streets.parquet")
    rows, delivery = take(tmp_path / "streets.parquet", profile=profile)
    assert (delivery.srid, list(rows["source_id"])) == (28992, ["a", "b"])
    assert from_wkb(rows.loc[0, "geom"]).equals(square(0, 0))


@pytest.mark.parametrize("place", [{"x": [155_000.5], "y": [463_000]}, {"geom": [Point(155_000.5, 463_000).wkb]}])
def test_parquet_that_says_nothing_of_a_geometry_may_hold_one(
    tmp_path: Path, take: Take, place: dict[str, list[object]]
) -> None:
    (tmp_path / "p.toml").write_text(PROFILE)
    pd.DataFrame({"ID": [1], "NAAM": ["Zuid"], "HOOGTE": [4.5], **place}).to_parquet(tmp_path / "poles.parquet")
    rows, _ = take(tmp_path / "poles.parquet", profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert (rows.loc[0, "source_id"], rows.loc[0, "height_mm"]) == ("1", 4500.0)
    assert from_wkb(rows.loc[0, "geom"]).wkt == "POINT (155000.5 463000)"


def test_a_file_geodatabase_as_a_folder_and_zipped(tmp_path: Path, profile: Path, take: Take) -> None:
    streets = gpd.read_file(write_streets(tmp_path / "streets.gpkg", ROWS))
    folder = tmp_path / "in"
    folder.mkdir()
    streets.to_file(folder / "town.gdb", layer="streets", driver="OpenFileGDB")
    for source in (folder / "town.gdb", folder, zipped(folder, tmp_path / "town.zip")):
        rows, delivery = take(source, profile=profile)
        assert (delivery.layer, len(rows)) == ("streets", 2)


def test_several_shapefiles_in_one_zip_and_lines_of_json(tmp_path: Path, scratch: Path) -> None:
    streets = gpd.read_file(write_streets(tmp_path / "streets.gpkg", ROWS))
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("roads.shp", "lanes.shp"):
        streets.to_file(folder / name)
    streets.to_crs(4326).to_file(folder / "lines.geojsonl", driver="GeoJSONSeq")
    layers = open_layers(zipped(folder, tmp_path / "all.zip"), scratch)
    assert sorted((layer.name, layer.rows) for layer in layers) == [("lanes", 2), ("lines", 2), ("roads", 2)]


def test_coordinates_that_contradict_the_crs_need_a_word(tmp_path: Path, scratch: Path) -> None:
    streets = gpd.read_file(write_streets(tmp_path / "streets.gpkg", ROWS))
    streets.set_crs(None, allow_override=True).to_file(tmp_path / "metres.geojson")
    document = json.loads((tmp_path / "metres.geojson").read_text())
    document.pop("crs", None)
    (tmp_path / "metres.geojson").write_text(json.dumps(document))
    (layer,) = open_layers(tmp_path / "metres.geojson", scratch)
    with pytest.raises(SourceError, match="coordinates are no degrees; it looks like EPSG:28992: confirm with --crs"):
        layer.srid(None)
    assert layer.srid("EPSG:28992") == 28992


def test_gml_light_keeps_the_surface_and_knows_its_crs(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "bgt_ondersteunendwegdeel.gml"
    path.write_text(GML.format("".join(ROAD.format(number, CREST if number % 2 else "") for number in range(6))))
    rows, delivery = take(path)
    assert (delivery.profile, delivery.srid, len(rows)) == ("bgt-simple", 28992, 6)
    assert {from_wkb(shape).geom_type for shape in rows["geom"]} == {"Polygon"}
    assert [each.code for each in delivery.warnings] == ["geometry-left-out"]


def test_two_coordinate_systems_in_one_file_are_refused(tmp_path: Path, scratch: Path) -> None:
    text = GML.format(ROAD.format(1, "") + ROAD.format(2, ""))
    text = text.replace("<gml:Polygon>", '<gml:Polygon srsName="EPSG:28992">', 1)
    (tmp_path / "two.gml").write_text(text.replace("<gml:Polygon>", '<gml:Polygon srsName="EPSG:31370">'))
    with pytest.raises(SourceError, match="has coordinates in EPSG:28992 and EPSG:31370"):
        open_layers(tmp_path / "two.gml", scratch)


def test_a_file_that_declares_more_than_it_gives_is_refused(tmp_path: Path, scratch: Path) -> None:
    empty = "<gml:featureMember ></gml:featureMember>"
    (tmp_path / "less.gml").write_text(GML.format(ROAD.format(1, "") + empty))
    with pytest.raises(SourceError, match="declares 2 features, 1 can be read"):
        open_layers(tmp_path / "less.gml", scratch)


def test_the_teaching_network_of_hydx(shared_data: Path, take: Take) -> None:
    for source in (shared_data / "gwsw-hydx", shared_data / "gwsw-hydx" / "Knooppunt.csv"):
        links, delivery = take(source, layer="Verbinding")
        assert (delivery.profile, len(links)) == ("gwsw-hydx", 96)
        assert {"sewer_gravity_pvc", "sewer_gravity_unknown"} <= set(links["asset_type"])
        assert links.loc[links["source_id"] == "lei1", "width_mm"].item() == 1100.0
        nodes, _ = take(source, layer="Knooppunt")
        assert len(nodes) == 85


def test_entities_are_refused(tmp_path: Path, scratch: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + GML.format("").split("?>")[1]
    (tmp_path / "bomb.gml").write_text(bomb)
    with pytest.raises(SourceError, match="declares XML entities"):
        open_layers(tmp_path / "bomb.gml", scratch)


@pytest.mark.parametrize("name", ["data.gml", "data.xml", "data.gpkg", "data.geojson", "data.shp"])
def test_instructions_to_read_other_files_are_refused(tmp_path: Path, scratch: Path, name: str) -> None:
    vrt = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    (tmp_path / name).write_text(vrt)
    with pytest.raises(SourceError, match="instruction to read other data: refused"):
        open_layers(tmp_path / name, scratch)


@pytest.mark.parametrize(
    ("member", "said"),
    [("../out.geojson", "outside its folder"), ("/etc/out.geojson", "outside its folder"), ("a\\..\\b", "outside its")],
)
def test_a_zip_that_writes_elsewhere_is_refused(tmp_path: Path, scratch: Path, member: str, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr(member, "{}")
    with pytest.raises(SourceError, match=said):
        open_layers(tmp_path / "z.zip", scratch)


def test_links_and_bombs_in_a_zip_are_refused(tmp_path: Path, scratch: Path) -> None:
    link = zipfile.ZipInfo("link.geojson")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(SourceError, match="holds a link"):
        open_layers(tmp_path / "link.zip", scratch)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.geojson", bytes(150 * 1024**2))
    with pytest.raises(SourceError, match="would unpack to"):
        open_layers(tmp_path / "bomb.zip", scratch)


def test_descriptions_in_a_folder_are_named_and_left(tmp_path: Path, scratch: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_streets(folder / "streets.gpkg", ROWS)
    (folder / "leesmij.xml").write_text("<a/>")
    source = open_source(folder, scratch)
    assert [layer.name for layer in source.layers] == ["streets"]
    assert [each.name for each in source.left] == ["leesmij.xml"]


def test_a_whole_download_is_opened_at_once_and_what_is_left_is_named(shared_data: Path, scratch: Path) -> None:
    found = open_deliveries(shared_data / "bgt-otterlo", scratch=scratch)
    read = {delivery.dataset: sum(batch.num_rows for batch in delivery.batches) for delivery in found}
    assert read["bgt-wegdeel"] == 2444
    assert read["bgt-bord"] == 53
    assert read["bgt-kunstwerkdeel"] == 66
    assert {each.name for each in found.left} == {"bgt_mast.gml"}
