"""Offers of the sample town: true to the forecast, and a consumer of the changes knows what stands."""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from conftest import ROOT
from fastapi.testclient import TestClient
from shapely import box
from sqlalchemy import text
from support import Street, WriteStreets

from assetregistry.api import create_app
from assetregistry.cli import offers
from assetregistry.errors import RegistryError
from assetregistry.offers import load_rules
from assetregistry.questions import OfferFilter
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion, publishing
from assetregistry.settings import Settings
from assetregistry.store.offers import PUBLISH_LOCK

State = dict[str, Any]

PATIENCE_SECONDS = 120
FEED_PAGE = ROOT / "docs" / "offers.md"
SECOND_DELIVERY = 4  # imports: roads, pipes, manholes, furniture


def _follow(town: Registry, copy: dict[str, State], after: int, limit: int = 100) -> int:
    while True:
        page = town.offer_changes(after, limit)
        for event in page["events"]:
            if event["type"] == "withdrawn":
                del copy[event["offerId"]]
            else:
                assert (event["type"] == "created") == (event["offerId"] not in copy)
                copy[event["offerId"]] = event["offer"]
        after = page["nextAfter"]
        if not page["more"]:
            return after


def test_a_consumer_of_changes_ends_with_the_current_offers(town: Registry) -> None:
    """The town was published after its first delivery and again after its second."""
    current = town.offers()
    copy: dict[str, State] = {}
    assert _follow(town, copy, after=0) == current["asOfSeq"]
    assert copy == {offer["id"]: offer for offer in current["offers"]}
    kinds = {event["type"] for event in town.offer_changes(0, 5000)["events"]}
    assert {"created", "changed"} <= kinds


def test_every_event_tells_what_caused_it(town: Registry) -> None:
    events = town.offer_changes(0, 5000)["events"]
    caused = {event["causedBy"]["importId"] for event in events}
    newest = [each["id"] for each in town.imports()]
    inspections, second, first = newest[0], newest[1], newest[1 + SECOND_DELIVERY]
    assert caused == {inspections, second, first}  # the last import before each publication
    assert {event["reason"] for event in events} == {"import"}


def test_publishing_again_without_news_tells_nothing(registry: Registry) -> None:
    nothing = {"created": 0, "changed": 0, "withdrawn": 0, "upTo": 0, "outsideKg": 0.0}
    assert registry.publish_offers() == nothing
    assert registry.offers()["offers"] == []


def test_a_lot_is_what_the_forecast_says_of_its_window(town: Registry) -> None:
    offer = max(town.offers()["offers"], key=lambda each: float(each["version"] == 1) * each["p50Kg"])
    question = SupplyQuestion(
        offer["windowFrom"], offer["windowTo"], ("material", "route", "owner"), area=offer["areaCode"]
    )
    rows = town.supply(question).rows
    chosen = rows[
        (rows["material"] == offer["material"]) & (rows["route"] == offer["route"]) & (rows["owner"] == offer["owner"])
    ]
    assert len(chosen) == 1
    for key, column in (("p10Kg", "p10_kg"), ("p50Kg", "p50_kg"), ("p90Kg", "p90_kg"), ("expectedKg", "expected_kg")):
        assert offer[key] == pytest.approx(chosen[column].iloc[0], rel=0.06, abs=1000)


def test_offers_keep_to_the_rules(town: Registry) -> None:
    rules = load_rules()
    assert set(rules.minimum_kg_of) <= set(town.catalogue.materials)
    windows = set(rules.grid(town.as_of.year))
    for offer in town.offers()["offers"]:
        assert (offer["windowFrom"], offer["windowTo"]) in windows
        assert offer["p50Kg"] >= rules.worth(offer["route"], offer["material"]) * (1 - rules.dead_band_share) - 1
        assert offer["p10Kg"] <= offer["p50Kg"] <= offer["p90Kg"]
        assert offer["certainty"] in rules.certainty


def test_filters_narrow_the_offers(town: Registry) -> None:
    every = town.offers()["offers"]
    material, area = every[0]["material"], every[0]["areaCode"]
    found = town.offers(OfferFilter(material, area))["offers"]
    assert found == [each for each in every if (each["material"], each["areaCode"]) == (material, area)]
    assert town.offer(every[0]["id"]) == every[0]
    soon = town.offers(OfferFilter(owners=("P9901",), route="recycle", from_year=2027, to_year=2027))["offers"]
    assert soon == [
        each
        for each in every
        if (each["owner"], each["route"]) == ("P9901", "recycle") and each["windowFrom"] <= 2027 <= each["windowTo"]
    ]
    assert 0 < len(soon) < len(every)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_lots_are_written_as_a_table(town: Registry, tmp_path: Path, suffix: str) -> None:
    where = OfferFilter(material="clay_paver", from_year=2026, to_year=2027)
    town.write_offers(tmp_path / f"lots{suffix}", where)
    read = {".csv": pd.read_csv, ".xlsx": pd.read_excel}[suffix]
    rows = read(tmp_path / f"lots{suffix}")
    assert list(rows.columns[:3]) == ["areaCode", "areaName", "owner"]
    assert set(rows.columns) == set(town.offers(where)["offers"][0])
    assert rows["expectedKg"].sum() == sum(each["expectedKg"] for each in town.offers(where)["offers"]) > 0


