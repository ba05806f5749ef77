"""Inspections of sewers: a file's own pipes and manholes, or those of a register, seen on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import geopandas as gpd
from ribx_support import CONCRETE, damage, manhole, pipe, write_ribx
from sqlalchemy import text

from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.intake.receipt import Receipt

STATED = damage("BAA", "A", "10", "15")


def take_in(registry: Registry, path: Path, **options: Any) -> dict[str, Receipt]:
    """The receipts of a file, by dataset."""
    receipts = registry.import_layers(path, ImportOptions(owner="G0153", **options)).receipts
    assert all(receipt.adds_up() for receipt in receipts)
    return {receipt.dataset: receipt for receipt in receipts}


def card(registry: Registry, dataset: str, source_id: str) -> dict[str, Any]:
    """An asset's card, and what was said of it."""
    with registry.engine.connect() as connection:
        found = text("SELECT id FROM asset WHERE namespace = :namespace AND source_id = :source_id")
        asset_id = connection.execute(found, {"namespace": dataset, "source_id": source_id}).scalar_one()
    return {**registry.asset(asset_id), "edits": registry.asset_edits(asset_id)}


def said(registry: Registry) -> list[tuple[Any, ...]]:
    """Subject with its namespace, day and condition of every inspection that stands."""
    query = """
        SELECT subject_namespace, subject, happened_on, condition FROM statement
        WHERE kind = 'inspections' AND replaced_by IS NULL ORDER BY 1, 2, 3
    """
    with registry.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_inspections_are_held_and_move_the_clock_only_where_a_class_is_stated(
    registry: Registry, tmp_path: Path
) -> None:
    path = write_ribx(
        tmp_path / "a.ribx",
        pipe("seen", "2020-05-01", CONCRETE),
        pipe("classed", "2020-05-01", CONCRETE, STATED),
        manhole("p1", "2021-05-01"),
    )
    receipts = take_in(registry, path)
    assert {name: (each.inserted, each.quarantined) for name, each in receipts.items()} == {
        "ribx-leiding": (2, 0),
        "ribx-put": (1, 0),
        "ribx-leidinginspectie": (2, 0),
        "ribx-putinspectie": (1, 0),
    }
    told = {each["code"]: each["count"] for each in receipts["ribx-leidinginspectie"].warnings}
    assert told == {"no-condition": 1, "condition-inferred": 1}
    assert said(registry) == [
        ("ribx-leiding", "classed", dt.date(2020, 5, 1), 4.0),
        ("ribx-leiding", "seen", dt.date(2020, 5, 1), None),
        ("ribx-put", "p1", dt.date(2021, 5, 1), None),
    ]
    classed, seen = (card(registry, "ribx-leiding", name) for name in ("classed", "seen"))
    assert (classed["clock"]["basis"], classed["edits"]["now"]["condition"]["condition"]) == ("inspection", 4)
    assert (seen["clock"]["basis"], seen["edits"]["now"]["condition"]) == ("catalogue", None)
    (word,) = [each for entry in seen["edits"]["edits"] for each in entry["said"]]
    assert (word["field"], str(word["happenedOn"]), word.get("condition")) == ("condition", "2020-05-01", None)


def test_a_later_sighting_leaves_what_an_earlier_inspection_found(registry: Registry, tmp_path: Path) -> None:
    path = write_ribx(tmp_path / "a.ribx", pipe("1", "2010-05-01", CONCRETE, STATED), pipe("1", "2022-05-01", CONCRETE))
    take_in(registry, path)
    found = card(registry, "ribx-leiding", "1")
    now = found["edits"]["now"]["condition"]
    assert (found["clock"]["basis"], now["condition"], str(now["on"])) == ("inspection", 4, "2010-05-01")


def test_a_dry_run_tells_what_an_import_would(registry: Registry, tmp_path: Path) -> None:
    path = write_ribx(tmp_path / "a.ribx", pipe("1", "2020-05-01", CONCRETE), manhole("p1", "2021-05-01"))
    dry = take_in(registry, path, dry_run=True)
    assert (said(registry), registry.imports()) == ([], [])
    done = take_in(registry, path)
    assert {name: each.inserted for name, each in dry.items()} == {name: each.inserted for name, each in done.items()}


