"""Layers that are known and not taken in: what they are, so that nobody writes a profile for water."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

ENDINGS = ("_vlak", "_lijn", "_punt")  # of a class that is split by geometry
NO_PROFILE = "no profile fits"


def why_untaken(layer: str) -> str:
    """What is said of a layer that no profile fits, after its name."""
    name = layer.lower().removeprefix("bgt_").removeprefix("bgt:")
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return _known().get(name, NO_PROFILE)


def told_once(reasons: Iterable[tuple[str, str]]) -> str:
    """(name, reason) pairs as one sentence: each reason once, with the first name that it holds for."""
    names: dict[str, list[str]] = {}
    for name, reason in reasons:
        names.setdefault(reason, []).append(name)
    more = {reason: f" (and {len(each) - 1} more)" if len(each) > 1 else "" for reason, each in names.items()}
    return "; ".join(f"{each[0]}{more[reason]} {reason}" for reason, each in names.items())


@cache
def _known() -> dict[str, str]:
    document = tomllib.loads(resources.files("importers").joinpath("untaken.toml").read_text(encoding="utf-8"))
    return {layer: kind["said"] for kind in document["kind"] for layer in kind["layers"]}
