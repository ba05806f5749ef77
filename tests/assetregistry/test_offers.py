"""What is told to a marketplace: a lot keeps its id, small moves do not drift unseen, and a follower ends up right."""

from __future__ import annotations

import uuid
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetregistry.offers import Event, OfferRules, Published, difference, load_rules, lots, matters

RULES = OfferRules(
    window_years=2,
    window_origin=2000,
    horizon_years=10,
    dead_band_share=0.05,
    dead_band_kg=1000.0,
    minimum_kg={"reuse": 500.0, "recycle": 1000.0},
    minimum_kg_of={"steel": 10.0},
    certainty={"firm": 0.5, "likely": 1.5, "possible": float("inf")},
)
LOT = {
    "area": "BU1", "area_name": "Centrum", "owner": "G0153", "material": "concrete", "product": "Concrete",
    "route": "reuse", "window_from": 2028, "window_to": 2029, "expected_kg": 20_000.0, "p10_kg": 15_000.0,
    "p50_kg": 19_600.0, "p90_kg": 24_000.0, "withheld_kg": 100.0,
}  # fmt: skip


def supply(*rows: dict[str, Any]) -> pd.DataFrame:
    """A forecast of one usual lot, or of lots that differ from it."""
    return pd.DataFrame([LOT | row for row in rows or ({},)])


def told_of(states: dict[str, Any]) -> dict[str, Published]:
    return {offer_id: Published(1, state) for offer_id, state in states.items()}


def follow(told: dict[str, Published], events: list[Event]) -> dict[str, Published]:
    """What a consumer knows after the events; a version that does not follow on is an error."""
    copy = dict(told)
    for event in events:
        known = copy.get(event.offer_id)
        assert event.version == (known.version if known else 0) + 1
        assert (event.type == "created") == (known is None or known.state is None)
        assert (event.type == "withdrawn") == (event.state is None)
        copy[event.offer_id] = Published(event.version, event.state)
    return copy


def standing(told: dict[str, Published]) -> dict[str, Any]:
    return {offer_id: each.state for offer_id, each in told.items() if each.state is not None}


def test_a_lot_keeps_its_id_when_only_its_numbers_move() -> None:
    before = lots(supply(), RULES)
    after = lots(supply({"p50_kg": 90_000.0, "p90_kg": 99_000.0, "area_name": "Binnenstad", "withheld_kg": 0.0}), RULES)
    assert list(before) == list(after)
    assert all(uuid.UUID(offer_id).version == 5 for offer_id in before)


@pytest.mark.parametrize(
    "other",
    [
        {"area": "BU2"}, {"owner": "W0663"}, {"material": "brick"}, {"route": "recycle"},
        {"window_from": 2030, "window_to": 2031}, {"window_to": 2030}, {"area": None},
    ],
)  # fmt: skip
def test_what_makes_another_lot_makes_another_id(other: dict[str, Any]) -> None:
    assert len(lots(supply({}, other), RULES)) == 2


def test_too_little_and_other_routes_are_not_offered() -> None:
    rows = supply(
        {"p50_kg": 499.0},
        {"p50_kg": 999.0, "route": "recycle"},
        {"p50_kg": 1e9, "route": "landfill"},
        {"p50_kg": 10.0, "route": "recycle", "material": "steel"},
    )
    assert [state["material"] for state in lots(rows, RULES).values()] == ["steel"]
    assert lots(supply().head(0), RULES) == {}


def test_a_lot_tells_whole_kilograms_and_how_sure_it_is() -> None:
    (state,) = lots(supply({"p50_kg": 19_600.4}), RULES).values()
    assert (state["p10Kg"], state["p50Kg"], state["p90Kg"], state["withheldKg"]) == (15_000, 19_600, 24_000, 100)
    assert state["certainty"] == "firm"
    assert RULES.class_of(1.0, 10.0, 20.0) == "possible"
    assert RULES.class_of(0.0, 0.0, 20.0) == "possible"


@given(st.integers(2000, 2100))
def test_windows_lie_on_one_grid_whatever_the_year(year: int) -> None:
    windows = RULES.grid(year)
    assert windows[0][0] <= year <= windows[0][1]
    assert all((first - RULES.window_origin) % RULES.window_years == 0 for first, _ in windows)
    assert all(later[0] == earlier[1] + 1 for earlier, later in pairwise(windows))
    assert set(windows[1:]) <= set(RULES.grid(year) + RULES.grid(year + 1))


