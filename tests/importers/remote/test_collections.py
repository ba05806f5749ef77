"""Collections as files: complete, resumed, in the right CRS, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from remote_support import CRS84, RD, Answer, Server, point, serve_collection
from shapely import box

from importers.errors import SourceError
from importers.remote import cache
from importers.remote.client import Client
from importers.remote.collections import Fetched, fetch
from importers.remote.reach import Area

Fetch = Callable[..., Fetched]
POINTS = [point(number, 155_000 + number, 463_000, name=f"straat {number}") for number in range(25)]


@pytest.fixture
def bring(client: Client, tmp_path: Path) -> Fetch:
    """Fetch a collection in pages of ten, in RD where it is offered."""

    def bring(url: str, area: Area | None = None, told: Callable[[int], None] = lambda _: None) -> Fetched:
        return fetch(client, f"{url}?limit=10", 28992, tmp_path / "cache", tmp_path / "out", told, area)

    return bring


def test_pages_become_one_file(bring: Fetch, server: Server) -> None:
    told: list[int] = []
    found = bring(serve_collection(server, "streets", POINTS, matched=25), told=told.append)
    frame = gpd.read_file(found.path)
    assert (found.rows, found.outside, found.path.name) == (25, 0, "streets.fgb")
    assert frame["number"].tolist() == list(range(25))
    assert frame["name"].tolist() == [f"straat {number}" for number in range(25)]
    assert (frame.crs.to_epsg(), frame.geometry.iloc[3].x) == (28992, 155_003)
    assert told == [10, 20, 25]
    assert server.asked[1].query["crs"] == RD


def test_items_and_collection_are_the_same_address(bring: Fetch, server: Server) -> None:
    bring(serve_collection(server, "streets", POINTS) + "/items")
    assert server.paths()[:2] == ["/ogc/v1/collections/streets", "/ogc/v1/collections/streets/items"]


def test_wgs84_where_the_registrys_crs_is_not_offered(bring: Fetch, server: Server) -> None:
    url = serve_collection(server, "trees", [point(1, 6.9, 52.2)], crs=(CRS84,))
    frame = gpd.read_file(bring(url).path)
    assert "crs" not in server.asked[1].query
    assert (frame.crs.to_epsg(), frame.geometry.iloc[0].x) == (4326, 6.9)


def test_crs_that_are_told_once_for_all_collections(bring: Fetch, server: Server) -> None:
    url = serve_collection(server, "streets", POINTS, crs=("#/crs",))
    server.routes["/ogc/v1/collections"] = lambda _: Answer({"crs": [CRS84, RD], "collections": []})
    bring(url)
    assert server.asked[-1].query["crs"] == RD


@pytest.mark.parametrize("said", [CRS84, ""])
def test_an_answer_in_another_crs_is_refused(bring: Fetch, server: Server, said: str) -> None:
    url = serve_collection(server, "streets", POINTS)
    items = server.routes["/ogc/v1/collections/streets/items"]

    def other(asked: Any) -> Answer:
        answer = items(asked)
        answer.headers = {"Content-Crs": f"<{said}>"} if said else {}
        return answer

    server.routes["/ogc/v1/collections/streets/items"] = other
    with pytest.raises(SourceError, match=r"was asked for .*28992"):
        bring(url)


def test_a_crs_with_north_first_is_not_asked_for(client: Client, server: Server, tmp_path: Path) -> None:
    """Services give such coordinates north first, files east first."""
    polish = "http://www.opengis.net/def/crs/EPSG/0/2180"
    url = serve_collection(server, "trees", [point(1, 6.9, 52.2)], crs=(CRS84, polish))
    fetch(client, url, 2180, tmp_path / "cache", tmp_path / "out", lambda _: None)
    assert "crs" not in server.asked[-1].query


def test_an_interrupted_download_goes_on(bring: Fetch, server: Server) -> None:
    url = serve_collection(server, "streets", POINTS)
    items, broken = server.routes["/ogc/v1/collections/streets/items"], [True]

    def sometimes(asked: Any) -> Answer:
        if asked.query.get("cursor") == "20" and broken[0]:
            answer = items(asked)
            answer.cut = 50
            return answer
        return items(asked)

    server.routes["/ogc/v1/collections/streets/items"] = sometimes
    with pytest.raises(SourceError, match="cannot be reached"):
        bring(url)
    broken[0] = False
    server.asked.clear()
    assert bring(url).rows == 25
    assert server.paths() == ["/ogc/v1/collections/streets", "/ogc/v1/collections/streets/items@20"]


def test_a_server_that_forgot_where_we_were(bring: Fetch, server: Server) -> None:
    url = serve_collection(server, "streets", POINTS)
    items = server.routes["/ogc/v1/collections/streets/items"]
    answers = iter([Answer(status=503)] * 3 + [Answer(status=400)])

    def forgetful(asked: Any) -> Answer:
        return items(asked) if asked.query.get("cursor") != "20" else next(answers, None) or items(asked)

    server.routes["/ogc/v1/collections/streets/items"] = forgetful
    with pytest.raises(SourceError, match="answers 503"):
        bring(url)
    assert bring(url).rows == 25


def test_what_is_complete_serves_again_and_expires(
    bring: Fetch, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = serve_collection(server, "streets", POINTS)
    bring(url)
    server.asked.clear()
    bring(url)
    assert server.paths() == ["/ogc/v1/collections/streets"]
    monkeypatch.setattr(cache, "FINISHED_S", -1.0)
    bring(url)
    assert len(server.paths()) == 1 + 1 + 3


def test_two_at_once_are_not_mixed(bring: Fetch, server: Server) -> None:
    url = serve_collection(server, "streets", POINTS)

    def again(_: int) -> None:
        with pytest.raises(SourceError, match="another process is fetching it"):
            bring(url)

    assert bring(url, told=again).rows == 25


@pytest.mark.parametrize("matched", [24, 26, 1000])
def test_another_number_than_declared_is_refused(bring: Fetch, server: Server, matched: int) -> None:
    url = serve_collection(server, "streets", POINTS, matched=matched)
    for _ in range(2):  # and not remembered
        server.asked.clear()
        with pytest.raises(SourceError, match=r"declares|do not end"):
            bring(url)
        assert len(server.asked) == 4


def test_a_page_with_fewer_features_than_it_says(bring: Fetch, server: Server) -> None:
    url = serve_collection(server, "streets", POINTS)
    items = server.routes["/ogc/v1/collections/streets/items"]

    def short(asked: Any) -> Answer:
        answer = items(asked)
        answer.body["features"] = answer.body["features"][:-1]
        return answer

    server.routes["/ogc/v1/collections/streets/items"] = short
    with pytest.raises(SourceError, match="declares 10 features, 9 came"):
        bring(url)


@pytest.mark.parametrize("href", ["items", "items?cursor={n}"])
def test_pages_without_end(bring: Fetch, server: Server, href: str) -> None:
    """A link to itself, or ever new links to nothing."""
    url = serve_collection(server, "streets", POINTS)
    numbers = iter(range(1, 1000))

    def endless(_: Any) -> Answer:
        link = {"rel": "next", "href": f"{url}/{href.format(n=next(numbers))}"}
        return Answer(
            {"features": POINTS if href == "items" else [], "links": [link]}, headers={"Content-Crs": f"<{RD}>"}
        )

    server.routes["/ogc/v1/collections/streets/items"] = endless
    with pytest.raises(SourceError, match="pages do not end"):
        bring(url)
    assert len(server.asked) <= 4


def test_only_what_touches_the_area(bring: Fetch, server: Server) -> None:
    nowhere = {"type": "Feature", "geometry": None, "properties": {"number": 99}}
    url = serve_collection(server, "streets", [*POINTS, nowhere])
    area = Area("GM9999", box(155_000, 462_990, 155_010.5, 463_010), 28992)
    found = bring(url, area)
    assert (found.rows, found.outside) == (12, 14)
    asked = server.asked[1].query
    assert (asked["bbox"], asked["bbox-crs"]) == ("155000,462990,155010.5,463010", RD)
    assert gpd.read_file(found.path)["number"].tolist() == [*range(11), 99]


def test_an_area_where_only_wgs84_is_offered(bring: Fetch, server: Server) -> None:
    url = serve_collection(server, "trees", [point(1, 5.3876, 52.1552), point(2, 6.9, 52.2)], crs=(CRS84,))
    area = Area("GM9999", box(154_000, 462_000, 156_000, 464_000), 28992)
    assert (bring(url, area).rows, bring(url, area).outside) == (1, 1)
    west, south, east, north = map(float, server.asked[1].query["bbox"].split(","))
    assert 5 < west < east < 6
    assert 52 < south < north < 53


@pytest.mark.parametrize("path", ["", "/ogc/v1", "/ogc/v1/collections", "/ogc/v1/collections/a/items/1"])
def test_other_addresses(bring: Fetch, server: Server, path: str) -> None:
    with pytest.raises(SourceError, match="is no collection of an OGC API"):
        bring(server.url + path)


def test_a_collection_that_is_not_there(bring: Fetch, server: Server) -> None:
    with pytest.raises(SourceError, match="answers 404"):
        bring(server.url + "/ogc/v1/collections/streets")


@pytest.mark.parametrize("body", [{}, {"features": 1}, {"features": [None]}])
def test_an_answer_that_is_no_page(bring: Fetch, server: Server, body: Any) -> None:
    url = serve_collection(server, "streets", POINTS)
    server.routes["/ogc/v1/collections/streets/items"] = lambda _: Answer(body)
    with pytest.raises(SourceError, match="no collection of features"):
        bring(url)


def test_odd_features_reach_the_import(bring: Fetch, server: Server) -> None:
    """Text in any script, values of mixed types, an unpaired surrogate, a broken geometry: a bad row is a result."""
    features = [
        point(1, 1.0, 2.0, name="Café 日本 ☃", value=1),
        point(2, 1.0, 2.0, name="\ud800", value="text", nested={"a": [1, 2]}),
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": []}, "properties": {"number": 3}},
    ]
    frame = gpd.read_file(bring(serve_collection(server, "odd", features)).path)
    assert frame["number"].tolist() == [1, 2, 3]
    assert frame["name"].iloc[0] == "Café 日本 ☃"
