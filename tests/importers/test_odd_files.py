"""Files that are odd but right, and files that would do harm: read as they are, or refused in one line."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyogrio.errors import GeometryError
from shapely import LineString, Point, from_wkb
from support import Take, open_layers, square, write_streets

from importers import inspect
from importers.errors import SourceError
from importers.reading import batches, geometry_field, geometry_name, with_one_geometry

PROFILE = """
name = "things"
requires = ["NR"]
[fields]
source_id = "NR"
name = { field = "STRATEN", list = ";", prefix = "NL." }
width_mm = { field = "BREEDTE", unit = "ft" }
[asset_type]
from = ["SOORT"]
default = "furniture_other"
rule = [{ SOORT = "lichtmast", type = "lamp_post_unknown" }]
"""

POLES = 'name = "poles"\nrequires = ["nr"]\n[fields]\nsource_id = "nr"\n[asset_type]\ndefault = "lamp_post_unknown"\n'
WFS = """<?xml version="1.0" encoding="UTF-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"
  xmlns:app="http://voorbeeld.nl/app" numberMatched="{matched}" numberReturned="1">
<wfs:member><app:mast gml:id="m.1"><app:nr>LM1</app:nr><app:geometrie><gml:Point gml:id="p.1"
  srsName="urn:ogc:def:crs:EPSG::28992"><gml:pos>155000 463000</gml:pos></gml:Point></app:geometrie></app:mast>
</wfs:member>
</wfs:FeatureCollection>
"""
# What a database writes where its layer is of any geometry, always with heights.
ANY_WITH_HEIGHTS = {
    ".gpkg": "UPDATE gpkg_geometry_columns SET z = 1",
    ".sqlite": "UPDATE geometry_columns SET geometry_type = 1000, coord_dimension = 3",
}
PAGE = """{{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {{"nr": "LM1"}},
  "geometry": {{"type": "Point", "coordinates": [5.3, 52.1]}}}}], {more}}}
