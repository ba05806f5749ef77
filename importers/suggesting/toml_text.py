"""Parts of a profile as text."""

from __future__ import annotations

import json

UNKNOWN = [
    "", "onbekend", "unknown", "waardeonbekend", "niet-bgt", "nvt", "n.v.t.", "niet van toepassing", "?", "-",
]  # fmt: skip


def in_toml(value: str | list[str] | list[int] | None) -> str:
    """Strings, and lists of strings or numbers, are written in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)


def slug(layer: str) -> str:
    """The name of a profile for a layer."""
    return "-".join("".join(c if c.isalnum() else " " for c in layer.lower()).split()) or "layer"
