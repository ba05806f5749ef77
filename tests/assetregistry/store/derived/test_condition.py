"""The condition of an asset: the newest inspection of what stands there, for as long as it stands."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from alembic import command
from shapely import LineString
from shapely.geometry import shape
from sqlalchemy import Engine, text
from support import Say, WriteStreets, square
from tiles_support import decode, tile_at

from assetregistry.questions import AssetFilter
from assetregistry.registry import ImportOptions, Registry
from assetregistry.store import upgrading
from assetregistry.store.derived import cells
from assetregistry.store.tile_sources import sources

FAR = 1_000.0  # metres: in another cell


@pytest.fixture
def streets(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """Streets and a pipe, none of which was ever inspected."""
    rows = [(name, "asfalt", 2000, square(east, 0)) for name, east in (("a", 0), ("b", 20), ("c", FAR))]
    pipe = LineString([square(0, 50).bounds[:2], square(14, 50).bounds[:2]])
    registry.import_source(
        write_streets([*rows, ("pipe", "riool", 1970, pipe)]), ImportOptions(profile=profile, dataset="streets")
    )
    return registry


def listed(registry: Registry, **only: Any) -> dict[str, tuple[int | None, str | None]]:
    """Condition and day by source id, as a list shows them; the card says the same."""
    found = {}
    for row in registry.find_assets(AssetFilter(**only)):
        card = registry.asset(row["id"])["condition"]
        told = (row["condition"], row["condition_on"])
        assert told == ((None, None) if card is None else (card["condition"], card["on"]))
        found[row["source_id"]] = told
    return found


def asset_id(registry: Registry, source_id: str) -> int:
    with registry.engine.connect() as connection:
        found = connection.execute(text("SELECT id FROM asset WHERE source_id = :id"), {"id": source_id})
        return int(found.scalar_one())


NONE = (None, None)


def test_the_newest_word_counts_whoever_says_it_until_it_is_taken_back(streets: Registry, say: Say) -> None:
    assert set(listed(streets).values()) == {NONE}
    old = [{"subject": "a", "happened_on": "2020-05-01", "condition": 2}]
    say("inspections", [*old, {"subject": "a", "happened_on": "2024-05-01", "condition": 3}])
    assert listed(streets)["a"] == (3, "2024-05-01")
    edit = streets.edit_asset(asset_id(streets, "a"), {"condition": 5, "inspected_on": dt.date(2025, 6, 1)})
    assert listed(streets)["a"] == (5, "2025-06-01")
    said = streets.asset(asset_id(streets, "a"))["condition"]
    assert (said["basis"], said["importId"], said["byDesk"]) == ("desk", edit.import_id, True)
    streets.undo_import(edit.import_id or 0)
    assert listed(streets)["a"] == (3, "2024-05-01")
    assert streets.asset(asset_id(streets, "a"))["condition"]["byDesk"] is False
    say("inspections", old, full=True, confirm_closing=True)
    assert listed(streets) == {"a": (2, "2020-05-01"), "b": NONE, "c": NONE, "pipe": NONE}


def test_a_place_tells_of_what_lies_in_it(streets: Registry, say: Say) -> None:
    seen = [{"source_id": "round-1", "happened_on": "2025-05-01", "condition": 4}]
    receipt = say("inspections", seen, [square(-5, -5, 40)])
    assert listed(streets) == {"a": (4, "2025-05-01"), "b": (4, "2025-05-01"), "c": NONE, "pipe": NONE}
    assert set(listed(streets, condition="4")) == {"a", "b"}
    assert set(listed(streets, condition="unknown")) == {"c", "pipe"}
    assert set(listed(streets, condition="3,unknown")) == {"c", "pipe"}
    streets.undo_import(receipt.import_id or 0)
    assert set(listed(streets).values()) == {NONE}


def test_half_a_step_is_the_worse_one_and_the_scale_has_ends(streets: Registry, say: Say) -> None:
    told = [("a", 2.5), ("b", 0.2), ("c", 9), ("pipe", 3.4)]
    say("inspections", [{"subject": name, "happened_on": "2025-05-01", "condition": c} for name, c in told])
    found = {name: condition for name, (condition, _) in listed(streets).items()}
    assert found == {"a": 3, "b": 1, "c": 6, "pipe": 3}


def test_what_stood_there_before_was_in_another_condition(streets: Registry, say: Say) -> None:
    seen = [("a", "1998-05-01"), ("pipe", "2008-05-01")]
    say("inspections", [{"subject": name, "happened_on": day, "condition": 5} for name, day in seen])
    assert listed(streets)["pipe"] == (5, "2008-05-01")
    assert listed(streets)["a"] == NONE
    pipe = asset_id(streets, "pipe")
    ahead = [{"source_id": "w", "subject": "pipe", "year_from": 2031, "year_to": 2031, "reason": "relining"}]
    say("planned_works", ahead)
    assert streets.asset(pipe)["lining"]["basis"] == "planned_work"
    assert listed(streets)["pipe"] == (5, "2008-05-01")
    streets.edit_asset(pipe, {"relined": 2012})
    assert listed(streets)["pipe"] == NONE


def test_one_number_in_tiles_tells_condition_and_suspicion(streets: Registry, say: Say) -> None:
    """As the codes of the source say: of the streets, built in 2000, tar is suspected until their year is corrected."""
    streets.edit_asset(asset_id(streets, "b"), {"year_from": 2010})
    streets.edit_asset(asset_id(streets, "c"), {"year_from": 2010})
    say("inspections", [{"subject": name, "happened_on": "2025-05-01", "condition": 4} for name in ("a", "b")])
    streets.refresh()
    found = {name: sources()["assets"].codes["s"].get(str(number)) for name, number in _in_tiles(streets).items()}
    assert found == {"a": "condition 4, suspect", "b": "condition 4", "c": None, "pipe": None}
    streets.undo_import(streets.imports()[0]["id"])
    streets.refresh()
    assert _in_tiles(streets) == {"a": 1, "b": None, "c": None, "pipe": None}


def _in_tiles(registry: Registry) -> dict[str, int | None]:
    """Key `s` of each asset by its source id."""
    found = {}
    for row in registry.find_assets(AssetFilter()):
        place = shape(json.loads(row["geometry"])).centroid
        layers = decode(registry.tile("assets", *tile_at(place.x, place.y, 16)).data)
        (feature,) = (each for features in layers.values() for each in features if each.id == row["id"])
        found[row["source_id"]] = feature.properties.get("s")
    return found


def test_the_codes_of_conditions_are_complete() -> None:
    codes = sources()["assets"].codes["s"]
    assert codes == {
        str(2 * condition + suspect): ", ".join(
            [*([f"condition {condition}"] if condition else []), *(["suspect"] if suspect else [])]
        )
        for condition in range(7)
        for suspect in (0, 1)
        if condition or suspect
    }


def test_what_has_no_recipe_has_a_condition_all_the_same(streets: Registry) -> None:
    one = asset_id(streets, "a")
    streets.edit_asset(one, {"asset_type": "furniture_other", "condition": 4})
    card = streets.asset(one)
    assert card["assetType"]["noRecipeReason"]
    assert card["condition"]["condition"] == 4
    assert (card["clock"]["from"], card["clock"]["basis"]) == (2000, "catalogue")
    (seen,) = (each for each in card["evidence"] if each["basis"] == "inspection")
    assert (seen["from"], seen["to"], seen["counts"]) == (None, None, True)
    assert listed(streets)["a"] == (4, streets.as_of.isoformat())


def test_a_condition_of_which_no_year_follows_is_a_change_of_the_data_too(streets: Registry, say: Say) -> None:
    """Tiles and lists tell it anew, without all that is derived being made anew."""
    one = asset_id(streets, "a")
    streets.edit_asset(one, {"asset_type": "furniture_other"})
    version = streets.refresh()
    cells.refresh(streets.engine, streets.as_of)
    streets.edit_asset(one, {"condition": 6})
    assert streets.refresh() != version
    assert listed(streets)["a"][0] == 6
    with streets.engine.connect() as connection:
        state = connection.execute(text("SELECT whole_version, data_version FROM registry_state")).one()
    assert state.whole_version < state.data_version
    cells.refresh(streets.engine, streets.as_of)
    with streets.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM stale_asset")).scalar_one() == 0


def test_conditions_come_to_a_registry_that_holds_inspections(streets: Registry, engine: Engine, say: Say) -> None:
    """0017 down and up again: conditions are read anew from what was said."""
    say("inspections", [{"subject": "a", "happened_on": "2025-05-01", "condition": 4}])
    before = listed(streets)
    with engine.begin() as connection:
        command.downgrade(upgrading._config(connection), "0016")
        held = connection.execute(text("SELECT count(*), min(id) FROM ogc.asset_polygon")).one()
    assert held.count == len(before) - 1
    assert upgrading.upgrade(engine, srid=28992)
    with engine.connect() as connection:
        upgrading.differences(connection)
    assert listed(streets) == before
    with engine.connect() as connection:
        told = connection.execute(text("SELECT condition, condition_on FROM ogc.asset_polygon WHERE source_id = 'a'"))
        assert told.one() == (4, dt.date(2025, 5, 1))
