"""Exchange files of sewer systems: GWSW OroX."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import from_wkb
from support import Take, open_layers

from importers import open_deliveries
from importers.errors import SourceError

PREFIXES = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix gwsw: <http://data.gwsw.nl/1.6/totaal/> .
@prefix : <http://example.org/town#> .
"""
MANHOLE = """
:{0} rdf:type gwsw:Inspectieput ; rdfs:label "put {0}" ; gwsw:hasAspect :{0}_ori ,
  [ rdf:type gwsw:MateriaalPut ; gwsw:hasReference gwsw:Beton ] , [ rdf:type gwsw:DiameterPut ; gwsw:hasValue 1000 ] .
:{0}_ori rdf:type gwsw:Putorientatie ; gwsw:hasAspect [ rdf:type gwsw:Punt ; gwsw:hasValue {1} ] .
"""
PIPE = """
:{0} rdf:type {1} ; rdfs:label "{0}" ; gwsw:hasAspect :{0}_ori ,
  [ rdf:type gwsw:MateriaalLeiding ; gwsw:hasReference gwsw:{2} ] ,
  [ rdf:type gwsw:VormLeiding ; gwsw:hasReference gwsw:Eivormig ] ,
  [ rdf:type gwsw:BreedteLeiding ; gwsw:hasValue 400 ] , [ rdf:type gwsw:HoogteLeiding ; gwsw:hasValue "600" ] ,
  [ rdf:type gwsw:Begindatum ; gwsw:hasValue "1974-05-01"^^xsd:date ] {3} .
:{0}_ori rdf:type gwsw:Leidingorientatie ; gwsw:hasPart
  [ rdf:type gwsw:BeginpuntLeiding ; gwsw:hasConnection :a_ori ;
    gwsw:hasAspect [ rdf:type gwsw:BobBeginpuntLeiding ; gwsw:hasValue 7.5 ] ] ,
  [ rdf:type gwsw:EindpuntLeiding ; gwsw:hasConnection :b_ori ] {4} .
"""
GML = '"<gml:{0} xmlns:gml=\\"http://www.opengis.net/gml\\" {2}><gml:{1}</gml:{0}>"^^geo:gmlLiteral'
A = MANHOLE.format("a", GML.format("Point", "pos>155000 463000 12.5</gml:pos>", ""))
B = MANHOLE.format("b", '"POINT (155040 463000)"^^geo:wktLiteral')
LINE = GML.format(
    "LineString", 'posList srsDimension=\\"2\\">155000 463000 155020 463001 155040 463000</gml:posList>', ""
)
DRAWN = "; gwsw:hasAspect [ rdf:type gwsw:Lijn ; gwsw:hasValue {} ]".format
LINING = """; gwsw:hasPart [ rdf:type gwsw:Lining ; gwsw:hasAspect
  [ rdf:type gwsw:Begindatum ; gwsw:hasValue "2011-01-01"^^xsd:date ] ,
  [ rdf:type gwsw:MateriaalLining ; gwsw:hasReference gwsw:GVK ] ]"""


def write(folder: Path, *parts: str) -> Path:
    path = folder / "stelsel.orox.ttl"
    path.write_text(PREFIXES + "".join(parts))
    return path


def rows_of(path: Path, scratch: Path, layer: str) -> list[dict[str, object]]:
    delivery = open_deliveries(path, layer=layer, scratch=scratch).only()
    return [row for batch in delivery.batches for row in batch.to_pylist()]


def test_orox_pipes_have_material_size_year_and_their_own_line(tmp_path: Path, scratch: Path) -> None:
    path = write(tmp_path, A, B, PIPE.format("p", "gwsw:GemengdRiool", "Gres", LINING, DRAWN(LINE)))
    (row,) = rows_of(path, scratch, "Leiding")
    assert (row["source_id"], row["name"], row["asset_type"]) == (
        "http://example.org/town#p",
        "p",
        "sewer_gravity_vitrified_clay",
    )
    assert (row["width_mm"], row["height_mm"], row["shape"], row["source_material"]) == (400, 600, "egg", "Gres")
    assert (row["built_from"], row["built_to"]) == (1974, 1974)
    assert from_wkb(row["geom"]).wkt == "LINESTRING (155000 463000, 155020 463001, 155040 463000)"
    told = json.loads(str(row["attributes"]))
    assert (told["Lining.Begindatum"], told["Lining.MateriaalLining"]) == ("2011-01-01", "GVK")


def test_orox_manholes_have_their_point_and_its_height_is_told(tmp_path: Path, scratch: Path) -> None:
    path = write(tmp_path, A, B)
    delivery = open_deliveries(path, scratch=scratch).only()
    rows = [row for batch in delivery.batches for row in batch.to_pylist()]
    assert [row["asset_type"] for row in rows] == ["manhole_concrete", "manhole_concrete"]
    assert [row["width_mm"] for row in rows] == [1000, 1000]
    assert [from_wkb(row["geom"]).x for row in rows] == [155000, 155040]
    assert (delivery.srid, delivery.dataset) == (28992, "gwsw-put")
    assert "z-dropped" in {warning.code for warning in delivery.warnings}


