"""Vector tiles as a map reads them: decoded by a library that knows nothing of how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from math import asinh, floor, pi, radians, tan
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import shape

EXTENT = 4096
HALF_WORLD_M = pi * 6378137.0


@dataclass(frozen=True)
class Feature:
    """One feature of a tile; geometry in tile units, y downwards."""

    id: int
    properties: dict[str, Any]
    geometry: shapely.Geometry


def decode(tile: bytes) -> dict[str, list[Feature]]:
    """The features of each layer, in their order."""
    layers = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True}) if tile else {}
    return {
        name: [Feature(each["id"], each["properties"], shape(each["geometry"])) for each in layer["features"]]
        for name, layer in layers.items()
    }


def tile_at(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    """The tile (z, x, y) that holds a place."""
    x = (lon + 180) / 360 * 2**z
    y = (1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z
    return z, floor(x), floor(y)


def in_tile(geometry: shapely.Geometry, z: int, x: int, y: int, srid: int = 28992) -> shapely.Geometry:
    """A geometry in tile units, vertex by vertex through the exact projection; not rounded, not clipped."""
    to_mercator = Transformer.from_crs(srid, 3857, always_xy=True)
    size_m = 2 * HALF_WORLD_M / 2**z

    def units(points: np.ndarray) -> np.ndarray:
        east, north = to_mercator.transform(points[:, 0], points[:, 1])
        return np.column_stack(
            [((east + HALF_WORLD_M) / size_m - x) * EXTENT, ((HALF_WORLD_M - north) / size_m - y) * EXTENT]
        )

    return shapely.transform(geometry, units)
