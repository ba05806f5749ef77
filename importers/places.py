"""Which CRS coordinates look like. Only ever a suggestion that people confirm."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

Bounds = tuple[float, float, float, float]  # west, south, east, north

DEGREES: Bounds = (-180.0, -90.0, 180.0, 90.0)
# Most specific first: the area of use of each, in its own units.
SYSTEMS: tuple[tuple[str, Bounds], ...] = (
    ("EPSG:28992", (-7_000.0, 289_000.0, 300_000.0, 630_000.0)),
    ("EPSG:4326", (-180.0, -90.0, 180.0, 90.0)),
    ("EPSG:3857", (250_000.0, 6_400_000.0, 900_000.0, 7_300_000.0)),  # the Netherlands and Belgium
    ("EPSG:31370", (14_000.0, 20_000.0, 300_000.0, 290_000.0)),
    ("EPSG:25831", (150_000.0, 5_200_000.0, 850_000.0, 6_300_000.0)),
    ("EPSG:3035", (2_400_000.0, 1_300_000.0, 7_400_000.0, 5_500_000.0)),
)


def bounds_of(shapes: pa.Array) -> Bounds | None:
    """The extent of geometries in WKB, of those that are finite; None if there are none.

    A point at 0, 0 is how systems write that they have no coordinates: it counts only where all are.
    """
    each = shapely.bounds(np.array([_read(wkb) for wkb in shapes.to_pylist()], dtype=object)).reshape(-1, 4)
    each = each[np.isfinite(each).all(axis=1)]
    placed = each.any(axis=1)
    each = each[placed] if placed.any() else each
    if not len(each):
        return None
    low, high = each[:, :2].min(axis=0), each[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _read(wkb: bytes | None) -> shapely.Geometry | None:
    """A geometry; None for what is none, and for curves, which GEOS does not read."""
    try:
        return None if wkb is None else shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:
        return None


def looks_like(bounds: Bounds) -> str | None:
    """The CRS whose area holds the extent; None where none does."""
    return next((name for name, area in SYSTEMS if _within(bounds, area)), None)


def fit_degrees(bounds: Bounds) -> bool:
    """Whether these can be degrees, with some room for those that wrap around."""
    west, south, east, north = bounds
    return west >= 2 * DEGREES[0] and east <= 2 * DEGREES[2] and south >= DEGREES[1] - 1 and north <= DEGREES[3] + 1


def in_degrees(crs: str | None) -> bool:
    """Whether a CRS counts in degrees."""
    try:
        return crs is not None and CRS.from_user_input(crs).is_geographic
    except CRSError:
        return False


def _within(bounds: Bounds, area: Bounds) -> bool:
    west, south, east, north = bounds
    return west >= area[0] and south >= area[1] and east <= area[2] and north <= area[3]
