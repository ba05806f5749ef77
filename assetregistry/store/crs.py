"""Coordinate systems: what the source's means for the checks, and where the registry's own holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pyproj import CRS, Transformer
from sqlalchemy import Connection, text

from assetregistry.errors import RegistryError

ARC_TOLERANCE_M = 0.01
METRES_PER_DEGREE = 111_320.0
MARGIN = 0.1  # of the width and height by which the area of use is widened before a row is called out of place


@dataclass(frozen=True)
class Place:
    """Where a delivery's geometry comes from and where it must land; `bounds` in the registry's CRS."""

    source_srid: int
    srid: int
    tolerance: float
    bounds: tuple[float, float, float, float]

    @classmethod
    def of(cls, connection: Connection, source_srid: int) -> Place:
        """Raises RegistryError when PostGIS does not know the source's CRS."""
        srid: int = connection.execute(text("SELECT srid FROM registry_state")).scalar_one()
        known = connection.execute(text("SELECT FROM spatial_ref_sys WHERE srid = :srid"), {"srid": source_srid})
        if known.one_or_none() is None:
            raise RegistryError(
                f"PostGIS does not know EPSG:{source_srid}: convert the source, or say --crs EPSG:n",
                code="unknown-crs",
                crs=f"EPSG:{source_srid}",
            )
        return cls(source_srid, srid, _tolerance(source_srid), area_of_use(srid))

    def parameters(self) -> dict[str, float | int]:
        """As the statements name them."""
        west, south, east, north = self.bounds
        return {
            "source_srid": self.source_srid,
            "srid": self.srid,
            "tolerance": self.tolerance,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
        }


@cache
def area_of_use(srid: int) -> tuple[float, float, float, float]:
    """(west, south, east, north) where the CRS holds, in its own units, widened by a tenth."""
    crs = CRS.from_epsg(srid)
    if crs.area_of_use is None:
        return (-1e12, -1e12, 1e12, 1e12)
    to_crs = Transformer.from_crs(4326, crs, always_xy=True)
    west, south, east, north = to_crs.transform_bounds(*crs.area_of_use.bounds)
    dx, dy = (east - west) * MARGIN, (north - south) * MARGIN
    return (west - dx, south - dy, east + dx, north + dy)


def _tolerance(srid: int) -> float:
    """One centimetre in the units of the CRS."""
    crs = CRS.from_epsg(srid)
    if crs.is_geographic:
        return ARC_TOLERANCE_M / METRES_PER_DEGREE
    return float(ARC_TOLERANCE_M / crs.axis_info[0].unit_conversion_factor)
