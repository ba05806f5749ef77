"""The explorer asks of a tile only what the tiles hold: both follow `store/tiles.toml`."""

from __future__ import annotations

import re
from pathlib import Path

from assetregistry.store.lookup.tiles import sources

SOURCE = Path(__file__).parents[3] / "maps" / "web" / "src"
LAYERS = SOURCE / "map" / "layers" / "assets.ts"
CONDITION = SOURCE / "state" / "condition.ts"


def test_the_style_uses_keys_and_layers_of_the_asset_tiles() -> None:
    style = LAYERS.read_text(encoding="utf-8")
    held = sources()["assets"]
    asked = set(re.findall(r'\["(?:get|has)", "(\w+)"\]', style + CONDITION.read_text(encoding="utf-8")))
    assert asked
    assert asked <= set(held.keys)
    (properties,) = re.findall(r"property: ((?:\"\w\"(?: \| )?)+);", (SOURCE / "state" / "legend.ts").read_text())
    assert set(re.findall(r'"(\w)"', properties)) <= set(held.keys)
    layers = set(re.findall(r'\.\.\.tiles\("(\w+)"\)', style))
    assert layers == set(held.layers)
