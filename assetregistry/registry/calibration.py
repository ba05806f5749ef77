"""What the registry's own history says of the catalogue's lifetimes: a proposal, side by side with the catalogue."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pydantic.alias_generators import to_camel

from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.catalogue.models import Lifetime
from assetregistry.learning import Fit, Outcomes, fit, observed_curve, score
from assetregistry.learning.lives import REASONS
from assetregistry.registry.recipes import lifetime_class

FITTED_SOURCE = "Fit to "  # how the source of an accepted life begins
MEASURED = 0.5  # share of the doubt that removals must take away for a life to count as measured,
ENOUGH = 30  # and as many removals, each for itself


@dataclass(frozen=True)
class Learned:
    """One lifetime class: the catalogue's entry, what was seen, and the fit.

    `things` were watched for `watched_years` together; `removals` of them ended. `curve`: see `observed_curve`.
    """

    entry: Lifetime
    things: int
    watched_years: float
    removals: int
    fit: Fit
    curve: pd.DataFrame

    def proposal(self) -> Lifetime:
        """The catalogue's entry as it would be: of confidence A where many removals outweigh it, else of its own."""
        low, high = self.fit.bounds
        measured = self.fit.learned >= MEASURED and self.removals >= ENOUGH * self.fit.together
        counted = f"{self.removals:,} removal{'' if self.removals == 1 else 's'} observed"
        watched = f"{self.things:,} things watched for {self.watched_years:,.0f} years together"
        return self.entry.model_copy(
            update={
                "mean_years": round(self.fit.life.mean_years, 2),
                "low_years": round(low, 2),
                "high_years": round(high, 2),
                "cv": round(self.fit.life.cv, 3),
                "source": f"{FITTED_SOURCE}{counted}, {watched}; starting from: {self.entry.source}",
                "confidence": "A" if measured else self.entry.confidence,
            }
        )

    def as_dict(self) -> dict[str, Any]:
        """The JSON form; lives in years."""
        low, high = self.fit.bounds
        return {
            "lifetime": self.entry.code,
            "nameNl": self.entry.name_nl,
            "nameEn": self.entry.name_en,
            "distribution": self.entry.distribution,
            "things": self.things,
            "watchedYears": round(self.watched_years, 1),
            "removals": self.removals,
            "catalogue": _life(self.entry.mean_years, self.entry.low_years, self.entry.high_years, self.entry.cv),
            "fit": _life(self.fit.life.mean_years, low, high, self.fit.life.cv),
            "together": round(self.fit.together, 2),
            "learned": round(self.fit.learned, 4),
        }


def _life(mean: float, low: float, high: float, cv: float) -> dict[str, float]:
    rounded = {"meanYears": round(mean, 2), "lowYears": round(low, 2), "highYears": round(high, 2)}
    return {**rounded, "cv": round(cv, 3)}


@dataclass(frozen=True)
class Backtest:
    """Forecasts as if made at the start of `year`: by the catalogue, and by what could have been learned until then.

    `catalogue` and `learned`: see `assetregistry.learning.backtest`.
    """

    year: int
    catalogue: pd.DataFrame
    learned: pd.DataFrame

    def as_dict(self) -> dict[str, Any]:
        """The JSON form: scores over all asset types and by class, and every forecast with what was observed."""
        return {"year": self.year, "catalogue": _scored(self.catalogue), "learned": _scored(self.learned)}


def _scored(rows: pd.DataFrame) -> dict[str, Any]:
    by_class = {str(code): score(part) for code, part in rows.groupby("lifetime")}
    listed = json.loads(rows.rename(columns=to_camel).to_json(orient="records", double_precision=4))
    return {"score": score(rows), "byLifetime": by_class, "rows": listed}


@dataclass(frozen=True)
class Calibration:
    """`learned` by class, those with most removals first; what was left out of them; how a forecast would have done.

    Deliveries were watched from `watched_from` to `watched_to` (days; None when nothing was).
    """

    as_of: dt.date
    data_version: str
    watched_from: dt.date | None
    watched_to: dt.date | None
    learned: tuple[Learned, ...]
    outcomes: Outcomes
    backtest: Backtest | None

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        left_out = self.outcomes.left_out.to_dict("records")
        return {
            "asOf": self.as_of.isoformat(),
            "dataVersion": self.data_version,
            "watchedFrom": self.watched_from.isoformat() if self.watched_from else None,
            "watchedTo": self.watched_to.isoformat() if self.watched_to else None,
            "things": sum(each.things for each in self.learned),
            "removals": sum(each.removals for each in self.learned),
            "relined": self.outcomes.relined,
            "lifetimes": [each.as_dict() for each in self.learned],
            "leftOut": [{**each, "meaning": REASONS[str(each["reason"])]} for each in left_out],
            "notCountedAsEnds": self.outcomes.set_aside,
            "backtest": self.backtest.as_dict() if self.backtest else None,
        }


def learn(lives: pd.DataFrame, entry: Lifetime) -> Learned:
    """One class from its lives (columns of `assetregistry.learning.lives.COLUMNS`)."""
    ends = np.isfinite(lives["gone_by"])
    left = np.where(ends, (lives["gone_after"] + lives["gone_by"].where(ends, 0.0)) / 2, lives["gone_after"])
    return Learned(
        entry=entry,
        things=int(lives["count"].sum()),
        watched_years=float(((left - lives["entered"]) * lives["count"]).sum()),
        removals=int(lives.loc[ends, "count"].sum()),
        fit=fit(lives, lifetime_class(entry)),
        curve=observed_curve(lives),
    )


def starting_points(catalogue: Catalogue) -> dict[str, Lifetime]:
    """The entries to learn from: the catalogue in use, but what was fitted before as it came with the package.

    Else what was seen would count twice. A fitted entry that the package does not have is no start.
    """
    fitted = [code for code, entry in catalogue.lifetimes.items() if entry.source.startswith(FITTED_SOURCE)]
    built_in = load_catalogue().lifetimes if fitted else {}
    first = {code: built_in.get(code) if code in fitted else entry for code, entry in catalogue.lifetimes.items()}
    return {code: entry for code, entry in first.items() if entry is not None and can_be_fitted(entry)}


def can_be_fitted(entry: Lifetime) -> bool:
    """Whether a life has a shape, and a doubt that removals may lessen."""
    return entry.distribution != "fixed" and entry.low_years < entry.high_years


def ending_lifetimes(catalogue: Catalogue) -> dict[str, str | None]:
    """By asset type the class of its first layer, whose end is the thing's end; None where that is not known."""

    def first(code: str) -> set[str | None]:
        members = {member for recipe in catalogue.recipes(code) for member in recipe.mix}
        layers = [catalogue.asset_types[member].layers for member in members]
        return {each[0].lifetime if each else None for each in layers}

    firsts = {code: first(code) for code in catalogue.asset_types}
    return {code: found.pop() if len(found) == 1 else None for code, found in firsts.items()}
