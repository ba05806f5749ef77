"""Search, sorted lists, and lists as files: as clients of the API meet them."""

from __future__ import annotations

import itertools
import math
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import support
from fastapi.testclient import TestClient
from shapely import box
from sqlalchemy import text

from assetregistry.api import create_app
from assetregistry.errors import RegistryError
from assetregistry.finding import fold, id_beginnings, own_ids, without_dashes
from assetregistry.questions import AssetFilter
from assetregistry.registry import ImportOptions, Registry, finding
from assetregistry.registry.finding import LIST_COLUMNS
from assetregistry.store.engine import source
from assetregistry.store.lookup.listing import SORT_KEYS, Place, Sort


@pytest.fixture(scope="module")
def client(town: Registry) -> Iterator[TestClient]:
    with TestClient(create_app(town)) as client:
        yield client


def _get(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _all(client: TestClient, path: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    seen: list[dict[str, Any]] = []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        seen += answer.json()["features"]
        path = answer.links["next"]["url"] if "next" in answer.links else ""
    return seen


def _hits(client: TestClient, q: str, **more: Any) -> list[dict[str, Any]]:
    return list(client.get("/v1/search", params={"q": q, **more}).json()["hits"])


def test_an_area_is_found_by_code_and_by_part_of_its_name(client: TestClient) -> None:
    for area in _get(client, "/v1/areas")["features"]:
        properties = area["properties"]
        for query in (properties["code"].lower(), properties["name"].upper(), properties["name"][:4]):
            found = [hit for hit in _hits(client, query, limit=50) if hit["kind"] == "area"]
            assert properties["code"] in [hit["code"] for hit in found], query


def test_a_street_is_one_hit_with_its_assets_and_the_box_around_them(client: TestClient) -> None:
    assets = _all(client, "/v1/assets?limit=1000")
    named = pd.Series([each["properties"]["name"] for each in assets]).dropna().value_counts()
    name = str(named.index[0])
    found = [hit for hit in _hits(client, name) if hit["kind"] == "name" and hit["name"] == name]
    assert [hit["assets"] for hit in found] == [named.iloc[0]]
    shapes = gpd.GeoDataFrame.from_features([each for each in assets if each["properties"]["name"] == name])
    assert box(*found[0]["bbox"]).buffer(1e-6).contains(box(*shapes.total_bounds))
    assert box(*found[0]["bbox"]).area < 2 * box(*shapes.total_bounds).area


def test_an_asset_is_found_by_our_id_and_by_its_sources(client: TestClient) -> None:
    row = _get(client, "/v1/assets?limit=1&cursor=40")["features"][0]
    card = _get(client, f"/v1/assets/{row['id']}")
    queries = [str(card["id"]), card["sourceId"], card["sourceId"].upper(), f"{card['namespace']}.{card['sourceId']}"]
    for query in queries:
        first = _hits(client, query)[0]
        assert (first["kind"], first["id"], first["sourceId"]) == ("asset", card["id"], card["sourceId"]), query
    assert _hits(client, card["sourceId"][:-1], limit=50)


def test_what_is_not_there_is_not_found_and_odd_texts_do_no_harm(client: TestClient) -> None:
    for query in ("zzzzqqq", "%", "_", "\\", "'; --", "9" * 40, "#", "/", " ", "ſ"):
        assert isinstance(_hits(client, query), list), query
    assert _hits(client, "%%") == []
    assert client.get("/v1/search?q=").status_code == 400
    assert client.get("/v1/search?q=a&limit=51").status_code == 400


def test_accents_uris_and_changes(registry: Registry, write_streets: support.WriteStreets, profile: str) -> None:
    square = box(155000, 463000, 155010, 463010)
    streets = [("http://data.example/id#K.12", "asfalt", 2000, square), ("Ünï-3", "asfalt", 1990, square)]
    registry.import_source(write_streets(streets), ImportOptions(profile=profile))
    by_tail, by_accent = registry.search("k.1"), registry.search("ÜNÏ-3")
    assert [hit.code for hit in by_tail] == ["http://data.example/id#K.12"]
    assert [hit.code for hit in by_accent] == ["Ünï-3"]
    registry.undo_import(1)
    assert registry.search("k.1") == []


UUIDS = [str(uuid.uuid5(uuid.NAMESPACE_URL, f"thing {i}")) for i in range(6)]
PLAIN = [each.replace("-", "") for each in UUIDS]


@pytest.fixture
def held(registry: Registry, write_streets: support.WriteStreets, profile: str) -> Registry:
    """Things with a UUID, most of them with the code of a source holder before it, among things without."""
    ids = [f"G0228.{PLAIN[0]}", f"P0025.{PLAIN[1]}", f"W0662.{UUIDS[2]}", f"http://x/y#L0002.{PLAIN[3]}"]
    ids += [PLAIN[4], UUIDS[5], "G0", "G0228", "G0228-7", "G02289", "P", "P0", "W06", "put-1", "~"]
    streets = [(each, "asfalt", 2000, support.square(20 * i, 0)) for i, each in enumerate(ids)]
    registry.import_source(write_streets(streets), ImportOptions(profile=profile))
    return registry


def test_a_uuid_is_found_without_the_source_holder_before_it(held: Registry) -> None:
    for digits, dashed in zip(PLAIN, UUIDS, strict=True):
        for query in (digits, dashed, digits.upper(), f" {dashed.upper()} "):
            assert [without_dashes(hit.code or "")[-32:] for hit in held.search(query)] == [digits], query
    assert [hit.code for hit in held.search(f"G0228.{UUIDS[0]}")] == [f"G0228.{PLAIN[0]}"]
    assert held.search(f"P0025.{UUIDS[0]}") == []
    assert held.search(str(uuid.uuid5(uuid.NAMESPACE_URL, "nothing"))) == []


def test_ids_are_found_by_the_index_alone(held: Registry) -> None:
    asked = {"id": None, "beginnings": id_beginnings(UUIDS[0]), "own_ids": own_ids(UUIDS[0]), "last": "~", "most": 200}
    with held.engine.connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))  # of so few rows it would be the cheaper way
        plan = connection.execute(text(f"EXPLAIN {source('finding/assets')}"), asked)
        steps = "\n".join(row[0] for row in plan)
    assert steps.count("ix_asset_id_tail") == 3
    assert "Seq Scan on asset" not in steps


