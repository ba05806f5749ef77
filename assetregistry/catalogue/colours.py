"""Colours on a dark ground."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _dark() -> dict[str, str]:
    text = resources.files("assetregistry").joinpath("dark_colours.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)
    return found


def on_dark(colour: str) -> str:
    """The colour that stands for `colour` on a dark ground (`dark_colours.toml`)."""
    return _dark().get(colour.lower(), colour)
