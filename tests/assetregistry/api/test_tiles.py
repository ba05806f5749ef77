"""Tiles and polygons over HTTP: what a map and a planner ask for."""

from __future__ import annotations

import asyncio
import gc
import gzip
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tiles_support import tile_at
from typer.testing import CliRunner

from assetregistry.api import create_app
from assetregistry.api.preparing import FIRST_ZOOMS
from assetregistry.api.tilekeeping import TileKeeper
from assetregistry.cli import app
from assetregistry.registry import Registry
from assetregistry.registry.tiling import Tile
from assetregistry.store.tile_sources import sources

YEARS = {"fromYear": 2027, "toYear": 2036}
BOW_TIE = {"type": "Polygon", "coordinates": [[[6.6, 52.2], [6.9, 52.4], [6.9, 52.2], [6.6, 52.4], [6.6, 52.2]]]}


def run(task: Coroutine[Any, Any, Any]) -> Any:
    """In a thread: in this one, the browser of other tests may have a loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, task).result()


@pytest.fixture(scope="module")
def client(town: Registry) -> TestClient:
    return TestClient(create_app(town))


@pytest.mark.parametrize("source", list(sources()))
def test_tiles_are_kept_for_ever_under_the_version_that_the_tilejson_names(
    client: TestClient, town: Registry, source: str
) -> None:
    tilejson = client.get(f"/tiles/{source}.json")
    assert tilejson.headers["cache-control"] == "no-cache"
    template, version = tilejson.json()["tiles"][0], tilejson.json()["dataVersion"]
    west, south, east, north = town.summary()["bounds"]
    z, x, y = tile_at((west + east) / 2, (south + north) / 2, tilejson.json()["maxzoom"] - 1)
    address = template.format(z=z, x=x, y=y)
    for _ in ("drawn", "kept"):
        response = client.get(address)
        assert response.headers["content-encoding"] == "gzip"
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.content == town.tile(source, z, x, y).data
    again = client.get(address, headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(address.replace(version, "0-old"), headers={"If-None-Match": '"0-old"'})
    assert (other.status_code, other.headers["cache-control"]) == (200, "no-cache")
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content


def test_a_server_that_starts_asks_the_first_questions_itself(town: Registry) -> None:
    app = create_app(town)
    west, south, east, north = town.summary()["bounds"]
    places = [tile_at((west + east) / 2, (south + north) / 2, z) for z in FIRST_ZOOMS]
    keys = [("cells", town.tile_version("cells"), *place) for place in places]
    with TestClient(app):
        deadline = time.monotonic() + 60
        while not all(app.state.tiles.kept(key) for key in keys):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        while not gc.get_freeze_count():
            assert time.monotonic() < deadline
            time.sleep(0.1)
    assert gc.get_freeze_count() == 0


def test_the_tilejson_tells_what_numbers_mean(client: TestClient, town: Registry) -> None:
    codes = client.get("/tiles/assets.json").json()["codes"]
    assert codes["t"][str(town.catalogue.asset_types["road_asphalt_local"].number)] == "road_asphalt_local"
    assert [codes["s"][number] for number in ("1", "8", "9")] == ["suspect", "condition 4", "condition 4, suspect"]
    assert client.get("/tiles/cells.json").json()["codes"] == {}


def test_a_source_that_is_none(client: TestClient) -> None:
    for path in ("/tiles/roads.json", "/tiles/roads/9/0/0.mvt"):
        response = client.get(path)
        assert response.status_code == 404
        assert "assets, areas, cells, offers" in response.json()["detail"]


def test_a_full_queue_sends_away_with_a_hint(town: Registry) -> None:
    app = create_app(town)
    app.state.tiles = TileKeeper(at_once=0, queue=0)
    response = TestClient(app).get("/tiles/areas/9/0/0.mvt")
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.headers["content-type"] == "application/problem+json"


def test_many_ask_for_one_tile_and_it_is_drawn_once() -> None:
    drawn = []

    def draw() -> Tile:
        drawn.append(1)
        return Tile("1", b"tile")

    async def ask() -> list[Tile]:
        keeper = TileKeeper(at_once=1, queue=20)
        return await asyncio.gather(*(keeper.drawn(("assets", "1", 14, 0, 0), draw) for _ in range(20)))

    assert {gzip.decompress(tile.data) for tile in run(ask())} == {b"tile"}
    assert len(drawn) == 1


def test_a_tile_that_was_overtaken_is_kept_as_what_it_shows() -> None:
    keeper = TileKeeper()
    assert keeper.is_newest("assets", "1")  # as far as is known

    async def ask() -> Tile:
        return await keeper.drawn(("assets", "1", 14, 0, 0), lambda: Tile("2", b"newer"))

    tile = run(ask())
    assert tile.version == "2"
    assert keeper.kept(("assets", "1", 14, 0, 0)) is None
    assert keeper.kept(("assets", "2", 14, 0, 0)) == tile.data
    assert [keeper.is_newest("assets", version) for version in "12"] == [False, True]


def test_who_asks_by_an_old_link_gets_the_tile_that_is_at_hand(town: Registry) -> None:
    keeper = TileKeeper()
    app = create_app(town)
    app.state.tiles = keeper
    client = TestClient(app)
    address = client.get("/tiles/assets.json").json()["tiles"][0].format(z=14, x=8500, y=5400)
    present = client.get(address)
    version = town.tile_version("assets")
    # One that nobody would draw: whoever gets it got what is kept.
    keeper._kept[("assets", version, 14, 8500, 5400)] = gzip.compress(b"kept")
    old = client.get(address.replace(version, "0-old"))
    assert (old.content, old.headers["etag"]) == (b"kept", present.headers["etag"])
    assert old.headers["cache-control"] == "no-cache"


def test_the_tiles_asked_for_longest_ago_make_room() -> None:
    async def fill() -> list[int]:
        keeper = TileKeeper(kept_bytes=500)
        for x in range(50):
            await keeper.drawn(("assets", "1", 14, x, 0), lambda: Tile("1", b"tile"))
            keeper.kept(("assets", "1", 14, 0, 0))
        return [x for x in range(50) if keeper.kept(("assets", "1", 14, x, 0))]

    left = run(fill())
    assert 0 in left
    assert 10 < len(left) < 25
    assert left[1:] == list(range(51 - len(left), 50))


def test_a_polygon_around_everything_is_the_whole_registry(client: TestClient) -> None:
    world = {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]}
    answer = client.post("/v1/supply", json={"polygon": world, **YEARS, "by": ["material", "route"]}).json()
    whole = client.get("/v1/supply?fromYear=2027&toYear=2036&by=material,route").json()
    assert answer["area"] is None
    assert answer["polygon"]["areaHa"] > 1_000_000
    assert _masses(answer) == pytest.approx(_masses(whole), rel=1e-6)
    assert answer["withheld"] == whole["withheld"]


def test_an_area_and_its_outline_agree(client: TestClient) -> None:
    """The API shows outlines to 5 m, so nearly the same comes out."""
    area = client.get("/v1/areas?kind=neighbourhood").json()["features"][0]
    answer = client.post("/v1/supply", json={"polygon": area, **YEARS, "by": "material"}).json()
    by_code = client.get(
        f"/v1/supply?fromYear=2027&toYear=2036&by=material&areaCode={area['properties']['code']}"
    ).json()
    assert answer["polygon"]["areaHa"] == pytest.approx(area["properties"]["areaHa"], rel=0.02)
    total, expected = (sum(row["expectedKg"] for row in each["rows"]) for each in (answer, by_code))
    assert total == pytest.approx(expected, rel=0.1)


def test_a_repair_is_told(client: TestClient) -> None:
    answer = client.post("/v1/supply", json={"polygon": BOW_TIE, **YEARS}).json()
    (note,) = answer["polygon"]["notes"]
    assert note["code"] == "polygon-repaired"
    assert "Self-intersection" in note["message"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"polygon": {"type": "Point", "coordinates": [6, 52]}}, "not Point"),
        ({"polygon": None}, "GeoJSON object"),
        ({"polygon": BOW_TIE, "crs": "RD"}, "no known coordinate system"),
        ({"polygon": BOW_TIE, "toYear": 2020}, "upside down"),
        ({"polygon": BOW_TIE, "by": ["colour"]}, "colour"),
        ({"polygon": BOW_TIE, "colour": 1}, "colour"),
        ({}, "polygon"),
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, change: dict[str, Any], says: str) -> None:
    response = client.post("/v1/supply", json={**YEARS, **change})
    assert response.status_code == 400, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert says in response.text


def test_a_body_without_measure_is_refused(client: TestClient) -> None:
    assert client.post("/v1/supply", content=b" " * 8_000_001).status_code == 413


def test_the_command_takes_a_polygon_from_a_file(
    town: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", str(town.settings.database_url))
    path = tmp_path / "outline.geojson"
    town.areas("neighbourhood").iloc[:1].to_file(path, driver="GeoJSON")
    command = ["supply", "--polygon", str(path), "--from", "2027", "--to", "2036", "--by", "material"]
    done = CliRunner().invoke(app, [*command, "--as-of", "2026-11-24"])
    assert done.exit_code == 0, done.output
    assert "the polygon" in done.output
    assert "asphalt" in done.output


def _masses(answer: dict[str, Any]) -> list[float]:
    return [row["expectedKg"] for row in answer["rows"]]
