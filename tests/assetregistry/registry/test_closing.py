"""What closes an asset: a full delivery within its area, its own source, never somebody else's file."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import geopandas as gpd
import pytest
from sqlalchemy import text
from support import PROFILE, WriteStreets, square

from assetregistry.errors import RegistryError
from assetregistry.registry import ImportOptions, Registry

VERSIONED = PROFILE.replace('built_year = "BUILT"', 'built_year = "BUILT"\nversion_from = "SINCE"\nended = "UNTIL"')


@pytest.fixture
def villages(registry: Registry, tmp_path: Path) -> Registry:
    """Two areas side by side: west (to 500 m) and east."""
    path = tmp_path / "areas.gpkg"
    frame = gpd.GeoDataFrame(
        {"code": ["west", "east"], "naam": ["West", "East"]},
        geometry=[square(-100, -100, 600), square(500, -100, 600)],
        crs=28992,
    )
    frame.to_file(path)
    registry.import_areas(path, "custom")
    return registry


def test_one_villages_file_never_closes_anothers(villages: Registry, write_streets: WriteStreets, profile: str) -> None:
    options = ImportOptions(profile=profile, dataset="streets")
    west = [(f"w{n}", "asfalt", 1990, square(20 * n, 0)) for n in range(5)]
    east = [(f"e{n}", "asfalt", 1990, square(600 + 20 * n, 0)) for n in range(5)]
    border = [("border", "asfalt", 1990, square(497, 0))]
    villages.import_source(write_streets(west + east + border), options)
    within_west = dataclasses.replace(options, full=True, within="west", confirm_closing=True)
    receipt = villages.import_source(write_streets(west[:2]), within_west)
    assert receipt.closed == 3
    assert _ids(villages) == _with_shares(villages) == {"w0", "w1", "border"} | {f"e{n}" for n in range(5)}


def test_closing_more_than_a_fifth_must_be_confirmed(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    options = ImportOptions(profile=profile, dataset="streets")
    streets = [(f"s{n}", "asfalt", 1990, square(20 * n, 0)) for n in range(100)]
    registry.import_source(write_streets(streets), options)
    full = dataclasses.replace(options, full=True)
    assert registry.import_source(write_streets(streets[:80]), full).closed == 20
    with pytest.raises(RegistryError, match=r"would close 30 of the 80 .* \(38%\).*--confirm-closing"):
        registry.import_source(write_streets(streets[:50]), full)
    assert len(_ids(registry)) == 80
    assert (
        registry.import_source(write_streets(streets[:50]), dataclasses.replace(full, confirm_closing=True)).closed
        == 30
    )


def test_an_observed_removal_lies_between_two_deliveries(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    options = ImportOptions(profile=profile, dataset="streets", full=True)
    streets = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
    registry.import_source(write_streets(streets), dataclasses.replace(options, delivered_on=dt.date(2024, 5, 1)))
    second = registry.import_source(
        write_streets(streets[1:]), dataclasses.replace(options, delivered_on=dt.date(2025, 6, 1))
    )
    assert _removals(registry) == [
        ("a", "road_asphalt_local", 1990, "closed", dt.date(2024, 5, 1), dt.date(2025, 6, 1)),
    ]
    registry.undo_import(second.import_id or 0)
    assert _removals(registry) == []


Versions = list[tuple[str, str, str | None]]


@pytest.fixture
def deliver(registry: Registry, tmp_path: Path) -> object:
    """Import versions of things as (id, since, until)."""
    profile = tmp_path / "versioned.toml"
    profile.write_text(VERSIONED)

    def go(versions: Versions) -> tuple[int, int, int, int]:
        path = tmp_path / "versions.gpkg"
        path.unlink(missing_ok=True)
        gpd.GeoDataFrame(
            {
                "STREET_ID": [name for name, _, _ in versions],
                "SURFACE": "asfalt",
                "BUILT": 1990,
                "STREET": "x",
                "OWNER": "G0153",
                "SINCE": [since for _, since, _ in versions],
                "UNTIL": [until for _, _, until in versions],
            },
            geometry=[square(0, 0)] * len(versions),
            crs=28992,
        ).astype({"UNTIL": "object"}).to_file(path, driver="GPKG", layer="streets")
        receipt = registry.import_source(path, ImportOptions(profile=str(profile), dataset="streets"))
        assert receipt.adds_up()
        return (receipt.inserted, receipt.updated, receipt.superseded, receipt.closed)

    return go


def test_what_its_source_ends_is_removed_on_the_sources_date(registry: Registry, deliver: object) -> None:
    assert deliver([("a", "2020-01-01", None), ("b", "2020-01-01", None)]) == (2, 0, 0, 0)  # type: ignore[operator]
    assert deliver([("a", "2023-03-01", "2023-03-01")]) == (0, 0, 1, 1)  # type: ignore[operator]
    assert _ids(registry) == {"b"}
    day = dt.date(2023, 3, 1)
    assert _removals(registry) == [("a", "road_asphalt_local", 1990, "ended", day, day)]


def test_an_old_end_does_not_remove_what_came_back(registry: Registry, deliver: object) -> None:
    deliver([("a", "2024-01-01", None)])  # type: ignore[operator]
    assert deliver([("a", "2022-01-01", "2023-01-01")]) == (0, 0, 1, 0)  # type: ignore[operator]
    assert _ids(registry) == {"a"}


def test_an_end_and_a_standing_version_in_one_delivery(registry: Registry, deliver: object) -> None:
    deliver([("a", "2020-01-01", None)])  # type: ignore[operator]
    assert deliver([("a", "2021-01-01", "2022-01-01"), ("a", "2023-01-01", None)]) == (0, 1, 1, 0)  # type: ignore[operator]
    assert _ids(registry) == {"a"}


def _ids(registry: Registry) -> set[str]:
    with registry.engine.connect() as connection:
        return set(connection.execute(text("SELECT source_id FROM asset")).scalars())


def _with_shares(registry: Registry) -> set[str | None]:
    """What has a share in an area; None for what is gone."""
    query = "SELECT source_id FROM asset_area LEFT JOIN asset ON asset.id = asset_id"
    with registry.engine.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def _removals(registry: Registry) -> list[tuple[object, ...]]:
    query = (
        "SELECT source_id, asset_type, built_from, change, gone_after, gone_by FROM observed_removal ORDER BY source_id"
    )
    with registry.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]
