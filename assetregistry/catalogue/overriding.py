"""Entries as the TOML of a catalogue folder: what a proposal writes for a person to read, change and keep."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from assetregistry.catalogue.models import AssetType, Confidence

KEPT = ("number", "name_nl", "name_en", "group", "geometry", "colour")
DEFAULTS = ("default_width_mm", "default_height_mm", "default_shape")


def mix_entry(entry: AssetType, mix: Mapping[str, float], source: str, confidence: Confidence) -> str:
    """The type with another mix, as a table of an asset_types file; weights add to 1."""
    keys = {key: getattr(entry, key) for key in (*KEPT, *DEFAULTS) if getattr(entry, key) is not None}
    lines = [f"[{entry.code}]", *(f"{key} = {_toml(value)}" for key, value in keys.items())]
    if entry.standards:
        lines.append(
            "standards = { " + ", ".join(f"{key} = {_toml(text)}" for key, text in entry.standards.items()) + " }"
        )
    parts = (f"  {{ type = {_toml(code)}, weight = {weight!r} }}," for code, weight in whole(mix).items())
    return "\n".join([*lines, "mix = [", *parts, "]", f"source = {_toml(source)}", f"confidence = {_toml(confidence)}"])


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
