"""What the registry knew, and what stood, at another time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import geopandas as gpd

from assetregistry.questions import listed
from assetregistry.registry.exporting import write_places
from assetregistry.registry.knowing import Knowing
from assetregistry.store import areas
from assetregistry.store.lookup import history
from assetregistry.store.lookup.history import Moment


class Remembering(Knowing):
    """Questions of the form "as of"."""

    def assets_as_of(
        self,
        known_at: dt.datetime | None = None,
        valid_at: dt.datetime | None = None,
        *,
        area: str | None = None,
        asset_type: str | None = None,
        owner: str | None = None,
        after: tuple[str, str] | None = None,
        limit: int | None = None,
    ) -> gpd.GeoDataFrame:
        """Assets as the registry held them at `known_at` (now), or as they stood at `valid_at` by that knowledge.

        For columns see `history.as_of`. Raises NotFoundError for an area that is not known and, where nothing is
        found, UnknownError for an owner or type: what once stood may be of a type that is no more.
        """
        moment = Moment(known_at or dt.datetime.now(dt.UTC), valid_at)
        with self.engine.connect() as connection:
            area_id = areas.require_area(connection, area)[0] if area is not None else None
            found = history.as_of(
                connection, moment, area_id=area_id, asset_type=asset_type, owner=owner, after=after, limit=limit
            )
        if found.empty and after is None:
            self.require_known(owners=listed(owner), asset_types=listed(asset_type))
        return found

    def write_assets_as_of(
        self,
        path: Path,
        known_at: dt.datetime | None = None,
        valid_at: dt.datetime | None = None,
        *,
        area: str | None = None,
    ) -> int:
        """Write `assets_as_of` as .gpkg or .geojson; returns how many. Raises RegistryError, NotFoundError."""
        rows = self.assets_as_of(known_at, valid_at, area=area)
        write_places(rows, path)
        return len(rows)

    def asset_states(self, asset_id: int) -> list[dict[str, Any]]:
        """Every state of an asset that is or was, the newest first; raises NotFoundError."""
        with self.engine.connect() as connection:
            return history.states(connection, asset_id)
