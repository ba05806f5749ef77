"""When things were built and what clock they run on: each rung on a small town, and what no rung may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Geometry, LineString, Point
from sqlalchemy import text
from support import Say, Street, WriteStreets, square

from assetregistry.catalogue.life_rules import load_rules
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion

THIS_YEAR = 2026
RULES = load_rules()
Build = Callable[[list[Street]], Registry]


@pytest.fixture
def build(registry: Registry, write_streets: WriteStreets, profile: str) -> Build:
    """A town of streets, sewers ('riool') and lamps ('lamp')."""

    def go(streets: list[Street]) -> Registry:
        registry.import_source(write_streets(streets), ImportOptions(profile=profile, dataset="streets"))
        return registry

    return go


def line(east: float, north: float, length: float = 10.0) -> Geometry:
    """A line to the east, in the same corner of the country as `square`."""
    start = square(east, north).bounds[:2]
    return LineString([start, (start[0] + length, start[1])])


def life(registry: Registry, source_id: str) -> dict[str, Any]:
    """The asset's card."""
    with registry.engine.connect() as connection:
        found = text("SELECT id FROM asset WHERE source_id = :source_id")
        return registry.asset(connection.execute(found, {"source_id": source_id}).scalar_one())


def interval(part: dict[str, Any]) -> tuple[int | None, int | None, str]:
    return (part["from"], part["to"], part["basis"])


def mean_years(lifetime: str, registry: Registry) -> float:
    return registry.catalogue.lifetimes[lifetime].mean_years


def test_what_its_source_tells_stands_and_what_nobody_knows_is_unknown(build: Build) -> None:
    town = build([("told", "asfalt", 1990, square(0, 0)), ("untold", "asfalt", 0, square(20, 0))])
    assert interval(life(town, "told")["built"]) == (1990, 1990, "register")
    assert interval(life(town, "told")["clock"]) == (1990, 1990, "catalogue")
    assert interval(life(town, "untold")["built"]) == (None, None, "unknown")
    assert life(town, "untold")["clock"]["from"] is None


def test_a_correction_goes_above_the_register_and_says_what_it_overruled(build: Build, say: Say) -> None:
    town = build([("a", "asfalt", 1990, square(0, 0))])
    say(
        "corrections",
        [{"subject": "a", "year_from": 1984, "year_to": 1986, "reason": "a map", "happened_on": "2025-01-01"}],
    )
    newer = [
        {
            "subject": "a",
            "year_from": 1987,
            "year_to": 1987,
            "reason": "a date in the kerb",
            "happened_on": "2026-01-01",
        }
    ]
    receipt = say("corrections", newer)
    card = life(town, "a")
    assert interval(card["built"]) == (1987, 1987, "correction")
    assert interval(card["clock"])[:2] == (1987, 1987)
    assert "a date in the kerb" in card["built"]["textEn"]
    told = [(each["basis"], each["from"], each["counts"]) for each in card["evidence"]]
    assert told == [("register", 1990, False), ("correction", 1987, True), ("correction", 1984, False)]
    town.undo_import(receipt.import_id or 0)
    assert interval(life(town, "a")["built"]) == (1984, 1986, "correction")


def test_a_corrected_type_makes_the_asset_of_other_materials(build: Build, say: Say) -> None:
    town = build([("a", "asfalt", 1990, square(0, 0)), ("b", "asfalt", 1990, square(20, 0))])
    before = town.stock().set_index("material")["kg"]
    wrong = [{"subject": "a", "asset_type": "road_clay_pavers_carriageway", "reason": "seen"}]
    receipt = say("corrections", wrong)
    card = life(town, "a")
    assert card["assetType"]["code"] == "road_clay_pavers_carriageway"
    assert {layer["assetType"] for layer in card["layers"]} == {"road_clay_pavers_carriageway"}
    assert interval(card["built"]) == (1990, 1990, "register")
    after = town.stock().set_index("material")["kg"]
    asphalt = next(material for material in before.index if material.startswith("asphalt"))
    assert after[asphalt] == pytest.approx(before[asphalt] / 2)
    assert ("type", "road_asphalt_local", False) in [
        (each["about"], each["assetType"], each["counts"]) for each in card["evidence"]
    ]
    found = town.assets(asset_type="road_clay_pavers_carriageway")
    assert len(found) == 1
    town.undo_import(receipt.import_id or 0)
    pd.testing.assert_series_equal(town.stock().set_index("material")["kg"], before)


