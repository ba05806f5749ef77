"""Statements about assets go through the same stages: receipts, quarantine, replacement, undo."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import shape
from sqlalchemy import text
from support import Say, WriteStreets, square

from assetregistry.questions import AssetFilter
from assetregistry.registry import ImportOptions, Registry


@pytest.fixture
def streets(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """Assets a and b."""
    rows = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile, dataset="streets"))
    return registry


def test_inspections_are_replaced_by_newer_words_of_the_same_day(streets: Registry, say: Say) -> None:
    first = {"subject": "a", "happened_on": "2025-03-01", "condition": 3}
    assert say("inspections", [first]).inserted == 1
    assert say("inspections", [first]).unchanged == 1
    assert say("inspections", [first | {"condition": 4}]).updated == 1
    assert say("inspections", [first | {"happened_on": "2026-03-01", "condition": 5}]).inserted == 1
    assert _current(streets, "happened_on::text, condition") == [("2025-03-01", 4.0), ("2026-03-01", 5.0)]


def test_statements_lie_where_their_assets_do_or_where_they_say(streets: Registry, say: Say) -> None:
    named = say("inspections", [{"subject": "b", "happened_on": "2025-03-01", "condition": 3}])
    (b,) = streets.find_assets(AssetFilter(asset_type="road_clay_pavers_carriageway"))
    found = streets.import_shown(named.import_id or 0)["bbox"]
    assert found == pytest.approx(shape(json.loads(b["geometry"])).bounds, abs=1e-6)
    placed = say("buildings", [{"source_id": "p", "year": 1965}], [square(0, 5_000)])
    assert streets.import_shown(placed.import_id or 0)["bbox"][1] > found[3]
    streets.undo_import(placed.import_id or 0)
    assert streets.import_shown(placed.import_id or 0)["bbox"] is None


def test_what_a_row_must_say(streets: Registry, say: Say) -> None:
    whole = {"source_id": "i1", "subject": "a", "happened_on": "2025-03-01", "condition": 3}
    rows = [
        whole,
        whole | {"source_id": "i2", "subject": "nowhere"},
        whole | {"source_id": "i3", "subject": None},
        whole | {"source_id": "i4", "happened_on": None},
        whole | {"source_id": "i5", "condition": None},
        whole | {"condition": 4},
    ]
    receipt = say("inspections", rows)
    assert (receipt.inserted, receipt.quarantined) == (1, 5)
    shown = streets.import_shown(receipt.import_id or 0)["quarantine"]["rows"]
    assert {row["code"] for row in shown} == {
        "unknown-asset", "no-subject", "no-date", "no-condition", "duplicate-id",
    }  # fmt: skip
    assert all(row["message"] and row["message"] != row["code"] for row in shown)


def test_buildings_keep_their_place_and_go_when_their_source_says_so(streets: Registry, say: Say) -> None:
    places = [square(0, 50), square(30, 50)]
    rows = [{"source_id": "p1", "year": 1965}, {"source_id": "p2", "year": 9999}]
    assert say("buildings", rows, places).inserted == 2
    assert _current(streets, "source_id, year_from, ST_Area(geom)") == [("p1", 1965, 100.0), ("p2", None, 100.0)]
    receipt = say("buildings", rows[:1], places[:1], full=True)
    assert (receipt.unchanged, receipt.closed) == (1, 1)
    assert _current(streets, "source_id") == [("p1",)]


def test_of_a_building_with_its_history_the_current_version_counts(registry: Registry, tmp_path: Path) -> None:
    """As in the extract of the BAG, where the versions of a building follow one another."""
    versions = pd.DataFrame(
        [("p1", 1585, "2010-12-15", "2011-08-01"), ("p1", 1992, "2011-08-01", None)],
        columns=["identificatie", "bouwjaar", "tijdstipRegistratie", "eindRegistratie"],
    )
    for number, rows in enumerate((versions, versions[::-1])):
        path = tmp_path / f"{number}.gpkg"
        gpd.GeoDataFrame(rows, geometry=[square(0, 50), square(0, 50)], crs=28992).to_file(path, layer="pand")
        receipt = registry.import_source(path)
        assert (receipt.superseded, receipt.quarantined) == (1, 0)
        assert _current(registry, "source_id, year_from") == [("p1", 1992)]


def test_planned_works_name_an_asset_or_a_place(streets: Registry, say: Say) -> None:
    work = {"source_id": "w1", "subject": "a", "year_from": 2027, "year_to": 2028, "reason": "reconstruction"}
    assert say("planned_works", [work]).inserted == 1
    placed = {"source_id": "w2", "year_from": 2029, "year_to": 2029}
    assert say("planned_works", [placed], [square(0, 0, 30)]).inserted == 1
    reversed_years = say("planned_works", [work | {"source_id": "w3", "year_from": 2030}])
    assert reversed_years.quarantined == 1


def test_a_passport_has_a_line_per_layer_and_material(streets: Registry, say: Say) -> None:
    lines = [
        {"subject": "a", "layer": "surface", "material": "asphalt", "kg": 11_500},
        {"subject": "a", "layer": "foundation", "material": "granulate", "kg": 40_000},
    ]
    assert say("passports", lines).inserted == 2
    assert say("passports", [lines[0] | {"kg": 12_000}]).updated == 1
    assert set(_current(streets, "material, kg")) == {("asphalt", 12_000.0), ("granulate", 40_000.0)}


def test_a_removal_takes_its_asset_out_of_the_present(streets: Registry, say: Say) -> None:
    receipt = say("removals", [{"subject": "a", "happened_on": "2026-02-01", "reason": "reconstruction"}])
    assert (receipt.inserted, receipt.closed) == (1, 1)
    assert streets.summary()["assets"] == 1
    with streets.engine.connect() as connection:
        row = connection.execute(text("SELECT source_id, change, reason, gone_by::text FROM observed_removal")).one()
    assert tuple(row) == ("a", "removed", "reconstruction", "2026-02-01")
    undone = streets.undo_import(receipt.import_id or 0)
    assert (undone.reopened, undone.statements) == (1, 1)
    assert streets.summary()["assets"] == 2


def test_corrections_name_types_that_the_catalogue_has(streets: Registry, say: Say) -> None:
    told = {"subject": "a", "reason": "seen in the street", "happened_on": "2026-05-01"}
    rows = [
        told | {"source_id": "c1", "asset_type": "road_clay_pavers_carriageway"},
        told | {"source_id": "c2", "asset_type": "road_of_gold"},
    ]
    receipt = say("corrections", rows)
    assert (receipt.inserted, receipt.quarantined) == (1, 1)
    assert _current(streets, "source_id, asset_type") == [("c1", "road_clay_pavers_carriageway")]
    assert say("corrections", rows[:1]).unchanged == 1
    assert say("corrections", [rows[0] | {"asset_type": "road_asphalt_local"}]).updated == 1


def test_undo_lets_stand_again_what_was_closed_without_a_successor(streets: Registry, say: Say) -> None:
    words = [{"subject": "a", "happened_on": f"2025-03-0{day}", "condition": day} for day in (1, 2)]
    say("inspections", words)
    closing = say("inspections", words[:1], full=True)
    again = say("inspections", words[1:])
    assert (closing.closed, again.inserted) == (1, 1)
    for receipt in (closing, again):
        streets.undo_import(receipt.import_id or 0)
        assert _current(streets, "happened_on::text, condition") == [("2025-03-01", 1.0), ("2025-03-02", 2.0)]


def test_undo_lets_the_former_statement_stand_again(streets: Registry, say: Say) -> None:
    words = {"subject": "a", "happened_on": "2025-03-01"}
    receipts = [say("inspections", [words | {"condition": condition}]) for condition in (1, 2, 3)]
    streets.undo_import(receipts[1].import_id or 0)
    assert _current(streets, "condition") == [(3.0,)]
    streets.undo_import(receipts[2].import_id or 0)
    assert _current(streets, "condition") == [(1.0,)]
    streets.undo_import(receipts[0].import_id or 0)
    assert _current(streets, "condition") == []


def test_a_dry_run_changes_nothing(streets: Registry, say: Say) -> None:
    row = {"subject": "a", "happened_on": "2026-02-01", "reason": "reconstruction"}
    dry = say("removals", [row], dry_run=True)
    assert streets.summary()["assets"] == 2
    wet = say("removals", [row])
    told = [dataclasses.replace(each, import_id=None, seconds=0.0) for each in (dry, wet)]
    assert told[0] == told[1]


def _current(registry: Registry, columns: str) -> list[tuple[Any, ...]]:
    query = f"SELECT {columns} FROM statement WHERE replaced_by IS NULL ORDER BY source_id"  # noqa: S608
    with registry.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]
