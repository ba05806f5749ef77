"""What was learned, over HTTP."""

from __future__ import annotations

from fastapi.testclient import TestClient

from assetregistry.api import create_app
from assetregistry.registry import Registry


def test_the_report_as_json(town: Registry) -> None:
    client = TestClient(create_app(town))
    assert client.get("/v1/calibration").json() == town.calibrate().as_dict()
    tested = client.get("/v1/calibration?backtestYear=2026").json()
    assert tested == town.calibrate(2026).as_dict()
    refused = client.get("/v1/calibration?backtestYear=2010")
    assert refused.status_code == 400
    assert "backtestYear" in refused.text
    assert client.get("/v1/calibration?backtest=2026").status_code == 400


def test_its_description_names_every_part(town: Registry) -> None:
    told = TestClient(create_app(town)).get("/v1/openapi.json").json()
    answer = told["components"]["schemas"]["CalibrationAnswer"]["properties"]
    assert set(answer) == set(town.calibrate().as_dict())
    life = told["components"]["schemas"]["LearnedClass"]["properties"]
    assert set(life) == set(town.calibrate().as_dict()["lifetimes"][0])
    assert "backtestYear" in str(told["paths"]["/v1/calibration"])
