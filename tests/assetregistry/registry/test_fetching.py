"""Sources on other machines, through the registry and by command; a server on this machine answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from remote_support import CRS84, RD, Server, point, running, serve_collection, serve_downloads, zipped
from shapely import box
from sqlalchemy import text

from assetregistry.cli import main
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
from importers import SourceError
from importers.remote import Limits, client

GWSW = "http://data.gwsw.nl/1.6/totaal/"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    with running() as found:
        yield found


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits here."""
    monkeypatch.setattr(client.time, "sleep", lambda _: None)


@pytest.fixture
def near(registry: Registry, server: Server, tmp_path: Path) -> Registry:
    """A registry that may ask this machine, where all services are; it knows one area."""
    base_urls = {
        "pdok:bgt": f"{server.url}/lv/bgt/download/v1_0",
        "pdok:gwsw": f"{server.url}/ogc/v1",
        "cbs:areas": f"{server.url}/cbs/{{year}}/ogc/v1",
    }
    settings = registry.settings.model_copy(update={"allow_private_sources": True, "service_urls": base_urls})
    area = tmp_path / "area.gpkg"
    frame = gpd.GeoDataFrame({"code": ["GM9999"], "naam": ["Dorp"]}, geometry=[AREA], crs=28992)
    frame.to_file(area)
    near = Registry(registry.engine, settings, as_of=registry.as_of)
    near.import_areas(area, "municipality")
    return near


AREA = box(155_000, 463_000, 156_000, 464_000)
STREETS = [
    point(number, 155_000 + number, 463_500, STREET_ID=f"s{number}", SURFACE="asfalt", BUILT=1990, OWNER="G0153")
    for number in range(5)
]


def _square(feature: dict[str, Any]) -> dict[str, Any]:
    east, north = feature["geometry"]["coordinates"]
    corners = [[east, north], [east + 1, north], [east + 1, north + 1], [east, north + 1], [east, north]]
    return {**feature, "geometry": {"type": "Polygon", "coordinates": [corners]}}


def _pipe(number: int, east: float) -> dict[str, Any]:
    properties = {
        "uri": f"http://sparql.gwsw.nl/x#{number}",
        "naam": f"R{number}",
        "type": GWSW + "GemengdRiool",
        "begindatum": "1975-01-01",
        "materiaal_leiding": GWSW + "Beton",
        "vorm_leiding": GWSW + "Rond",
        "breedte_leiding": 300,
        "hoogte_leiding": 300,
    }
    geometry = {"type": "LineString", "coordinates": [[east, 463_500.0], [east + 40, 463_500.0]]}
    return {"type": "Feature", "id": number, "geometry": geometry, "properties": properties}


def _changes(registry: Registry) -> tuple[int, ...]:
    with registry.engine.connect() as connection:
        return tuple(
            connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()  # noqa: S608
            for table in ("asset", "import", "dataset", "organisation", "area")
        )


def test_a_collection_is_taken_in_as_a_file_is(near: Registry, server: Server, profile: str) -> None:
    url = serve_collection(server, "streets", [_square(each) for each in STREETS], matched=5)
    options = ImportOptions(profile=profile)
    receipt = near.import_source(url + "?key=secret", options)
    assert (receipt.read, receipt.inserted) == (5, 5)
    assert near.imports()[0]["source"] == url
    again = near.import_source(url, options)
    assert (again.read, again.unchanged) == (5, 5)


def test_bgt_of_an_area(near: Registry, server: Server, shared_data: Path) -> None:
    layers = ("bgt_straatmeubilair.gml", "bgt_kast.gml", "bgt_mast.gml")
    found = {name: next((shared_data / "bgt-otterlo").rglob(name)).read_bytes() for name in layers}
    serve_downloads(server, zipped(found))
    receipts, left = near.import_layers("pdok:bgt", ImportOptions(area="GM9999", layer="straatmeubilair,kast,mast"))
    assert {receipt.dataset for receipt in receipts} == {"bgt-straatmeubilair", "bgt-kast"}
    assert [each.name for each in left] == ["bgt_mast.gml"]
    asked = server.asked[0].body
    assert asked["featuretypes"] == ["straatmeubilair", "kast", "mast"]
    assert near.imports()[0]["source"] == "pdok:bgt"


