"""How years of building are inferred and clocks are moved by evidence: the numbers in `life_rules.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Years = Annotated[int, Field(ge=1, le=50)]
Share = Annotated[float, Field(gt=0, le=1)]


class Rules(BaseModel):
    """Frozen; a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SewerRule(Rules):
    """Which surfaces lie on which sewers, and how far the year of one tells that of the other."""

    prefix: str
    groups: tuple[str, ...]
    least_share: Share
    spread_years: Years


class BuildingsRule(Rules):
    """What came with its neighbourhood, and how many buildings around tell when."""

    groups: tuple[str, ...]
    square_m: Annotated[int, Field(ge=10)]
    least: Annotated[int, Field(ge=1)]
    share: Share
    spread_years: Years


class NeighbourhoodRule(Rules):
    """How many assets of the same group and neighbourhood tell the year of one that is not dated."""

    kind: str
    least: Annotated[int, Field(ge=1)]
    share: Share
    spread_years: Years


class InspectionRule(Rules):
    """The scale of conditions, and how sure a condition is."""

    spread: Annotated[float, Field(ge=0)]
    best: float
    worst: float


class LiningRule(Rules):
    """How a lining is told: see `life_rules.toml`."""

    groups: tuple[str, ...]
    layer: str
    since: Annotated[int, Field(ge=1900, le=2100)]
    years: tuple[str, ...]
    present: dict[str, tuple[str, ...]]

    def told(self) -> dict[str, Any]:
        """The rule as parameters; `fields` and `words` (in lower case) are pairs that tell that there is a lining."""
        signs = [(field, word.lower()) for field, words in self.present.items() for word in words]
        fields, words = (list(each) for each in zip(*signs, strict=True))
        named = {"groups": list(self.groups), "layer": self.layer, "since": self.since}
        return {**named, "years": list(self.years), "fields": fields, "words": words}


class WorksRule(Rules):
    """What a planned work is about that names no asset."""

    groups: tuple[str, ...]
    least_share: Share
    words: dict[str, tuple[str, ...]]

    def by_word(self) -> list[tuple[str, str]]:
        """(word, group of asset types) pairs; the empty word is in every text."""
        pairs = [("", group) for group in self.groups]
        return pairs + [(word.lower(), group) for word, groups in self.words.items() for group in groups]


class LifeRules(Rules):
    """All of them."""

    block_years: Years
    sewer_block_years: Years
    sewer: SewerRule
    buildings: BuildingsRule
    neighbourhood: NeighbourhoodRule
    inspection: InspectionRule
    lining: LiningRule
    works: WorksRule


@lru_cache(maxsize=1)
def load_rules() -> LifeRules:
    """The rules in `life_rules.toml`."""
    text = resources.files("assetregistry").joinpath("life_rules.toml").read_text(encoding="utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    return LifeRules.model_validate(document)
