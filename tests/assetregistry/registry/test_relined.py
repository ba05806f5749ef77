"""A pipe that was relined teaches how long its own wall lasted, and from then on how long linings last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from lives_support import lasting
from shapely import LineString
from sqlalchemy import text
from support import Say

from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.engine import run
from assetregistry.store.lookup.lives import read_lives
from assetregistry.survival import LifetimeClass

FIRST, SECOND, THIRD = dt.date(2012, 5, 1), dt.date(2018, 5, 1), dt.date(2024, 5, 1)
TOLD = dt.date(2020, 1, 1)  # what corrections say, in a year without a delivery
PIPE, LINING = "sewer_gravity_concrete", "sewer_lining"
Deliver = Callable[..., int]
Life = tuple[Any, ...]


@pytest.fixture
def deliver(registry: Registry, tmp_path: Path, profile: str) -> Deliver:
    """A full delivery of concrete pipes on a day: year built by id, and more columns by id. Returns the import."""

    def go(day: dt.date, built: dict[str, int], **columns: dict[str, str]) -> int:
        path = tmp_path / "pipes.gpkg"
        path.unlink(missing_ok=True)
        names = {"STREET_ID": list(built), "SURFACE": "riool", "BUILT": list(built.values()), "OWNER": "G0153"}
        more = {name: [told.get(each) for each in built] for name, told in columns.items()}
        places = [pipe(int(each)) for each in built]
        gpd.GeoDataFrame({**names, **more}, geometry=places, crs=28992).to_file(path, layer="pipes")
        options = ImportOptions(profile=profile, dataset="pipes", full=True, delivered_on=day, confirm_closing=True)
        return registry.import_source(path, options).import_id or 0

    return go


def pipe(number: int) -> LineString:
    start = (155_000 + 300 * (number % 40), 463_000 + 300 * (number // 40))
    return LineString([start, (start[0] + 14, start[1])])


def lives(registry: Registry) -> list[Life]:
    """(type, built from, built to, outcome, entered, gone after, gone by, followed to)."""
    with registry.engine.connect() as connection:
        frame = read_lives(connection).drop(columns=["places", "count"]).astype(object)
    return [tuple(row) for row in frame.where(frame.notna(), None).to_numpy()]


def wall(outcome: str, after: dt.date | None = None, by: dt.date | None = None, to: dt.date = THIRD) -> Life:
    return (PIPE, 1970, 1970, outcome, FIRST, after, by, to)


def lining(year: int, since: dt.date, until: int | None = None) -> Life:
    return (LINING, year, until or year, "standing", since, None, None, THIRD)


def january(year: int) -> dt.date:
    return dt.date(year, 1, 1)


@pytest.mark.parametrize(
    ("column", "by_delivery", "expected"),
    [
        ("datumLining", ("", "2015", "2015"), [wall("relined", january(2015), january(2016)), lining(2015, SECOND)]),
        ("datumLining", ("", "2018", "2018"), [wall("relined", january(2018), SECOND), lining(2018, SECOND)]),
        ("datumLining", ("2015",) * 3, [wall("relined", january(2015), january(2016)), lining(2015, january(2015))]),
        ("datumLining", ("2009", "2009", "2009"), [wall("lined_before"), lining(2009, FIRST)]),
        ("datumLining", ("2012", "2012", "2012"), [wall("lined_before"), lining(2012, FIRST)]),
        ("datumLining", ("", "2009", "2009"), [wall("lined_before"), lining(2009, SECOND)]),
        ("datumLining", ("", "", "2030"), [wall("standing")]),
        ("datumLining", ("1965", "1965", "1965"), [wall("standing")]),
        ("datumLining", ("", "2015", ""), [wall("standing")]),
        ("Lining", ("", "ja", "ja"), [wall("lined_before"), lining(1980, SECOND, 2018)]),
        ("Lining", ("nee", "nee", "nee"), [wall("standing")]),
    ],
    ids=[
        "while it was watched", "in the year that it was told", "planned, then come", "before the first delivery",
        "in the year of the first delivery that told it", "before it, told later", "planned", "before the pipe",
        "taken back", "nobody knows when", "none",
    ],
)  # fmt: skip
def test_what_a_source_tells_of_a_lining(
    registry: Registry, deliver: Deliver, column: str, by_delivery: tuple[str, ...], expected: list[Life]
) -> None:
    for day, told in zip((FIRST, SECOND, THIRD), by_delivery, strict=True):
        deliver(day, {"1": 1970}, **{column: {"1": told}})
    assert lives(registry) == expected


def test_a_lining_ends_as_its_pipe_does(registry: Registry, deliver: Deliver) -> None:
    deliver(FIRST, {"1": 1970, "2": 1970})
    deliver(SECOND, {"1": 1970, "2": 1970}, datumLining={"1": "2015"})
    deliver(THIRD, {"2": 1970}, datumLining={})
    assert lives(registry) == [
        wall("relined", january(2015), january(2016)),
        wall("standing"),
        (LINING, 2015, 2015, "gone", SECOND, SECOND, THIRD, THIRD),
    ]


def test_a_pipe_laid_anew_is_no_lining(registry: Registry, deliver: Deliver) -> None:
    deliver(FIRST, {"1": 1970}, datumLining={"1": "2009"})
    deliver(THIRD, {"1": 2023}, datumLining={})
    assert lives(registry) == [
        wall("lined_before"),
        (PIPE, 2023, 2023, "standing", THIRD, None, None, THIRD),
        (LINING, 2009, 2009, "renewed", FIRST, FIRST, THIRD, THIRD),
    ]


@pytest.mark.parametrize(
    ("years", "told_on", "expected"),
    [
        ((2015, 2015), TOLD, [wall("relined", january(2015), january(2016)), lining(2015, TOLD)]),
        ((2014, 2019), TOLD, [wall("relined", january(2014), january(2020)), lining(2014, TOLD, 2019)]),
        ((1990, 2014), TOLD, [wall("lined_before"), lining(1990, TOLD, 2014)]),
        ((2015, 2015), dt.date(2025, 6, 1), [wall("relined", january(2015), january(2016))]),
        ((2025, 2025), dt.date(2025, 6, 1), [wall("standing")]),
        ((2022, 2022), TOLD, [wall("standing")]),
    ],
    ids=["a year", "years", "mostly before it was watched", "after all deliveries", "since the last one", "planned"],
)  # fmt: skip
def test_what_a_correction_tells_of_a_lining(
    registry: Registry, deliver: Deliver, say: Say, years: tuple[int, int], told_on: dt.date, expected: list[Life]
) -> None:
    deliver(FIRST, {"1": 1970})
    deliver(THIRD, {"1": 1970})
    before = lives(registry)
    said = {"subject": "1", "layer": "lining", "year_from": years[0], "year_to": years[1], "reason": "camera"}
    receipt = say("corrections", [said], delivered_on=told_on)
    assert lives(registry) == expected
    registry.undo_import(receipt.import_id or 0)
    assert lives(registry) == before == [wall("standing")]


def test_a_correction_goes_before_the_source_and_an_undone_delivery_said_nothing(
    registry: Registry, deliver: Deliver, say: Say
) -> None:
    deliver(FIRST, {"1": 1970})
    deliver(SECOND, {"1": 1970})
    last = deliver(THIRD, {"1": 1970}, datumLining={"1": "2020"})
    assert wall("relined", january(2020), january(2021)) in lives(registry)
    said = {"subject": "1", "layer": "lining", "year_from": 2016, "year_to": 2016, "reason": "camera"}
    receipt = say("corrections", [said], delivered_on=dt.date(2025, 1, 1))
    assert lives(registry) == [wall("relined", january(2016), january(2017)), lining(2016, THIRD)]
    registry.undo_import(receipt.import_id or 0)
    registry.undo_import(last)
    assert lives(registry) == [wall("standing", to=SECOND)]


def test_a_planned_relining_is_no_end(registry: Registry, deliver: Deliver, say: Say) -> None:
    deliver(FIRST, {"1": 1970})
    deliver(THIRD, {"1": 1970})
    works = {"source_id": "w", "subject": "1", "year_from": 2020, "year_to": 2020, "reason": "relinen"}
    say("planned_works", [works], delivered_on=dt.date(2019, 1, 1))
    assert lives(registry) == [wall("standing")]


def test_the_report_counts_relined_pipes_apart(registry: Registry, deliver: Deliver, tmp_path: Path) -> None:
    built = {str(number): 1970 for number in range(1, 6)}
    deliver(FIRST, built, datumLining={"1": "2009"})
    deliver(THIRD, {each: 1970 for each in built if each != "5"}, datumLining={"1": "2009", "2": "2015", "3": "2016"})
    found = registry.calibrate()
    told = found.as_dict()
    assert told["relined"] == 2
    assert {each["lifetime"]: (each["things"], each["removals"]) for each in told["lifetimes"]} == {
        "sewer_concrete": (4, 3),
        "sewer_lining": (3, 0),
    }
    assert [(each["reason"], each["lives"], each["ends"]) for each in told["leftOut"]] == [("lined_before", 1, 0)]
    for language, words in (("en", ("2 of the removals", "lined before")), ("nl", ("2 van de", "de kous kwam"))):
        for name in ("report.md", "report.html"):
            registry.write_calibration(found, tmp_path / name, language=language)
            page = (tmp_path / name).read_text()
            assert all(each in page for each in words)


def test_the_life_of_a_wall_is_found_though_half_of_the_pipes_were_relined(
    registry: Registry, deliver: Deliver
) -> None:
    """Every second wall that ends is relined, the others are taken away."""
    walls, linings = LifetimeClass("weibull", 55.0, 0.3), LifetimeClass("weibull", 30.0, 0.3)
    random = np.random.default_rng(0)
    built = random.integers(1940, 1995, 900)
    ends = built + 0.5 + lasting(walls, np.zeros(len(built)), random)
    lined = random.random(len(built)) < 0.5
    gone = np.where(lined, ends + lasting(linings, np.zeros(len(built)), random), ends)
    town = pd.DataFrame({"built": built, "lined": np.where(lined, ends, np.inf), "gone": gone})
    for year in (1996, 2006, 2016, 2026):
        stands = town[town["gone"] > year]
        told = stands.loc[stands["lined"] < year, "lined"].astype(int).astype(str)
        dates = {str(number): each for number, each in told.items()}
        deliver(january(year), {str(number): int(each) for number, each in stands["built"].items()}, datumLining=dates)
    calibration = registry.calibrate()
    found = {each.entry.code: each for each in calibration.learned}
    assert calibration.outcomes.relined > 150
    for code, truth in (("sewer_concrete", walls), ("sewer_lining", linings)):
        low, high = found[code].fit.bounds
        assert low < truth.mean_years < high < 1.2 * low
    with registry.engine.begin() as connection:
        connection.execute(text("UPDATE asset SET attributes = '{}'"))
        connection.execute(text("""UPDATE asset_history SET state = state || '{"attributes": {}}'"""))
        run(connection, "bump_data_version", statements=False, by_name=False)
    (naive,) = registry.calibrate().learned
    assert naive.fit.bounds[0] > 1.1 * walls.mean_years, "what was relined would be taken to last"
