"""Assets as drawn from afar: valid shapes, nothing left out uncounted, never other than the assets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import Transformer
from shapely import MultiPoint, Point, Polygon
from sqlalchemy import text
from support import PROFILE, Street, square, write_streets
from tiles_support import Feature, decode, tile_at

from assetregistry.registry import ImportOptions, Registry
from assetregistry.store import drawings, schema
from assetregistry.store.importing import IMPORT_LOCK
from assetregistry.store.tile_sources import sources

EAST, NORTH = 155_000.0, 463_000.0  # the corner of a cell
MOST = sources()["assets"].most_per_cell
CROWD = MOST + 110  # in one cell, more than the first zoom shows


def _stars() -> list[Street]:
    """Surfaces of many sizes with thin tips and bays, which rounding to the units of a tile makes cross themselves."""
    random = np.random.default_rng(5)
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    rows: list[Street] = []
    for number in range(CROWD):
        reach = np.where(np.arange(24) % 2, random.uniform(2, 90), random.uniform(0.3, 25))
        place = random.uniform(120, 130, 2) + np.array([EAST, NORTH])  # the middle of each lies in the cell
        rows.append((f"s{number}", "asfalt", 1990, Polygon(place + reach[:, None] * circle)))
    rows += [("lamp", "asfalt", 1990, Point(EAST + 400, NORTH + 100))]
    rows += [("lamps", "asfalt", 1990, MultiPoint([(EAST + 400, NORTH + 120), (EAST + 410, NORTH + 120)]))]
    return rows


@pytest.fixture
def crowd(registry: Registry, tmp_path: Path) -> Registry:
    _import(registry, tmp_path, _stars())
    registry.prepare()
    return registry


def _import(registry: Registry, folder: Path, rows: list[Street]) -> None:
    (folder / "streets.toml").write_text(PROFILE)
    source = write_streets(folder / "streets.gpkg", rows)
    options = ImportOptions(profile=str(folder / "streets.toml"), dataset="streets", full=True, confirm_closing=True)
    registry.import_source(source, options)


def _tile(registry: Registry, z: int) -> dict[str, list[Feature]]:
    lon, lat = Transformer.from_crs(28992, 4326, always_xy=True).transform(EAST + 125, NORTH + 125)
    return decode(registry.tile("assets", *tile_at(lon, lat, z)))


@pytest.mark.parametrize("z", [13, 14, 15])
def test_every_shape_is_valid_however_thin_and_wound_as_the_format_says(crowd: Registry, z: int) -> None:
    shapes = [each.geometry for each in _tile(crowd, z)["polygon"]]
    assert len(shapes) > 20
    assert all(shape.is_valid and not shape.is_empty for shape in shapes)
    parts = [part for shape in shapes for part in getattr(shape, "geoms", [shape])]
    assert all(part.exterior.is_ccw for part in parts)  # y grows downwards


def test_what_is_left_out_is_counted_and_comes_at_a_further_zoom(crowd: Registry) -> None:
    first, further = _tile(crowd, 13), _tile(crowd, 14)
    shown = [each for layer in ("polygon", "point") for each in first[layer]]
    assert [each.properties for each in first["more"]] == [{"n": CROWD - MOST}]
    assert len(shown) == MOST + 2
    assert "more" not in further
    area_m2 = {row["asset_id"]: row["area_m2"] for row in _held(crowd)}
    left_out = {each.id for each in further["polygon"]} - {each.id for each in shown}
    assert left_out
    assert max(area_m2[each] for each in left_out) <= min(area_m2[each.id] for each in shown if area_m2[each.id])


def test_several_points_stay_several(crowd: Registry) -> None:
    assert sorted(each.geometry.geom_type for each in _tile(crowd, 14)["point"]) == ["MultiPoint", "Point"]


def _held(registry: Registry) -> list[dict[str, Any]]:
    columns = "asset_id, recorded_from, zoom, left_out, owner_number, area_m2, ST_AsText(geom) AS geom"
    with registry.engine.connect() as connection:
        found = connection.execute(text(f"SELECT {columns} FROM drawing ORDER BY asset_id"))  # noqa: S608
        return [dict(row) for row in found.mappings()]


def test_drawing_anew_what_changed_is_as_drawing_all_anew(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One comes, one goes, one changes, one moves to another cell: each way, and back by undoing it."""
    before: list[Street] = [(f"s{n}", "asfalt", 1990, square(300 * n, 0)) for n in range(8)]
    after = [*before[1:6], ("s6", "asfalt", 1955, square(1_800, 0)), ("s7", "asfalt", 1990, square(5_000, 0))]
    after += [("s8", "klinkers", 1970, square(3_000, 0))]
    _import(registry, tmp_path, before)
    registry.prepare()
    drawn = _held(registry)
    assert len(drawn) == len(before)
    monkeypatch.setattr(drawings, "WHOLE", 2.0)
    _import(registry, tmp_path, after)
    drawings.refresh(registry.engine)
    few = _held(registry)
    with registry.engine.begin() as connection:
        connection.execute(text("UPDATE registry_state SET drawings_version = -1"))
    monkeypatch.setattr(drawings, "WHOLE", 0.3)
    drawings.refresh(registry.engine)
    assert few == _held(registry)
    assert len(few) == len(after)
    unchanged = {row["asset_id"]: row for row in drawn}
    assert sum(unchanged.get(row["asset_id"]) == row for row in few) == 5


def test_the_table_that_takes_the_place_of_the_old_one_is_the_same(crowd: Registry) -> None:
    with crowd.engine.connect() as connection:
        schema.differences(connection)


def test_nothing_is_prepared_while_an_import_is_running(registry: Registry, tmp_path: Path) -> None:
    _import(registry, tmp_path, [("s1", "asfalt", 1990, square(0, 0))])
    with registry.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
        registry.prepare()
        assert not drawings.is_fresh(connection)
    registry.prepare()
    with registry.engine.connect() as connection:
        assert drawings.is_fresh(connection)
