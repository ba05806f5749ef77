"""The profiles suggested for several layers of a source as one file, each for the layer of its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers import profiles
from importers.errors import SourceError
from importers.suggesting.toml_text import in_toml

TABLE = re.compile(r"^(# )?\[([a-z_.]+)\]", re.MULTILINE)  # also one that is put aside
TITLE = re.compile(r"^title = .*$", re.MULTILINE)
OPEN = "# The profile of {layer} is put aside: fill in what is open, and take away the # of each of its lines.\n"


def together(suggested: Sequence[tuple[str, str]]) -> str:
    """suggested: a layer, and the TOML of the profile for it. Of one layer its own."""
    if len(suggested) == 1:
        return suggested[0][1]
    return "\n".join(_part(layer, text) for layer, text in suggested)


def _part(layer: str, text: str) -> str:
    named = TITLE.sub(lambda title: f"{title[0]}\nlayers = {in_toml([layer.lower()])}", text, count=1)
    part = "[[profile]]\n" + TABLE.sub(r"\1[profile.\2]", named)
    try:
        profiles.parse(part, layer)
    except SourceError:
        return OPEN.format(layer=layer) + "".join(f"# {line}".rstrip() + "\n" for line in part.splitlines())
    return part
