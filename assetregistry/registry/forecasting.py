"""Step 9 of the walk: a question about supply, and its answer."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from assetregistry.catalogue.scenarios import BASELINE, load_scenarios
from assetregistry.errors import RegistryError
from assetregistry.store.derived.cohorts import Counted
from assetregistry.supply import ROUTES
from importers.polygon import GivenPolygon

DIMENSIONS = ("year", "material", "route", "asset_type", "area", "owner")
LAST_YEAR = 2500
CAMEL = {
    "asset_type": "assetType",
    "expected_kg": "expectedKg",
    "p10_kg": "p10Kg",
    "p50_kg": "p50Kg",
    "p90_kg": "p90Kg",
    "built_from": "builtFrom",
    "built_to": "builtTo",
    "mean_years": "meanYears",
    "low_years": "lowYears",
    "high_years": "highYears",
}


@dataclass(frozen=True)
class Only(Counted):
    """Of what a forecast is; what is left open is everything.

    `suspect`: of what is suspected of a hazard, which all other forecasts withhold.
    """

    material: str | None = None
    route: str | None = None

    def cohorts(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Those of the owners and types. Asked about suspects they are what is there, and nothing is withheld."""
        kept = np.ones(len(frame), dtype=bool)
        for name, wanted in (("owner", self.owners), ("asset_type", self.asset_types)):
            if wanted:
                kept &= frame[name].isin(wanted).to_numpy()
        if self.suspect:
            kept &= frame["suspect"].notna().to_numpy()
            return frame[kept].assign(suspect=None)
        return frame[kept]

    def layers(self, layers: pd.DataFrame) -> pd.DataFrame:
        """Those of the material, with no other route than the one that is asked about."""
        kept = layers if self.material is None else layers[layers["material"] == self.material]
        others = [] if self.route is None else [route for route in ROUTES if route != self.route]
        return kept.assign(**dict.fromkeys(others, 0.0))

    def as_dict(self) -> dict[str, Any]:
        """What was asked for, in the words of the API."""
        said = {
            "owner": list(self.owners),
            "assetType": list(self.asset_types),
            "material": self.material,
            "route": self.route,
            "hazard": "suspect" if self.suspect else None,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class SupplyQuestion:
    """How much comes out in the years `from_year` to `to_year`, both included.

    Of one area (`area`, a code), of every area of a kind apart (`each_kind`), of a polygon in the registry's CRS, or of
    the whole registry (none of these). Squares go for areas: see `assetregistry.squares`.
    """

    from_year: int
    to_year: int
    by: tuple[str, ...] = ("year", "material", "route")
    area: str | None = None
    each_kind: str | None = None
    polygon: GivenPolygon | None = None
    scenario: str = BASELINE
    only: Only = Only()

    @property
    def stacks(self) -> Literal["material", "route"]:
        """What a chart of the answer stacks: routes, where they are asked for and materials are not."""
        return "route" if "route" in self.by and "material" not in self.by else "material"

    def refused(self) -> list[tuple[str, str]]:
        """What is wrong with the question, as (field, message), all at once."""
        found = []
        if self.to_year < self.from_year:
            found.append(("toYear", f"the years are upside down: {self.from_year} to {self.to_year}"))
        if self.to_year > LAST_YEAR:
            found.append(("toYear", f"ask for years up to {LAST_YEAR}"))
        unknown = [name for name in self.by if name not in DIMENSIONS]
        if unknown:
            found.append(("by", f"no such grouping: {', '.join(unknown)}; choose from {', '.join(DIMENSIONS)}"))
        if (wrong := no_route(self.only.route)) is not None:
            found.append(("route", wrong))
        if sum(each is not None for each in (self.area, self.each_kind, self.polygon)) > 1:
            found.append(("areaCode", "ask for one area, for each of a kind or for a polygon, not for several at once"))
        if self.scenario not in load_scenarios():
            known = ", ".join(load_scenarios())
            found.append(("scenario", f"no such scenario: '{self.scenario}'; choose from {known}"))
        return found


def check(question: SupplyQuestion) -> None:
    """Raise RegistryError when the question makes no sense."""
    refused = question.refused()
    if refused:
        raise RegistryError("; ".join(message for _, message in refused))


def no_route(route: str | None) -> str | None:
    """What is wrong with a route that a question or a list is narrowed to."""
    return None if route in (None, *ROUTES) else f"no such route: '{route}'; choose from {', '.join(ROUTES)}"


def decimal_year(day: dt.date) -> float:
    """2026-07-02 → 2026.5: the instant from which things are released."""
    first = dt.date(day.year, 1, 1)
    return day.year + (day - first).days / (dt.date(day.year + 1, 1, 1) - first).days


@dataclass(frozen=True)
class SupplyAnswer:
    """`rows`: the columns of `by`, expected_kg (additive), p10_kg, p50_kg, p90_kg (of the row's own total), method.

    `withheld`: material, reason (and area) and expected_kg of what is suspected of a hazard; not part of `rows`.
    """

    question: SupplyQuestion
    area: tuple[str, str] | None
    as_of: dt.date
    data_version: str
    rows: pd.DataFrame
    withheld: pd.DataFrame

    def as_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return {
            "area": {"code": self.area[0], "name": self.area[1]} if self.area else None,
            "eachKind": self.question.each_kind,
            **self._polygon(),
            "fromYear": self.question.from_year,
            "toYear": self.question.to_year,
            "asOf": self.as_of.isoformat(),
            "scenario": self.question.scenario,
            **({"only": only} if (only := self.question.only.as_dict()) else {}),
            "dataVersion": self.data_version,
            "rows": records(self.rows),
            "withheld": records(self.withheld),
        }

    def _polygon(self) -> dict[str, Any]:
        polygon = self.question.polygon
        if polygon is None:
            return {}
        notes = [{"code": note.code, "message": note.value} for note in polygon.notes]
        return {"polygon": {"areaHa": round(polygon.geometry.area / 10_000, 4), "notes": notes}}


def comparison(answers: Sequence[SupplyAnswer]) -> pd.DataFrame:
    """Answers to one question under several scenarios: the keys, then expected_kg, p10_kg, p90_kg of each by name.

    Columns are named `<scenario>_<mass>`; what does not come out under a scenario is 0 there.
    """
    keys = [name for name in answers[0].rows if name in DIMENSIONS]
    masses = ["expected_kg", "p10_kg", "p90_kg"]
    parts = [
        answer.rows.set_index(keys)[masses].add_prefix(f"{answer.question.scenario}_")
        if keys
        else answer.rows[masses].add_prefix(f"{answer.question.scenario}_")
        for answer in answers
    ]
    joined = pd.concat(parts, axis=1).fillna(0.0)
    return joined.sort_index().reset_index() if keys else joined


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects with camelCase keys; masses in whole grams, which is finer than anything known."""
    found: list[dict[str, Any]] = json.loads(frame.rename(columns=CAMEL).to_json(orient="records", double_precision=3))
    return found
