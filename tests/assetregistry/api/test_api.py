"""The HTTP door on the sample town: numbers agree with one another, errors say what is wrong."""

from __future__ import annotations

import gzip
import re
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from typing import Any

import pytest
from described import described_client
from fastapi.testclient import TestClient

from assetregistry.api import create_app
from assetregistry.api.explorer import PROGRAMS
from assetregistry.registry import Registry


@pytest.fixture(scope="module")
def client(town: Registry) -> TestClient:
    return described_client(town)


def _get(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("page", ["/v1/docs", "/ogc/api.html"])
def test_pages_that_describe_the_api_need_no_internet(client: TestClient, page: str) -> None:
    answer = client.get(page)
    named = re.findall(r"""(?:href|src)="([^"]+)|url: ["']([^"']+)""", answer.text)
    files = [one or other for one, other in named]
    assert len(files) == 4  # script, style, icon, and what they describe
    assert all(file.startswith("/") for file in files)
    assert [client.get(file).status_code for file in files] == [200] * len(files)


def test_health_and_version(client: TestClient) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.headers["API-Version"]


def test_openapi_names_every_operation(client: TestClient) -> None:
    response = client.get("/v1/openapi.json", headers={"Origin": "https://elsewhere.example"})
    paths = set(response.json()["paths"])
    assert {
        "/v1/areas",
        "/v1/assets",
        "/v1/assets/{asset_id}",
        "/v1/supply",
        "/v1/offers",
        "/v1/offers/changes",
    } <= paths
    assert response.headers["access-control-allow-origin"] == "*"
    assert {path.split("/")[1] for path in paths} <= set(PROGRAMS)


def test_areas_are_geojson_with_what_they_hold(client: TestClient) -> None:
    features = _get(client, "/v1/areas?kind=neighbourhood")["features"]
    assert len(features) > 3
    assert all(feature["geometry"]["type"] in {"Polygon", "MultiPolygon"} for feature in features)
    held = sum(feature["properties"]["stockKg"] for feature in features)
    (town,) = _get(client, "/v1/areas?kind=municipality")["features"]
    assert held == pytest.approx(town["properties"]["stockKg"], rel=0.01)
    code = features[0]["properties"]["code"]
    assert _get(client, f"/v1/areas/{code}") == features[0]


def test_assets_page_by_cursor_without_loss(client: TestClient) -> None:
    seen: list[int] = []
    path: str | None = "/v1/assets?limit=1000&assetType=traffic_sign"
    while path:
        response = client.get(path)
        seen += [feature["id"] for feature in response.json()["features"]]
        link = response.headers.get("link")
        path = link.split(";")[0].strip("<>") if link else None
    assert len(seen) == len(set(seen))
    assert seen == sorted(seen)
    assert len(seen) > 10


def test_every_filter_narrows(client: TestClient, town: Registry) -> None:
    west, south, east, north = town.summary()["bounds"]
    middle = f"{west},{south},{(west + east) / 2},{(south + north) / 2}"
    everything = len(_get(client, "/v1/assets?limit=1000")["features"])
    assert everything == 1000
    for narrow in (f"bbox={middle}", "endOfLifeBefore=2030", "material=asphalt", "owner=P9901"):
        features = _get(client, f"/v1/assets?limit=1000&assetType=road_asphalt_local&{narrow}")["features"]
        assert all(feature["properties"]["assetType"] == "road_asphalt_local" for feature in features)
    ends = [f["properties"]["endYear"] for f in _get(client, "/v1/assets?limit=1000&endOfLifeBefore=2030")["features"]]
    assert ends
    assert max(ends) <= 2030


def test_an_asset_tells_what_it_is_made_of(client: TestClient) -> None:
    listed = _get(client, "/v1/assets?assetType=road_asphalt_local&limit=1")["features"][0]
    card = _get(client, f"/v1/assets/{listed['id']}")
    assert card["kg"]["typical"] == pytest.approx(sum(layer["kg"]["typical"] for layer in card["layers"]))
    assert card["kg"]["typical"] == pytest.approx(listed["properties"]["kg"])
    for layer in card["layers"]:
        assert layer["kg"]["low"] <= layer["kg"]["typical"] <= layer["kg"]["high"]
        assert 2026 <= layer["end"]["p10"] <= layer["end"]["p50"] <= layer["end"]["p90"]
        assert layer["source"]
        assert layer["confidence"] in "ABCD"
        assert sum(layer["routes"].values()) == pytest.approx(1)


def test_supply_adds_up_over_areas_years_and_groups(client: TestClient) -> None:
    years = "fromYear=2027&toYear=2036"
    whole = _get(client, f"/v1/supply?{years}&by=")["rows"][0]["expectedKg"]
    for by in ("year", "material", "route", "year,material,route", "asset_type", "owner"):
        rows = _get(client, f"/v1/supply?{years}&by={by}")["rows"]
        assert sum(row["expectedKg"] for row in rows) == pytest.approx(whole, rel=1e-6)
    each = _get(client, f"/v1/supply?{years}&by=&eachKind=neighbourhood")["rows"]
    (town,) = _get(client, f"/v1/supply?{years}&by=&areaCode=GM9901")["rows"]
    assert sum(row["expectedKg"] for row in each) == pytest.approx(town["expectedKg"], rel=0.01)
    one = _get(client, f"/v1/supply?{years}&by=&areaCode={each[0]['area']}")["rows"][0]
    assert one["expectedKg"] == pytest.approx(each[0]["expectedKg"])
    assert one["p10Kg"] <= one["p50Kg"] <= one["p90Kg"]


def test_squares_are_asked_for_as_areas_are(client: TestClient, town: Registry) -> None:
    years = "fromYear=2027&toYear=2036&by="
    (whole,) = _get(client, f"/v1/supply?{years}")["rows"]
    each = _get(client, f"/v1/supply?{years}&eachKind=square-1000")["rows"]
    assert sum(row["expectedKg"] for row in each) == pytest.approx(whole["expectedKg"])
    features = _get(client, "/v1/areas?kind=square-1000")["features"]
    assert sum(feature["properties"]["assets"] for feature in features) == town.summary()["assets"]
    assert {row["area"] for row in each} <= {feature["properties"]["code"] for feature in features}
    for row in each:
        answer = _get(client, f"/v1/supply?{years}&areaCode={row['area']}")
        assert answer["area"] == {"code": row["area"], "name": row["area"]}
        assert answer["rows"] == [{name: value for name, value in row.items() if name != "area"}]
    told = _get(client, f"/v1/supply/explanation?fromYear=2027&toYear=2036&areaCode={each[0]['area']}")
    assert told["total"]["expectedKg"] == each[0]["expectedKg"]
    one = features[0]
    assert _get(client, f"/v1/areas/{one['properties']['code']}") == one
    assert (one["properties"]["areaHa"], one["geometry"]["type"]) == (100, "Polygon")


def test_areas_without_a_kind_are_those_that_were_imported(client: TestClient) -> None:
    kinds = {feature["properties"]["kind"] for feature in _get(client, "/v1/areas")["features"]}
    meta = _get(client, "/v1/meta")
    assert kinds == set(meta["kinds"]) == set(meta["kindHa"]) == {"municipality", "neighbourhood"}
    assert meta["kindHa"]["neighbourhood"] < meta["kindHa"]["municipality"]


def test_tiles_tell_their_codes_and_can_be_kept(client: TestClient, town: Registry) -> None:
    tilejson = _get(client, "/tiles/assets.json")
    assert {layer["id"] for layer in tilejson["vector_layers"]} == {"polygon", "line", "point"}
    assert tilejson["codes"]["t"]
    path = _tile_over(town, 14)
    response = client.get(f"{path}?v={tilejson['dataVersion']}")
    assert response.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in response.headers["cache-control"]
    assert len(response.content) > 1000
    assert len(gzip.compress(response.content)) < 500_000
    again = client.get(path, headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
    assert client.get(path).headers["cache-control"] == "no-cache"


def test_a_tile_where_nothing_is_is_empty(client: TestClient) -> None:
    response = client.get("/tiles/assets/14/0/0.mvt")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/v1/areas/GM0000", 404, "GM0000"),
        ("/v1/assets/999999999", 404, "999999999"),
        ("/v1/assets/abc", 400, "asset_id"),
        ("/v1/assets?bbox=1,2,3", 400, "west,south,east,north"),
        ("/v1/assets?bbox=7,52,6,53", 400, "bbox"),
        ("/v1/assets?asettype=x", 400, "asettype"),
        ("/v1/assets?areaCode=nowhere", 404, "nowhere"),
        ("/v1/assets?limit=0", 400, "limit"),
        ("/v1/supply?fromYear=2027", 400, "toYear"),
        ("/v1/supply?fromYear=2036&toYear=2027", 400, "upside down"),
        ("/v1/supply?fromYear=2027&toYear=2028&by=colour", 400, "colour"),
        ("/v1/supply?fromYear=2027&toYear=2028&areaCode=nowhere", 404, "nowhere"),
        ("/v1/supply?fromYear=2027&toYear=2028&areaCode=E1N1", 404, "no asset lies in the square"),
        ("/v1/supply/explanation?fromYear=2027&toYear=2028&areaCode=E1N1", 404, "no asset lies in the square"),
        ("/v1/supply?fromYear=2027&toYear=2028&eachKind=square-1", 400, "choose square-250"),
        ("/v1/supply?fromYear=2027&toYear=2028&eachKind=buurt", 404, "no area is of kind 'buurt': choose municipality"),
        ("/v1/supply/file?fromYear=2027&toYear=2028&eachKind=../buurt&format=csv", 404, "no area is of kind"),
        ("/v1/supply/report?fromYear=2027&toYear=2028&eachKind=buurt", 404, "no area is of kind 'buurt'"),
        ("/v1/areas?kind=square-1", 400, "choose square-250"),
        ("/v1/areas/E1N1", 404, "no asset lies in the square"),
        ("/v1/supply?fromYear=2027&toYear=99999", 400, "2500"),
        ("/v1/supply?fromYear=-99999999999999&toYear=2030", 400, "years from 1900"),
        ("/v1/circularity?fromYear=-99999999999999&toYear=2030", 400, "years from 1900"),
        ("/v1/assets?condition=9", 400, "9 is no condition: choose from 1 to 6"),
        ("/v1/offers?fromYear=2030&toYear=2027", 400, "upside down"),
        ("/tiles/assets/14/99999/0.mvt", 404, "99999"),
        ("/tiles/assets/3/1/1.mvt", 404, "13"),
        ("/v1/nothing", 404, "there is nothing at /v1/nothing: see /v1/docs"),
        ("/v1/offers/not-an-offer", 404, "not-an-offer"),
        ("/v1/offers/changes?after=-1", 400, "after"),
        ("/v1/areas/%00", 400, "cannot take"),
        ("/v1/assets?name=a%00b", 400, "cannot take"),
        ("/v1/assets?endOfLifeBefore=99999999999", 400, "cannot take"),
        ("/v1/search?q=%00", 400, "cannot take"),
    ],
)
def test_errors_are_problems_that_say_what_is_wrong(client: TestClient, path: str, status: int, says: str) -> None:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert says in response.text
    assert response.json()["status"] == status