def test_a_street_was_laid_with_the_sewer_below_it(build: Build) -> None:
    town = build(
        [
            ("along", "asfalt", 0, square(0, 0)),
            ("told", "asfalt", 2015, square(20, 0)),
            ("crossed", "asfalt", 0, square(40, 0, 30)),
            ("pipe", "riool", 1972, line(-1, 5, 40)),
            ("side", "riool", 1950, line(40, 15, 9)),
        ]
    )
    card = life(town, "along")
    assert interval(card["built"]) == (1965, 1979, "sewer")
    assert card["sewer"] == {
        "id": card["sewer"]["id"], "sourceId": "pipe", "lifetime": "sewer_concrete", "builtFrom": 1970, "builtTo": 1979,
    }  # fmt: skip
    assert interval(card["clock"])[:2] == (1965, THIS_YEAR)  # asphalt lasts less: it was renewed since, who knows when
    assert "renewed" in card["built"]["textEn"]
    told = life(town, "told")
    assert interval(told["built"]) == (2015, 2015, "register")
    assert (told["sewer"]["sourceId"], interval(told["clock"])[:2]) == ("pipe", (2015, 2015))
    assert life(town, "crossed")["sewer"] is None
    assert interval(life(town, "crossed")["built"]) == (None, None, "unknown")


def test_a_young_street_was_not_renewed_since(build: Build) -> None:
    year = THIS_YEAR - 15
    town = build([("a", "klinkers", 0, square(0, 0)), ("pipe", "riool", year, line(-1, 5, 40))])
    card = life(town, "a")
    assert mean_years("clay_paving_relay", town) > THIS_YEAR - card["built"]["to"]
    assert interval(card["clock"])[:2] == interval(card["built"])[:2]


def test_buildings_around_tell_when_a_street_came(build: Build, say: Say) -> None:
    town = build(
        [
            ("near", "klinkers", 0, square(0, 0)),
            ("told", "klinkers", 2020, square(10, 0)),
            ("far", "klinkers", 0, square(1_000, 0)),
            ("lamp", "lamp", 0, Point(*square(5, 5).bounds[:2])),
        ]
    )
    rows = [{"source_id": f"p{year}", "year": year} for year in (1958, 1960, 1962)]
    receipt = say("buildings", rows, [square(10 * number, 20) for number in range(3)])
    card = life(town, "near")
    assert interval(card["built"]) == (1950, 1969, "buildings")
    assert "3 buildings" in card["built"]["textEn"]
    assert interval(life(town, "told")["built"]) == (2020, 2020, "register")
    assert interval(life(town, "far")["built"]) == (None, None, "unknown")
    assert interval(life(town, "lamp")["built"]) == (None, None, "unknown")  # lamps do not come with the houses
    town.undo_import(receipt.import_id or 0)
    assert interval(life(town, "near")["built"]) == (None, None, "unknown")


def test_two_buildings_are_too_few(build: Build, say: Say) -> None:
    town = build([("near", "klinkers", 0, square(0, 0))])
    rows = [{"source_id": f"p{year}", "year": year} for year in (1958, 1960)]
    say("buildings", rows, [square(10 * number, 20) for number in range(2)])
    assert life(town, "near")["built"]["basis"] == "unknown"


