"""What services answer instead of data, saved under the name of data, is told as such."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import open_layers

from importers.errors import SourceError

PAGE = '<!DOCTYPE html>\n<html lang="nl"><head><title>404: niet&nbsp;gevonden</title></head><body></body></html>'
OWS = """<?xml version="1.0" encoding="UTF-8"?>
<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:gml="http://www.opengis.net/gml" version="2.0.0">
<ows:Exception exceptionCode="InvalidParameterValue"><ows:ExceptionText>no layer &quot;wegdeel&quot;</ows:ExceptionText>
</ows:Exception></ows:ExceptionReport>"""
SERVICE = (
    "<ServiceExceptionReport><ServiceException><![CDATA[no layer wegdeel]]></ServiceException></ServiceExceptionReport>"
)
ARCGIS = json.dumps({"error": {"code": 499, "message": "Token Required", "details": []}})
PROBLEM = json.dumps({"title": "Not Found", "status": 404, "detail": "no collection wegdeel"})
GEOSERVER = json.dumps({"version": "1.0.0", "exceptions": [{"code": "NoApplicableCode", "text": "time is up"}]})


@pytest.mark.parametrize("suffix", ["geojson", "json", "csv", "gml", "xml", "kml", "gpkg", "parquet", "xlsx", "ttl"])
def test_a_web_page(tmp_path: Path, scratch: Path, suffix: str) -> None:
    (tmp_path / f"wegdeel.{suffix}").write_text(PAGE)
    with pytest.raises(SourceError, match=r'is no data but a web page \("404: niet gevonden"\): download the file'):
        open_layers(tmp_path / f"wegdeel.{suffix}", scratch)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWS, 'no layer "wegdeel"'),
        (SERVICE, "no layer wegdeel"),
        (ARCGIS, "Token Required"),
        (PROBLEM, "no collection wegdeel"),
        (GEOSERVER, "time is up"),
    ],
)
@pytest.mark.parametrize("name", ["wegdeel.geojson", "wegdeel.json", "wegdeel.csv"])
def test_the_refusal_of_a_service(tmp_path: Path, scratch: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SourceError) as refused:
        open_layers(tmp_path / name, scratch)
    assert f'the answer of a service that refused ("{said}"): ask it for the data again' in str(refused.value)


@pytest.mark.parametrize("name", ["wegdeel.gml", "wegdeel.xml"])
def test_the_refusal_of_a_wfs(tmp_path: Path, scratch: Path, name: str) -> None:
    (tmp_path / name).write_text(OWS, encoding="utf-16")
    with pytest.raises(SourceError, match="the answer of a service that refused"):
        open_layers(tmp_path / name, scratch)


def test_a_page_among_other_files_is_named(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "a.csv").write_text("ID;x;y\n1;155000;463000\n")
    (tmp_path / "b.csv").write_text(PAGE)
    assert [layer.name for layer in open_layers(tmp_path, scratch)] == ["a"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"objects": {}, "arcs": [], "type": "Topology"}, "is TopoJSON"),
        ({"CityObjects": {}, "vertices": []}, "is CityJSON"),
        ({"naam": "wegdeel"}, "is JSON without features"),
    ],
)
def test_json_of_another_kind(tmp_path: Path, scratch: Path, document: dict[str, object], said: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps(document))
    with pytest.raises(SourceError, match=said):
        open_layers(tmp_path / "a.json", scratch)


def test_features_about_errors_are_data(tmp_path: Path, scratch: Path) -> None:
    properties = {"error": "none", "status": "ok", "type": "Topology"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [5, 52]}}
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "status": 1, "features": [feature]}))
    assert [layer.rows for layer in open_layers(tmp_path / "a.geojson", scratch)] == [1]
    (tmp_path / "b.geojson").write_text(json.dumps(feature))
    assert [layer.rows for layer in open_layers(tmp_path, scratch)] == [1, 1]
