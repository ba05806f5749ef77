"""Layers and things that are known and not taken in: what they are, so that nobody writes a profile for water."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

ENDINGS = ("_vlak", "_lijn", "_punt", "_v", "_l", "_p")  # of a class that is split by geometry
NO_PROFILE = "no profile fits"
LONG = 5  # letters of a word that counts within a name


class Untyped(NamedTuple):
    """Mains, cables, trees, which have no asset types: what is said of them; length: of the word that told."""

    said: str
    length: int


def why_untaken(layer: str) -> str:
    """What is said of a layer that no profile fits, after its name."""
    name = layer.lower().removeprefix("bgt_").removeprefix("bgt:")
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return _known().get(name, NO_PROFILE)


def untyped_in(text: str, *, whole: bool = False) -> Untyped | None:
    """Things without a type that a name in lower case speaks of, by the longest word; `whole`: as a word of its own."""
    told = (
        Untyped(kind["said"], len(word))
        for kind in _document()["untyped"]
        for word in kind["words"]
        if (re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) if whole else len(word) >= LONG and word in text)
    )
    return max(told, key=lambda each: each.length, default=None)


def told_once(reasons: Iterable[tuple[str, str]]) -> str:
    """(name, reason) pairs as one sentence: each reason once, with the first name that it holds for."""
    names: dict[str, list[str]] = {}
    for name, reason in reasons:
        names.setdefault(reason, []).append(name)
    return "; ".join(f"{each[0]}{and_more(len(each) - 1)} {reason}" for reason, each in names.items())


def and_more(count: int) -> str:
    """What is put after a name that stands for more; nothing where there are none."""
    return f" (and {count:,} more)" if count else ""


@cache
def _known() -> dict[str, str]:
    return {layer: kind["said"] for kind in _document()["kind"] for layer in kind["layers"]}


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(resources.files("importers").joinpath("untaken.toml").read_text(encoding="utf-8"))
