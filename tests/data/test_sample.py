"""The sample town: made again it has the same bytes, and it looks like a town."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest

from assetregistry.registry import Registry

MOST_BYTES = 5_000_000


def test_the_script_makes_the_same_deliveries(sample_dir: Path, tmp_path: Path) -> None:
    for script in sample_dir.glob("*.py"):
        (tmp_path / script.name).write_bytes(script.read_bytes())
    subprocess.run([sys.executable, str(tmp_path / "generate.py")], check=True, capture_output=True)
    kept = sorted(path.relative_to(sample_dir) for path in sample_dir.glob("delivery-*/*"))
    assert kept == sorted(path.relative_to(tmp_path) for path in tmp_path.glob("delivery-*/*"))
    changed = [str(path) for path in kept if (sample_dir / path).read_bytes() != (tmp_path / path).read_bytes()]
    assert changed == []


def test_it_is_small_enough_for_git(sample_dir: Path) -> None:
    assert sum(path.stat().st_size for path in sample_dir.rglob("*") if path.is_file()) < MOST_BYTES


@pytest.fixture(scope="module")
def roads(sample_dir: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(sample_dir / "delivery-2026" / "wegen.zip", encoding="cp1252")


def test_ratios_are_those_of_a_dutch_town(town: Registry) -> None:
    """Bounds around the ratios of small municipalities: a metre of sewer carries one to two lamp posts' worth of it."""
    held = town.asset_points()["asset_type"].value_counts()
    sewers = sum(count for code, count in held.items() if code.startswith("sewer_gravity"))
    manholes = sum(count for code, count in held.items() if code.startswith("manhole"))
    gullies = sum(count for code, count in held.items() if code.startswith("gully"))
    lamps = sum(count for code, count in held.items() if code.startswith("lamp_post"))
    assert 7_000 < held.sum() < 9_000
    assert 0.6 < manholes / sewers < 1.4
    assert 1.0 < gullies / lamps < 3.0


def test_an_unknown_share_is_kept_as_in_real_registers(roads: gpd.GeoDataFrame) -> None:
    unknown_paving = (roads["VERHARDING"] == "Onbekend").mean()
    unknown_year = (roads["AANLEGJR"] == 0).mean()
    assert 0.02 < unknown_paving < 0.4
    assert 0.05 < unknown_year < 0.5


def test_dutch_letters_survive_cp1252(roads: gpd.GeoDataFrame) -> None:
    assert {"Café Vonderpad", "Coöperatiestraat", "Reeënspoor"} <= set(roads["STRAATNAAM"])


def test_surfaces_do_not_overlap_much(roads: gpd.GeoDataFrame) -> None:
    valid = roads[roads.geometry.notna()].geometry.make_valid()
    assert valid.union_all().area > 0.97 * valid.area.sum()
