"""Edits over HTTP: checked all at once, refused when unseen things would be overwritten, undone without a trace."""

from __future__ import annotations

from typing import Any

import pytest
from described import described_client
from fastapi.testclient import TestClient
from support import WriteStreets, square

from assetregistry.registry import ImportOptions, Registry

STREETS = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
LINE = {"layer": "surface", "material": "asphalt", "kg": 900, "kgLow": 800, "kgHigh": 1000}


@pytest.fixture
def client(registry: Registry, write_streets: WriteStreets, profile: str) -> TestClient:
    """A registry of streets a and b."""
    registry.import_source(write_streets(STREETS), ImportOptions(profile=profile, dataset="streets"))
    return described_client(registry)


@pytest.fixture
def here(client: TestClient) -> str:
    """The edits of street a."""
    return f"/v1/assets/{client.get('/v1/assets').json()['features'][0]['id']}/edits"


def told(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def forecast(client: TestClient) -> Any:
    found = told(client, "/v1/supply?fromYear=2026&toYear=2060&by=year,material")
    return {name: found[name] for name in ("rows", "withheld")}


def test_an_edit_is_created_with_its_receipt_and_can_be_read(client: TestClient, here: str) -> None:
    version = told(client, here)["version"]
    body = {"version": version, "yearFrom": 1998, "condition": 3, "inspectedOn": "2026-05-01", "lines": [LINE]}
    answer = client.post(here, json={**body, "reason": "seen"})
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert answer.headers["Location"] == f"/v1/imports/{receipt['importId']}"
    assert (receipt["rows"], receipt["read"], receipt["inserted"]) == ("edits", 3, 3)
    assert told(client, answer.headers["Location"])["receipt"] == receipt
    found = told(client, here)
    assert found["version"] != version
    assert found["now"]["condition"] == {
        "condition": 3, "on": "2026-05-01", "basis": "desk", "importId": receipt["importId"], "byDesk": True,
    }  # fmt: skip
    words = {word["field"]: word for word in found["edits"][0]["said"]}
    assert (words["built"]["yearFrom"], words["lines"]["kgHigh"], words["built"]["reason"]) == (1998, 1000, "seen")


def test_everything_that_is_wrong_is_told_at_once(client: TestClient, here: str) -> None:
    body = {
        "yearFrom": "1998", "yearTo": 1700, "condition": 3.5, "plannedEnd": 1999, "colour": "red",
        "assetType": "road_of_gold", "inspectedOn": "yesterday", "note": "n" * 2001,
        "lines": [{"layer": "", "material": "gold", "kg": 10, "kgLow": 20}],
    }  # fmt: skip
    answer = client.post(here, json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert {each["field"] for each in errors} == {
        "yearFrom", "yearTo", "condition", "plannedEnd", "colour", "assetType", "inspectedOn", "note",
        "lines.0.layer", "lines.0.material", "lines.0.kgLow",
    }  # fmt: skip
    assert all(each["code"] and each["message"] for each in errors)
    assert told(client, here)["edits"] == []


@pytest.mark.parametrize("body", [[], {}, {"lines": [{"kg": 1}]}, {"lines": {"a": 1}}])
def test_nonsense_is_refused(client: TestClient, here: str, body: Any) -> None:
    answer = client.post(here, json=body)
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_another_site_may_not_write(client: TestClient, here: str) -> None:
    answer = client.post(here, json={"note": "n"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_a_stale_version_is_a_conflict_that_says_what_happened(client: TestClient, here: str) -> None:
    version = told(client, here)["version"]
    saved = client.post(here, json={"version": version, "condition": 2}).json()
    answer = client.post(here, json={"version": version, "condition": 3})
    assert answer.status_code == 409
    assert f"import {saved['importId']} (desk)" in answer.json()["detail"]


def test_an_asset_that_has_gone_is_a_conflict_that_says_how(
    client: TestClient, here: str, registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    options = ImportOptions(profile=profile, dataset="streets", full=True)
    receipt = registry.import_source(write_streets(STREETS[1:]), options)
    for answer in (client.get(here), client.post(here, json={"condition": 3})):
        assert answer.status_code == 409
        assert f"closed by import {receipt.import_id}" in answer.json()["detail"]
    assert client.post("/v1/assets/999999/edits", json={"condition": 3}).status_code == 404


def test_a_second_attempt_gets_the_first_ones_receipt(client: TestClient, here: str) -> None:
    body = {"version": told(client, here)["version"], "condition": 2}
    first, again = (client.post(here, json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()


def test_an_edit_changes_the_forecast_and_its_undo_brings_it_back_exactly(client: TestClient, here: str) -> None:
    card = here.removesuffix("/edits")
    before, version = forecast(client), told(client, "/v1/meta")["dataVersion"]
    body = {"yearFrom": 2015, "assetType": "road_clay_pavers_carriageway", "reason": "seen in the street"}
    receipt = client.post(here, json=body).json()
    assert told(client, "/v1/meta")["dataVersion"] != version
    shown = told(client, card)
    assert (shown["built"]["from"], shown["built"]["basis"]) == (2015, "correction")
    assert shown["assetType"]["code"] == "road_clay_pavers_carriageway"
    assert forecast(client) != before
    answer = client.post(f"/v1/imports/{receipt['importId']}/undo")
    assert answer.status_code == 201, answer.text
    assert (answer.json()["statements"], answer.json()["conflictCount"]) == (2, 0)
    assert forecast(client) == before
    assert told(client, card)["built"]["from"] == 1990


def test_a_line_of_a_passport_goes_before_the_recipe_until_it_is_undone(client: TestClient, here: str) -> None:
    card = here.removesuffix("/edits")
    before, shown = forecast(client), told(client, card)
    layer = {"layer": shown["layers"][0]["name"], "material": shown["layers"][0]["material"], "kg": 123_456}
    receipt = client.post(here, json={"lines": [layer]}).json()
    assert told(client, card)["layers"][0]["kg"]["typical"] == pytest.approx(123_456)
    assert forecast(client) != before
    client.post(f"/v1/imports/{receipt['importId']}/undo")
    assert told(client, card)["kg"] == shown["kg"]
    assert forecast(client) == before


def test_a_planned_end_and_a_condition_move_the_end(client: TestClient, here: str) -> None:
    card = here.removesuffix("/edits")
    end = told(client, card)["end"]["p50"]
    like_new = client.post(here, json={"condition": 1}).json()
    late = told(client, card)["end"]["p50"]
    assert late > end + 10
    planned = client.post(here, json={"plannedEnd": 2028}).json()
    assert told(client, card)["plannedYear"] == 2028
    assert 2028 <= told(client, card)["end"]["p50"] < late - 5
    for edit in (like_new, planned):
        client.post(f"/v1/imports/{edit['importId']}/undo")
    assert told(client, card)["end"]["p50"] == end


def test_an_undo_tells_first_what_it_would_do(
    client: TestClient, registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    answer = client.post("/v1/imports/1/undo", json={"dryRun": True})
    assert answer.status_code == 200
    assert (answer.json()["importId"], answer.json()["removed"]) == (None, 2)
    assert told(client, "/v1/meta")["assets"] == 2
    assert told(client, "/v1/imports/1")["undoneBy"] is None
    done = client.post("/v1/imports/1/undo")
    assert done.status_code == 201
    assert done.headers["Location"] == f"/v1/imports/{done.json()['importId']}"
    assert told(client, "/v1/meta")["assets"] == 0
    assert client.post("/v1/imports/1/undo").status_code == 409
    assert client.post("/v1/imports/99/undo").status_code == 404


def test_an_undo_with_conflicts_lists_them_unless_they_are_allowed(
    client: TestClient, registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    """What the second import changed, the third has changed again: it stays as it is."""
    for year in (1991, 1992):
        rows = [("a", "asfalt", year, square(0, 0))]
        registry.import_source(write_streets(rows), ImportOptions(profile=profile, dataset="streets"))
    answer = client.post("/v1/imports/2/undo")
    assert answer.status_code == 409
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["code"], conflict["sourceId"], conflict["becauseOf"]) == ("changed-later", "a", 3)
    assert told(client, "/v1/imports/2")["undoneBy"] is None
    allowed = client.post("/v1/imports/2/undo", json={"allowConflicts": True})
    assert (allowed.status_code, allowed.json()["conflictCount"]) == (201, 1)