def test_neighbours_of_the_same_group_tell_what_nothing_else_does(build: Build, tmp_path: Path) -> None:
    years = [2000, 2002, 2004, 2006, 2008]
    lamps: list[Street] = [(f"l{year}", "lamp", year, square(year - 2000, 0).centroid) for year in years]
    town = build([*lamps, ("lamp", "lamp", 0, square(3, 3).centroid), ("road", "asfalt", 0, square(0, 20))])
    assert life(town, "lamp")["built"]["basis"] == "unknown"
    outline = gpd.GeoDataFrame({"code": ["BU1"], "name": ["Noord"]}, geometry=[square(-50, -50, 200)], crs=28992)
    outline.to_file(tmp_path / "areas.gpkg")
    town.import_areas(tmp_path / "areas.gpkg", "neighbourhood", code_field="code", name_field="name")
    card = life(town, "lamp")
    assert interval(card["built"]) == (1985, 2019, "neighbourhood")
    assert "5 dated assets" in card["built"]["textEn"]
    assert life(town, "road")["built"]["basis"] == "unknown"


def test_an_inspection_tells_how_much_of_its_life_is_over(build: Build, say: Say) -> None:
    town = build([("a", "asfalt", 2000, square(0, 0)), ("b", "asfalt", 2024, square(20, 0))])
    seen = {"happened_on": "2026-01-01", "condition": 2}
    receipt = say(
        "inspections", [{"subject": "a", **seen}, {"subject": "a", "happened_on": "2020-01-01", "condition": 5}]
    )
    say("inspections", [{"source_id": "old", "subject": "b", "happened_on": "2019-01-01", "condition": 6}])
    card = life(town, "a")
    mean = mean_years("asphalt_wearing_course", town)
    oldest, youngest = (int(2026 - mean * (1 - 0.5 ** (2 + spread - 1))) for spread in (0.5, -0.5))
    assert interval(card["built"]) == (2000, 2000, "register")
    assert interval(card["clock"]) == (oldest, youngest, "inspection")
    assert card["end"]["basis"] == "inspection"
    base = next(layer for layer in card["layers"] if layer["lifetime"]["code"] != "asphalt_wearing_course")
    before = base["end"]
    clocks = [(each["condition"], each["counts"]) for each in card["evidence"] if each["about"] == "clock"]
    assert clocks == [(2.0, True), (5.0, False)]
    other = life(town, "b")  # laid after it was inspected: somebody saw what stood there before
    assert interval(other["clock"]) == (2024, 2024, "catalogue")
    assert [(each["about"], each["counts"]) for each in other["evidence"]] == [("built", True), ("past", False)]
    town.undo_import(receipt.import_id or 0)
    card = life(town, "a")
    assert interval(card["clock"]) == (2000, 2000, "catalogue")
    base = next(layer for layer in card["layers"] if layer["lifetime"]["code"] != "asphalt_wearing_course")
    assert base["end"] == before  # what was not seen is as old as it was


def test_a_better_condition_ends_later(build: Build, say: Say) -> None:
    town = build([(f"s{c}", "asfalt", 2005, square(20 * c, 0)) for c in range(1, 7)])
    say("inspections", [{"subject": f"s{c}", "happened_on": "2026-06-01", "condition": c} for c in range(1, 7)])
    ends = [life(town, f"s{c}")["end"]["p50"] for c in range(1, 7)]
    assert ends == sorted(ends, reverse=True)
    assert ends[0] > ends[1] > ends[2]


def test_a_condition_beyond_the_scale_counts_as_its_end(build: Build, say: Say) -> None:
    told = {"under": 0, "best": 1, "worst": 6, "over": 9}
    town = build([(name, "asfalt", 2005, square(20 * c, 0)) for name, c in told.items()])
    say("inspections", [{"subject": name, "happened_on": "2026-06-01", "condition": c} for name, c in told.items()])
    ends = {name: life(town, name)["end"]["p50"] for name in told}
    assert ends["under"] >= ends["best"] > ends["worst"] >= ends["over"]


