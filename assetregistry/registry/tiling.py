"""Pieces of ground: tiles of a map, and any polygon by way of its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy import Connection

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry.base import Base
from assetregistry.store import offers
from assetregistry.store.crs import area_of_use
from assetregistry.store.derived import cells, cohorts, drawn
from assetregistry.store.engine import reading
from assetregistry.store.intake.importing import is_importing
from assetregistry.store.lookup import finding, tiles
from assetregistry.store.tile_sources import sources
from importers.polygon import GivenPolygon, polygon_from_file, polygon_from_geojson, polygon_from_wkt

Answer = TypeVar("Answer")
PATIENCE = 5  # times that an answer is tried anew because data came in meanwhile


@dataclass(frozen=True)
class Tile:
    """A vector tile (MVT, not compressed), and the version of what it shows (`tile_version`)."""

    version: str
    data: bytes


class Tiling(Base):
    """Tiles, and polygons that somebody drew."""

    def tile_version(self, source: str) -> str:
        """The version of what a tile source shows now; offers have their own changes besides the data's."""
        version = self.refresh()
        if source != "offers":
            return version
        with self.engine.connect() as connection:
            return f"{version}-{offers.last_seq(connection)}"

    def prepare(self, before: str | None = None) -> str | None:
        """Make ready what the next question needs; returns the data version, or None while an import is running.

        Cells and names, which take longest and keep who saves waiting, are made only of data that have stood since
        `before`.
        """
        if is_importing(self.engine):
            return None
        version = self.refresh()
        if version == before:
            cells.refresh(self.engine, self.as_of)
            finding.refresh(self.engine)
        return version

    def tile(self, source: str, z: int, x: int, y: int) -> Tile:
        """One tile of assets, areas, cells or offers as they are now. Raises NotFoundError."""
        found = sources().get(source)
        if found is None:
            raise NotFoundError(f"there are no tiles of '{source}': {', '.join(sources())} exist")
        if not found.holds(z, x, y):
            raise NotFoundError(
                f"there is no tile {z}/{x}/{y} of {source}: zooms {found.minzoom} to {found.maxzoom} exist"
            )
        srid = self.settings.srid
        if source == "assets":  # many are asked for: one connection does for the version and the tile
            with reading(self.engine) as connection:
                number = cohorts.version_if_fresh(connection, self.as_of)
                version = self.refresh() if number is None else self.version_of(number)
                return Tile(version, tiles.render(connection, source, srid, z, x, y))
        version = self.tile_version(source)
        if source == "cells":
            return Tile(version, self._with_cells(lambda connection: tiles.render(connection, source, srid, z, x, y)))
        with reading(self.engine) as connection:
            return Tile(version, tiles.render(connection, source, srid, z, x, y))

    def polygon(self, document: Any, crs: str | None = None) -> GivenPolygon:
        """A polygon of GeoJSON, or of well-known text, in the registry's CRS. Raises SourceError."""
        read = polygon_from_wkt if isinstance(document, str) else polygon_from_geojson
        return self._placed(read(document, crs))

    def polygon_of_file(self, source: Path, layer: str | None = None) -> GivenPolygon:
        """The polygon of a GIS file in the registry's CRS. Raises SourceError."""
        return self._placed(polygon_from_file(source, layer=layer))

    def _placed(self, given: GivenPolygon) -> GivenPolygon:
        return given.placed(self.settings.srid, area_of_use(self.settings.srid))

    def polygon_cohorts(self, polygon: GivenPolygon) -> pd.DataFrame:
        """The cohorts of a polygon; the columns of `store.derived.cohorts.read_cohorts`."""
        return self._with_cells(
            lambda connection: drawn.polygon_cohorts(connection, polygon.geometry, self.settings.srid)
        )

    def _with_cells(self, read: Callable[[Connection], Answer]) -> Answer:
        """Read in a snapshot in which the cells fit the assets."""
        for _ in range(PATIENCE):
            with self.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                if cells.is_fresh(connection):
                    return read(connection)
            cells.refresh(self.engine, self.as_of)
        raise still_changing()


def still_changing() -> RegistryError:
    """Why an answer of one state of the data could not be had."""
    return RegistryError(
        "the registry is changing faster than it can be counted: ask again in a minute", code="registry-changing"
    )