def test_the_rules_that_come_with_the_package_class_every_lot() -> None:
    rules = load_rules()
    assert list(rules.certainty.values()) == sorted(rules.certainty.values())
    assert rules.class_of(0.0, 1.0, 1e9) in rules.certainty


def test_created_changed_withdrawn_and_back_again() -> None:
    first = lots(supply(), RULES)
    told = follow({}, difference({}, first, RULES))
    assert standing(told) == first
    assert difference(told, first, RULES) == []

    moved = lots(supply({"p50_kg": 23_000.0}), RULES)
    (event,) = difference(told, moved, RULES)
    assert (event.type, event.version) == ("changed", 2)
    told = follow(told, [event])

    (event,) = difference(told, {}, RULES)
    assert (event.type, event.version, event.state) == ("withdrawn", 3, None)
    told = follow(told, [event])
    assert difference(told, {}, RULES) == []

    (event,) = difference(told, first, RULES)
    assert (event.type, event.version) == ("created", 4)
    assert standing(follow(told, [event])) == first


def test_small_moves_do_not_drift_unseen() -> None:
    """A lot that grows by 2 % at each forecast is told before it has moved by more than the dead band and a step."""
    told = follow({}, difference({}, lots(supply(), RULES), RULES))
    band = max(RULES.dead_band_share * LOT["p50_kg"], RULES.dead_band_kg)
    events = 0
    median = LOT["p50_kg"]
    for _ in range(20):
        median *= 1.02
        current = lots(supply({"p50_kg": median}), RULES)
        news = difference(told, current, RULES)
        events += len(news)
        told = follow(told, news)
        (state,) = standing(told).values()
        assert abs(median - state["p50Kg"]) <= band * median / LOT["p50_kg"] + 1
    assert 0 < events < 20


@pytest.mark.parametrize(
    ("median", "move", "told"),
    [(5_000.0, 300.0, True), (5_000.0, 250.0, False), (90_000.0, 1_000.0, False), (90_000.0, 1_001.0, True)],
)
def test_the_dead_band_is_a_share_of_the_median_or_a_mass(median: float, move: float, told: bool) -> None:
    before, after = (lots(supply({"p50_kg": median, "expected_kg": each}), RULES) for each in (median, median + move))
    assert bool(difference(told_of(before), after, RULES)) == told


def test_another_certainty_is_told_however_small_the_move() -> None:
    (before,) = lots(supply(), RULES).values()
    (after,) = lots(supply({"p90_kg": 25_000.0}), RULES).values()
    assert before["certainty"] != after["certainty"]
    assert matters(before, after, RULES)


@pytest.mark.parametrize(
    "news",
    [{"p10_kg": 13_900.0}, {"p90_kg": 25_100.0, "p10_kg": 15_900.0}, {"area_name": "Binnenstad"}, {"product": "Beton"}],
)
def test_whatever_a_reader_was_told_does_not_grow_stale(news: dict[str, Any]) -> None:
    """What is promised (p10) may sink while the median stands; areas are renamed."""
    first = lots(supply(), RULES)
    told = follow({}, difference({}, first, RULES))
    now = lots(supply(news), RULES)
    assert standing(follow(told, difference(told, now, RULES))) == now


AMOUNTS = st.dictionaries(st.sampled_from(["BU1", "BU2", "BU3", "BU4"]), st.floats(0, 1e5), max_size=4)


@given(st.lists(AMOUNTS, max_size=8))
def test_a_consumer_that_applies_events_knows_what_stands(publications: list[dict[str, float]]) -> None:
    """Whatever was published in whatever order: the same lots stand, each within its dead band."""
    told: dict[str, Published] = {}
    for amounts in publications:
        rows = [{"area": area, "p50_kg": kg, "p10_kg": 0.9 * kg, "p90_kg": 1.1 * kg} for area, kg in amounts.items()]
        current = lots(supply(*rows), RULES) if rows else {}
        told = follow(told, difference(told, current, RULES))
        known = standing(told)
        assert known.keys() == current.keys()
        assert not any(matters(known[offer_id], state, RULES) for offer_id, state in current.items())
        assert difference(told, current, RULES) == []
