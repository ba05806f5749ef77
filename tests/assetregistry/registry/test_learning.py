"""What the registry watched, end to end: which records end a life, and what is done with the fits."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import Street, WriteStreets, square

from assetregistry.catalogue import load_catalogue
from assetregistry.catalogue.comparing import differences
from assetregistry.catalogue.listing import contents
from assetregistry.errors import RegistryError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.registry.calibration import starting_points
from assetregistry.store.lookup.lives import read_lives

Deliver = Callable[..., int]
FIRST, SECOND, THIRD = dt.date(2020, 5, 1), dt.date(2022, 5, 1), dt.date(2024, 5, 1)


@pytest.fixture
def deliver(registry: Registry, write_streets: WriteStreets, profile: str) -> Deliver:
    """A full delivery of streets on a day; returns the import."""

    def go(day: dt.date, streets: list[Street]) -> int:
        options = ImportOptions(profile=profile, dataset="streets", full=True, delivered_on=day, confirm_closing=True)
        return registry.import_source(write_streets(streets), options).import_id or 0

    return go


def lives(registry: Registry) -> list[tuple[Any, ...]]:
    """(type, built, outcome, entered, gone after, gone by, followed to, count)."""
    with registry.engine.connect() as connection:
        frame = read_lives(connection).drop(columns=["built_to", "places"]).astype(object)
    return [tuple(row) for row in frame.where(frame.notna(), None).to_numpy()]


ASPHALT = "road_asphalt_local"
CLAY = "road_clay_pavers_carriageway"


def test_a_life_runs_from_the_first_delivery_to_between_the_last_that_held_it_and_the_next(
    registry: Registry, deliver: Deliver
) -> None:
    a, b = ("a", "asfalt", 1990, square(0, 0)), ("b", "asfalt", 1990, square(20, 0))
    deliver(FIRST, [a, b])
    deliver(SECOND, [a, b])
    deliver(THIRD, [b])
    assert lives(registry) == [
        (ASPHALT, 1990, "gone", FIRST, SECOND, THIRD, THIRD, 1),
        (ASPHALT, 1990, "standing", FIRST, None, None, THIRD, 1),
    ]


def test_lives_that_are_alike_are_one_with_the_cell_of_each(registry: Registry, deliver: Deliver) -> None:
    alike = [(name, "asfalt", 1990, square(east, 0)) for name, east in (("a", 0), ("b", 40), ("c", 900))]
    deliver(FIRST, [*alike, ("d", "asfalt", 2004, square(0, 40))])
    with registry.engine.connect() as connection:
        three, other = read_lives(connection)[["count", "places"]].itertuples(index=False)
    assert (three.count, other.count) == (3, 1)
    assert sorted(map(three.places.count, three.places)) == [1, 2, 2]
    assert other.places[0] in three.places


def test_what_was_learned_stands_until_the_data_change(registry: Registry, deliver: Deliver) -> None:
    deliver(FIRST, [("a", "asfalt", 1990, square(0, 0))])
    first = registry.calibrate()
    assert registry.calibrate() is first
    deliver(SECOND, [("b", "asfalt", 1990, square(200, 0))])
    assert registry.calibrate(2021).as_dict()["removals"] == 1
    assert registry.calibrate().backtest is None


def test_built_anew_under_the_same_number_ends_one_life_and_begins_another(
    registry: Registry, deliver: Deliver
) -> None:
    deliver(FIRST, [("a", "asfalt", 1990, square(0, 0))])
    deliver(SECOND, [("a", "klinkers", 2021, square(0, 0))])
    assert lives(registry) == [
        (ASPHALT, 1990, "renewed", FIRST, FIRST, SECOND, SECOND, 1),
        (CLAY, 2021, "standing", SECOND, None, None, SECOND, 1),
    ]


def test_a_year_put_right_ends_nothing(registry: Registry, deliver: Deliver) -> None:
    deliver(FIRST, [("a", "asfalt", 1990, square(0, 0))])
    deliver(SECOND, [("a", "asfalt", 2004, square(0, 0))])
    assert lives(registry) == [(ASPHALT, 2004, "standing", FIRST, None, None, SECOND, 1)]


def test_another_type_without_a_newer_year_is_no_removal(registry: Registry, deliver: Deliver) -> None:
    deliver(FIRST, [("a", "asfalt", 1990, square(0, 0))])
    deliver(SECOND, [("a", "klinkers", 1990, square(0, 0))])
    assert lives(registry) == [
        (ASPHALT, 1990, "retyped", FIRST, None, None, FIRST, 1),
        (CLAY, 1990, "standing", SECOND, None, None, SECOND, 1),
    ]


@pytest.mark.parametrize(
    ("successors", "outcome"),
    [
        ([("b", "asfalt", 1990, square(0, 0, 10)), ("c", "asfalt", 1990, square(10, 0, 10))], "redelimited"),
        ([("b", "asfalt", 0, square(-5, -5, 40))], "redelimited"),
        ([("b", "asfalt", 2021, square(0, 0, 20))], "gone"),
        ([("b", "klinkers", 1990, square(0, 0, 20))], "gone"),
        ([("b", "asfalt", 1990, square(15, 0, 20))], "gone"),
        ([("b", "asfalt", 1990, square(200, 0, 20))], "gone"),
    ],
    ids=["cut in two", "merged", "built anew", "another type", "a quarter of it", "elsewhere"],
)
def test_a_place_taken_over_is_no_removal_unless_built_anew(
    registry: Registry, deliver: Deliver, successors: list[Street], outcome: str
) -> None:
    deliver(FIRST, [("a", "asfalt", 1990, square(0, 0, 20))])
    deliver(SECOND, successors)
    assert outcome in [row[2] for row in lives(registry)]
    assert {"gone", "redelimited"} - {outcome} == {"gone", "redelimited"} - {row[2] for row in lives(registry)}


def test_another_owners_thing_in_the_same_place_is_no_successor(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    options = ImportOptions(profile=profile, dataset="streets", full=True, delivered_on=FIRST)
    registry.import_source(write_streets([("a", "asfalt", 1990, square(0, 0))]), options)
    later = dataclasses.replace(options, delivered_on=SECOND)
    registry.import_source(write_streets([("b", "asfalt", 1990, square(0, 0))], "W0663"), later)
    assert [row[2] for row in lives(registry)] == ["gone", "standing"]


def test_what_came_back_was_not_gone_and_what_was_undone_was_not_said(registry: Registry, deliver: Deliver) -> None:
    a, b = ("a", "asfalt", 1990, square(0, 0)), ("b", "asfalt", 1990, square(20, 0))
    deliver(FIRST, [a, b])
    deliver(SECOND, [b])
    deliver(THIRD, [a, b])
    assert lives(registry) == [(ASPHALT, 1990, "standing", FIRST, None, None, THIRD, 2)]
    last = deliver(dt.date(2025, 5, 1), [a])
    assert "gone" in [row[2] for row in lives(registry)]
    registry.undo_import(last)
    assert lives(registry) == [(ASPHALT, 1990, "standing", FIRST, None, None, THIRD, 2)]


def test_a_list_of_removals_tells_that_the_others_stood(registry: Registry, deliver: Deliver, tmp_path: Path) -> None:
    deliver(FIRST, [("a", "asfalt", 1990, square(0, 0)), ("b", "asfalt", 1990, square(20, 0))])
    path = tmp_path / "removals.csv"
    path.write_text("source_id,subject,happened_on,reason\nr1,a,2021-03-01,reconstruction\n")
    registry.import_source(path, ImportOptions(delivered_on=THIRD))
    day = dt.date(2021, 3, 1)
    assert lives(registry) == [
        (ASPHALT, 1990, "gone", FIRST, day, day, THIRD, 1),
        (ASPHALT, 1990, "standing", FIRST, None, None, THIRD, 1),
    ]


def test_what_does_not_teach_is_counted_with_its_reason(registry: Registry, deliver: Deliver) -> None:
    known = [(f"k{n}", "asfalt", 2000, square(20 * n, 0)) for n in range(6)]
    no_year = [(f"y{n}", "asfalt", 0, square(20 * n, 50)) for n in range(4)]
    mixed = [(f"m{n}", "onbekend", 2000, square(20 * n, 100)) for n in range(3)]
    not_yet = [("n", "asfalt", 2030, square(0, 150))]
    deliver(FIRST, known + no_year + mixed + not_yet)
    deliver(SECOND, known[1:] + no_year[1:] + mixed[1:])
    told = registry.calibrate().as_dict()
    assert {each["reason"]: (each["lives"], each["ends"]) for each in told["leftOut"]} == {
        "kind_not_known": (3, 1),
        "year_not_known": (4, 1),
        "too_early": (1, 1),
    }
    (learned,) = told["lifetimes"]
    assert (learned["lifetime"], learned["things"], learned["removals"]) == ("asphalt_wearing_course", 6, 1)
    assert (told["things"], told["removals"]) == (6, 1)
    assert learned["watchedYears"] == pytest.approx(11.0, abs=0.1)  # five for two years, one for half of that


def test_the_sample_town_says_how_little_it_saw(town: Registry, tmp_path: Path) -> None:
    found = town.calibrate(2026)
    told = found.as_dict()
    removals = {each["lifetime"]: each["removals"] for each in told["lifetimes"]}
    assert removals["lamp_post"] == 132  # of which 120 were made LED
    assert removals["manhole"] == 0
    assert sum(removals.values()) + sum(each["ends"] for each in told["leftOut"]) == 219
    assert told["watchedFrom"] == "2025-11-01"
    assert told["backtest"]["learned"] == told["backtest"]["catalogue"]  # nothing had been seen to go by then
    for name in ("report.html", "report.md", "report.json"):
        town.write_calibration(found, tmp_path / name)
    assert json.loads((tmp_path / "report.json").read_text()) == told
    page = (tmp_path / "report.html").read_text()
    assert page.count("<svg") == sum(1 for each in found.learned if len(each.curve)) == 2
    assert "<script" not in page
    assert "concrete_paving_relay" in (tmp_path / "report.md").read_text()
    for language, words in (("nl", ("Levensduren", "jaren gevolgd", "leeftijd (jaren)")), ("en", ("Lifetimes", "fit"))):
        town.write_calibration(found, tmp_path / "report.html", language=language)
        town.write_calibration(found, tmp_path / "report.md", language=language)
        page, plain = ((tmp_path / name).read_text() for name in ("report.html", "report.md"))
        assert f'<html lang="{language}">' in page
        assert all(word in page for word in words)
        assert words[0] in plain
        assert {"nl": "lichtmast `lamp_post`", "en": "lamp post `lamp_post`"}[language] in plain
        assert all(each["meaning"] in plain for each in told["leftOut"]) == (language == "en")
    with pytest.raises(RegistryError, match="choose nl or en"):
        town.write_calibration(found, tmp_path / "report.html", language="fr")
    with pytest.raises(RegistryError, match=r"report\.pdf"):
        town.write_calibration(found, tmp_path / "report.pdf")
    with pytest.raises(RegistryError, match="across the start of 2010"):
        town.calibrate(2010)


def test_an_accepted_fit_is_an_entry_of_ones_own_and_no_start_for_the_next(town: Registry, tmp_path: Path) -> None:
    (tmp_path / "lifetimes.toml").write_text(
        '# ours\n[garden_wall]\ndistribution = "weibull"\nmean_years = 50\nlow_years = 40\nhigh_years = 60\ncv = 0.3\n'
        'source = "Own measurements"\nconfidence = "A"\n'
    )
    found = town.calibrate()
    accepted = town.accept_lifetimes(found, tmp_path, ["lamp_post", "bollard"])
    assert accepted == ["lamp_post", "bollard"]
    changed = load_catalogue(tmp_path)
    seen = {each.code: each.change for each in differences(contents(load_catalogue()), contents(changed))}
    assert seen == {"garden_wall": "added", "lamp_post": "changed", "bollard": "changed"}
    assert (tmp_path / "lifetimes.toml").read_text().startswith("# ours\n[garden_wall]")
    lamp, bollard = changed.lifetimes["lamp_post"], changed.lifetimes["bollard"]
    assert lamp.source.startswith("Fit to 132 removals observed")
    assert (lamp.confidence, bollard.confidence) == ("A", "D")  # 132 removals and 2
    assert starting_points(changed)["lamp_post"] == load_catalogue().lifetimes["lamp_post"]
    first = (tmp_path / "lifetimes.toml").read_text()
    town.accept_lifetimes(found, tmp_path, ["lamp_post"])
    assert tomllib.loads((tmp_path / "lifetimes.toml").read_text()) == tomllib.loads(first)


def test_what_cannot_be_accepted_is_refused(town: Registry, registry: Registry, tmp_path: Path) -> None:
    found = town.calibrate()
    with pytest.raises(RegistryError, match="there is no such folder"):
        town.accept_lifetimes(found, tmp_path / "nowhere")
    with pytest.raises(RegistryError, match="no removal was seen of manhole, tree"):
        town.accept_lifetimes(found, tmp_path, ["lamp_post", "manhole", "tree"])
    with pytest.raises(RegistryError, match="nothing to accept"):
        registry.accept_lifetimes(registry.calibrate(), tmp_path)
    (tmp_path / "lifetimes.toml").write_text("[broken")
    with pytest.raises(RegistryError, match="not readable as TOML"):
        town.accept_lifetimes(found, tmp_path)
    assert (tmp_path / "lifetimes.toml").read_text() == "[broken"


def _of(found: Any, code: str) -> Any:
    return next(each for each in found.learned if each.entry.code == code)
