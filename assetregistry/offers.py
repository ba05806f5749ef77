"""What is worth telling a marketplace: lots of forecast supply, and what has changed since they were last told.

A lot is what one owner's things in one area give of one material by one route in one window of years. Its identity is
made of exactly these, so that it keeps its id over forecasts; windows lie on a fixed grid, not relative to today.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from math import inf
from typing import Any

import pandas as pd

NAMESPACE = uuid.UUID("6f0c8f0e-6a0b-5c53-9a5e-2f6d0c1f7b11")
MASSES = ("p10Kg", "p50Kg", "p90Kg", "expectedKg", "withheldKg")
PLACES = 0  # kg are told whole: nothing here is known more finely

State = dict[str, Any]


@dataclass(frozen=True)
class OfferRules:
    """Which supply becomes a lot, and how much a lot must move before that is told; `offer_rules.toml` says it.

    `minimum_kg`: smallest median by route (one that is not named is never offered); `minimum_kg_of`: by material,
    whatever the route. `certainty`: widest band (p90 - p10) / p50 of each class, the surest first.
    """

    window_years: int
    window_origin: int
    horizon_years: int
    dead_band_share: float
    dead_band_kg: float
    minimum_kg: Mapping[str, float]
    minimum_kg_of: Mapping[str, float]
    certainty: Mapping[str, float]

    def grid(self, year: int) -> list[tuple[int, int]]:
        """The windows (first year, last year) from the one that holds `year` on."""
        start = year - (year - self.window_origin) % self.window_years
        firsts = range(start, start + self.horizon_years, self.window_years)
        return [(first, first + self.window_years - 1) for first in firsts]

    def worth(self, route: str, material: str) -> float:
        """The smallest median (kg) that is offered."""
        if route not in self.minimum_kg:
            return inf
        return self.minimum_kg_of.get(material, self.minimum_kg[route])

    def class_of(self, p10_kg: float, p50_kg: float, p90_kg: float) -> str:
        """How surely the lot comes, from the width of its range."""
        width = (p90_kg - p10_kg) / p50_kg if p50_kg > 0 else inf
        return next(name for name, widest in self.certainty.items() if width <= widest)


def load_rules() -> OfferRules:
    """The rules in `offer_rules.toml`."""
    text = resources.files("assetregistry").joinpath("offer_rules.toml").read_text(encoding="utf-8")
    return OfferRules(**tomllib.loads(text))


@dataclass(frozen=True)
class Published:
    """The last that was told of a lot; `state` is None once it was withdrawn."""

    version: int
    state: State | None


@dataclass(frozen=True)
class Event:
    """One thing to tell: the lot's state after it (None: withdrawn), one version up from the last."""

    offer_id: str
    version: int
    type: str
    state: State | None


def lots(supply: pd.DataFrame, rules: OfferRules) -> dict[str, State]:
    """The lots of a forecast by id.

    `supply`: area, area_name, owner, material, product, route, window_from, window_to, expected_kg, p10_kg, p50_kg,
    p90_kg, withheld_kg (of the same material, area and window: suspected of a hazard and never offered).
    """
    least = [rules.worth(route, material) for route, material in supply[["route", "material"]].to_numpy()]
    offered = supply[supply["p50_kg"] >= least]
    rows = [{str(key): value for key, value in row.items()} for row in offered.to_dict("records")]
    return {_lot_id(row): _state(row, rules) for row in rows}


def _lot_id(row: Mapping[str, Any]) -> str:
    key = "/".join(str(row[name]) for name in ("owner", "area", "material", "route", "window_from", "window_to"))
    return str(uuid.uuid5(NAMESPACE, key))


def _state(row: Mapping[str, Any], rules: OfferRules) -> State:
    return {
        "areaCode": row["area"],
        "areaName": row["area_name"],
        "owner": row["owner"],
        "product": row["product"],
        "material": row["material"],
        "route": row["route"],
        "windowFrom": int(row["window_from"]),
        "windowTo": int(row["window_to"]),
        "p10Kg": round(row["p10_kg"], PLACES),
        "p50Kg": round(row["p50_kg"], PLACES),
        "p90Kg": round(row["p90_kg"], PLACES),
        "expectedKg": round(row["expected_kg"], PLACES),
        "withheldKg": round(row["withheld_kg"], PLACES),
        "certainty": rules.class_of(row["p10_kg"], row["p50_kg"], row["p90_kg"]),
    }


def difference(published: Mapping[str, Published], current: Mapping[str, State], rules: OfferRules) -> list[Event]:
    """What must be told so that a reader of `published` comes to know `current`, in a fixed order.

    Compared with what was last *told*: small moves are kept back, but do not add up unseen.
    """
    return sorted(_events(published, current, rules), key=lambda event: (event.type, event.offer_id))


def _events(published: Mapping[str, Published], current: Mapping[str, State], rules: OfferRules) -> Iterator[Event]:
    for offer_id, state in current.items():
        told = published.get(offer_id)
        if told is None:
            yield Event(offer_id, 1, "created", state)
        elif told.state is None:
            yield Event(offer_id, told.version + 1, "created", state)
        elif matters(told.state, state, rules):
            yield Event(offer_id, told.version + 1, "changed", state)
    for offer_id, told in published.items():
        if told.state is not None and offer_id not in current:
            yield Event(offer_id, told.version + 1, "withdrawn", None)


def matters(told: State, now: State, rules: OfferRules) -> bool:
    """Whether a lot has moved enough to tell: one of its masses beyond the dead band, or any of its words."""
    moved = max(abs(now[key] - told[key]) for key in MASSES)
    far = moved > rules.dead_band_kg or moved > rules.dead_band_share * told["p50Kg"]
    return bool(far or any(told.get(key) != value for key, value in now.items() if key not in MASSES))