def test_a_full_delivery_speaks_for_the_area_that_was_asked_for(near: Registry, server: Server) -> None:
    """What lies outside the asked area stays, whoever brought it."""
    pipes = [_pipe(1, 155_100.0), _pipe(2, 155_300.0), _pipe(3, 155_500.0)]
    elsewhere = _pipe(9, 165_000.0)
    serve_collection(server, "beheerput", [])
    url = serve_collection(server, "beheerleiding", [*pipes, elsewhere])
    owner = ImportOptions(owner="G0153")
    assert near.import_source(url, owner).inserted == 4
    server.asked.clear()
    serve_collection(server, "beheerleiding", pipes[:2])
    options = ImportOptions(owner="G0153", area="GM9999", full=True, confirm_closing=True)
    receipts, left = near.import_layers("pdok:gwsw", options)
    assert [(each.read, each.unchanged, each.closed) for each in receipts] == [(2, 2, 1)]
    assert [(each.name, each.reason) for each in left] == [("beheerput", "has nothing in GM9999")]
    assert server.asked[1].query["bbox"] == "155000,463000,156000,464000"


def test_rows_outside_the_area_are_told(near: Registry, server: Server) -> None:
    serve_collection(server, "beheerput", [])
    serve_collection(server, "beheerleiding", [_pipe(1, 155_100.0), _pipe(2, 165_000.0)])
    receipts, left = near.import_layers("pdok:gwsw", ImportOptions(owner="G0153", area="GM9999"))
    assert receipts[0].read == 1
    assert ("beheerleiding", "has 1 rows outside GM9999") in [(each.name, each.reason) for each in left]
    with near.engine.connect() as connection:
        types = connection.execute(text("SELECT DISTINCT asset_type FROM asset")).scalars().all()
    assert types == ["sewer_gravity_concrete"]


@pytest.mark.parametrize("year", [None, 2024])
def test_areas_of_a_year(near: Registry, server: Server, year: int | None) -> None:
    corners = [[155_000, 463_000], [156_000, 463_000], [156_000, 464_000], [155_000, 463_000]]
    feature = {
        "type": "Feature",
        "id": 1,
        "geometry": {"type": "Polygon", "coordinates": [corners]},
        "properties": {"buurtcode": "BU99990101", "buurtnaam": "Kom", "wijkcode": "WK999901"},
    }
    serve_collection(server, "buurten", [feature], base=f"/cbs/{year or 2026}/ogc/v1")
    assert near.import_areas("cbs:areas", "neighbourhood", year=year).inserted == 1
    assert near.areas("neighbourhood")["code"].tolist() == ["BU99990101"]


@pytest.mark.parametrize(
    ("source", "options", "error", "words"),
    [
        ("pdok:bgt", ImportOptions(), SourceError, "say for which area with --area"),
        ("pdok:bgt", ImportOptions(area="GM0000"), NotFoundError, "no area has the code 'GM0000'"),
        ("pdok:bag", ImportOptions(area="GM9999"), SourceError, "no service is called 'pdok:bag'"),
        ("cbs:areas", ImportOptions(), SourceError, "areas import cbs:areas"),
        ("roads.gpkg", ImportOptions(area="GM9999"), RegistryError, "--area is for addresses and services"),
        ("ftp://example.org/collections/x", ImportOptions(), SourceError, "only http and https"),
        ("{server}/ogc/v1/collections/none", ImportOptions(), SourceError, "answers 404"),
        ("http://127.0.0.1:1/collections/x", ImportOptions(), SourceError, "cannot be reached"),
        ("pdok:gwsw", ImportOptions(area="GM9999"), SourceError, "has nothing in GM9999"),
    ],
)
def test_refused_and_nothing_changed(
    near: Registry, server: Server, source: str, options: ImportOptions, error: type[Exception], words: str
) -> None:
    serve_collection(server, "beheerput", [])
    serve_collection(server, "beheerleiding", [])
    before = _changes(near)
    with pytest.raises(error, match=words) as caught:
        near.import_layers(source.format(server=server.url), options)
    assert len(str(caught.value).splitlines()) == 1
    assert "/tmp/" not in str(caught.value)  # noqa: S108
    assert _changes(near) == before


@pytest.mark.parametrize("source", ["pdok:bgt", "pdok:gwsw"])
def test_services_without_areas(near: Registry, source: str) -> None:
    with pytest.raises(SourceError, match="has no areas: see"):
        near.import_areas(source, "municipality")
    with pytest.raises(SourceError, match="no areas of kind 'custom'"):
        near.import_areas("cbs:areas", "custom")
    with pytest.raises(RegistryError, match="--year is for services"):
        near.import_areas("areas.gpkg", "municipality", year=2024)


