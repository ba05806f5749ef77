"""Step 10 of the walk: the supply of the coming windows becomes lots."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from assetregistry.catalogue import Catalogue
from assetregistry.offers import OfferRules
from assetregistry.questions import SupplyQuestion
from assetregistry.registry.forecasting import SupplyAnswer

FINEST_FIRST = ("neighbourhood", "district", "municipality", "custom")
LOT = ("area", "owner", "material", "route")

Ask = Callable[[SupplyQuestion], SupplyAnswer]


def finest_kind(kinds: list[str]) -> str | None:
    """The kind of area that lots lie in: the smallest that there is."""
    return next((kind for kind in FINEST_FIRST if kind in kinds), None)


def window_supply(
    ask: Ask, rules: OfferRules, catalogue: Catalogue, area_names: dict[str, str], kind: str | None, year: int
) -> pd.DataFrame:
    """The frame that `offers.lots` takes: each window asked for as one interval, because ranges do not add."""
    parts = [
        _window(ask(SupplyQuestion(first, last, LOT[1:], each_kind=kind)), first, last)
        for first, last in rules.grid(year)
    ]
    rows = pd.concat(parts, ignore_index=True)
    names = {code: material.name_en for code, material in catalogue.materials.items()}
    places = [area_names.get(code) for code in rows["area"]]
    return rows.assign(area_name=pd.Series(places, rows.index, dtype=object), product=rows["material"].map(names))


def outside_kg(ask: Ask, rules: OfferRules, supply: pd.DataFrame, year: int) -> float:
    """What comes of things that lie in no area of the kind that lots lie in: it is in none of them."""
    whole = sum(ask(SupplyQuestion(first, last)).rows["expected_kg"].sum() for first, last in rules.grid(year))
    return max(float(whole - supply["expected_kg"].sum()), 0.0)


def _window(answer: SupplyAnswer, first: int, last: int) -> pd.DataFrame:
    keys = [name for name in ("area", "material") if name in answer.rows]
    held = answer.withheld.groupby(keys)["expected_kg"].sum().rename("withheld_kg")
    joined = answer.rows.merge(held, how="left", left_on=keys, right_index=True)
    if "area" not in joined:  # a registry without areas
        joined = joined.assign(area=None)
    return joined.fillna({"withheld_kg": 0.0}).assign(window_from=first, window_to=last)
