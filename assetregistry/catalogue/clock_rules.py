"""What ends things besides their own wear: planned works, and the sewer below a surface (`clock_rules.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from assetregistry.catalogue.models import Code, Confidence, Model, Positive, Share, Text


class SewerBelow(Model):
    """A layer of one of `lifetimes` above a sewer follows it: `share` of what renews sewers opens the street."""

    share: Share
    lifetimes: frozenset[Code]
    source: Text
    confidence: Confidence


class PlannedWorks(Model):
    """Planned works happen with `chance`, from `early_years` before to `late_years` after the middle of their year.

    Layers of the lifetimes that are `spared` stay.
    """

    chance: Share
    early_years: Positive
    late_years: Positive
    spared: frozenset[Code]
    source: Text
    confidence: Confidence


class ClockRules(Model):
    """The rules for what ends things besides wear."""

    sewer_below: SewerBelow
    planned_works: PlannedWorks


@cache
def load_clock_rules() -> ClockRules:
    """The rules in `clock_rules.toml`."""
    text = resources.files("assetregistry").joinpath("clock_rules.toml").read_text(encoding="utf-8")
    return ClockRules.model_validate(tomllib.loads(text))