@pytest.mark.parametrize(
    "path", ["/v1/meta", "/v1/supply/file?fromYear=2027&toYear=2028&format=csv", "/ogc/collections", "/v1/nothing"]
)
def test_the_head_of_an_answer_is_that_of_a_get(town: Registry, path: str) -> None:
    with TestClient(create_app(town)) as plain:
        whole, head = plain.get(path), plain.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert whole.content
    for name in ("content-type", "content-length", "content-disposition", "api-version"):
        assert head.headers.get(name) == whole.headers.get(name)


def test_a_method_that_is_not_taken_is_told(town: Registry) -> None:
    refused = TestClient(create_app(town)).delete("/v1/meta")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
    assert refused.json()["detail"] == "/v1/meta takes no DELETE: see /v1/docs"


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/foo/bar", "text/html,*/*;q=0.8", "text/html"),
        ("/foo/bar", "*/*", "application/problem+json"),
        ("/stock/bar", "text/html", "text/html"),
        ("/v1/nothing", "text/html", "application/problem+json"),
        ("/ogc/nothing", "text/html", "application/problem+json"),
        ("/tiles/nothing", "text/html", "application/problem+json"),
        ("/health/nothing", "text/html", "application/problem+json"),
        ("/assets/nothing.js", "text/html", "application/problem+json"),
    ],
)
def test_people_who_are_lost_get_the_page_and_programs_a_problem(
    town: Registry, tmp_path: Path, path: str, accept: str, kind: str
) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>the explorer</p>")
    lost = TestClient(create_app(town, explorer_dir=tmp_path)).get(path, headers={"Accept": accept})
    assert lost.status_code == 404
    assert lost.headers["content-type"].startswith(kind)
    assert ("the explorer" in lost.text) == (kind == "text/html")


