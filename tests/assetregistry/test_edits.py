"""What may be said of an asset at the desk, and as which statements it is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.edits import Changes, refused, statements

TODAY = dt.date(2026, 11, 24)
LINE: Any = {"layer": "surface", "material": "asphalt", "kg": 900.0, "kg_low": 800.0, "kg_high": 1000.0}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The package's own."""
    return load_catalogue()


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({}, "", "nothing-changed"),
        ({"reason": "because"}, "", "nothing-changed"),
        ({"year_from": 1799}, "year_from", "year-outside"),
        ({"year_to": 2028}, "year_to", "year-outside"),
        ({"year_from": 2001, "year_to": 2000}, "year_to", "years-reversed"),
        ({"asset_type": "road_of_gold"}, "asset_type", "unknown-asset-type"),
        ({"asset_type": "bollard_steel"}, "asset_type", "other-geometry"),
        ({"condition": 0}, "condition", "condition-outside"),
        ({"condition": 7}, "condition", "condition-outside"),
        ({"condition": 3, "inspected_on": TODAY + dt.timedelta(1)}, "inspected_on", "day-outside"),
        ({"note": "n", "inspected_on": TODAY}, "condition", "condition-missing"),
        ({"planned_end": 2025}, "planned_end", "plan-outside"),
        ({"planned_end": 3000}, "planned_end", "plan-outside"),
        ({"relined": 2010}, "relined", "no-pipe"),
        ({"note": "n" * 2001}, "note", "text-too-long"),
        ({"note": "n", "reason": "n" * 501}, "reason", "text-too-long"),
        ({"lines": [LINE | {"layer": " "}]}, "lines.0.layer", "layer-missing"),
        ({"lines": [LINE | {"material": "gold"}]}, "lines.0.material", "unknown-material"),
        ({"lines": [LINE | {"kg": 0.0, "kg_low": None}]}, "lines.0.kg", "no-mass"),
        ({"lines": [LINE | {"kg_low": 901.0}]}, "lines.0.kg_low", "masses-reversed"),
        ({"lines": [LINE | {"kg_high": 899.0}]}, "lines.0.kg_high", "masses-reversed"),
        ({"lines": [LINE, LINE]}, "lines.1.material", "line-twice"),
        ({"lines": [LINE | {"layer": str(n)} for n in range(51)]}, "lines", "too-many-lines"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(catalogue: Catalogue, changes: Changes, field: str, code: str) -> None:
    found = refused(changes, catalogue, "road_asphalt_local", TODAY)
    assert [(each.field, each.code) for each in found] == [(field, code)]
    assert all(each.message for each in found)


def test_a_pipe_was_relined_in_a_year_that_was(catalogue: Catalogue) -> None:
    def codes(year: int) -> list[str]:
        return [each.code for each in refused({"relined": year}, catalogue, "sewer_gravity_pvc", TODAY)]

    assert [codes(year) for year in (1949, 1950, TODAY.year, TODAY.year + 1)] == [
        ["year-outside"], [], [], ["year-outside"],
    ]  # fmt: skip


@pytest.mark.parametrize("changes", [{"year_from": 1800}, {"year_to": 2027}, {"planned_end": 2026}, {"condition": 6}])
def test_the_ends_of_a_range_belong_to_it(catalogue: Catalogue, changes: Changes) -> None:
    assert refused(changes, catalogue, "road_asphalt_local", TODAY) == []


def test_a_material_that_no_layer_is_of_cannot_be_said(catalogue: Catalogue) -> None:
    few = {code: kind for code, kind in catalogue.asset_types.items() if code == "road_asphalt_local"}
    changes: Changes = {"lines": [LINE | {"material": "cast_iron"}]}
    assert refused(changes, catalogue, "road_asphalt_local", TODAY) == []
    (found,) = refused(changes, catalogue.model_copy(update={"asset_types": few}), "road_asphalt_local", TODAY)
    assert (found.field, found.code) == ("lines.0.material", "unused-material")


def test_a_field_is_one_statement_known_by_asset_and_field() -> None:
    asset = {"namespace": "ns", "source_id": "a"}
    rows = statements({"year_to": 1998, "condition": 2, "lines": [LINE]}, asset, [], TODAY)
    ids = {kind: [row["source_id"] for row in told] for kind, told in rows.items()}
    assert ids == {
        "corrections": ["ns|a|built"],
        "inspections": ["ns|a|condition|2026-11-24"],
        "passports": ["ns|a|line|surface|asphalt"],
    }
    assert (rows["corrections"][0]["year_from"], rows["corrections"][0]["year_to"]) == (1998, 1998)


def test_only_what_the_desk_says_of_this_asset_is_taken_back() -> None:
    asset = {"namespace": "ns", "source_id": "a"}
    standing = [
        {"kind": "corrections", "source_id": "ns|a|note"},
        {"kind": "corrections", "source_id": "ns|a|built"},
        {"kind": "inspections", "source_id": "ns|a|condition|2025-01-01"},
        {"kind": "inspections", "source_id": "ns|a|condition|2026-11-24"},
    ]
    rows = statements({"note": None, "condition": None}, asset, standing, TODAY)
    assert [row["source_id"] for row in rows["inspections"]] == [each["source_id"] for each in standing[2:]]
    assert [row["source_id"] for row in rows["corrections"]] == ["ns|a|note"]
    assert all(row["superseded"] for told in rows.values() for row in told)
