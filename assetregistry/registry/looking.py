"""Looking up what the registry holds."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection

from assetregistry import __version__
from assetregistry.questions import AssetFilter
from assetregistry.registry.cards import asset_card
from assetregistry.registry.forecasting import decimal_year
from assetregistry.registry.placing import Placing
from assetregistry.squares import Square, size_of
from assetregistry.store import areas, organisations
from assetregistry.store.derived import cohorts
from assetregistry.store.lookup import assets, listing, squares
from importers.areas import KINDS

HORIZON_YEARS = 50


class Looking(Placing):
    """Looking up: organisations, areas, assets."""

    _extent: tuple[int, dict[str, Any]] | None = None  # and the version of the data that it is of

    def organisations(self) -> list[dict[str, Any]]:
        """`{code, name, number}` of all."""
        with self.engine.connect() as connection:
            return organisations.list_organisations(connection)

    def areas(self, kind: str | None = None, code: str | None = None) -> gpd.GeoDataFrame:
        """Areas with their stock, or squares; see `store.areas.list_areas`.

        Raises NotFoundError for a code that no area has, or a kind that none is and none could be.
        """
        self.refresh()
        place = None if code is None else self._named(code)
        size = place.size_m if isinstance(place, Square) else size_of(kind)
        if size is not None:
            square = place if isinstance(place, Square) else None
            return self._with_cells(
                lambda connection: squares.list_squares(connection, size, self.settings.srid, square)
            )
        with self.engine.connect() as connection:
            if kind not in (None, *KINDS):
                areas.require_kind(connection, str(kind))
            return areas.list_areas(connection, kind=kind, code=code)

    def asset(self, asset_id: int) -> dict[str, Any]:
        """The card of one asset; raises NotFoundError."""
        self.refresh()
        with self.engine.connect() as connection:
            rows = assets.get_asset(connection, asset_id)
        return asset_card(rows, self.catalogue, self.clocks, decimal_year(self.as_of))

    def find_assets(
        self, where: AssetFilter, *, area: str | None = None, cursor: int = 0, limit: int = 100
    ) -> list[dict[str, Any]]:
        """Assets by filter, a page at a time by id; see `listing.page`. Raises UnknownError, NotFoundError."""
        self.require_known_in(where)
        self.refresh()
        with self.engine.connect() as connection:
            where = within(connection, where, area)
            return listing.page(connection, where, srid=self.settings.srid, cursor=cursor, limit=limit)

    def asset_points(self, area: str | None = None) -> pd.DataFrame:
        """One point per asset; see `store.lookup.assets.overview`."""
        self.refresh()
        with self.engine.connect() as connection:
            area_id = areas.require_area(connection, area)[0] if area is not None else None
            return assets.overview(connection, area_id)

    def summary(self) -> dict[str, Any]:
        """What the registry holds, in the words of `GET /v1/meta`."""
        version = self.refresh()
        with self.engine.connect() as connection:
            found = self._extent_now(connection)
            stock_kg = cohorts.stock_kg(connection)
        kind_ha: dict[str, float] = found["kind_ha"] or {}
        return {
            "version": __version__,
            "dataVersion": version,
            "asOf": self.as_of.isoformat(),
            "srid": self.settings.srid,
            "bounds": found["bounds"],
            "assets": found["assets"],
            "stockKg": stock_kg,
            "kinds": sorted(kind_ha),
            "kindHa": kind_ha,
            "firstYear": self.as_of.year,
            "lastYear": self.as_of.year + HORIZON_YEARS - 1,
        }

    def extents(self) -> dict[str, list[float] | None]:
        """Where all `assets` and all `areas` lie: west, south, east, north (WGS 84); None: there are none."""
        with self.engine.connect() as connection:
            found = self._extent_now(connection)
        return {"assets": found["bounds"], "areas": found["area_bounds"]}

    def _extent_now(self, connection: Connection) -> dict[str, Any]:
        """See `store.lookup.assets.extent`: read anew only when more has changed than what statements say."""
        version = cohorts.whole_version(connection)  # first: what is read after it is of this version, or newer
        if self._extent is None or self._extent[0] != version:
            self._extent = (version, assets.extent(connection, self.settings.srid))
        return self._extent[1]


def within(connection: Connection, where: AssetFilter, area: str | None) -> AssetFilter:
    """The filter, within the area of a code where one is given; raises NotFoundError."""
    return where if area is None else where.within(areas.require_area(connection, area)[0])
