"""Any piece of ground: the cells that answer for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from assetregistry.errors import RegistryError
from assetregistry.registry.base import Base
from assetregistry.store import cells
from assetregistry.store.crs import area_of_use
from importers.polygon import GivenPolygon, polygon_from_file, polygon_from_geojson

PATIENCE = 5  # times that an answer is tried anew because data came in meanwhile


class Tiling(Base):
    """Cells and polygons."""

    def polygon(self, document: Any, crs: str | None = None) -> GivenPolygon:
        """A polygon of GeoJSON in the registry's CRS; see `importers.polygon`. Raises SourceError."""
        return self._placed(polygon_from_geojson(document, crs))

    def polygon_of_file(self, source: Path, layer: str | None = None) -> GivenPolygon:
        """The polygon of a GIS file in the registry's CRS. Raises SourceError."""
        return self._placed(polygon_from_file(source, layer=layer))

    def _placed(self, given: GivenPolygon) -> GivenPolygon:
        return given.placed(self.settings.srid, area_of_use(self.settings.srid))

    def polygon_cohorts(self, polygon: GivenPolygon) -> pd.DataFrame:
        """The cohorts of a polygon; the columns of `store.cohorts.read_cohorts`."""
        for _ in range(PATIENCE):
            cells.refresh(self.engine)
            with self.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                if cells.is_fresh(connection):
                    return cells.polygon_cohorts(connection, polygon.geometry, self.settings.srid)
        raise RegistryError("the registry is changing faster than it can be counted: ask again in a minute")