"""


@pytest.fixture
def things(tmp_path: Path) -> Path:
    """A profile of a few fields."""
    path = tmp_path / "things.toml"
    path.write_text(PROFILE)
    return path


def frame(crs: int = 28992) -> gpd.GeoDataFrame:
    rows = {
        "NR": ["a", "b"],
        "STRATEN": ["NL.Kerkweg; NL.Dorpsstraat", "Ha;"],
        "BREEDTE": [1.0, 2.5],
        "SOORT": "lichtmast",
    }
    return gpd.GeoDataFrame(rows, geometry=[square(0, 0), square(20, 0)], crs=28992).to_crs(crs)


def test_spatialite(tmp_path: Path, take: Take, things: Path) -> None:
    frame().to_file(tmp_path / "town.sqlite", driver="SQLite", SPATIALITE="YES", layer="things")
    rows, delivery = take(tmp_path / "town.sqlite", profile=things)
    assert (list(rows["source_id"]), delivery.srid) == (["a", "b"], 28992)
    assert from_wkb(rows.loc[0, "geom"]).equals(square(0, 0))


def test_kml_is_in_degrees(tmp_path: Path, take: Take, things: Path) -> None:
    frame(4326).to_file(tmp_path / "town.kml", driver="KML")
    rows, delivery = take(tmp_path / "town.kml", profile=things)
    assert (list(rows["source_id"]), delivery.srid) == (["a", "b"], 4326)
    assert set(rows["asset_type"]) == {"lamp_post_unknown"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.kml", "a.gml"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, scratch: Path, name: str, encoding: str) -> None:
    text = '<!DOCTYPE kml [<!ENTITY a "b">]><kml xmlns="http://www.opengis.net/kml/2.2">&a;</kml>'
    namespace = b"<!-- http://www.opengis.net/gml -->" if name == "a.gml" else b""
    (tmp_path / name).write_bytes(text.encode(encoding) + namespace)
    with pytest.raises(SourceError, match="declares XML entities"):
        open_layers(tmp_path / name, scratch)


def test_the_first_of_a_list_without_its_prefix(tmp_path: Path, take: Take, things: Path) -> None:
    frame().to_file(tmp_path / "town.gpkg")
    rows, _ = take(tmp_path / "town.gpkg", profile=things)
    assert list(rows["name"]) == ["Kerkweg", "Ha"]
    assert list(rows["width_mm"]) == pytest.approx([304.8, 762.0])


def test_heights_and_measures_are_not_kept_and_said(tmp_path: Path, take: Take, things: Path) -> None:
    line = shapely.from_wkt("LINESTRING ZM (155000 463000 1 2, 155010 463000 1 3)")
    table = pa.table({"NR": ["a"], "geom": pa.array([shapely.to_wkb(line, output_dimension=4)])})
    pyogrio.write_arrow(
        table,
        tmp_path / "zm.gpkg",
        layer="zm",
        geometry_name="geom",
        geometry_type="2.5D LineString",
        crs="EPSG:28992",
        driver="GPKG",
    )
    _, delivery = take(tmp_path / "zm.gpkg", profile=things)
    assert {(each.code, each.count) for each in delivery.warnings} == {("z-dropped", 1), ("m-dropped", 1)}


@pytest.mark.parametrize("name", ["things.gpkg", "things.gml", "things.sqlite"])
def test_a_layer_of_any_geometry_with_heights(tmp_path: Path, take: Take, things: Path, name: str) -> None:
    """pyogrio refuses the type that GDAL tells of such a layer."""
    path = tmp_path / name
    shapes = [Point(155_000, 463_000, 2), LineString([(155_000, 463_000, 1), (155_010, 463_000, 2)])]
    options = {"SPATIALITE": "YES"} if path.suffix == ".sqlite" else {}
    gpd.GeoDataFrame({"NR": ["a", "b"]}, geometry=shapes, crs=28992).to_file(
        path, driver={".gpkg": "GPKG", ".gml": "GML"}.get(path.suffix, "SQLite"), geometry_type="Unknown", **options
    )
    if path.suffix != ".gml":
        with sqlite3.connect(path) as database:
            database.execute(ANY_WITH_HEIGHTS[path.suffix])
        database.close()
    with pytest.raises(GeometryError):
        pyogrio.list_layers(path)
    rows, delivery = take(path, profile=things)
    assert [(row.source_id, from_wkb(row.geom).geom_type) for row in rows.itertuples()] == [
        ("a", "Point"), ("b", "LineString"),
    ]  # fmt: skip
    assert (delivery.srid, delivery.layer) == (28992, "things")
    assert [each.code for each in delivery.warnings] == ["z-dropped"]


def test_of_several_geometries_the_footprint_counts_and_its_label_point_is_kept_as_text(
    shared_data: Path, scratch: Path
) -> None:
    (layer,) = open_layers(shared_data / "malformed/gml/inspire_cadastralparcel.xml", scratch)
    with batches(layer) as reader:
        (batch,) = reader
    assert geometry_name(batch.schema) == "geometry"
    assert batch.column("referencePoint").to_pylist() == ["POINT (2.5 49.5)", None]


def test_the_widest_geometry_of_the_first_batch_stays_it_in_all() -> None:
    def batch(label: str | None, outline: str | None) -> pa.RecordBatch:
        columns = [pa.array([None if each is None else shapely.from_wkt(each).wkb]) for each in (label, outline)]
        return pa.record_batch(columns, schema=pa.schema([geometry_field("label"), geometry_field("outline")]))

    square_text = "POLYGON ((0 0, 1 0, 1 1, 0 0))"
    given = [batch("POINT (1 1)", square_text), batch("POLYGON ((0 0, 9 0, 9 9, 0 0))", None)]
    first, second = with_one_geometry(given)
    assert [geometry_name(each.schema) for each in (first, second)] == ["outline", "outline"]
    assert first.column("label").to_pylist() == ["POINT (1 1)"]
    assert second.column("label").to_pylist() == ["POLYGON ((0 0, 9 0, 9 9, 0 0))"]


def test_a_table_may_hold_curves(tmp_path: Path, take: Take, things: Path) -> None:
    arc = "CIRCULARSTRING (155000 463000, 155005 463005, 155010 463000)"
    curve = f"CURVEPOLYGON (COMPOUNDCURVE ({arc}, (155010 463000, 155000 463000)))"
    text = [f"SRID=28992;{curve}", "SRID=28992;POINT (155000 463000)", "nothing"]
    (tmp_path / "a.csv").write_text("NR;geom\n" + "".join(f'{nr};"{told}"\n' for nr, told in enumerate(text)))
    rows, delivery = take(tmp_path / "a.csv", profile=things)
    kinds = [None if wkb is None else struct.unpack("<I", wkb[1:5])[0] for wkb in rows["geom"]]
    assert (kinds, delivery.srid) == ([10, 1, None], 28992)
    hexadecimal = rows.loc[0, "geom"].hex()
    (tmp_path / "b.csv").write_text(f"NR;geom\n0;{hexadecimal}\n1;{Point(155_000, 463_000).wkb_hex}\n")
    again, _ = take(tmp_path / "b.csv", profile=things, crs="EPSG:28992")
    assert list(again["geom"]) == list(rows["geom"][:2])


def test_a_member_within_a_member_is_no_feature(tmp_path: Path, scratch: Path) -> None:
    inside = "<app:eigenaar><app:member><app:naam>x</app:naam></app:member></app:eigenaar><app:geometrie>"
    (tmp_path / "poles.gml").write_text(WFS.format(matched=1).replace("<app:geometrie>", inside))
    assert [layer.rows for layer in open_layers(tmp_path / "poles.gml", scratch)] == [1]


def test_two_systems_in_one_table_are_refused(tmp_path: Path, take: Take, things: Path) -> None:
    near, far = "SRID=28992;POINT (155000 463000)", "SRID=4326;POINT (5 52)"
    (tmp_path / "a.csv").write_text(f'NR,wkt\n1,"{near}"\n2,"{far}"\n')
    with pytest.raises(SourceError, match="coordinates in EPSG:4326 and EPSG:28992"):
        take(tmp_path / "a.csv", profile=things)
    late = "".join(f'{number},"{near}"\n' for number in range(300))
    (tmp_path / "b.csv").write_text(f'NR,wkt\n{late}x,"{far}"\n')
    with pytest.raises(SourceError, match="coordinates in EPSG:28992 and EPSG:4326"):
        take(tmp_path / "b.csv", profile=things)


def test_counts_beyond_all_bounds_are_refused(tmp_path: Path, scratch: Path, take: Take, things: Path) -> None:
    frame().to_file(tmp_path / "many.gpkg")
    with sqlite3.connect(tmp_path / "many.gpkg") as database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = 4611686018427387904")
    database.close()
    with pytest.raises(SourceError, match="declares"):
        take(tmp_path / "many.gpkg", profile=things)
    frame().to_file(tmp_path / "many.shp")
    table = bytearray((tmp_path / "many.dbf").read_bytes())
    table[4:8] = struct.pack("<I", 4_294_967_295)
    (tmp_path / "many.dbf").write_bytes(table)
    with pytest.raises(SourceError, match=r"has 2 shapes and 4,294,967,295 rows in its table"):
        open_layers(tmp_path / "many.shp", scratch)


@pytest.mark.parametrize("name", ["wide.csv", "wide.geojson", "wide.xlsx"])
def test_ten_thousand_columns_are_refused(tmp_path: Path, scratch: Path, name: str) -> None:
    columns = [f"c{number}" for number in range(10_000)]
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text(",".join(columns) + "\n")
    elif name.endswith("xlsx"):
        book = openpyxl.Workbook()
        book.active.append(columns)  # type: ignore[union-attr]
        book.save(path)
    else:
        place = {"type": "Point", "coordinates": [5, 52]}
        feature = {"type": "Feature", "properties": dict.fromkeys(columns, 1), "geometry": place}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(SourceError, match=r"10,000 (columns|fields), 2,000 are allowed"):
        open_layers(path, scratch)


def test_the_order_of_rows_with_the_same_id_decides_nothing(tmp_path: Path, take: Take, things: Path) -> None:
    rows = [("a", "lichtmast", 0), ("b", "lichtmast", 1), ("a", "bank", 2), ("a", "lichtmast", 3)]
    kept = set()
    for order in (rows, rows[::-1], rows[2:] + rows[:2]):
        table = {"NR": [row[0] for row in order], "SOORT": [row[1] for row in order]}
        shapes = [Point(155_000 + row[2], 463_000) for row in order]
        (tmp_path / "x.gpkg").unlink(missing_ok=True)
        gpd.GeoDataFrame(table, geometry=shapes, crs=28992).to_file(tmp_path / "x.gpkg")
        found, _ = take(tmp_path / "x.gpkg", profile=things)
        assert sorted(found["reject_code"].fillna("")) == ["", "", "duplicate-id", "duplicate-id"]
        taken = found[found["reject_code"].isna()]
        kept.add(frozenset(zip(taken["source_id"], taken["asset_type"], taken["geom"], strict=True)))
    assert len(kept) == 1


def test_a_stream_of_one_file_leaves_nothing_beside_it(tmp_path: Path, take: Take, things: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_streets(folder / "streets.gpkg", [("a", "asfalt", 1990, square(0, 0))])
    frame(4326).to_file(folder / "town.kml", driver="KML")
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    take(folder / "town.kml", profile=things)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("poles.gml", WFS.format(matched=5000), 4_999),
        ("poles.gml", WFS.format(matched=1), None),
        ("poles.gml", WFS.format(matched="unknown"), None),
        ("poles.geojson", PAGE.format(more='"numberMatched": 5000, "numberReturned": 1'), 4_999),
        ("poles.geojson", PAGE.format(more='"properties": {"exceededTransferLimit": true}'), 1),
        ("poles.geojson", PAGE.format(more='"numberMatched": 1, "numberReturned": 1'), None),
    ],
)
def test_an_answer_that_a_service_cut_off_is_told_as_such(
    tmp_path: Path, take: Take, name: str, text: str, told: int | None
) -> None:
    (tmp_path / "p.toml").write_text(POLES)
    (tmp_path / name).write_text(text)
    rows, delivery = take(tmp_path / name, profile=tmp_path / "p.toml")
    assert list(rows["source_id"]) == ["LM1"]
    assert [each.count for each in delivery.warnings if each.code == "cut-off"] == [told] * (told is not None)


@pytest.mark.parametrize("name", ["poles.tab", "poles.mif", "POLES.TAB"])
def test_mapinfo_is_read_with_its_parts(tmp_path: Path, take: Take, things: Path, name: str) -> None:
    told = frame()
    pyogrio.write_dataframe(told, tmp_path / name.lower(), driver="MapInfo File")
    for path in list(tmp_path.glob("poles.*")) if name.isupper() else []:
        path.rename(path.with_name(path.name.upper()))
    rows, delivery = take(tmp_path / name, profile=things, crs="EPSG:28992")
    assert (list(rows["source_id"]), delivery.srid) == (["a", "b"], 28992)
    (tmp_path / ("POLES.DAT" if name.isupper() else "poles.dat")).unlink(missing_ok=True)
    (tmp_path / "poles.mid").unlink(missing_ok=True)
    with pytest.raises(SourceError, match=r"is a MapInfo (table|file) without its .(dat|mid)"):
        take(tmp_path / name, profile=things, crs="EPSG:28992")


def test_a_mapinfo_table_of_other_tables_is_refused(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "all.tab").write_text('!table\nbegin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\n')
    (tmp_path / "all.dat").write_bytes(b"")
    with pytest.raises(SourceError, match="an instruction to read other data"):
        open_layers(tmp_path / "all.tab", scratch)


def test_kmz_can_be_looked_at_too(tmp_path: Path, take: Take, things: Path) -> None:
    pyogrio.write_dataframe(frame(4326), tmp_path / "town.kmz", driver="LIBKML")
    assert {layer.driver for layer in inspect(tmp_path / "town.kmz").layers} == {"LIBKML"}
    rows, _ = take(tmp_path / "town.kmz", profile=things)
    assert list(rows["source_id"]) == ["a", "b"]


def test_degrees_that_are_called_metres_are_refused(tmp_path: Path, take: Take, things: Path) -> None:
    frame(4326).set_crs(28992, allow_override=True).to_file(tmp_path / "town.gpkg")
    said = "says EPSG:28992, but its coordinates are degrees; it looks like EPSG:4326: confirm with --crs EPSG:4326"
    with pytest.raises(SourceError, match=said):
        take(tmp_path / "town.gpkg", profile=things)
    _, delivery = take(tmp_path / "town.gpkg", profile=things, crs="EPSG:4326")
    assert delivery.srid == 4326


def test_a_coordinate_system_that_cannot_be_read_is_asked_for(tmp_path: Path, take: Take, things: Path) -> None:
    frame().to_file(tmp_path / "town.shp")
    (tmp_path / "town.prj").write_text('GEOGCS["Amersfoort",')
    with pytest.raises(SourceError, match="has no coordinate system; it looks like EPSG:28992"):
        take(tmp_path / "town.shp", profile=things)
    assert (tmp_path / "town.prj").exists()


def test_a_part_without_a_byte_is_none(tmp_path: Path, scratch: Path) -> None:
    frame().to_file(tmp_path / "town.shp")
    (tmp_path / "town.dbf").write_bytes(b"")
    with pytest.raises(SourceError, match=r"is a shapefile without its .dbf"):
        open_layers(tmp_path / "town.shp", scratch)


def test_where_a_file_stops_being_json_is_told(tmp_path: Path, scratch: Path) -> None:
    feature = '{"type": "Feature", "properties": {}, "geometry": null}'
    (tmp_path / "town.geojson").write_text(f'{{"type": "FeatureCollection",\n"features": [{feature},\n]}}')
    with pytest.raises(SourceError, match="it is no JSON from line 3, column 1 on"):
        open_layers(tmp_path / "town.geojson", scratch)
