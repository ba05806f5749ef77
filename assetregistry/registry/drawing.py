"""Step 11 of the walk, as files: maps, charts and tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from assetregistry.errors import RegistryError
from assetregistry.registry import exporting, pictures
from assetregistry.registry.forecasting import SupplyQuestion
from assetregistry.registry.looking import Looking
from assetregistry.registry.supplying import Supplying


class Drawing(Looking, Supplying):
    """Giving out: maps, charts and tables as files."""

    def supply_map(
        self,
        from_year: int,
        to_year: int,
        *,
        kind: str,
        year: int | None = None,
        language: str = "nl",
        offline: bool = False,
    ) -> Any:
        """A folium map of the areas of a kind, coloured by supply, with a control for the year.

        `language`: nl or en. `offline`: everything stands in the file, without a basemap.
        Raises RegistryError for another language or years without sense.
        """
        return pictures.draw_supply_map(
            self.areas(kind),
            self.supply(SupplyQuestion(from_year, to_year, ("year", "material"), each_kind=kind)),
            self.supply(SupplyQuestion(from_year, to_year, (), each_kind=kind)),
            self.catalogue,
            year=year,
            look=pictures.Look(language, self.settings.shown_basemap_url, offline),
        )

    def asset_map(self, area: str | None = None, *, language: str = "nl", offline: bool = False) -> Any:
        """A folium map of assets by type, light at 100,000 of them; of one area (a code) within its outline.

        `language` and `offline` as for `supply_map`. Raises NotFoundError when there is no such area.
        """
        return pictures.draw_asset_map(
            self.asset_points(area),
            None if area is None else self.areas(code=area),
            self.catalogue,
            as_of=self.as_of,
            look=pictures.Look(language, self.settings.shown_basemap_url, offline),
        )

    def write_supply(self, question: SupplyQuestion, path: Path, *, language: str = "nl") -> None:
        """Write a supply answer as a table, a map layer, a chart or a map, by the file's suffix.

        `language` (nl or en) is that of charts and maps; a chart stacks what `question.stacks` says. Raises
        RegistryError for a suffix that is none of these, or where the question does not fit the form.
        """
        if path.suffix in exporting.TABLES:
            exporting.write_table(self.supply(question).rows, path)
        elif path.suffix in exporting.LAYERS:
            places = self._places(question)
            if places is None:
                raise RegistryError(f"{path}: a map layer needs areas: ask for --each KIND, --area or --polygon")
            rows = self.supply(question).rows
            rows = rows if question.each_kind else rows.assign(area=places["code"].iloc[0])
            exporting.write_layer(rows, places, path)
        elif path.suffix in (".png", ".svg"):
            parts = self.supply(replace(question, by=("year", question.stacks), each_kind=None))
            totals = self.supply(replace(question, by=("year",), each_kind=None))
            pictures.draw_chart(parts, totals, self.catalogue, path, pictures.Look(language).language)
        elif path.suffix == ".html":
            kind = question.each_kind or "neighbourhood"
            self.supply_map(question.from_year, question.to_year, kind=kind, language=language).save(path)
        else:
            raise RegistryError(f"{path}: write .csv, .xlsx, .parquet, .geojson, .gpkg, .png, .svg or .html")

    def _places(self, question: SupplyQuestion) -> gpd.GeoDataFrame | None:
        """Columns code, name and geometry of what is asked about; None for the whole registry."""
        if question.polygon is not None:
            drawn, crs = [question.polygon.geometry], question.polygon.crs
            return gpd.GeoDataFrame({"code": ["polygon"], "name": ["polygon"]}, geometry=drawn, crs=crs)
        if question.each_kind is not None:
            return self.areas(question.each_kind)
        return None if question.area is None else self.areas(code=question.area)
