"""`/v1/openapi.json` describes each answer field by field, and real answers are as it says."""

from __future__ import annotations

import re
from typing import Any

import described
import jsonschema
import pytest

from assetregistry.api import create_app
from assetregistry.registry import Registry

YEARS = "fromYear=2027&toYear=2030"
AROUND = "POLYGON((6.70 52.28,6.76 52.28,6.76 52.30,6.70 52.30,6.70 52.28,6.71 52.29,6.70 52.28))"
# Answers of the sample town to hold to their description: of each operation those that differ in what they hold.
ADDRESSES = {
    "/v1/meta": [""],
    "/v1/scenarios": [""],
    "/v1/materials": [""],
    "/v1/asset-types": [""],
    "/v1/areas": ["", "?kind=square-250"],
    "/v1/areas/{code}": ["/v1/areas/GM9901", "/v1/areas/E246N480"],
    "/v1/assets": ["?limit=1000", "?limit=200&sort=-condition"],
    "/v1/assets/as-of": ["?limit=1000"],
    "/v1/assets/{asset_id}": [],  # several of each type: a test of its own
    "/v1/assets/{asset_id}/history": [],
    "/v1/assets/{asset_id}/edits": [],
    "/v1/assets/{asset_id}/passport": [],
    "/v1/search": ["?q=straat&limit=50", "?q=W0000&limit=50", "?q=buurt"],
    "/v1/stock": ["", "?owner=G9901,P9901&areaCode=GM9901&assetType=lamp_post_steel&material=steel&hazard=suspect"],
    "/v1/supply": [
        f"?{YEARS}",
        f"?{YEARS}&by=year,material,route,asset_type,area,owner&eachKind=neighbourhood",
        f"?{YEARS}&by=&owner=P9901&assetType=road_asphalt_local&material=asphalt&route=reuse",
        f"?{YEARS}&by=&polygon={AROUND}",
    ],
    "/v1/supply/explanation": [f"?{YEARS}", f"?{YEARS}&hazard=suspect&areaCode=GM9901", "?fromYear=2000&toYear=2001"],
    "/v1/circularity": [f"?{YEARS}", "?fromYear=2000&toYear=2001&areaCode=GM9901"],
    "/v1/calibration": ["", "?backtestYear=2026"],
    "/v1/offers": ["", "?material=asphalt&owner=G9901,P9901&route=recycle&fromYear=2027&toYear=2027"],
    "/v1/offers/changes": ["?limit=5000"],
    "/v1/offers/{offer_id}": [],
    "/v1/works": [""],  # there are some in test_works
    "/v1/works/{work_id}": [],  # test_works
    "/tiles/{source}.json": [f"/tiles/{each}.json" for each in ("assets", "areas", "cells", "offers")],
    "/v1/uploads/{upload_id}": [],  # test_imports
    "/v1/imports": [""],
    "/v1/imports/{import_id}": ["/v1/imports/1", "/v1/imports/3"],
    "/v1/imports/{import_id}/quarantine": ["/v1/imports/3/quarantine"],
    "/v1/jobs": [""],  # there are some in test_imports
    "/v1/jobs/{job_id}": [],  # test_imports
}
MEASURED = re.compile(r"(^kg|Kg|Ha|M2|Mm|[a-z]M|^share|Share|Years|^cv|^area)$")
ASKED = [path + rest if rest[:1] in ("", "?") else rest for path, rests in ADDRESSES.items() for rest in rests]


@pytest.fixture(scope="module")
def client(town: Registry) -> described.DescribedClient:
    return described.described_client(town)


@pytest.fixture(scope="module")
def app(town: Registry) -> Any:
    return create_app(town)


def test_each_operation_that_answers_in_json_is_held_to_a_schema(app: Any) -> None:
    operations = described.operations(app)
    assert set(operations) == set(ADDRESSES)
    for path, schema in operations.items():
        assert set(schema) == {"$ref"}, path


def test_each_mass_size_and_share_says_what_it_is_of(app: Any) -> None:
    for name, schema in app.openapi()["components"]["schemas"].items():
        for field, told in schema.get("properties", {}).items():
            if MEASURED.search(field) and not name.endswith("Body"):
                assert told.get("description") or "$ref" in told, f"{name}.{field} has no description"


@pytest.mark.parametrize("address", ASKED)
def test_answers_are_as_described(client: described.DescribedClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text


def test_offers_are_as_described(client: described.DescribedClient) -> None:
    for offer in client.get("/v1/offers").json()["offers"][:3]:
        assert client.get(f"/v1/offers/{offer['id']}").json() == offer


def test_assets_of_each_type_are_as_described(client: described.DescribedClient, town: Registry) -> None:
    held = town.assets()
    for asset_id in held.drop_duplicates(["asset_type", "owner"])["id"]:
        for what in ("", "/history", "/edits", "/passport"):
            assert client.get(f"/v1/assets/{asset_id}{what}").status_code == 200


def test_the_check_bites(client: described.DescribedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Registry.organisations
    for row in ({"number": "1", "code": "x", "name": "x"}, {"number": 1, "code": None, "name": "x"}):
        monkeypatch.setattr(Registry, "organisations", lambda _, row=row: [row])
        with pytest.raises(jsonschema.ValidationError):
            client.get("/v1/meta")
    monkeypatch.setattr(Registry, "organisations", known)
    monkeypatch.setattr(Registry, "summary", lambda _: {"surprise": 1})
    with pytest.raises(jsonschema.ValidationError):
        client.get("/v1/meta")


def test_every_parameter_says_what_it_takes(app: Any) -> None:
    asked = [
        (path, each)
        for path, operations in app.openapi()["paths"].items()
        for operation in operations.values()
        for each in operation.get("parameters", [])
    ]
    assert len(asked) > 100
    assert [(path, each["name"]) for path, each in asked if not each.get("description")] == []


def test_what_is_no_json_is_not_described_as_json(app: Any) -> None:
    paths = app.openapi()["paths"]
    for path in ("/v1/supply/file", "/v1/supply/report", "/v1/assets/file", "/tiles/{source}/{z}/{x}/{y}.mvt"):
        content = paths[path]["get"]["responses"]["200"]["content"]
        assert content
        assert described.JSON not in content
    passport = paths["/v1/assets/{asset_id}/passport"]["get"]["responses"]["200"]["content"]
    assert {described.JSON, "application/pdf", "text/turtle"} <= set(passport)


def test_what_is_refused_is_described_as_a_problem(app: Any) -> None:
    told = app.openapi()
    responses = [each["responses"] for path in told["paths"].values() for each in path.values()]
    assert all(each["default"]["content"].keys() == {described.PROBLEM} for each in responses)
    assert not any("422" in each for each in responses)
    assert {"FieldRefused", "Problem"} <= told["components"]["schemas"].keys()
