"""Entries as the TOML of a catalogue folder: what a proposal writes for a person to read, change and keep."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from assetregistry.catalogue.models import Confidence
from assetregistry.catalogue.reading import WINDOW_KEYS
from assetregistry.catalogue.windows import Window


def variant_entry(
    asset_type: str, window: Window, mix: Mapping[str, float], source: str, confidence: Confidence
) -> str:
    """A variant of a type's mix, as a table of a variants file; weights add to 1."""
    bounds = {key: getattr(window, key) for key in WINDOW_KEYS}
    keys = (f"{key} = {_toml(value)}" for key, value in bounds.items() if value is not None)
    parts = (f"  {{ type = {_toml(code)}, weight = {weight!r} }}," for code, weight in whole(mix).items())
    said = (f"source = {_toml(source)}", f"confidence = {_toml(confidence)}")
    return "\n".join([f"[[{asset_type}]]", *keys, "mix = [", *parts, "]", *said])


def whole(mix: Mapping[str, float], digits: int = 6) -> dict[str, float]:
    """The weights rounded, the largest first and taking up what rounding left; those of 0 are left out."""
    rounded = {code: round(float(weight), digits) for code, weight in sorted(mix.items(), key=lambda each: -each[1])}
    first, *others = [code for code, weight in rounded.items() if weight > 0]
    return {first: round(1.0 - sum(rounded[code] for code in others), digits)} | {
        code: rounded[code] for code in others
    }


def document(heading: str, entries: Iterable[str]) -> str:
    """A whole file."""
    return "\n\n".join([f"# {heading}", *entries]) + "\n"


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
