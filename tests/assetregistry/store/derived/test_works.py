"""What a planned work takes out follows from its reason; what it leaves wears on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from shapely import LineString
from sqlalchemy import text
from support import Say, WriteStreets, square

from assetregistry.catalogue.clock_rules import load_clock_rules
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion

Planned = Callable[[str], dict[str, int | None]]
SURFACE, BASE, FOUNDATION = "asphalt_wearing_course", "asphalt_base", "road_foundation"


@pytest.fixture
def street(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """A street of asphalt on a sewer, pavers beside it, and a lamp."""
    start = square(-5, 5).bounds[:2]
    rows = [
        ("asphalt", "asfalt", 2005, square(0, 0)),
        ("pavers", "klinkers", 2005, square(20, 0)),
        ("pipe", "riool", 1980, LineString([start, (start[0] + 16, start[1])])),
        ("lamp", "lamp", 2015, square(5, 5).centroid),
    ]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile, dataset="streets"))
    return registry


@pytest.fixture
def planned(street: Registry) -> Planned:
    """The year in which works take out the asset's layers of each lifetime."""

    def of(source_id: str) -> dict[str, int | None]:
        return {layer["lifetime"]["code"]: layer["plannedYear"] for layer in card(street, source_id)["layers"]}

    return of


def card(registry: Registry, source_id: str) -> dict[str, Any]:
    with registry.engine.connect() as connection:
        found = text("SELECT id FROM asset WHERE source_id = :source_id")
        return registry.asset(connection.execute(found, {"source_id": source_id}).scalar_one())


def work(year: int, reason: str, subject: str = "asphalt", name: str = "Dorpsstraat") -> dict[str, Any]:
    told = {"source_id": f"{subject}{year}{reason}", "year_from": year, "year_to": year, "reason": reason, "name": name}
    return told | {"subject": subject}


@pytest.mark.parametrize("reason", ["onderhoud deklaag", "Resurfacing", "vervangen deklagen 2028"])
def test_resurfacing_takes_the_surface(planned: Planned, say: Say, reason: str) -> None:
    say("planned_works", [work(2028, reason)])
    years = planned("asphalt")
    assert years[SURFACE] == 2028
    assert {code for code, year in years.items() if year is not None} == {SURFACE}


@pytest.mark.parametrize("reason", ["Herinrichting centrum", "reconstruction"])
def test_reconstruction_takes_all(planned: Planned, say: Say, reason: str) -> None:
    say("planned_works", [work(2028, reason), work(2028, reason, "lamp")])
    assert set(planned("asphalt").values()) == {2028}
    assert set(planned("lamp").values()) == {2028}


def test_an_unknown_reason_spares_what_stays_in_the_ground(planned: Planned, say: Say) -> None:
    say("planned_works", [work(2028, "plan 7")])
    spared = load_clock_rules().planned_works.spared
    assert {code: year for code, year in planned("asphalt").items() if (code in spared) == (year is not None)} == {}


def test_each_layer_has_its_own_first_year(street: Registry, planned: Planned, say: Say) -> None:
    say("planned_works", [work(2027, "deklaag"), work(2032, "reconstructie"), work(2030, "plan 7")])
    years = planned("asphalt")
    assert (years[SURFACE], years[BASE], years[FOUNDATION]) == (2027, 2030, 2032)
    assert card(street, "asphalt")["plannedYear"] == 2027


def test_a_sewers_replacement_takes_the_surface_above(street: Registry, planned: Planned, say: Say) -> None:
    receipt = say("planned_works", [work(2029, "Vervanging riolering", "pipe")])
    assert set(planned("pipe").values()) == {2029}
    years = planned("asphalt")
    assert (years[SURFACE], years[BASE], years[FOUNDATION]) == (2029, 2029, None)
    assert set(planned("pavers").values()) == {None}
    told = [each for each in card(street, "asphalt")["evidence"] if each["about"] == "works"]
    assert [each["basis"] for each in told] == ["planned_work"]
    street.undo_import(receipt.import_id or 0)
    assert set(planned("asphalt").values()) == {None}


@pytest.mark.parametrize(
    "reason", ["deklaag", "herinrichting", "plan 7", "Vervanging riolering", "riool vernieuwen, deklaag", "relining"]
)
def test_what_a_work_sets_free_is_what_it_takes_out(street: Registry, say: Say, reason: str) -> None:
    say("planned_works", [work(2028, reason, "asphalt"), work(2028, reason, "pipe")])
    for each in street.planned_works():
        touches = street.planned_work(each["id"])["touches"]
        reached = {row["id"]: street.asset(row["id"])["layers"] for row in touches["first"]}
        assert not reached or card(street, each["subject"])["id"] in reached
        layers = [layer for held in reached.values() for layer in held]
        taken = sum(layer["kg"]["typical"] for layer in layers if layer["plannedYear"] and not layer["suspect"])
        assert touches["kg"] == pytest.approx(taken, abs=0.01)


def test_what_is_not_taken_is_not_planned(street: Registry, planned: Planned, say: Say) -> None:
    say("planned_works", [work(2028, "deklaag", "lamp"), work(2028, "relining")])
    assert set(planned("lamp").values()) == {None}
    assert set(planned("asphalt").values()) == {None}
    assert {each["about"] for each in card(street, "lamp")["evidence"]} == {"built"}


def test_what_it_leaves_comes_later_and_all_of_it_comes(street: Registry, say: Say) -> None:
    question = SupplyQuestion(2026, 2031, ("material",))
    before = street.supply(question).rows.set_index("material")["expected_kg"]
    resurfacing = say("planned_works", [work(2028, "deklaag")])
    surface = street.supply(question).rows.set_index("material")["expected_kg"]
    street.undo_import(resurfacing.import_id or 0)
    say("planned_works", [work(2028, "herinrichting")])
    everything = street.supply(question).rows.set_index("material")["expected_kg"]
    assert before["asphalt"] < surface["asphalt"] < everything["asphalt"]
    assert before["granulate"] == pytest.approx(surface["granulate"])
    assert surface["granulate"] < everything["granulate"]
    stock = street.stock().set_index("material")["kg"]
    comes = street.supply(SupplyQuestion(2020, 2500, ("year", "material"))).rows
    assert comes["year"].min() >= 2026
    assert comes.groupby("material")["expected_kg"].sum()["asphalt"] == pytest.approx(stock["asphalt"], rel=1e-6)
    told = street.explain(SupplyQuestion(2026, 2031, ()))
    total = float(told.answer.rows["expected_kg"].sum())
    assert float(told.assets["expected_kg"].sum()) + told.others_kg == pytest.approx(total, rel=1e-9)
    assert float(told.causes["expected_kg"].sum()) == pytest.approx(total, rel=1e-9)
