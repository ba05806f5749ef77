"""What ends things besides their own wear: planned works, and the sewer below a surface (`clock_rules.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from assetregistry.catalogue.models import Code, Confidence, Model, Positive, Share, Text


class SewerBelow(Model):
    """A layer of one of `lifetimes` above a sewer follows it: `share` of what renews sewers opens the street."""

    share: Share
    lifetimes: frozenset[Code]
    source: Text
    confidence: Confidence


class WorksReason(Model):
    """Works of which one of `words` tells the reason take out layers of the lifetimes that they take, and no others.

    `reaches_above`: what works on a sewer do so takes out the surface above it too.
    """

    name: Code
    words: tuple[Text, ...]
    takes: frozenset[Code] | Literal["all"]
    reaches_above: bool = False


class PlannedWorks(Model):
    """Planned works happen with `chance`, from `early_years` before to `late_years` after the middle of their year.

    By the first reason that is known from their words; layers of the lifetimes that are `spared` stay if none is.
    """

    chance: Share
    early_years: Positive
    late_years: Positive
    spared: frozenset[Code]
    reason: tuple[WorksReason, ...]
    source: Text
    confidence: Confidence

    def takes_out(self, text: str, lifetime: str) -> bool:
        """Whether a work with these words takes out layers of a lifetime; `store/sql/life/reasons.sql` is its twin."""
        said = text.lower()
        known = (each for each in self.reason if any(all(w in said for w in p.lower().split()) for p in each.words))
        reason = next(known, None)
        if reason is None:
            return lifetime not in self.spared
        return reason.takes == "all" or lifetime in reason.takes

    def by_word(self) -> dict[str, list[str]]:
        """phrases (in lower case), and phrase_of: the reason of each; in the order in which they count."""
        pairs = [(word.lower(), reason.name) for reason in self.reason for word in reason.words]
        return {"phrases": [word for word, _ in pairs], "phrase_of": [name for _, name in pairs]}

    def taken(self) -> dict[str, list[str]]:
        """takers (reasons) and taken (a lifetime of each), everything (reasons that take all), spared (lifetimes)."""
        listed = [
            (reason.name, code) for reason in self.reason if reason.takes != "all" for code in sorted(reason.takes)
        ]
        return {
            "takers": [name for name, _ in listed],
            "taken": [code for _, code in listed],
            "everything": [reason.name for reason in self.reason if reason.takes == "all"],
            "spared": sorted(self.spared),
        }

    def reaching_above(self) -> list[str]:
        """Reasons of works on a sewer that take out the surface above it."""
        return [reason.name for reason in self.reason if reason.reaches_above]


class ClockRules(Model):
    """The rules for what ends things besides wear."""

    sewer_below: SewerBelow
    planned_works: PlannedWorks


@cache
def load_clock_rules() -> ClockRules:
    """The rules in `clock_rules.toml`."""
    text = resources.files("assetregistry").joinpath("clock_rules.toml").read_text(encoding="utf-8")
    return ClockRules.model_validate(tomllib.loads(text))