def test_the_feed_is_read_page_by_page_to_its_end(client: TestClient) -> None:
    standing = client.get("/v1/offers").json()
    seen, address = 0, "/v1/offers/changes?limit=200"
    while address:
        answer = client.get(address)
        page = answer.json()
        assert page["feed"] == standing["feed"]
        assert [event["seq"] for event in page["events"]] == list(range(seen + 1, page["nextAfter"] + 1))
        seen = page["nextAfter"]
        assert ("next" in answer.links) == page["more"]
        address = answer.links["next"]["url"] if page["more"] else ""
    assert seen == page["upTo"] == standing["asOfSeq"] > 200
    one = standing["offers"][0]
    assert client.get(f"/v1/offers/{one['id'].upper()}").json() == one


def test_a_list_of_offers_that_nothing_was_published_since_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/v1/offers?material=asphalt")
    tag = first.headers["etag"]
    for held in (tag, f"W/{tag}", f'"another", {tag}'):
        again = client.get("/v1/offers?material=asphalt", headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    page = client.get("/v1/offers").json()
    for old in (f"{page['feed']}-{page['asOfSeq'] - 1}", f"another-feed-{page['asOfSeq']}"):
        assert client.get("/v1/offers", headers={"If-None-Match": f'"{old}"'}).json() == page


def test_what_a_body_brings_that_no_text_may_hold_is_told(client: TestClient) -> None:
    response = client.post("/v1/assets/1/edits", json={"note": "a\0b"}, headers={"Origin": "http://testserver"})
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")


def test_a_failure_of_the_server_is_a_problem_that_shows_nothing_of_it(
    town: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Registry) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(type(town), "organisations", fail)
    response = TestClient(create_app(town), raise_server_exceptions=False).get("/v1/meta")
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in response.text


def test_all_errors_come_at_once(client: TestClient) -> None:
    problem = client.get("/v1/supply?fromYear=x&toYear=y&colour=z").json()
    assert {error["field"] for error in problem["errors"]} == {"fromYear", "toYear", "colour"}


def _tile_over(town: Registry, zoom: int) -> str:
    west, south, east, north = town.summary()["bounds"]
    x = floor((0.5 + (west + east) / 720) * 2**zoom)
    y = floor((0.5 - asinh(tan(radians((south + north) / 2))) / (2 * pi)) * 2**zoom)
    return f"/tiles/assets/{zoom}/{x}/{y}.mvt"


@pytest.mark.parametrize("where", ["/v1/assets", "/v1/assets/as-of"])
def test_several_owners_and_types_with_commas(client: TestClient, town: Registry, where: str) -> None:
    owners = [each["code"] for each in town.organisations()]
    assert len(owners) > 1
    found = [client.get(where, params={"owner": owner, "limit": 1000}).json()["features"] for owner in owners]
    assert all(found)
    both = client.get(where, params={"owner": ", ".join(owners), "limit": 1}).json()["features"]
    assert both
    one, other = "gully_concrete", "manhole_concrete"
    page = client.get(where, params={"assetType": f"{one}, {other}", "limit": 1000}).json()["features"]
    assert {each["properties"]["assetType"] for each in page} == {one, other}
