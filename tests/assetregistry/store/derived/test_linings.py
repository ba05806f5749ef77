"""A pipe that was relined: it stands while its lining does, and all its mass comes out in the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from shapely import LineString
from sqlalchemy import text
from support import Say, WriteStreets, square

from assetregistry.catalogue.scenarios import load_scenarios
from assetregistry.composition import wall_volume_m3
from assetregistry.questions import Only
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion

LAST = 2500
PIPES = ["concrete", "grp"]
Card = Callable[[str], dict[str, Any]]


@pytest.fixture
def pipes(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """Pipes of one year side by side, and a street upon the first."""
    rows = [(name, "riool", 1970, pipe(number)) for number, name in enumerate("abcd")]
    street = ("street", "asfalt", 2015, square(0, -5))
    registry.import_source(write_streets([*rows, street]), ImportOptions(profile=profile, dataset="pipes"))
    return registry


@pytest.fixture
def card(pipes: Registry) -> Card:
    def of(source_id: str) -> dict[str, Any]:
        with pipes.engine.connect() as connection:
            found = text("SELECT id FROM asset WHERE source_id = :source_id")
            return pipes.asset(connection.execute(found, {"source_id": source_id}).scalar_one())

    return of


def pipe(number: int) -> LineString:
    start = square(-2, 20 * number).bounds[:2]
    return LineString([start, (start[0] + 14, start[1])])


def lined(year: int, subject: str = "a", **also: Any) -> dict[str, Any]:
    return {"subject": subject, "layer": "lining", "year_from": year, "year_to": year, "reason": "camera", **also}


def whole(registry: Registry, scenario: str = "baseline") -> None:
    """All that stands of pipes comes out some day, each year after today, and an explanation adds up."""
    stock = registry.stock().set_index("material")["kg"]
    out = registry.supply(SupplyQuestion(2020, LAST, ("material", "year"), scenario=scenario)).rows
    assert out["year"].min() >= 2026
    comes = out.groupby("material")["expected_kg"].sum()
    pipes = stock.index.intersection(PIPES)
    assert comes[pipes].to_dict() == pytest.approx(stock[pipes].to_dict(), rel=1e-6)
    told = registry.explain(SupplyQuestion(2026, 2080, (), scenario=scenario))
    expected = float(told.answer.rows["expected_kg"].sum())
    assert float(told.assets["expected_kg"].sum()) + told.others_kg == pytest.approx(expected, rel=1e-9)
    assert float(told.causes["expected_kg"].sum()) == pytest.approx(expected, rel=1e-9)


def test_a_lining_is_a_layer_and_a_new_clock(pipes: Registry, card: Card, say: Say) -> None:
    before, stock = card("a"), pipes.stock()["kg"].sum()
    receipt = say("corrections", [lined(2010)])
    after = card("a")
    assert (after["built"]["from"], after["built"]["basis"]) == (1970, "register"), "it was built when it was built"
    assert (after["clock"]["from"], after["clock"]["to"], after["clock"]["basis"]) == (2010, 2010, "lining")
    assert (after["lining"]["from"], after["lining"]["basis"], after["end"]["basis"]) == (2010, "correction", "lining")
    assert "camera" in after["lining"]["textEn"]
    wall, liner = after["layers"]
    assert (liner["name"], liner["material"], liner["assetType"]) == ("liner", "grp", "sewer_lining")
    assert wall["kg"] == before["layers"][0]["kg"]
    volume = wall_volume_m3("round", 300, None, 6, "outer", 14)
    assert liner["kg"]["typical"] == pytest.approx(1500 * volume, rel=1e-6)
    assert {layer["lifetime"]["code"] for layer in after["layers"]} == {"sewer_lining"}
    assert wall["end"] == liner["end"]
    assert after["end"]["p10"] > before["end"]["p10"]
    assert card("b")["lining"] is None
    assert pipes.stock()["kg"].sum() == pytest.approx(stock + liner["kg"]["typical"])
    table = pipes.passports().query("source_id == 'a'")
    assert table["end_p50"].tolist() == pytest.approx([after["end"]["p50"]] * 2)
    assert table["kg"].sum() == pytest.approx(after["kg"]["typical"])
    pipes.undo_import(receipt.import_id or 0)
    assert card("a") == before
    assert pipes.stock()["kg"].sum() == pytest.approx(stock)


def test_the_pipe_and_the_street_above_it_last_as_the_lining_does(pipes: Registry, card: Card, say: Say) -> None:
    assert card("street")["sewer"]["lifetime"] == "sewer_concrete"
    say("corrections", [lined(2012)])
    sewer = card("street")["sewer"]
    assert (sewer["lifetime"], sewer["builtFrom"], sewer["builtTo"]) == ("sewer_lining", 2010, 2019)
    assert card("street")["built"]["from"] == 2015
    rests_on = pipes.explain(SupplyQuestion(2026, 2080, (), only=Only(material="grp"))).assumptions
    assert rests_on["lifetime"].tolist() == ["sewer_lining"]


@pytest.mark.parametrize("scenario", sorted(load_scenarios()))
def test_mass_is_kept(pipes: Registry, say: Say, scenario: str) -> None:
    say("corrections", [lined(2010)])
    say("passports", [{"subject": "a", "layer": "wall", "material": "concrete", "kg": 9_000}])
    say("planned_works", [{"source_id": "w", "subject": "b", "year_from": 2030, "year_to": 2030, "reason": "Relinen"}])
    whole(pipes, scenario)


def test_what_is_planned_has_no_mass_yet_and_is_a_new_start(pipes: Registry, card: Card, say: Say) -> None:
    stock, before = pipes.stock()["kg"].sum(), card("c")["end"]
    works = {"year_from": 2030, "year_to": 2032, "name": "Riool Dorpsstraat", "reason": "kousmethode"}
    say(
        "planned_works", [{"source_id": "w", "subject": "c", **works}, {"source_id": "v", "subject": "street", **works}]
    )
    say("inspections", [{"subject": "c", "happened_on": "2026-01-01", "condition": 6}])
    told = card("c")
    assert (told["lining"]["basis"], told["clock"]["from"], told["clock"]["to"]) == ("planned_work", 2031, 2031)
    assert told["plannedYear"] is None, "a relining takes nothing out"
    assert card("street")["plannedYear"] is None
    assert card("street")["lining"] is None
    assert len(told["layers"]) == 1
    assert told["end"]["p10"] > 2035 > before["p10"]
    assert pipes.stock()["kg"].sum() == pytest.approx(stock)


def test_a_place_reaches_its_pipes(pipes: Registry, card: Card, say: Say) -> None:
    works = [{"source_id": "w", "year_from": 2030, "year_to": 2030, "reason": "relining"}]
    say("planned_works", works, [square(-10, -10, 50)])
    assert [card(name)["lining"] is not None for name in "abcd"] == [True, True, True, False]


def test_inspections_tell_of_the_lining_or_of_what_was_there_before(pipes: Registry, card: Card, say: Say) -> None:
    say("corrections", [lined(2010), lined(2010, "b")])
    seen = [("a", "2024-01-01"), ("b", "2008-01-01")]
    say("inspections", [{"subject": name, "happened_on": day, "condition": 2} for name, day in seen])
    newer, older = card("a"), card("b")
    mean = pipes.catalogue.lifetimes["sewer_lining"].mean_years
    assert newer["clock"]["basis"] == "inspection"
    assert newer["clock"]["from"] == int(2024 - mean * (1 - 0.5**1.5))
    assert newer["layers"][0]["lifetime"]["code"] == "sewer_lining"
    assert (older["clock"]["basis"], older["clock"]["from"]) == ("lining", 2010)
    assert [each["basis"] for each in older["evidence"] if each["about"] == "past"] == ["inspection"]


def test_a_lining_of_before_the_pipe_says_nothing(card: Card, say: Say) -> None:
    say("corrections", [lined(1965)])
    told = card("a")
    assert told["lining"] is None
    assert ("past", "correction", False) in [(e["about"], e["basis"], e["counts"]) for e in told["evidence"]]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"Lining": "ja", "Lining.Begindatum": "2011-01-01"}, (2011, 2011)),
        ({"Lining": "ja"}, (1980, 2026)),
        ({"datumLining": "01-06-1999"}, (1999, 1999)),
        ({"datumLining": ""}, None),
        ({"datumLining": "2035"}, None),
        ({"ACE": "C"}, (1980, 2026)),
        ({"ACE": "B"}, None),
        ({"naam": "Lining"}, None),
    ],
)
def test_what_a_source_tells(
    pipes: Registry, card: Card, attributes: dict[str, str], expected: tuple[int, int] | None
) -> None:
    with pipes.engine.begin() as connection:
        changed = "UPDATE asset SET attributes = CAST(:told AS jsonb) WHERE source_id = 'a'"
        connection.execute(text(changed), {"told": json.dumps(attributes)})
        connection.execute(text("UPDATE registry_state SET data_version = data_version + 1"))
    told = card("a")
    if expected is None:
        assert told["lining"] is None
    else:
        assert (told["lining"]["from"], told["lining"]["to"]) == expected
        assert (told["lining"]["basis"], len(told["layers"])) == ("register", 2)


def test_the_desk_says_that_a_pipe_was_relined_and_takes_it_back(pipes: Registry, card: Card) -> None:
    number = card("b")["id"]
    pipes.edit_asset(number, {"relined": 2015, "reason": "camera"})
    told = card("b")
    assert (told["lining"]["from"], told["built"]["from"]) == (2015, 1970)
    said = pipes.asset_edits(number)
    assert said["now"]["built"]["basis"] == "source"
    assert said["edits"][0]["said"][0]["field"] == "lining"
    pipes.edit_asset(number, {"relined": None})
    assert card("b")["lining"] is None


def test_a_passport_of_the_whole_speaks_of_the_lining_too(pipes: Registry, card: Card, say: Say) -> None:
    say("corrections", [lined(2010)])
    say("passports", [{"subject": "a", "material": "concrete", "kg": 9_000}])
    (only,) = card("a")["layers"]
    assert (only["name"], only["kg"]["typical"], only["lifetime"]["code"]) == ("whole", 9_000, "sewer_lining")
    whole(pipes)
