"""The forecast as files over HTTP: the numbers in them are those of the answer."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import unquote

import geopandas as gpd
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from shapely.geometry import box

from assetregistry.api import create_app
from assetregistry.registry import Registry

YEARS = "fromYear=2027&toYear=2036"


@pytest.fixture(scope="module")
def client(town: Registry) -> TestClient:
    return TestClient(create_app(town))


def expected(client: TestClient, query: str) -> float:
    rows = client.get(f"/v1/supply?{YEARS}&{query}").json()["rows"]
    return float(sum(row["expectedKg"] for row in rows))


def test_tables_hold_the_answer(client: TestClient) -> None:
    whole = expected(client, "by=")
    readers = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}
    for form, read in readers.items():
        answer = client.get(f"/v1/supply/file?{YEARS}&by=year,material&format={form}")
        assert answer.status_code == 200, answer.text
        assert f'filename="supply-registry-2027-2036.{form}"' in answer.headers["content-disposition"]
        rows = read(io.BytesIO(answer.content))
        assert rows["expected_kg"].sum() == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize("kind", ["neighbourhood", "square-1000"])
def test_a_map_layer_has_each_area_with_its_outline(client: TestClient, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "supply.gpkg"
    file.write_bytes(client.get(f"/v1/supply/file?{YEARS}&by=&eachKind={kind}&format=gpkg").content)
    layer = gpd.read_file(file)
    assert layer["expected_kg"].sum() == pytest.approx(expected(client, f"by=&eachKind={kind}"), rel=1e-6)
    assert layer.geometry.is_valid.all()
    one = layer.iloc[0]
    file.write_bytes(client.get(f"/v1/supply/file?{YEARS}&by=&areaCode={one['code']}&format=gpkg").content)
    alone = gpd.read_file(file)
    assert alone["expected_kg"].tolist() == pytest.approx([one["expected_kg"]])
    assert alone.geometry.iloc[0].equals(one.geometry)
    refused = client.get(f"/v1/supply/file?{YEARS}&by=&format=gpkg")
    assert refused.status_code == 400
    assert "needs areas" in refused.json()["detail"]


def drawn_around(client: TestClient) -> str:
    """Half of the town, as well-known text."""
    west, south, east, north = client.get("/v1/meta").json()["bounds"]
    return box(west, south, (west + east) / 2, north).wkt


def test_every_door_takes_a_drawn_polygon(client: TestClient, tmp_path: Path) -> None:
    where = {"fromYear": 2027, "toYear": 2036, "polygon": drawn_around(client)}
    asked = client.get("/v1/supply", params={**where, "by": ""}).json()
    total = asked["rows"][0]["expectedKg"]
    posted = client.post("/v1/supply", json={**where, "by": ""}).json()
    assert posted == asked
    assert 0 < total < expected(client, "by=")
    explained = client.get("/v1/supply/explanation", params=where).json()
    assert explained["total"] == asked["rows"][0]
    table = client.get("/v1/supply/file", params={**where, "format": "csv"})
    assert 'filename="supply-polygon-2027-2036.csv"' in table.headers["content-disposition"]
    assert pd.read_csv(io.BytesIO(table.content))["expected_kg"].sum() == pytest.approx(total, rel=1e-6)
    file = tmp_path / "supply.gpkg"
    file.write_bytes(client.get("/v1/supply/file", params={**where, "by": "", "format": "gpkg"}).content)
    layer = gpd.read_file(file)
    assert layer["expected_kg"].tolist() == pytest.approx([total])
    assert layer.area.sum() / 10_000 == pytest.approx(asked["polygon"]["areaHa"], rel=1e-6)
    page = client.get("/v1/supply/report", params={**where, "language": "en", "eachKind": "neighbourhood"}).text
    assert "drawn area (" in page
    assert client.get("/v1/supply/file", params={**where, "format": "svg"}).status_code == 200


def test_a_polygon_without_sense_is_refused_at_every_door(client: TestClient) -> None:
    for path in ("/v1/supply", "/v1/supply/explanation", "/v1/supply/report", "/v1/supply/file"):
        more = {"format": "csv"} if path.endswith("file") else {}
        query = {"fromYear": 2027, "toYear": 2036, "polygon": "POINT(6 52)", **more}
        assert "not Point" in client.get(path, params=query).json()["detail"]
    both = {"fromYear": 2027, "toYear": 2036, "polygon": drawn_around(client), "areaCode": "GM9901"}
    assert client.get("/v1/supply", params=both).status_code == 400


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_charts_are_pictures(client: TestClient, form: str, start: bytes) -> None:
    answer = client.get(f"/v1/supply/file?{YEARS}&format={form}&language=en")
    assert answer.content.startswith(start)


@pytest.mark.parametrize("path", ["file", "report"])
def test_charts_and_reports_stack_routes_when_asked(client: TestClient, path: str) -> None:
    told = client.get("/v1/materials").json()
    names = {key: {each["nameEn"] for each in told[key]} for key in ("routes", "materials")}
    asked = f"/v1/supply/{path}?{YEARS}&language=en{'&format=svg' if path == 'file' else ''}"
    for stacked, by in (("materials", ""), ("materials", "&by=year,material,route"), ("routes", "&by=route")):
        chart = client.get(asked + by).text.partition("</svg>")[0]
        drawn = {key: {name for name in known if f">{name}<" in chart} for key, known in names.items()}
        assert drawn.pop(stacked)
        assert not any(drawn.values())
    page = client.get(f"/v1/supply/report?{YEARS}&language=en&by=route").text
    shown = [title for title in ("By route", "By material") if f"<h2>{title}</h2>" in page]
    assert shown == ["By route", "By material"]


def test_scenarios_are_told_and_can_be_asked_for(client: TestClient) -> None:
    scenarios = client.get("/v1/scenarios").json()["scenarios"]
    assert scenarios[0]["code"] == "baseline"
    for each in scenarios:
        assert client.get(f"/v1/supply?{YEARS}&by=&scenario={each['code']}").json()["scenario"] == each["code"]


@pytest.mark.parametrize(("language", "mark"), [("nl", "verwacht vrijkomend"), ("en", "expected to come out")])
def test_a_report_is_one_page_without_script(client: TestClient, language: str, mark: str) -> None:
    answer = client.get(f"/v1/supply/report?{YEARS}&eachKind=neighbourhood&language={language}")
    page = answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert mark in page
    assert f'lang="{language}"' in page
    assert "<script" not in page
    assert "<svg" in page
    tonnes = expected(client, "by=") / 1000
    (shown,) = re.findall(r'class="big">([\d.,]+)', page)
    assert float(shown.replace(".", "").replace(",", "")) == pytest.approx(tonnes, rel=0.005)
    names = [each["properties"]["name"] for each in client.get("/v1/areas?kind=neighbourhood").json()["features"]]
    assert all(name in page for name in names)
    lives = {"nl": "betonbestrating, herstraten", "en": "concrete paving, relaid"}
    assert [each for each in lives.values() if each in page] == [lives[language]]
    assert "relay" not in page


def test_a_report_of_squares_and_of_one(client: TestClient) -> None:
    rows = client.get(f"/v1/supply?{YEARS}&by=&eachKind=square-1000").json()["rows"]
    most = max(rows, key=lambda row: row["expectedKg"])["area"]
    assert most in client.get(f"/v1/supply/report?{YEARS}&eachKind=square-1000").text
    assert f", {most}, 2027" in client.get(f"/v1/supply/report?{YEARS}&areaCode={most}").text


def test_a_report_of_one_area_and_of_one_without_supply(client: TestClient) -> None:
    code = client.get("/v1/areas?kind=neighbourhood").json()["features"][0]["properties"]["code"]
    assert client.get(f"/v1/supply/report?{YEARS}&areaCode={code}").status_code == 200
    assert client.get(f"/v1/supply/report?{YEARS}&areaCode=NOWHERE").status_code == 404
    past = client.get("/v1/supply/report?fromYear=1990&toYear=1991")
    assert "komt hier niets vrij" in past.text


def test_a_report_and_a_chart_say_what_they_are_narrowed_to(client: TestClient) -> None:
    narrow = f"{YEARS}&owner=G9901&assetType=road_asphalt_local&material=asphalt&route=recycle&language=en"
    said = "Only Asphalt road, local; Asphalt; recycling; G9901"
    page = client.get(f"/v1/supply/report?{narrow}").text
    assert f'<p class="soft">{said} · Scenario' in page
    assert said in client.get(f"/v1/supply/file?{narrow}&format=svg").text
    assert "suspected of tar or asbestos" in client.get(f"/v1/supply/report?{YEARS}&hazard=suspect&language=en").text
    assert "Only" not in client.get(f"/v1/supply/report?{YEARS}&language=en").text


def test_a_report_tells_two_areas_or_scenarios_beside_each_other(client: TestClient) -> None:
    one, two = (each["properties"] for each in client.get("/v1/areas?kind=neighbourhood").json()["features"][:2])
    asked = f"/v1/supply/report?{YEARS}&areaCode={one['code']}&language=en"
    page = client.get(f"{asked}&compareAreaCode={two['code']}").text
    (told,) = pd.read_html(io.StringIO(page), match="Total")
    assert list(told.columns[1:]) == [one["name"], two["name"]]
    for area in (one, two):
        kg = expected(client, f"by=&areaCode={area['code']}")
        shown = str(told.loc[0, area["name"]])
        assert shown.endswith("t")
        assert float(shown.removesuffix("t").replace(",", "")) == pytest.approx(kg / 1000, rel=0.005)
    assert len(told) > 5
    scenario = client.get("/v1/scenarios").json()["scenarios"][1]
    page = client.get(f"{asked}&compareScenario={scenario['code']}").text
    (told,) = pd.read_html(io.StringIO(page), match="Total")
    assert list(told.columns[1:]) == ["Baseline", scenario["nameEn"]]
    assert "Compared" not in client.get(asked).text
    assert client.get(f"{asked}&compareAreaCode=NOWHERE").status_code == 404


def test_a_code_may_hold_what_no_name_of_a_file_may(registry: Registry, tmp_path: Path) -> None:
    outline = box(155_000, 463_000, 156_000, 464_000)
    area = gpd.GeoDataFrame({"code": ["A/B: 1"], "name": ["Noord"]}, geometry=[outline], crs=28992)
    area.to_file(tmp_path / "areas.gpkg")
    registry.import_areas(tmp_path / "areas.gpkg", "custom", code_field="code", name_field="name")
    client = TestClient(create_app(registry))
    for form in ("csv", "gpkg"):
        answer = client.get(f"/v1/supply/file?{YEARS}&format={form}&areaCode=A/B: 1")
        assert answer.status_code == 200, answer.text
        assert f"supply-A-B- 1-2027-2036.{form}" in unquote(answer.headers["content-disposition"])