def test_a_list_tells_the_calendar_years_of_the_end_that_the_card_tells(client: TestClient) -> None:
    rows = _get(client, "/v1/assets?sort=endYear&limit=25")["features"]
    ends = [_get(client, f"/v1/assets/{row['id']}")["end"] for row in rows]
    assert any(end["p50"] % 1 > 0.5 for end in ends)
    for name, quantile in (("endYear", "p50"), ("endFrom", "p10"), ("endTo", "p90")):
        assert [row["properties"][name] for row in rows] == [math.floor(end[quantile]) for end in ends]
    assert any(row["properties"]["endFrom"] < row["properties"]["endTo"] for row in rows)


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("key", SORT_KEYS)
def test_a_list_is_sorted_and_pages_over_ties_without_loss(client: TestClient, key: str, sign: str) -> None:
    area = _get(client, "/v1/areas?kind=neighbourhood")["features"][0]["properties"]["code"]
    everything = {each["id"]: each["properties"] for each in _all(client, f"/v1/assets?limit=1000&areaCode={area}")}
    ids = [
        each["id"] for each in _all(client, f"/v1/assets?limit={len(everything) // 5}&areaCode={area}&sort={sign}{key}")
    ]
    assert sorted(ids) == sorted(everything)
    names = {each["code"]: each["nameNl"] for each in _get(client, "/v1/asset-types")["assetTypes"]}
    owners = {each["code"]: each["name"] for each in _get(client, "/v1/meta")["owners"]}

    def shown(asset_id: int) -> Any:
        value = everything[asset_id][key]
        if key in ("assetType", "owner"):
            return fold({"assetType": names, "owner": owners}[key][value])
        return fold(value) if isinstance(value, str) else value

    values = [shown(each) for each in ids]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=sign == "-")
    pairs = list(itertools.pairwise(ids))
    assert all(a < b for a, b in pairs if everything[a][key] == everything[b][key])


