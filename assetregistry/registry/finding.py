"""Finding: a search by name or id, and lists of assets that can be sorted and taken along as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from assetregistry.errors import RegistryError
from assetregistry.finding import Hit, fold, ranked
from assetregistry.questions import AssetFilter
from assetregistry.registry import exporting
from assetregistry.registry.looking import Looking, within
from assetregistry.store import organisations
from assetregistry.store.lookup import finding, listing
from assetregistry.store.lookup.listing import Place, Sort

MOST_ROWS = 200_000  # of a file that the server makes; at the command line there is no such end
COUNTED = 10  # times as many as a file may hold: enough to say how many there are too many
PAGE = 10_000
STORED_COLUMNS = (
    "id", "namespace", "source_id", "asset_type", "name", "owner", "source_material", "built_from", "built_to",
    "built_basis", "condition", "condition_on", "end_year", "end_from", "end_to", "kg", "area_m2", "length_m",
)  # fmt: skip
LIST_COLUMNS = (
    "id", "namespace", "source_id", "asset_type", "asset_type_name", "name", "owner", "owner_name", "source_material",
    "built_from", "built_to", "built_basis", "condition", "condition_on", "end_year", "end_from", "end_to", "mass_kg",
    "area_m2", "length_m", "lon", "lat",
)  # fmt: skip
WHOLE_NUMBERS = ("built_from", "built_to", "condition", "end_year", "end_from", "end_to")


class Finding(Looking):
    """Finding things, and taking lists of them along."""

    def search(self, query: str, *, limit: int = 10) -> list[Hit]:
        """Areas, names and assets that fit a query, the best first; see `assetregistry.finding`."""
        if not fold(query):
            return []
        finding.refresh(self.engine)
        with self.engine.connect() as connection:
            return ranked(query, finding.candidates(connection, query), limit)

    def sorted_assets(
        self,
        where: AssetFilter,
        sort: Sort,
        *,
        area: str | None = None,
        after: Place | None = None,
        limit: int = 100,
        language: str = "nl",
    ) -> tuple[list[dict[str, Any]], Place | None]:
        """A page of assets, sorted; and where the next one begins. See `store.lookup.listing.sorted_page`.

        Types stand in the order of their names in `language` (nl or en), owners in that of theirs.
        Raises RegistryError, UnknownError, NotFoundError.
        """
        self.require_known_in(where)
        self.refresh()
        if sort.key == "name":
            finding.refresh(self.engine)
        with self.engine.connect() as connection:
            names: dict[str, str] = {}
            if sort.key == "assetType":
                names = self._type_names(language)
            elif sort.key == "owner":
                names = _owner_names(organisations.list_organisations(connection))
            order = sorted(names, key=lambda code: (fold(names[code]), code))
            found = within(connection, where, area)
            return listing.sorted_page(
                connection, found, sort, order, srid=self.settings.srid, after=after, limit=limit
            )

    def write_assets(
        self, path: Path, where: AssetFilter, *, area: str | None = None, language: str = "nl", most: int | None = None
    ) -> int:
        """Write all assets that fit as .csv, .xlsx, .geojson or .gpkg, by id; returns how many.

        Columns are LIST_COLUMNS (docs/lists.md); a map layer has the whole shape in WGS 84 beside them. Raises
        RegistryError for another suffix or for more than `most` rows, UnknownError, NotFoundError.
        """
        if path.suffix not in exporting.LISTS:
            raise RegistryError(f"{path}: a list is written as {', '.join(exporting.LISTS)}")
        parts = self._parts(where, area, language, most)
        if path.suffix not in exporting.LAYERS:
            return exporting.write_parts((part.drop(columns="geometry") for part in parts), path, sheet="assets")
        rows = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))
        exporting.write_places(rows, path)
        return len(rows)

    def _parts(
        self, where: AssetFilter, area: str | None, language: str, most: int | None
    ) -> Iterator[gpd.GeoDataFrame]:
        """Rows by id, in parts, at least one."""
        self.require_known_in(where)
        self.refresh()
        with self.engine.connect() as connection:
            where = within(connection, where, area)
            if most is not None:
                _refuse_many(listing.count(connection, where, srid=self.settings.srid, most=COUNTED * most), most)
            owners = _owner_names(organisations.list_organisations(connection))
        after: int | None = 0
        while after is not None:
            found = self.find_assets(where, cursor=after, limit=PAGE)
            if found or after == 0:
                yield self._as_rows(found, owners, language)
            after = found[-1]["id"] if len(found) == PAGE else None

    def _as_rows(self, found: list[dict[str, Any]], owners: dict[str, str], language: str) -> gpd.GeoDataFrame:
        rows = pd.DataFrame(found, columns=[*STORED_COLUMNS, "geometry"]).rename(columns={"kg": "mass_kg"})
        # Degrees of seven decimals can make a sliver cross itself.
        shapes = shapely.make_valid(shapely.from_geojson(rows.pop("geometry").to_numpy(dtype=object)))
        points = shapely.point_on_surface(shapes)
        rows = rows.astype(dict.fromkeys(WHOLE_NUMBERS, "Int64")).assign(
            asset_type_name=rows["asset_type"].map(self._type_names(language)),
            owner_name=rows["owner"].map(owners),
            lon=shapely.get_x(points),
            lat=shapely.get_y(points),
        )
        return gpd.GeoDataFrame(rows[list(LIST_COLUMNS)], geometry=shapes, crs=4326)

    def _type_names(self, language: str) -> dict[str, str]:
        types = self.catalogue.asset_types.values()
        return {each.code: each.name_nl if language == "nl" else each.name_en for each in types}


def _owner_names(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows}


def _refuse_many(count: int, most: int) -> None:
    if count > most:
        told = f"{count:,}" if count < COUNTED * most else f"more than {COUNTED * most:,}"
        raise RegistryError(
            f"{told} assets fit, and a file holds {most:,}: ask for less (a smaller bbox, an area, a type), "
            "or write it with `assetregistry assets export`",
            code="too-many-rows",
            most=most,
        )
