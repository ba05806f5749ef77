"""A service that is asked, waited for and fetched from; and what named services are."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from remote_support import QUICK, Answer, Server, serve_downloads, zipped
from shapely import Polygon, box

from importers import profiles
from importers.errors import SourceError
from importers.remote import downloads, services
from importers.remote.client import Client
from importers.remote.outlines import simplified_outward, wkt
from importers.remote.reach import Area

AREA = Area("GM9999", box(155_000, 463_000, 156_000, 464_000), 28992)


def _fetch(client: Client, base_url: str, tmp_path: Path, told: list[str] | None = None) -> Path:
    service = services.named("pdok:bgt", {"pdok:bgt": base_url})
    say = [].append if told is None else told.append
    return downloads.fetch(client, service, ["wegdeel"], AREA, tmp_path / "cache", tmp_path / "out", say)


def test_asked_waited_for_and_fetched(client: Client, server: Server, tmp_path: Path) -> None:
    told: list[str] = []
    path = _fetch(client, serve_downloads(server, zipped({"bgt_wegdeel.gml": b"<a/>"})), tmp_path, told)
    assert zipfile.ZipFile(path).namelist() == ["bgt_wegdeel.gml"]
    body = server.asked[0].body
    assert (server.asked[0].method, body["featuretypes"], body["format"]) == ("POST", ["wegdeel"], "citygml")
    assert shapely.from_wkt(body["geofilter"]).covers(AREA.outline)
    assert told[:2] == ["asking", "waiting for the service, 50 %"]


def test_an_interrupted_one_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    base = serve_downloads(server, zipped({"a.gml": b"<a/>"}), polls=100)
    with Client(dataclasses.replace(QUICK, wait_s=0.0)) as client:
        for _ in range(2):
            with pytest.raises(SourceError, match="is not ready after 0 minutes"):
                _fetch(client, base, tmp_path)
    assert [each.method for each in server.asked].count("POST") == 1


def test_what_is_complete_serves_again(client: Client, server: Server, tmp_path: Path) -> None:
    base = serve_downloads(server, zipped({"a.gml": b"<a/>"}))
    _fetch(client, base, tmp_path)
    server.asked.clear()
    _fetch(client, base, tmp_path)
    assert server.asked == []


def test_a_request_that_the_service_forgot_is_made_anew(server: Server, tmp_path: Path) -> None:
    base = serve_downloads(server, zipped({"a.gml": b"<a/>"}), polls=100)
    with Client(dataclasses.replace(QUICK, wait_s=0.0)) as client, pytest.raises(SourceError, match="not ready"):
        _fetch(client, base, tmp_path)
    answers = iter([Answer(status=404)])
    serve_downloads(server, zipped({"a.gml": b"<a/>"}))
    known = server.routes["/lv/bgt/download/v1_0/full/custom/a-1/status"]
    server.routes["/lv/bgt/download/v1_0/full/custom/a-1/status"] = lambda asked: next(answers, None) or known(asked)
    with Client(QUICK) as client:
        _fetch(client, base, tmp_path)
    assert [each.method for each in server.asked].count("POST") == 2


def test_a_service_that_fails(client: Client, server: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the service says that it failed"):
        _fetch(client, serve_downloads(server, b"", ends="FAILED"), tmp_path)


def test_what_is_no_zip(client: Client, server: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="what came is no zip file"):
        _fetch(client, serve_downloads(server, b"<html>"), tmp_path)


def test_answers_that_have_changed(client: Client, server: Server, tmp_path: Path) -> None:
    base = serve_downloads(server, b"")
    server.routes["/lv/bgt/download/v1_0/full/custom"] = lambda _: Answer({"id": 1}, 202)
    with pytest.raises(SourceError, match="gives no address for 'status'"):
        _fetch(client, base, tmp_path)


@given(
    corners=st.lists(st.tuples(st.floats(0, 30_000), st.floats(0, 30_000)), min_size=3, max_size=200),
    most=st.integers(8, 100),
)
def test_a_simplified_outline_loses_nothing(corners: list[tuple[float, float]], most: int) -> None:
    outline = shapely.make_valid(Polygon(corners))
    if shapely.area(outline) < 1:
        return
    found = simplified_outward(outline, most)
    sent = shapely.from_wkt(wkt(found))
    assert shapely.count_coordinates(found) <= most
    assert sent.buffer(1e-6).covers(shapely.union_all([part for part in shapely.get_parts(outline) if part.area]))
    assert all(not part.interiors for part in shapely.get_parts(found))


def test_a_detailed_outline_becomes_little_larger() -> None:
    detailed = shapely.Point(250_000, 470_000).buffer(8_000, quad_segs=5_000)
    found = simplified_outward(detailed, 1000)
    assert shapely.count_coordinates(found) <= 1000
    assert detailed.area < found.area < 1.01 * detailed.area


def test_every_layer_of_bgt_has_a_profile() -> None:
    known = {name for profile in profiles.built_in() for name in profile.layers}
    assert set(services.named("pdok:bgt").layers) <= known


def test_services_that_are_not_there() -> None:
    with pytest.raises(SourceError, match="no service is called 'pdok:bag': choose pdok:bgt, pdok:gwsw, cbs:areas"):
        services.named("pdok:bag")


@pytest.mark.parametrize("service", services.services().values(), ids=services.services())
def test_the_table_of_services(service: services.Service) -> None:
    assert service.kind in ("download", "collections", "areas")
    assert service.base_url.startswith("https://")
    assert service.layers
    assert ("{year}" in service.base_url) == (service.year is not None)
    assert service.kind != "download" or (service.format and service.srid and service.most_vertices)