def test_a_sorted_list_is_filtered_as_any(client: TestClient) -> None:
    west, south, east, north = _get(client, "/v1/meta")["bounds"]
    part = f"bbox={west},{south},{(west + east) / 2},{(south + north) / 2}&assetType=road_asphalt_local"
    plain, by_mass = (_all(client, f"/v1/assets?limit=50&{part}{more}") for more in ("", "&sort=-kg"))
    assert [each["id"] for each in plain] == sorted(each["id"] for each in by_mass)
    suspect = _all(client, "/v1/assets?limit=1000&hazard=tar-suspect")
    hazards = _get(client, f"/v1/assets/{suspect[0]['id']}")["hazards"]
    assert "tar-suspect" in [each["code"] for each in hazards]
    assert len(suspect) < len(_all(client, "/v1/assets?limit=1000"))


def test_assets_are_asked_for_by_condition(client: TestClient) -> None:
    everything = {each["id"]: each["properties"]["condition"] for each in _all(client, "/v1/assets?limit=1000")}
    assert set(everything.values()) == {None, 1, 2, 3, 4, 5, 6}
    for asked, wanted in {"6": {6}, "5,6": {5, 6}, "unknown": {None}, "1,unknown": {1, None}}.items():
        found = _all(client, f"/v1/assets?limit=1000&condition={asked}")
        assert {each["id"] for each in found} == {one for one, condition in everything.items() if condition in wanted}
    seen = next(each for each in found if each["properties"]["condition"])
    told = _get(client, f"/v1/assets/{seen['id']}")["condition"]
    assert (told["condition"], told["on"]) == (1, seen["properties"]["conditionOn"])
    assert (told["basis"], told["byDesk"]) == ("inspections", False)


@pytest.mark.parametrize(
    "query", ["sort=colour", "sort=", "sort=name&cursor=12", "cursor=abc", "sort=-kg&cursor=WzFd", "condition=7"]
)
def test_what_cannot_be_sorted_or_continued_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/assets?{query}").status_code == 400


def test_a_place_is_the_same_after_its_cursor() -> None:
    for place in (Place(3.5, "", 7), Place(math.inf, "é'", 2**40), Place(0, "kerk | straat", 1)):
        assert Place.parse(place.cursor()) == place
    assert Sort.parse("-kg") == Sort("kg", falling=True)


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "gpkg"])
def test_a_list_as_a_file_holds_all_that_fits(client: TestClient, tmp_path: Path, form: str) -> None:
    listed = _all(client, "/v1/assets?limit=1000&assetType=road_asphalt_local")
    answer = client.get(f"/v1/assets/file?assetType=road_asphalt_local&format={form}&language=en")
    assert answer.status_code == 200, answer.text
    path = tmp_path / f"list.{form}"
    path.write_bytes(answer.content)
    if form == "csv":
        rows = pd.read_csv(path)
    elif form == "xlsx":
        sheet = list(openpyxl.load_workbook(path)["assets"].values)
        rows = pd.DataFrame(sheet[1:], columns=sheet[0])
    else:
        rows = gpd.read_file(path)
        assert rows.crs == 4326
        assert rows.geometry.is_valid.all()
    assert [name for name in rows.columns if name != "geometry"] == list(LIST_COLUMNS)
    assert rows["id"].tolist() == [each["id"] for each in listed]
    assert rows["mass_kg"].sum() == pytest.approx(sum(each["properties"]["kg"] for each in listed))
    assert rows["lon"].between(5, 7).all()


@pytest.mark.parametrize("size", [7, 100])
def test_a_list_in_parts_is_the_whole_list(
    town: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    one, parts, where = tmp_path / "one.csv", tmp_path / "parts.csv", AssetFilter(asset_type="road_asphalt_local")
    count = town.write_assets(one, where)
    monkeypatch.setattr(finding, "PAGE", min(size, count))
    assert town.write_assets(parts, where) == count
    pd.testing.assert_frame_equal(pd.read_csv(parts), pd.read_csv(one))


def test_a_file_of_nothing_and_one_that_would_be_too_large(client: TestClient, town: Registry, tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_bytes(client.get("/v1/assets/file?name=Nowhere&format=csv").content)
    assert list(pd.read_csv(path).columns) == list(LIST_COLUMNS)
    with pytest.raises(RegistryError, match=r"[\d,]+ assets fit, and a file holds 10"):
        town.write_assets(tmp_path / "many.csv", AssetFilter(), most=10)
    assert client.get("/v1/assets/file?format=parquet").status_code == 400
