"""What an edit changes is made anew, and the rest left as it stands: the same as making all of it anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, box
from sqlalchemy import select, text
from support import PROFILE, Say, Street, write_streets

from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.derived import cells
from assetregistry.store.derived.cell_models import GeneralisedAsset
from assetregistry.store.derived.cell_records import COHORT, LAYER, cohorts_of, records, summed
from assetregistry.store.derived.cohorts import CLOCK
from assetregistry.store.derived.life_models import AssetEvidence, AssetLife, AssetWorks

EAST, NORTH = 155_000.0, 463_000.0
SPAN = 1_500.0  # thirty cells or so, in several of a kilometre
KEY = ["asset_type", "owner", "layer_id", "suspect", *CLOCK]
LINE: Any = {"layer": "surface", "material": "asphalt", "kg": 900.0, "kg_low": 800.0, "kg_high": 1000.0}


@pytest.fixture
def streets(registry: Registry, tmp_path: Path) -> Registry:
    """Surfaces on sewers, half of their years not known, in two neighbourhoods."""
    halves = [box(EAST + SPAN / 2 * i, NORTH, EAST + SPAN / 2 * (i + 1), NORTH + SPAN) for i in range(2)]
    areas = gpd.GeoDataFrame({"code": ["BU1", "BU2"], "name": ["w", "e"]}, geometry=halves, crs=28992)
    areas.to_file(tmp_path / "areas.gpkg")
    registry.import_areas(tmp_path / "areas.gpkg", "neighbourhood")
    _laid_down(registry, tmp_path)
    return registry


def _laid_down(registry: Registry, folder: Path) -> None:
    (folder / "streets.toml").write_text(PROFILE)
    source = write_streets(folder / "streets.gpkg", _streets())
    registry.import_source(source, ImportOptions(profile=str(folder / "streets.toml")))
    _derive(registry)


def _streets() -> list[Street]:
    random = np.random.default_rng(11)
    found: list[Street] = []
    for number, (east, north) in enumerate(random.uniform(0, SPAN - 60, (60, 2)) + np.array([EAST, NORTH])):
        kind = str(random.choice(["asfalt", "klinkers", "onbekend"]))
        found.append((f"s{number}", kind, 1980 * (number % 2), box(east, north, east + 50, north + 6)))
        if number % 3 == 0:
            pipe = LineString([(east, north + 3), (east + 50, north + 3)])
            found.append((f"r{number}", "riool", 1970 + number if number % 2 else 0, pipe))
        if number % 5 == 0:
            found.append((f"l{number}", "lamp", 0, Point(east, north)))
    return found


def _derive(registry: Registry) -> None:
    registry.refresh()
    cells.refresh(registry.engine, registry.as_of)


def _held(registry: Registry) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """All that cells and cohorts hold, by what it is of."""
    held: dict[tuple[Any, ...], tuple[float, ...]] = {}
    with registry.engine.connect() as connection:
        rows = pd.read_sql_query("SELECT * FROM cell_key", connection).fillna("").set_index("id")[KEY]
        keys = dict(zip(rows.index, rows.itertuples(index=False), strict=True))
        for cell in connection.execute(text("SELECT *, ST_AsText(extent) AS outline FROM cell")):
            place = (cell.level, cell.east, cell.north)
            held[(*place, cell.outline)] = (cell.assets, cell.kg)
            layers = cohorts_of(records(LAYER, [cell.layers]))
            for key, *numbers in summed(np.concatenate([layers, records(COHORT, [cell.cohorts])])).tolist():
                held[(*place, *keys[key])] = tuple(numbers)
        cohorts = pd.read_sql_query("SELECT * FROM cohort", connection).fillna("")
    for key, numbers in zip(
        cohorts[["area_id", *KEY]].itertuples(index=False),
        cohorts[["assets", "kg", "kg2"]].itertuples(index=False),
        strict=True,
    ):
        held[("cohort", *key)] = tuple(numbers)
    return held


def _lives(registry: Registry) -> set[str]:
    """All that is known of assets, what follows from it, and how they look from afar."""
    with registry.engine.connect() as connection:
        return {
            f"{table.__tablename__}: {[str(value) for value in row]}"
            for table in (AssetEvidence, AssetWorks, AssetLife, GeneralisedAsset)
            for row in connection.execute(select(table.__table__))
        }


def _same_as_all_anew(registry: Registry) -> None:
    _derive(registry)
    mine, lives = _held(registry), _lives(registry)
    with registry.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE registry_state SET whole_version = data_version, told_version = data_version, "
                "cells_version = -1, cohorts_version = -1, life_version = -1"
            )
        )
    _derive(registry)
    whole = _held(registry)
    assert lives == _lives(registry)
    assert mine.keys() == whole.keys()
    for key, numbers in mine.items():
        assert numbers == pytest.approx(whole[key], rel=1e-12), key


def _is_stale_as_a_whole(registry: Registry) -> bool:
    with registry.engine.connect() as connection:
        return bool(connection.execute(text("SELECT cells_version < whole_version FROM registry_state")).scalar_one())


def _lives_are_stale_as_a_whole(registry: Registry) -> bool:
    with registry.engine.connect() as connection:
        return bool(connection.execute(text("SELECT life_version < told_version FROM registry_state")).scalar_one())


def _asset(registry: Registry, source_id: str) -> int:
    query = text("SELECT id FROM asset WHERE source_id = :id")
    with registry.engine.connect() as connection:
        return int(connection.execute(query, {"id": source_id}).scalar_one())


CHANGES: list[Callable[[np.random.Generator], dict[str, Any]]] = [
    lambda random: {"year_from": int(random.integers(1950, 2020))},
    lambda random: {"asset_type": str(random.choice(["road_asphalt_local", "road_clay_pavers_carriageway"]))},
    lambda random: {"condition": int(random.integers(2, 6)), "planned_end": int(random.integers(2027, 2040))},
    lambda random: {"lines": [LINE | {"kg": float(random.integers(810, 990))}]},
    lambda _: {"year_from": None, "year_to": None, "lines": None, "condition": None, "planned_end": None},
]


@pytest.mark.parametrize("seed", range(6))
def test_edits_and_their_undoing_are_as_if_all_were_made_anew(streets: Registry, seed: int) -> None:
    random = np.random.default_rng(seed)
    done: list[int] = []
    for _ in range(7):
        if done and random.random() < 0.25:
            streets.undo_import(done.pop(int(random.integers(len(done)))))
        elif random.random() < 0.3:
            pipe = f"r{3 * int(random.integers(20))}"
            year = int(random.integers(1950, 2020))
            told: Any = {"year_from": year} if random.random() < 0.5 else {"relined": max(year, 1990)}
            done.append(streets.edit_asset(_asset(streets, pipe), told).import_id or 0)
        else:
            change: Any = CHANGES[int(random.integers(4))](random)
            done.append(streets.edit_asset(_asset(streets, f"s{random.integers(60)}"), change).import_id or 0)
        assert not _is_stale_as_a_whole(streets)
        assert not _lives_are_stale_as_a_whole(streets)
        if random.random() < 0.7:
            _derive(streets)
        elif random.random() < 0.5:
            streets.refresh()
    _same_as_all_anew(streets)


def test_other_statements_are_too(streets: Registry, say: Say) -> None:
    built = [{"source_id": f"p{n}", "year": 1931 + n % 7} for n in range(40)]
    around = [Point(EAST + 60 * (n % 8), NORTH + 60 * (n // 8)).buffer(4) for n in range(40)]
    receipt = say("buildings", built, around)
    assert not _is_stale_as_a_whole(streets)
    _same_as_all_anew(streets)
    works = [{"source_id": "w", "year_from": 2030, "year_to": 2031, "reason": "vervanging riool"}]
    say("planned_works", works, [box(EAST, NORTH, EAST + SPAN / 2, NORTH + SPAN)])
    say(
        "inspections",
        [{"source_id": "i", "condition": 4, "happened_on": "2024-05-01"}],
        [box(EAST, NORTH, EAST + 900, NORTH + 900)],
    )
    _same_as_all_anew(streets)
    for name in ("s1", "s6", "r6", "l5"):
        streets.edit_asset(_asset(streets, name), {"year_from": 2001})
        assert not _lives_are_stale_as_a_whole(streets)
        _same_as_all_anew(streets)
    streets.undo_import(receipt.import_id or 0)
    _same_as_all_anew(streets)


def test_a_surface_still_lies_on_its_sewer_where_no_neighbourhood_joins_them(
    registry: Registry, tmp_path: Path
) -> None:
    _laid_down(registry, tmp_path)
    registry.edit_asset(_asset(registry, "s9"), {"condition": 3})
    assert not _lives_are_stale_as_a_whole(registry)
    _same_as_all_anew(registry)


def test_taking_back_what_was_said_is_too(streets: Registry) -> None:
    one = _asset(streets, "s1")
    for change in CHANGES:
        streets.edit_asset(one, change(np.random.default_rng(1)))  # type: ignore[arg-type]
    _same_as_all_anew(streets)


def test_only_the_cells_of_an_edited_asset_are_written(streets: Registry) -> None:
    streets.edit_asset(_asset(streets, "s7"), {"lines": [LINE]})
    with streets.engine.connect() as connection:
        before = set(connection.execute(text("SELECT level, east, north, xmin FROM cell")).all())
    _derive(streets)
    with streets.engine.connect() as connection:
        after = set(connection.execute(text("SELECT level, east, north, xmin FROM cell")).all())
        stale = connection.execute(text("SELECT count(*) FROM stale_asset")).scalar_one()
    assert sorted(row[0] for row in after - before) == list(range(cells.TOP_LEVEL + 1))
    assert stale == 0


def test_what_moves_assets_makes_all_anew(streets: Registry, say: Say, tmp_path: Path) -> None:
    say("removals", [{"subject": "s3", "happened_on": "2026-02-01", "reason": "reconstruction"}])
    assert _is_stale_as_a_whole(streets)
    _same_as_all_anew(streets)
    more = write_streets(tmp_path / "more.gpkg", [("new", "asfalt", 1999, box(EAST, NORTH, EAST + 9, NORTH + 9))])
    taken = streets.import_source(more, ImportOptions(profile=str(tmp_path / "streets.toml"), dataset="more"))
    assert _is_stale_as_a_whole(streets)
    _derive(streets)
    streets.undo_import(taken.import_id or 0)
    assert _is_stale_as_a_whole(streets)
    _same_as_all_anew(streets)


def test_areas_that_share_ground_are_too(streets: Registry, tmp_path: Path) -> None:
    """A point in two areas of a kind counts in the first one only, which the cells that lie inside do not know."""
    both = [box(EAST - 500, NORTH - 500, EAST + SPAN + 500, NORTH + SPAN + 500)] * 2
    areas = gpd.GeoDataFrame({"code": ["A", "B"], "name": ["a", "b"]}, geometry=both, crs=28992)
    areas.to_file(tmp_path / "custom.gpkg")
    streets.import_areas(tmp_path / "custom.gpkg", "custom")
    _derive(streets)
    streets.edit_asset(_asset(streets, "l0"), {"year_from": 1999})
    streets.edit_asset(_asset(streets, "s3"), {"year_from": 1999})
    _same_as_all_anew(streets)


def test_another_year_changes_only_lives(streets: Registry) -> None:
    later = Registry(streets.engine, streets.settings, as_of=dt.date(streets.as_of.year + 1, 2, 1))
    _derive(later)
    _same_as_all_anew(later)