def test_planned_works_by_name_and_by_place(build: Build, say: Say) -> None:
    town = build(
        [
            ("named", "asfalt", 2000, square(0, 0)),
            ("within", "asfalt", 2000, square(100, 0)),
            ("touched", "asfalt", 2000, square(118, 0)),
            ("lamp", "lamp", 2000, square(105, 5).centroid),
            ("pipe", "riool", 1980, line(100, 5, 10)),
        ]
    )
    works = [
        {"source_id": "w1", "subject": "named", "year_from": 2031, "year_to": 2032, "reason": "later"},
        {"source_id": "w2", "subject": "named", "year_from": 2028, "year_to": 2029, "reason": "first"},
        {"source_id": "w3", "subject": "named", "year_from": 2019, "year_to": 2020, "reason": "done"},
        {"source_id": "w4", "subject": "named", "year_from": 2024, "year_to": 2036, "reason": "some day"},
    ]
    say("planned_works", works)
    say("planned_works", [{"source_id": "p1", "year_from": 2027, "year_to": 2027, "reason": ""}], [square(95, -5, 25)])
    card = life(town, "named")
    assert card["plannedYear"] == 2029
    assert card["end"]["basis"] == "planned_work"
    assert interval(card["clock"])[:2] == (2000, 2000)
    told = [(each["about"], each["reason"], each["counts"]) for each in card["evidence"] if each["about"] != "built"]
    assert told == [
        ("works", "first", True), ("works", "some day", False), ("works", "later", False), ("past", "done", False),
    ]  # fmt: skip
    planned = {name: life(town, name)["plannedYear"] for name in ("within", "touched", "lamp", "pipe")}
    assert planned == {"within": 2027, "touched": None, "lamp": None, "pipe": None}
    say(
        "planned_works",
        [{"source_id": "p2", "year_from": 2030, "year_to": 2030, "reason": "Riool"}],
        [square(95, -5, 25)],
    )
    assert life(town, "pipe")["plannedYear"] == 2030


def test_a_year_later_works_that_did_not_come_are_past(build: Build, say: Say) -> None:
    town = build([("a", "asfalt", 2000, square(0, 0))])
    say("planned_works", [{"source_id": "w", "subject": "a", "year_from": 2026, "year_to": 2026, "reason": "x"}])
    assert life(town, "a")["plannedYear"] == 2026
    later = Registry(town.engine, town.settings, as_of=dt.date(2027, 1, 1))
    assert life(later, "a")["plannedYear"] is None
    assert life(town, "a")["plannedYear"] == 2026


SURROUNDINGS = [(1931, (0, 60)), (1932, (30, 60)), (1935, (60, 60)), (1990, (90, 60)), (1991, (120, 60))]


@pytest.fixture
def mixed(build: Build, say: Say) -> Registry:
    """A town in which every rung has something to stand on."""
    streets: list[Street] = [
        (f"s{number}", kind, year, square(20 * number, 0))
        for number, (kind, year) in enumerate(
            [("asfalt", 1990), ("asfalt", 0), ("klinkers", 0), ("onbekend", 0), ("klinkers", 2010), ("onbekend", 1950)]
        )
    ]
    town = build([*streets, ("pipe", "riool", 1972, line(-1, 5, 50)), ("old", "riool", 0, line(60, 5, 30))])
    rows = [{"source_id": f"p{year}", "year": year} for year, _ in SURROUNDINGS]
    say("buildings", rows, [square(*place) for _, place in SURROUNDINGS])
    say("inspections", [{"subject": "s0", "happened_on": "2025-05-05", "condition": 3}])
    say("planned_works", [{"source_id": "w", "year_from": 2029, "year_to": 2029, "reason": ""}], [square(15, -5, 30)])
    return town


