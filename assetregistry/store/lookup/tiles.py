"""Vector tiles, as `tiles.toml` says. Assets come straight from the registry's CRS by one affine map per tile; areas
and cells, few per tile and shown from far away where no map is affine, by PostGIS's own transformation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi
from typing import Any

import numpy as np
from pyproj import Transformer
from sqlalchemy import Connection, TextClause

from assetregistry.store.derived import cells
from assetregistry.store.engine import composed, run_binary, statement
from assetregistry.store.tile_sources import TileSource, sources

EXTENT = 4096
BUFFER = 64
HALF_WORLD_M = pi * 6378137.0
GRID = 9  # points per side on which the affine map is fitted


@dataclass(frozen=True)
class Frame:
    """How a tile lies in the registry's CRS.

    `affine` (a, b, d, e, xoff, yoff) takes registry metres to tile units, y upwards. `bounds` (west, south, east, north
    in registry metres) hold the tile with its buffer; `pixel_m` is the width of a screen pixel (a 256th of the tile)
    on the ground.
    """

    affine: tuple[float, float, float, float, float, float]
    bounds: tuple[float, float, float, float]
    pixel_m: float


def render(connection: Connection, name: str, srid: int, z: int, x: int, y: int) -> bytes:
    """One tile of a source as MVT (not compressed); empty where there is nothing.

    Derived tables must be fresh: `cohorts.refresh` for assets, `cells.refresh` for cells. Assets from afar are read
    as they were made beforehand (`store.derived.generalising`), unless these have become stale.
    """
    source = sources()[name]
    frame = tile_frame(srid, z, x, y)
    west, south, east, north = frame.bounds
    place: dict[str, Any] = {"west": west, "south": south, "east": east, "north": north, "srid": srid}
    if name == "assets":
        ready = z <= source.generalised.maxzoom and cells.is_fresh(connection)
        assets = composed("tiles/assets", assets="tiles/generalised" if ready else "tiles/shown", which="tiles/around")
        return _one(connection, assets, **place, **_affine(frame), **_details(source, frame, z))
    place |= {"z": z, "x": x, "y": y}
    if name == "cells":
        level = source.level(z)
        place |= {"level": level, "size_m": cells.size_m(level)}
    else:
        place |= {"tolerance_m": frame.pixel_m / 2}
    shown = [layer for layer, zooms in source.layers.items() if zooms.minzoom <= z]
    return b"".join(_one(connection, statement(f"tiles/{name}"), layer=layer, **place) for layer in shown)


def _one(connection: Connection, asked: TextClause, **parameters: Any) -> bytes:
    ((tile,),) = run_binary(connection, asked, **parameters)
    return bytes(tile)


def _affine(frame: Frame) -> dict[str, float]:
    return dict(zip(("a", "b", "d", "e", "xoff", "yoff"), frame.affine, strict=True))


def _details(source: TileSource, frame: Frame, z: int) -> dict[str, float]:
    """Outlines are simplified to a quarter of a pixel, but not when near; from afar as `tiles.toml` says."""
    generalised = source.generalised
    near_m = frame.pixel_m / 4 if z < source.maxzoom else 0.0
    return {
        "as_points": z == source.minzoom,
        "smallest_m2": generalised.smallest_m2,
        "tolerance_m": generalised.tolerance_m if z <= generalised.maxzoom else near_m,
    }


@lru_cache(maxsize=4096)
def tile_frame(srid: int, z: int, x: int, y: int) -> Frame:
    """The affine map of a tile, fitted on a grid; within a tile a CRS is affine to a fraction of a tile unit."""
    units = np.linspace(-BUFFER, EXTENT + BUFFER, GRID)
    u, v = (axis.ravel() for axis in np.meshgrid(units, units))
    size_m = 2 * HALF_WORLD_M / 2**z
    mercator_x = -HALF_WORLD_M + (x + u / EXTENT) * size_m
    mercator_y = HALF_WORLD_M - (y + 1 - v / EXTENT) * size_m
    east, north = _from_mercator(srid).transform(mercator_x, mercator_y)
    centre_e, centre_n = float(np.mean(east)), float(np.mean(north))
    design = np.column_stack([east - centre_e, north - centre_n, np.ones_like(east)])
    (a, b, c), (d, e, f) = np.linalg.lstsq(design, np.column_stack([u, v]), rcond=None)[0].T
    return Frame(
        affine=(
            float(a),
            float(b),
            float(d),
            float(e),
            float(c - a * centre_e - b * centre_n),
            float(f - d * centre_e - e * centre_n),
        ),
        bounds=(float(east.min()), float(north.min()), float(east.max()), float(north.max())),
        pixel_m=float(np.hypot(a, d) ** -1 * EXTENT / 256),
    )


@lru_cache(maxsize=8)
def _from_mercator(srid: int) -> Transformer:
    return Transformer.from_crs(3857, srid, always_xy=True)
