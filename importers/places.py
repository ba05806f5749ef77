"""Which CRS coordinates look like, and how they are written wrong. Only ever a suggestion that people confirm."""

from __future__ import annotations

from typing import NamedTuple

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
    ("EPSG:25831", (460_000.0, 5_200_000.0, 850_000.0, 6_300_000.0)),
    ("EPSG:25832", (150_000.0, 5_200_000.0, 460_000.0, 6_300_000.0)),  # of it the Netherlands have the west alone
    ("EPSG:3035", (2_400_000.0, 1_300_000.0, 7_400_000.0, 5_500_000.0)),
)
MOST = 0.95  # of the geometries: what few of them say is no sign of how the file is written


class Misread(NamedTuple):
    """A CRS that coordinates would be in, were they written otherwise, and what is wrong with them."""

    srid: int
    said: str


RD = SYSTEMS[0][1]
NETHERLANDS: Bounds = (3.2, 50.7, 7.3, 53.6)  # in degrees
OTHER_UNITS = (
    (1_000.0, "in millimetres: divide them by 1,000"),
    (0.001, "in kilometres, or their full stops were read as decimal points: give metres"),
)
CUT_OFF: Bounds = (0.0, 0.0, 100_000.0, 100_000.0)  # what five digits can say


def bounds_of(shapes: pa.Array) -> Bounds | None:
    """The extent of most of the geometries in WKB, of those that are finite; None if there are none.

    A point at 0, 0 is how systems write that they have no coordinates: it counts only where all are.
    """
    each = shapely.bounds(np.array([_read(wkb) for wkb in shapes.to_pylist()], dtype=object)).reshape(-1, 4)
    each = each[np.isfinite(each).all(axis=1)]
    placed = each.any(axis=1)
    each = each[placed] if placed.any() else each
    if not len(each):
        return None
    low = np.quantile(each[:, :2], 1 - MOST, axis=0, method="lower")
    high = np.quantile(each[:, 2:], MOST, axis=0, method="higher")
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


def misread(bounds: Bounds) -> Misread | None:
    """How coordinates in the Netherlands came to be an extent where they are not; None where that cannot be told."""
    west, south, east, north = bounds
    swapped = (south, west, north, east)
    if _within(bounds, RD) or _within(bounds, NETHERLANDS):
        return None
    if _within(swapped, RD):
        return Misread(28992, "with x and y swapped: x is the east, of 0 to 300,000, and y the north")
    if _within(swapped, NETHERLANDS):
        return Misread(4326, "with the latitude first: x is the longitude")
    for factor, said in OTHER_UNITS:
        if _within((west / factor, south / factor, east / factor, north / factor), RD):
            return Misread(28992, said)
    if _within(bounds, CUT_OFF) and not fit_degrees(bounds):
        return Misread(28992, "without their first digits: give whole coordinates")
    return None


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