def test_an_orox_pipe_without_a_line_runs_between_its_manholes(tmp_path: Path, scratch: Path) -> None:
    path = write(tmp_path, A, B, PIPE.format("p", "gwsw:Persleiding", "PVC", "", ""))
    (row,) = rows_of(path, scratch, "Leiding")
    assert row["asset_type"] == "sewer_pressure_pvc"
    assert [point[:2] for point in from_wkb(row["geom"]).coords] == [(155000, 463000), (155040, 463000)]


def test_an_orox_geometry_that_cannot_be_read_stays_to_be_seen(tmp_path: Path, scratch: Path) -> None:
    broken = '"<gml:LineString><gml:posList>one two</gml:posList></gml:LineString>"'
    path = write(tmp_path, PIPE.format("p", "gwsw:GemengdRiool", "Beton", "", DRAWN(broken)))
    (row,) = rows_of(path, scratch, "Leiding")
    assert row["geom"] is None
    assert "one two" in str(row["attributes"])


def test_what_orox_ends_or_only_designs_is_not_current(tmp_path: Path, scratch: Path) -> None:
    aspect = ", [ rdf:type gwsw:{} ; gwsw:{} {} ]".format
    path = write(
        tmp_path,
        PIPE.format("gone", "gwsw:GemengdRiool", "Beton", aspect("Einddatum", "hasValue", '"2020-01-31"'), DRAWN(LINE)),
        PIPE.format(
            "drawn",
            "gwsw:GemengdRiool",
            "Beton",
            aspect("StatusFunctioneren", "hasReference", "gwsw:InOntwerp"),
            DRAWN(LINE),
        ),
        PIPE.format("there", "gwsw:VrijvervalRioolleiding , gwsw:Hemelwaterriool", "Beton", "", DRAWN(LINE)),
    )
    rows = {str(row["name"]): row for row in rows_of(path, scratch, "Leiding")}
    assert {name: row["superseded"] for name, row in rows.items()} == {"gone": True, "drawn": True, "there": False}
    assert rows["gone"]["ended_on"] == "2020-01-31"
    assert "Hemelwaterriool" in str(rows["there"]["attributes"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@prefix gwsw: <http://data.gwsw.nl/1.6/totaal/> . gwsw:a gwsw:b ", "cannot be read as Turtle"),
        ("@prefix x: <http://example.org/> . x:a x:b x:c .", "is Turtle, but no GWSW"),
        ("@prefix gwsw: <http://data.gwsw.nl/1.6/totaal/> . gwsw:a gwsw:b gwsw:c .", "holds no pipes"),
        ("@prefix gwsw: <http://data.gwsw.nl/1.6/totaal/> . gwsw:a gwsw:b " + "[ gwsw:b " * 5000, "cannot be read"),
        (
            PREFIXES
            + MANHOLE.format("a", GML.format("Point", "pos>1 2</gml:pos>", 'srsName=\\"EPSG:28992\\"'))
            + MANHOLE.format("b", GML.format("Point", "pos>1 2</gml:pos>", 'srsName=\\"EPSG:31370\\"')),
            "coordinates in EPSG:28992 and EPSG:31370",
        ),
    ],
)
def test_turtle_that_is_broken_or_no_sewer_system_is_refused(
    tmp_path: Path, scratch: Path, text: str, reason: str
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(text)
    with pytest.raises(SourceError, match=reason):
        open_layers(path, scratch)


def test_turtle_beside_other_files_is_named_and_left(tmp_path: Path, scratch: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    write(folder, A)
    (folder / "vocabulary.ttl").write_text("@prefix x: <http://example.org/> . x:a x:b x:c .")
    deliveries = open_deliveries(folder, scratch=scratch)
    assert [layer.name for layer, _ in deliveries.layers] == ["Put"]
    assert "vocabulary.ttl" in {left.name for left in deliveries.left}


def test_a_pipe_of_the_services_that_ended_is_not_current(tmp_path: Path, take: Take) -> None:
    told = {"naam": "1-2", "type": "http://data.gwsw.nl/1.4/totaal/GemengdRiool", "Begindatum": "1974-01-01",
            "MateriaalLeiding": "http://data.gwsw.nl/1.4/totaal/Beton", "BreedteLeiding": "300"}  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    line = {"type": "LineString", "coordinates": [[155000, 463000], [155010, 463000]]}
    features = [
        {"type": "Feature", "properties": told | {"uri": uri, "Einddatum": ended}, "geometry": line}
        for uri, ended in (("lei1", ""), ("lei2", "2021-06-30"))
    ]
    path = tmp_path / "beheer_leiding.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    rows, delivery = take(path)
    assert delivery.profile == "gwsw-pdok"
    assert list(zip(rows["source_id"], rows["superseded"], rows["ended_on"], strict=True)) == [
        ("lei1", False, None), ("lei2", True, "2021-06-30"),
    ]  # fmt: skip
    assert set(rows["built_from"]) == {1974}
