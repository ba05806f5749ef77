"""The forecast as files over HTTP: the numbers in them are those of the answer."""

from __future__ import annotations

import io
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from fastapi.testclient import TestClient

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


def test_a_map_layer_has_each_area_with_its_outline(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "supply.gpkg"
    file.write_bytes(client.get(f"/v1/supply/file?{YEARS}&by=&eachKind=neighbourhood&format=gpkg").content)
    layer = gpd.read_file(file)
    assert layer["expected_kg"].sum() == pytest.approx(expected(client, "by=&eachKind=neighbourhood"), rel=1e-6)
    assert layer.geometry.is_valid.all()
    refused = client.get(f"/v1/supply/file?{YEARS}&by=&format=gpkg")
    assert refused.status_code == 400
    assert "needs areas" in refused.json()["detail"]


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_charts_are_pictures(client: TestClient, form: str, start: bytes) -> None:
    answer = client.get(f"/v1/supply/file?{YEARS}&format={form}&language=en")
    assert answer.content.startswith(start)


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


def test_a_report_of_one_area_and_of_one_without_supply(client: TestClient) -> None:
    code = client.get("/v1/areas?kind=neighbourhood").json()["features"][0]["properties"]["code"]
    assert client.get(f"/v1/supply/report?{YEARS}&areaCode={code}").status_code == 200
    assert client.get(f"/v1/supply/report?{YEARS}&areaCode=NOWHERE").status_code == 404
    past = client.get("/v1/supply/report?fromYear=1990&toYear=1991")
    assert "komt hier niets vrij" in past.text
