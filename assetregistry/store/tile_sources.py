"""What tile sources there are: `tiles.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict


class Generalisation(BaseModel):
    """How shapes are shown up to `maxzoom`: outlines to `tolerance_m`; at the first zoom of all surfaces smaller than
    `smallest_m2` as points.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    maxzoom: int = -1
    smallest_m2: float = 0.0
    tolerance_m: float = 0.0


class TileSource(BaseModel):
    """One source of `tiles.toml`: `layers` with the zoom each begins at, `keys` with their meaning.

    `codes`: what the numbers of a key mean, where that is the same in every registry. `generalised`: how shapes
    are shown from afar.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    minzoom: int
    maxzoom: int
    layers: dict[str, LayerZooms]
    keys: dict[str, str]
    levels: dict[int, int] = {}
    codes: dict[str, dict[str, str]] = {}
    generalised: Generalisation = Generalisation()

    def holds(self, z: int, x: int, y: int) -> bool:
        """Whether the source has this tile, be it empty."""
        return self.minzoom <= z <= self.maxzoom and 0 <= x < 2**z and 0 <= y < 2**z

    def level(self, z: int) -> int:
        """The grid level that is shown at a zoom."""
        return self.levels[max(zoom for zoom in self.levels if zoom <= z)]


class LayerZooms(BaseModel):
    """From which zoom on a layer is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    minzoom: int


@cache
def sources() -> dict[str, TileSource]:
    """The tile sources by name: assets, areas, cells, offers."""
    document = tomllib.loads(resources.files(__package__).joinpath("tiles.toml").read_text(encoding="utf-8"))
    return {name: TileSource.model_validate(table) for name, table in document.items()}
