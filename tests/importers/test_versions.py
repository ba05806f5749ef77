"""Which rows are current: by the source's own word, in whatever order they come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point
from support import Take

PROFILE = """
name = "versions"
requires = ["ID"]
[fields]
source_id = "ID"
version_from = "SINCE"
version_to = "UNTIL"
ended = "GONE"
[asset_type]
default = "cabinet"
"""
OLD = {"ID": "a", "SINCE": "2014-01-01T10:00:00", "UNTIL": "2016-01-01T10:00:00", "GONE": None}
NEW = {"ID": "a", "SINCE": "2016-01-01T10:00:00", "UNTIL": None, "GONE": None}
ENDED = {"ID": "b", "SINCE": "2014-01-01", "UNTIL": "2020-01-01", "GONE": "2020-01-01"}
STALE = {"ID": "c", "SINCE": "2014-01-01", "UNTIL": None, "GONE": None}
FRESH = {"ID": "c", "SINCE": "2015-01-01", "UNTIL": None, "GONE": None}
ROWS = [OLD, NEW, ENDED, STALE, FRESH]


def delivery(folder: Path, rows: list[dict[str, Any]]) -> tuple[Path, Path]:
    (folder / "versions.toml").write_text(PROFILE)
    path = folder / "versions.gpkg"
    path.unlink(missing_ok=True)
    gpd.GeoDataFrame(rows, geometry=[Point(155_000, 463_000)] * len(rows), crs=28992).to_file(path)
    return path, folder / "versions.toml"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.permutations(ROWS))
def test_one_version_of_each_object_is_current_in_any_order(
    tmp_path: Path, take: Take, rows: list[dict[str, Any]]
) -> None:
    source, profile = delivery(tmp_path, rows)
    found, _ = take(source, profile=profile)
    assert [not superseded for superseded in found["superseded"]] == [row in (NEW, FRESH) for row in rows]
    assert found["reject_code"].isna().all()


def test_a_moment_is_told_in_utc(tmp_path: Path, take: Take) -> None:
    source, profile = delivery(tmp_path, [NEW, FRESH])
    found, _ = take(source, profile=profile)
    assert list(found["version_from"]) == ["2016-01-01T10:00:00Z", "2015-01-01T00:00:00Z"]


@pytest.mark.parametrize(
    ("layer", "total", "current"),
    [("bgt-otterlo/bgt_wegdeel.gml", 2444, 1252), ("bgt-denhaag/bgt_bak.gml", 657, 120)],
)
def test_a_real_download_with_history(shared_data: Path, take: Take, layer: str, total: int, current: int) -> None:
    found, _ = take(shared_data / layer)
    assert len(found) == total
    assert 0 < (~found["superseded"]).sum() < total
    if layer.endswith("wegdeel.gml"):
        assert (~found["superseded"]).sum() == current
    assert found.loc[~found["superseded"], "source_id"].is_unique


@pytest.mark.parametrize(
    ("end", "standing"),
    [
        ("2020-01-01", False),
        ("01-06-2025", False),
        ("20250601", False),
        ("2025-06-02", True),
        ("31-12-2030", True),
        ("2030", True),
        ("9999-12-31T00:00:00", True),  # how systems write that there is none
        ("onbekend", True),
        ("ja", False),  # of a field that is no day, what it says counts
    ],
)
def test_an_end_that_is_still_to_come_is_none_yet(tmp_path: Path, take: Take, end: str, standing: bool) -> None:
    source, profile = delivery(tmp_path, [NEW | {"GONE": end}])
    profile.write_text(PROFILE + '[unknown]\ntext = ["onbekend"]\n')
    found, delivered = take(source, profile=profile, day=dt.date(2025, 6, 1))
    assert list(found["superseded"]) == [not standing]
    told = [each.count for each in delivered.warnings if each.code == "still-standing"]
    assert told == [1] * (standing and end != "onbekend")


def test_a_version_whose_day_comes_first_is_not_read_as_its_month(tmp_path: Path, take: Take) -> None:
    old, new = {"ID": "a", "SINCE": "07-12-2016 10:30"}, {"ID": "a", "SINCE": "01-02-2017"}
    source, profile = delivery(tmp_path, [new, old])
    found, _ = take(source, profile=profile)
    assert list(found["version_from"]) == ["2017-02-01T00:00:00Z", "2016-12-07T10:30:00Z"]
    assert list(found["superseded"]) == [False, True]
