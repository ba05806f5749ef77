"""What is asked of the registry, as doors put it together: a forecast, assets, offers, an import.

Plain data, which loads at once: the walks and the database that answer load when they are needed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from assetregistry.catalogue import ROUTES
from assetregistry.catalogue.scenarios import BASELINE, load_scenarios
from assetregistry.errors import RegistryError

if TYPE_CHECKING:
    import pandas as pd

    from importers.polygon import GivenPolygon

DIMENSIONS = ("year", "material", "route", "asset_type", "area", "owner")
FIRST_YEAR, LAST_YEAR = 1900, 2500  # that may be asked about
CONDITIONS = "^([1-6]|unknown)(,([1-6]|unknown))*$"


def listed(text: str | None) -> tuple[str, ...]:
    """The parts of a comma-separated list, without the spaces around them."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


@dataclass(frozen=True)
class Only:
    """Of what a forecast is; what is left open is everything.

    `suspect`: of what is suspected of a hazard, which all other forecasts withhold.
    """

    owners: tuple[str, ...] = ()
    asset_types: tuple[str, ...] = ()
    suspect: bool = False
    material: str | None = None
    route: str | None = None

    def cohorts(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Those of the owners and types. Asked about suspects they are what is there, and nothing is withheld."""
        for name, wanted in (("owner", self.owners), ("asset_type", self.asset_types)):
            if wanted:
                frame = frame[frame[name].isin(wanted)]
        return frame[frame["suspect"].notna()].assign(suspect=None) if self.suspect else frame

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
        if (wrong := upside_down(self.from_year, self.to_year)) is not None:
            found.append(("toYear", wrong))
        if self.from_year < FIRST_YEAR:
            found.append(("fromYear", f"ask for years from {FIRST_YEAR}"))
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


def no_condition(text: str | None) -> str | None:
    """What is wrong with the conditions that a list is narrowed to."""
    if text is None or re.match(CONDITIONS, text):
        return None
    return f"{text} is no condition: choose from 1 to 6 and unknown, several with commas"


def upside_down(first: int | None, last: int | None) -> str | None:
    """What is wrong with the years of a question or a list."""
    if first is None or last is None or first <= last:
        return None
    return f"the years are upside down: {first} to {last}"


def no_route(route: str | None) -> str | None:
    """What is wrong with a route that a question or a list is narrowed to."""
    return None if route in (None, *ROUTES) else f"no such route: '{route}'; choose from {', '.join(ROUTES)}"


@dataclass(frozen=True)
class AssetFilter:
    """What to look for; everything that is given must hold. `bbox` is (west, south, east, north) in WGS 84.

    `called`: a name as delivered, whole. `owner`, `asset_type`: one code, or several with commas.
    `hazard`: "suspect" for any, or one of the catalogue's.
    `condition`: 1 to 6, or "unknown" for what was not inspected; several with commas. Raises RegistryError for another.
    """

    bbox: tuple[float, float, float, float] | None = None
    area_id: int | None = None
    called: str | None = None
    owner: str | None = None
    asset_type: str | None = None
    material: str | None = None
    hazard: str | None = None
    end_before: int | None = None
    condition: str | None = None

    def __post_init__(self) -> None:
        if (wrong := no_condition(self.condition)) is not None:
            raise RegistryError(wrong, code="not-understood", fields="condition")

    def within(self, area_id: int) -> AssetFilter:
        """The same filter, within an area."""
        return replace(self, area_id=area_id)


@dataclass(frozen=True)
class OfferFilter:
    """Which lots: all that is given must hold. Of years, those whose window has one of them."""

    material: str | None = None
    area: str | None = None
    owners: tuple[str, ...] = ()
    route: str | None = None
    from_year: int | None = None
    to_year: int | None = None

    def refused(self) -> str | None:
        """What is wrong with it."""
        return no_route(self.route) or upside_down(self.from_year, self.to_year)


EVERY_OFFER = OfferFilter()


@dataclass(frozen=True)
class ImportOptions:
    """What an import may be told; every one of them can be left out for a source that is recognised.

    `layer`: the one layer to take; `layers`: several of them, none for all.
    `area`: code of the area that a service is asked for; a full delivery from there is `within` it.
    `within`: code of the area that a full delivery covers. `delivered_on`: the day that the delivery tells of (today).
    `confirm_closing`: a full delivery may close more than a fifth of what it speaks for.
    """

    owner: str | None = None
    dataset: str | None = None
    layer: str | None = None
    profile: str | None = None
    crs: str | None = None
    full: bool = False
    dry_run: bool = False
    within: str | None = None
    delivered_on: dt.date | None = None
    confirm_closing: bool = False
    area: str | None = None
    layers: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """What is kept with the import, so that its quarantine can be replayed in the same way."""
        return {"owner": self.owner, "crs": self.crs, "within": self.within}