def test_an_error_names_the_source_that_was_asked_for(near: Registry, server: Server) -> None:
    url = serve_collection(server, "trees", [point(1, 5.4, 52.1)], crs=(CRS84,))
    with pytest.raises(SourceError, match=f"^{url}: no profile fits trees"):
        near.import_source(url)


# -- by command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(
    near: Registry, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command on that registry; (exit code, stdout, stderr)."""
    for name, value in near.settings.environment().items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["assetregistry", *arguments])
        code = 0
        try:
            main()
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        return (code, *capfd.readouterr())

    return run


def test_by_command(run: Callable[..., tuple[int, str, str]], server: Server) -> None:
    serve_collection(server, "beheerput", [])
    serve_collection(server, "beheerleiding", [_pipe(1, 155_100.0)])
    code, out, _ = run("import", "pdok:gwsw", "--area", "GM9999", "--owner", "G0153", "--json")
    assert (code, json.loads(out)["inserted"]) == (0, 1)
    assert server.asked[1].query["crs"] == RD


def test_what_cannot_be_reached_is_one_line_and_exit_1(
    run: Callable[..., tuple[int, str, str]], near: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSETREGISTRY_SERVICE_URLS", '{"pdok:bgt": "http://127.0.0.1:1"}')
    before = _changes(near)
    code, out, err = run("import", "pdok:bgt", "--area", "GM9999")
    lines = [line for line in err.splitlines() if line.strip()]
    assert (code, out, len(lines)) == (1, "", 1)
    assert lines[0].startswith("refused: http://127.0.0.1:1/full/custom: cannot be reached")
    assert _changes(near) == before


def test_a_private_source_is_refused_unless_the_settings_allow_it(
    run: Callable[..., tuple[int, str, str]], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSETREGISTRY_ALLOW_PRIVATE_SOURCES", "")
    code, _, err = run("import", "http://127.0.0.1:8080/collections/x")
    assert (code, "not public: refused" in err) == (1, True)
    assert server.asked == []


def test_settings_show_and_pass_them_on(run: Callable[..., tuple[int, str, str]], near: Registry) -> None:
    shown = {row["name"]: row["value"] for row in json.loads(run("settings", "--json")[1])}
    assert shown["ASSETREGISTRY_ALLOW_PRIVATE_SOURCES"] == "True"
    assert json.loads(shown["ASSETREGISTRY_SERVICE_URLS"]) == near.settings.service_urls
    assert Settings().service_urls == near.settings.service_urls


def test_limits_follow_the_settings(registry: Registry) -> None:
    assert registry.reach.limits == Limits(allow_private=False)
    assert registry.reach.srid == 28992


def test_a_look_at_a_service_takes_one_page_of_each_layer(near: Registry, server: Server) -> None:
    serve_collection(server, "beheerput", [])
    serve_collection(server, "beheerleiding", [_pipe(number, 155_000.0) for number in range(500)], matched=500)
    report = near.inspect_remote("pdok:gwsw", lambda *_: None)
    assert [(each.name, each.rows, each.profile) for each in report.layers] == [("beheerleiding", 500, "gwsw-pdok")]
    assert len([each for each in server.asked if "limit" in each.query]) == 2
    serve_collection(server, "beheerleiding", [])
    with pytest.raises(SourceError, match="nothing in it in GM9999"):
        near.inspect_remote("pdok:gwsw", lambda *_: None, area="GM9999")


def test_a_look_at_a_collection_that_does_not_tell_its_number(near: Registry, server: Server) -> None:
    url = serve_collection(server, "streets", [_square(each) for each in STREETS * 100])
    before = _changes(near)
    (layer,) = near.inspect_remote(url + "?key=secret", lambda *_: None).layers
    assert (layer.rows, layer.profile) == (None, None)
    assert "STREET_ID" in str(layer.suggested)
    assert _changes(near) == before


def test_a_look_by_command(run: Callable[..., tuple[int, str, str]], server: Server) -> None:
    url = serve_collection(server, "beheerleiding", [_pipe(1, 155_100.0)])
    code, out, _ = run("inspect", url)
    assert (code, "profile: gwsw-pdok" in out, "beheerleiding: 1 row" in out) == (0, True, True)
    code, _, err = run("inspect", "here.gpkg", "--area", "GM9999")
    assert (code, "--area is for addresses" in err) == (1, True)
