"""An edit is a small import of statements: checked, kept, told, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text
from support import WriteStreets, square

from assetregistry.edits import Changes, RefusedError
from assetregistry.errors import BusyError, ConflictError, NotFoundError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.intake.importing import IMPORT_LOCK

TODAY = dt.date(2026, 11, 24)
LINE: Any = {"layer": "surface", "material": "asphalt", "kg": 900.0, "kg_low": 800.0, "kg_high": 1000.0}


@pytest.fixture
def streets(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """Assets a and b."""
    rows = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile, dataset="streets"))
    return registry


@pytest.fixture
def asset_id(streets: Registry) -> int:
    """Asset a."""
    return int(streets.assets().set_index("built_from").loc[1990, "id"])


def now(registry: Registry, asset_id: int) -> dict[str, Any]:
    return dict(registry.asset_edits(asset_id)["now"])


def test_an_edit_is_one_import_of_statements_that_adds_up(streets: Registry, asset_id: int) -> None:
    changes: Changes = {"year_from": 1998, "condition": 3, "planned_end": 2031, "lines": [LINE], "note": " dug up "}
    receipt = streets.edit_asset(asset_id, {**changes, "reason": "seen in the street"})
    assert receipt.adds_up()
    assert (receipt.dataset, receipt.rows, receipt.inserted, receipt.owners) == ("desk", "edits", 5, {"G0153": 5})
    told = now(streets, asset_id)
    assert (told["built"]["from"], told["built"]["to"], told["built"]["byDesk"]) == (1998, 1998, True)
    assert (told["condition"]["condition"], told["condition"]["on"]) == (3, TODAY)
    assert told["planned"]["to"] == 2031
    assert told["note"]["text"] == "dug up"
    assert [line["kgLow"] for line in told["lines"]] == [800.0]
    assert streets.import_shown(receipt.import_id or 0)["receipt"]["inserted"] == 5


def test_before_any_edit_the_source_speaks(streets: Registry, asset_id: int) -> None:
    told = now(streets, asset_id)
    assert (told["built"]["from"], told["built"]["basis"]) == (1990, "source")
    assert told["assetType"]["code"] == "road_asphalt_local"
    assert [told[name] for name in ("condition", "planned", "note", "lines")] == [None, None, None, []]


def test_an_edit_changes_the_mass_that_is_held_and_no_asset_is_read_for_it(streets: Registry, asset_id: int) -> None:
    before, extent = streets.summary(), streets._extent
    streets.edit_asset(asset_id, {"lines": [LINE]})
    assert streets.summary()["stockKg"] != before["stockKg"]
    assert streets._extent is extent
    assert {**streets.summary(), "stockKg": 0, "dataVersion": ""} == {**before, "stockKg": 0, "dataVersion": ""}


def test_a_later_edit_of_a_field_replaces_it_and_undo_brings_it_back(streets: Registry, asset_id: int) -> None:
    first = streets.edit_asset(asset_id, {"year_from": 1998, "note": "first"})
    before = streets.asset_edits(asset_id)["version"]
    second = streets.edit_asset(asset_id, {"year_from": 1999, "year_to": 2001})
    told = streets.asset_edits(asset_id)
    assert (told["now"]["built"]["from"], told["now"]["note"]["text"]) == (1999, "first")
    words = {word["field"]: word for word in told["edits"][1]["said"]}
    assert (words["built"]["replacedBy"], words["note"]["replacedBy"]) == (second.import_id, None)
    streets.undo_import(second.import_id or 0)
    told = streets.asset_edits(asset_id)
    assert told["now"]["built"]["from"] == 1998
    assert told["version"] == before
    assert [entry["undone"] is not None for entry in told["edits"]] == [True, False]
    assert told["edits"][0]["said"][0]["yearFrom"] == 1999
    streets.undo_import(first.import_id or 0)
    assert now(streets, asset_id)["built"]["basis"] == "source"


def test_null_takes_back_what_the_desk_said_and_undo_says_it_again(streets: Registry, asset_id: int) -> None:
    other: Any = LINE | {"layer": "base"}
    changes: Changes = {"year_from": 1998, "asset_type": "road_clay_pavers_carriageway", "condition": 2, "note": "n"}
    streets.edit_asset(asset_id, {**changes, "planned_end": 2030, "lines": [LINE, other]})
    said = now(streets, asset_id)
    empty: Changes = {"year_from": None, "asset_type": None, "condition": None, "note": "", "planned_end": None}
    receipt = streets.edit_asset(asset_id, {**empty, "lines": [other]})
    assert (receipt.superseded, receipt.closed, receipt.unchanged) == (6, 6, 1)
    told = now(streets, asset_id)
    assert told["built"]["basis"] == told["assetType"]["basis"] == "source"
    assert [told[name] for name in ("condition", "planned", "note")] == [None] * 3
    assert [line["layer"] for line in told["lines"]] == ["base"]
    assert {word["takenBack"] for word in streets.asset_edits(asset_id)["edits"][0]["said"]} == {True, False}
    streets.undo_import(receipt.import_id or 0)
    assert now(streets, asset_id) == said


def test_a_note_shows_but_makes_nothing_anew_until_something_else_is_said(streets: Registry, asset_id: int) -> None:
    def derived() -> tuple[int, set[int]]:
        query = text(
            "SELECT data_version, cohorts_version, outlook_version, life_version, cells_version FROM registry_state"
        )
        with streets.engine.connect() as connection:
            version, *others = connection.execute(query).one()
        return version, set(others)

    streets.prepare(streets.prepare())
    version, standing = derived()
    assert standing == {version}
    first = streets.edit_asset(asset_id, {"note": "first"})
    streets.edit_asset(asset_id, {"note": "second"})
    streets.edit_asset(asset_id, {"note": None})
    streets.undo_import(first.import_id or 0)
    assert derived() == (version + 4, {version + 4})
    year = streets.edit_asset(asset_id, {"year_from": 1998, "note": "third"})
    assert derived() == (version + 5, {version + 4})
    streets.edit_asset(asset_id, {"note": "fourth"})
    assert derived() == (version + 6, {version + 4})
    streets.prepare(streets.prepare())
    streets.undo_import(year.import_id or 0)
    assert derived() == (version + 7, {version + 6})


def test_there_must_be_something_to_take_back(streets: Registry, asset_id: int) -> None:
    with pytest.raises(ConflictError, match="nothing to take back"):
        streets.edit_asset(asset_id, {"note": None})


def test_what_is_wrong_is_told_all_at_once_and_nothing_is_kept(streets: Registry, asset_id: int) -> None:
    with pytest.raises(RefusedError) as refused:
        streets.edit_asset(asset_id, {"year_from": 1700, "condition": 9, "lines": [LINE | {"kg": -1.0}]})
    fields = [each.field for each in refused.value.refusals]
    assert fields == ["year_from", "condition", "lines.0.kg", "lines.0.kg_low"]
    assert streets.asset_edits(asset_id)["edits"] == []


def test_nothing_is_overwritten_unseen(streets: Registry, asset_id: int) -> None:
    seen = streets.asset_edits(asset_id)["version"]
    receipt = streets.edit_asset(asset_id, {"condition": 2}, seen=seen)
    with pytest.raises(ConflictError, match=rf"changed since.*import {receipt.import_id} \(desk\)"):
        streets.edit_asset(asset_id, {"condition": 3}, seen=seen)
    assert now(streets, asset_id)["condition"]["condition"] == 2


def test_a_delivery_that_changes_the_asset_counts_as_a_change(
    streets: Registry, asset_id: int, write_streets: WriteStreets, profile: str
) -> None:
    seen = streets.asset_edits(asset_id)["version"]
    options = ImportOptions(profile=profile, dataset="streets")
    rows = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
    streets.import_source(write_streets(rows), options)
    assert streets.asset_edits(asset_id)["version"] == seen
    streets.import_source(write_streets([("a", "asfalt", 1991, square(0, 0))]), options)
    with pytest.raises(ConflictError, match="look again"):
        streets.edit_asset(asset_id, {"condition": 3}, seen=seen)


def test_an_asset_that_has_gone_cannot_be_edited(
    streets: Registry, asset_id: int, write_streets: WriteStreets, profile: str
) -> None:
    rows = [("b", "klinkers", 2005, square(20, 0))]
    options = ImportOptions(profile=profile, dataset="streets", full=True)
    receipt = streets.import_source(write_streets(rows), options)
    with pytest.raises(ConflictError, match=rf"no longer .* closed by import {receipt.import_id} \(streets"):
        streets.edit_asset(asset_id, {"condition": 3})
    with pytest.raises(NotFoundError):
        streets.edit_asset(999_999, {"condition": 3})


def test_the_same_edit_twice_is_made_once(streets: Registry, asset_id: int) -> None:
    seen = streets.asset_edits(asset_id)["version"]
    first, again = (streets.edit_asset(asset_id, {"condition": 3}, seen=seen, key="k1") for _ in range(2))
    assert again == first
    assert len(streets.asset_edits(asset_id)["edits"]) == 1


def test_an_edit_does_not_wait_for_a_long_import(
    streets: Registry, asset_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assetregistry.store.intake.editing.PATIENCE", "50ms")
    with streets.engine.begin() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
        with pytest.raises(BusyError, match="an import is running"):
            streets.edit_asset(asset_id, {"condition": 3})


def test_an_edit_outlives_a_delivery_and_its_asset_id(
    streets: Registry, asset_id: int, write_streets: WriteStreets, profile: str
) -> None:
    streets.edit_asset(asset_id, {"year_from": 1998})
    rows = [("a", "asfalt", 1991, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
    streets.import_source(write_streets(rows), ImportOptions(profile=profile, dataset="streets"))
    assert now(streets, asset_id)["built"]["from"] == 1998


def test_what_others_say_is_told_beside_it(streets: Registry, asset_id: int, tmp_path: Any) -> None:
    path = tmp_path / "inspections.csv"
    path.write_text("subject;happened_on;condition\na;2020-05-01;4\n")
    receipt = streets.import_source(path)
    streets.edit_asset(asset_id, {"condition": 2, "inspected_on": dt.date(2019, 1, 1)})
    told = streets.asset_edits(asset_id)
    assert (told["now"]["condition"]["condition"], told["now"]["condition"]["byDesk"]) == (4, False)
    assert [(each["byDesk"], each["said"][0]["condition"]) for each in told["edits"]] == [(True, 2), (False, 4)]
    assert told["edits"][1]["importId"] == receipt.import_id