def test_a_told_year_is_never_overruled_by_an_inference(mixed: Registry) -> None:
    mixed.refresh()
    with mixed.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT count(*) FROM asset JOIN asset_life AS life ON life.asset_id = asset.id "
                "WHERE asset.built_from IS NOT NULL AND (life.built_basis <> 'register' "
                "OR life.built_from <> asset.built_from OR life.built_to <> asset.built_to "
                "OR life.renewed_by IS NOT NULL)"
            )
        )
        assert rows.scalar_one() == 0
        bases = connection.execute(text("SELECT DISTINCT built_basis FROM asset_life ORDER BY 1")).scalars().all()
    assert bases == ["buildings", "register", "sewer"]


def test_every_asset_has_one_life_and_deriving_twice_is_deriving_once(mixed: Registry) -> None:
    mixed.refresh()
    first = _derived(mixed)
    with mixed.engine.begin() as connection:
        connection.execute(text("UPDATE registry_state SET data_version = data_version + 1"))
    mixed.refresh()
    for once, twice in zip(first, _derived(mixed), strict=True):
        pd.testing.assert_frame_equal(once, twice)
    assert len(first[0]) == mixed.summary()["assets"]


def test_evidence_moves_time_and_never_mass(mixed: Registry) -> None:
    with_evidence = mixed.stock().set_index("material")["kg"].sort_index()
    for taken in mixed.imports():
        if taken["receipt"]["rows"] != "assets":
            mixed.undo_import(taken["id"])
    without = mixed.stock().set_index("material")["kg"].sort_index()
    pd.testing.assert_series_equal(with_evidence, without, rtol=1e-12)
    mixed.refresh()
    with mixed.engine.connect() as connection:
        left = connection.execute(text("SELECT DISTINCT basis FROM asset_evidence")).scalars().all()
    assert left == ["sewer"]


def test_suspicion_follows_told_years_only(build: Build) -> None:
    """A street over a young sewer stays suspect: its own year was not told, and tar cannot be excluded."""
    town = build(
        [
            ("a", "asfalt", 0, square(0, 0)),
            ("b", "asfalt", 2010, square(20, 0)),
            ("pipe", "riool", 2010, line(-1, 5, 40)),
        ]
    )
    inferred, told = life(town, "a"), life(town, "b")
    assert inferred["built"]["from"] > 2000
    assert inferred["hazards"] != []
    assert told["hazards"] == []


def test_an_explanation_adds_up_to_its_number_whatever_the_clocks(mixed: Registry) -> None:
    question = SupplyQuestion(2027, 2060, ())
    told = mixed.explain(question, top=3)
    total = float(told.answer.rows["expected_kg"].sum())
    assert float(told.assets["expected_kg"].sum()) + told.others_kg == pytest.approx(total, rel=1e-9)
    assert len(told.assets) == 3
    assert told.others > 0


def test_all_is_as_before_when_its_statements_are_undone(build: Build, say: Say) -> None:
    town = build([("a", "asfalt", 0, square(0, 0)), ("b", "klinkers", 1999, square(20, 0))])
    town.refresh()
    before = _derived(town)
    receipts = [
        say("inspections", [{"subject": "b", "happened_on": "2025-05-05", "condition": 4}]),
        say("corrections", [{"subject": "a", "year_from": 1970, "year_to": 1975, "reason": "a photo"}]),
        say("planned_works", [{"source_id": "w", "subject": "a", "year_from": 2028, "year_to": 2028, "reason": "x"}]),
    ]
    town.refresh()
    assert len(_derived(town)[1]) == len(receipts)
    for receipt in receipts:
        town.undo_import(receipt.import_id or 0)
    town.refresh()
    for was, now in zip(before, _derived(town), strict=True):
        pd.testing.assert_frame_equal(was, now)


def _derived(registry: Registry) -> list[pd.DataFrame]:
    tables = {"asset_life": "asset_id", "asset_evidence": "asset_id, about, rank", "outlook": "id"}
    with registry.engine.connect() as connection:
        return [
            pd.read_sql_query(text(f"SELECT * FROM {table} ORDER BY {order}"), connection)  # noqa: S608
            for table, order in tables.items()
        ]
