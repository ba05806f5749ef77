"""Things that no register holds, inferred from those that it does: a file to look at, and to import if believed."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from assetregistry.errors import RegistryError
from assetregistry.registry.base import Base
from assetregistry.registry.exporting import write_geopackage
from assetregistry.store import areas
from assetregistry.store.lookup import assets

KERB_LAYER = "inferred_kerbs"  # what the profile `inferred-kerbs` knows it by


class Deriving(Base):
    """Inferring kerbs."""

    def inferred_kerbs(self, area: str | None = None) -> gpd.GeoDataFrame:
        """Kerbs where carriageways meet footways: source_id, owner, built_from, built_to, length_m, geometry (lines).

        Of the area's road parts, or of all. Raises NotFoundError.
        """
        with self.engine.connect() as connection:
            area_id = areas.require_area(connection, area)[0] if area is not None else None
            return assets.kerbs(connection, area_id, self.settings.srid)

    def write_kerbs(self, path: Path, area: str | None = None) -> int:
        """Write `inferred_kerbs` as a GeoPackage that `import` knows; returns how many. Raises RegistryError."""
        if path.suffix != ".gpkg":
            raise RegistryError(f"{path}: kerbs are written as .gpkg")
        rows = self.inferred_kerbs(area)
        if rows.empty:
            raise RegistryError("no road parts of known function meet: import BGT wegdeel of the area first")
        write_geopackage(rows, path, KERB_LAYER)
        return len(rows)