def test_numbers_of_two_municipalities_and_of_manholes_do_not_meet(registry: Registry, tmp_path: Path) -> None:
    path = write_ribx(tmp_path / "a.ribx", pipe("1", "2020-05-01", CONCRETE), manhole("1", "2021-05-01"))
    for name in ("ribx-a", "ribx-b"):
        receipts = take_in(registry, path, dataset=name)
        assert {each.inserted for each in receipts.values()} == {1}
    assert [row[:2] for row in said(registry)] == [
        ("ribx-a", "1"), ("ribx-a-put", "1"), ("ribx-b", "1"), ("ribx-b-put", "1"),
    ]  # fmt: skip


def test_inspections_alone_speak_of_a_registers_pipes(
    registry: Registry, tmp_path: Path, profile: str, write_streets: Any
) -> None:
    path = write_ribx(
        tmp_path / "a.ribx", pipe("1", "2020-05-01", CONCRETE, STATED), pipe("2", "2020-05-01", CONCRETE, STATED)
    )
    refused = take_in(registry, path, layer="Leidinginspectie")["ribx-leidinginspectie"]
    assert (refused.inserted, refused.quarantined) == (0, 2)
    line = gpd.GeoSeries.from_wkt(["LINESTRING (155000 463000, 155040 463000)"])[0]
    pipes = write_streets([("1", "riool", 1970, line)])
    registry.import_source(pipes, ImportOptions(profile=profile, dataset="register"))
    again = tmp_path / "quarantine.gpkg"
    registry.write_quarantine(refused.import_id or 0, again)
    replayed = registry.replay_quarantine(refused.import_id or 0, again)
    assert (replayed.dataset, replayed.inserted, replayed.quarantined) == ("ribx-leidinginspectie", 1, 1)
    assert said(registry) == [("register", "1", dt.date(2020, 5, 1), 4.0)]
    assert card(registry, "register", "1")["clock"]["basis"] == "inspection"


def test_inspections_find_a_pipe_of_gwsw_by_its_name_and_nothing_else_that_is_called_so(
    registry: Registry, tmp_path: Path, profile: str, write_streets: Any
) -> None:
    columns = {"uri": ["http://gwsw.nl/a", "http://gwsw.nl/b", "http://gwsw.nl/c"], "naam": ["L1", "twice", "twice"]}
    more = {"type": "http://data.gwsw.nl/GemengdRiool", "breedteleiding": 300, "materiaalleiding": "Beton"}
    lines = gpd.GeoSeries.from_wkt([f"LINESTRING (155000 {463000 + n}, 155040 {463000 + n})" for n in range(3)])
    frame = gpd.GeoDataFrame({**columns, **more}, geometry=lines, crs=28992)
    frame.to_file(tmp_path / "beheer_leiding.gpkg", layer="beheer_leiding")
    assert take_in(registry, tmp_path / "beheer_leiding.gpkg")["gwsw-leiding"].inserted == 3
    registry.import_source(  # "Dorpsstraat" is the name of this street
        write_streets([("s", "asfalt", 1990, lines[0].buffer(3))]), ImportOptions(profile=profile, dataset="streets")
    )
    names = ("L1", "twice", "Dorpsstraat")
    path = write_ribx(tmp_path / "a.ribx", *(pipe(name, "2020-05-01", CONCRETE, STATED) for name in names))
    receipt = take_in(registry, path, layer="Leidinginspectie")["ribx-leidinginspectie"]
    assert (receipt.inserted, receipt.quarantined) == (1, 2)
    assert said(registry) == [("gwsw-leiding", "http://gwsw.nl/a", dt.date(2020, 5, 1), 4.0)]
    assert card(registry, "gwsw-leiding", "http://gwsw.nl/a")["clock"]["basis"] == "inspection"
    refused = registry.import_shown(receipt.import_id or 0)["quarantine"]["rows"]
    assert {row["code"] for row in refused} == {"ambiguous-asset", "unknown-asset"}
    assert take_in(registry, path, layer="Leidinginspectie")["ribx-leidinginspectie"].unchanged == 1