def test_without_areas_a_lot_is_of_the_whole_registry(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    streets = [
        (f"w{each}", "klinkers", 2000, box(250_000 + each, 480_000, 250_100 + each, 480_050))
        for each in range(0, 1000, 100)
    ]
    registry.import_source(write_streets(streets), ImportOptions(profile=profile))
    assert registry.publish_offers()["created"] > 0
    assert {(offer["areaCode"], offer["areaName"]) for offer in registry.offers()["offers"]} == {(None, None)}


def test_what_lies_in_no_area_is_told_as_not_offered(
    registry: Registry, write_streets: WriteStreets, profile: str, tmp_path: Path
) -> None:
    streets = [("w", "klinkers", 2000, box(250_000, 480_000, 250_400, 480_400))]
    registry.import_source(write_streets(streets), ImportOptions(profile=profile))
    inside = gpd.GeoDataFrame(
        {"code": ["A"], "name": ["a"]}, geometry=[box(250_000, 480_000, 250_400, 480_100)], crs=28992
    )
    inside.to_file(tmp_path / "areas.gpkg")
    registry.import_areas(tmp_path / "areas.gpkg", "municipality")
    told = registry.publish_offers()
    windows = load_rules().grid(registry.as_of.year)
    whole = sum(registry.supply(SupplyQuestion(*window)).rows["expected_kg"].sum() for window in windows)
    assert told["outsideKg"] == pytest.approx(0.75 * whole)
    assert "not offered" in list(offers.told(told))[1]


def test_the_script_of_the_documentation_follows_the_feed(
    held: Registry, write_streets: WriteStreets, profile: str
) -> None:
    (script,) = re.findall(r"^```python\n(.*?)^```$", FEED_PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    replacing = ImportOptions(profile=profile, full=True, confirm_closing=True)
    known = _told_by(held, script, None)
    for count in (40, 10, 25):  # lots are created, changed, withdrawn and created again
        held.import_source(write_streets(_streets(count)), replacing)
        held.publish_offers()
        known = _told_by(held, script, known)
        assert known == {"feed": known["feed"], "after": held.offers()["asOfSeq"], "held": _standing(held)}
    assert {event["type"] for event in held.offer_changes(0, 5000)["events"]} == {"created", "changed", "withdrawn"}
    for stale in ({"after": 10**9}, {"feed": "another one"}):
        assert _told_by(held, script, {**known, "held": {}, **stale}) == known


def _told_by(registry: Registry, script: str, known: dict[str, Any] | None) -> dict[str, Any]:
    """What the script knows after a start, or after it has followed."""
    scope: dict[str, Any] = {}
    exec(script, scope)  # noqa: S102  (our own page)
    scope["registry"] = TestClient(create_app(registry))
    found: dict[str, Any] = scope["start"]() if known is None else scope["follow"](deepcopy(known))
    return found


def _standing(registry: Registry) -> dict[str, Any]:
    return {offer["id"]: offer for offer in registry.offers()["offers"]}


def _streets(count: int) -> list[Street]:
    return [
        (f"w{each}", "klinkers", 2000, box(250_000 + each * 100, 480_000, 250_100 + each * 100, 480_050))
        for each in range(count)
    ]


@pytest.fixture
def held(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    registry.import_source(write_streets(_streets(10)), ImportOptions(profile=profile))
    return registry


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The first publication works its supply out, says so by the first event, and goes on at the second one."""
    worked_out, go_on = threading.Event(), threading.Event()
    plain = publishing.window_supply

    def waiting(*asked: Any) -> Any:
        found = plain(*asked)
        if not worked_out.is_set():
            worked_out.set()
            assert go_on.wait(PATIENCE_SECONDS)
        return found

    monkeypatch.setattr(publishing, "window_supply", waiting)
    yield worked_out, go_on
    go_on.set()


def test_of_two_publishers_the_slower_one_tells_nothing_stale(
    held: Registry,
    slow: tuple[threading.Event, threading.Event],
    settings: Settings,
    write_streets: WriteStreets,
    profile: str,
) -> None:
    worked_out, go_on = slow
    other = Registry.open(settings, as_of=held.as_of)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(held.publish_offers)
        assert worked_out.wait(PATIENCE_SECONDS)
        other.import_source(write_streets(_streets(40)), ImportOptions(profile=profile))
        second = threads.submit(other.publish_offers)
        _wait_until(lambda: second.done() or _waits_for_the_lock(other))
        go_on.set()
        first.result(PATIENCE_SECONDS)
        second.result(PATIENCE_SECONDS)
    nothing = {"created": 0, "changed": 0, "withdrawn": 0}
    assert nothing.items() <= other.publish_offers().items()
    other.engine.dispose()


def test_what_comes_in_meanwhile_is_told_with_what_it_is_made_of(
    held: Registry, slow: tuple[threading.Event, threading.Event], write_streets: WriteStreets, profile: str
) -> None:
    worked_out, go_on = slow
    with ThreadPoolExecutor() as threads:
        publication = threads.submit(held.publish_offers)
        assert worked_out.wait(PATIENCE_SECONDS)
        receipt = held.import_source(write_streets(_streets(40)), ImportOptions(profile=profile))
        go_on.set()
        publication.result(PATIENCE_SECONDS)
    events, newest = held.offer_changes(0, 5000)["events"], held.imports()[0]
    assert {event["causedBy"]["importId"] for event in events} == {receipt.import_id} == {newest["id"]}
    assert min(event["time"] for event in events) > newest["at"].isoformat()
    assert {"created": 0, "changed": 0, "withdrawn": 0}.items() <= held.publish_offers().items()


def test_data_that_never_rest_are_refused(held: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = (str(each) for each in itertools.count())
    monkeypatch.setattr(held, "refresh", lambda: next(versions))
    with pytest.raises(RegistryError, match="changing faster"):
        held.publish_offers()
    assert held.offers()["asOfSeq"] == 0
    monkeypatch.undo()
    assert held.publish_offers()["created"] > 0


def _waits_for_the_lock(registry: Registry) -> bool:
    with registry.engine.connect() as connection:
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :key AND NOT granted")
        return bool(connection.execute(waiting, {"key": PUBLISH_LOCK}).scalar_one())


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
