"""Two times: what the registry knew, and what stood by that knowledge."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from support import PROFILE, WriteStreets, square

from assetregistry.api import create_app
from assetregistry.errors import NotFoundError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.registry.knowing import UnknownError

A, B = square(0, 0), square(20, 0)


def _now(registry: Registry) -> dt.datetime:
    with registry.engine.connect() as connection:
        found: dt.datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return found


def _held(registry: Registry, known_at: dt.datetime | None = None, **where: str) -> dict[str, str]:
    frame = registry.assets_as_of(known_at, **where)  # type: ignore[arg-type]
    return dict(zip(frame["source_id"], frame["source_material"], strict=True))


def test_what_was_known_at_each_moment(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    options = ImportOptions(profile=profile, dataset="streets")
    start = _now(registry)
    registry.import_source(write_streets([("a", "asfalt", 1990, A), ("b", "asfalt", 1990, B)]), options)
    first = _now(registry)
    full = dataclasses.replace(options, full=True)
    second_id = registry.import_source(write_streets([("a", "klinkers", 2026, A)]), full).import_id or 0
    second = _now(registry)
    registry.undo_import(second_id)
    assert _held(registry, start) == {}
    assert _held(registry, first) == {"a": "asfalt", "b": "asfalt"}
    assert _held(registry, second) == {"a": "klinkers"}
    assert _held(registry) == {"a": "asfalt", "b": "asfalt"}


def test_of_an_area_and_of_a_type(
    registry: Registry, write_streets: WriteStreets, profile: str, tmp_path: Path
) -> None:
    path = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame({"code": ["west"], "naam": ["West"]}, geometry=[square(-5, -5, 20)], crs=28992).to_file(path)
    registry.import_areas(path, "custom")
    options = ImportOptions(profile=profile)
    registry.import_source(write_streets([("a", "asfalt", 1990, A), ("b", "klinkers", 1990, B)]), options)
    assert _held(registry, area="west") == {"a": "asfalt"}
    assert _held(registry, asset_type="road_clay_pavers_carriageway") == {"b": "klinkers"}
    with pytest.raises(UnknownError):
        _held(registry, owner="G0001")
    with pytest.raises(NotFoundError, match="nowhere"):
        registry.assets_as_of(area="nowhere")


@pytest.fixture
def versions(registry: Registry, tmp_path: Path) -> Registry:
    """A thing that was asphalt from 2010, clay from 2018, and ended in 2022; another from 2015 on."""
    profile = tmp_path / "versioned.toml"
    times = 'version_from = "SINCE"\nversion_to = "REPLACED"\nended = "UNTIL"'
    profile.write_text(PROFILE.replace('built_year = "BUILT"', times))
    path = tmp_path / "versions.gpkg"
    frame = gpd.GeoDataFrame(
        {
            "STREET_ID": ["a", "a", "b"],
            "SURFACE": ["asfalt", "klinkers", "asfalt"],
            "STREET": "x",
            "OWNER": "G0153",
            "SINCE": ["2010-01-01", "2018-01-01", "2015-01-01"],
            "REPLACED": ["2018-01-01", None, None],
            "UNTIL": [None, "2022-01-01", None],
        },
        geometry=[A, A, B],
        crs=28992,
    )
    frame.to_file(path, driver="GPKG", layer="streets")
    receipt = registry.import_source(path, ImportOptions(profile=str(profile)))
    assert (receipt.inserted, receipt.superseded) == (1, 2)
    return registry


@pytest.mark.parametrize(
    ("year", "standing"),
    [
        (2005, {}),
        (2012, {"a": "asfalt"}),
        (2016, {"a": "asfalt", "b": "asfalt"}),
        (2020, {"a": "klinkers", "b": "asfalt"}),
        (2024, {"b": "asfalt"}),
    ],
)
def test_what_stood_by_its_sources_word(versions: Registry, year: int, standing: dict[str, str]) -> None:
    frame = versions.assets_as_of(valid_at=dt.datetime(year, 6, 1, tzinfo=dt.UTC))
    assert dict(zip(frame["source_id"], frame["source_material"], strict=True)) == standing


def test_the_api_pages_and_tells_both_times(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    streets = [(f"s{n}", "asfalt", 1990, square(20 * n, 0)) for n in range(5)]
    registry.import_source(write_streets(streets), ImportOptions(profile=profile))
    client = TestClient(create_app(registry))
    seen, path = [], "/v1/assets/as-of?limit=2"
    while path:
        response = client.get(path)
        seen += [feature["properties"]["sourceId"] for feature in response.json()["features"]]
        path = response.links.get("next", {}).get("url", "")
    assert seen == ["s0", "s1", "s2", "s3", "s4"]
    told = response.json()["features"][-1]["properties"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00", told["since"])
    assert (told["recordedFrom"], told["recordedTo"]) == (told["since"], None)
    history = client.get("/v1/assets/1/history").json()
    assert [(state["change"], state["recordedTo"]) for state in history["states"]] == [(None, None)]
    assert client.get("/v1/assets/99/history").status_code == 404
    assert client.get("/v1/assets/as-of?knownAt=yesterday").status_code == 400
