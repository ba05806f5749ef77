"""Step 11 of the walk, as files: maps, charts and tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from assetregistry.errors import RegistryError
from assetregistry.questions import SupplyQuestion
from assetregistry.registry import exporting, pictures
from assetregistry.registry.forecasting import SupplyAnswer
from assetregistry.registry.looking import Looking
from assetregistry.registry.supplying import Supplying

SQUARE_METRES_PER_HA = 10_000


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
        Raises RegistryError for another language or years without sense, NotFoundError for a kind that no area is of.
        """
        look = pictures.Look(language, self.settings.shown_basemap_url, offline)
        return self._supply_map(SupplyQuestion(from_year, to_year, each_kind=kind), look, year)

    def _supply_map(self, question: SupplyQuestion, look: pictures.Look, year: int | None = None) -> Any:
        """Of the areas, the area or the polygon that is asked about, under all that the question says."""
        if question.area is None and question.polygon is None and question.each_kind is None:
            question = replace(question, each_kind="neighbourhood")
        places = self._places(question)
        yearly, whole = (self._by_place(replace(question, by=by), places) for by in (("year", "material"), ()))
        return pictures.draw_supply_map(places, yearly, whole, self.catalogue, year=year, look=look)

    def _by_place(self, question: SupplyQuestion, places: gpd.GeoDataFrame) -> SupplyAnswer:
        """The answer, whose rows name their area also where one alone is asked about."""
        answer = self.supply(question)
        return answer if question.each_kind else replace(answer, rows=answer.rows.assign(area=places["code"].iloc[0]))

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
            exporting.write_layer(self._by_place(question, places).rows, places, path)
        elif path.suffix in (".png", ".svg"):
            parts = self.supply(replace(question, by=("year", question.stacks), each_kind=None))
            totals = self.supply(replace(question, by=("year",), each_kind=None))
            pictures.draw_chart(parts, totals, self.catalogue, path, pictures.Look(language).language)
        elif path.suffix == ".html":
            self._supply_map(question, pictures.Look(language, self.settings.shown_basemap_url)).save(path)
        else:
            raise RegistryError(f"{path}: write .csv, .xlsx, .parquet, .geojson, .gpkg, .png, .svg or .html")

    def _places(self, question: SupplyQuestion) -> gpd.GeoDataFrame:
        """Columns code, name, area_ha and geometry of what is asked about. Raises RegistryError for everything."""
        if question.polygon is not None:
            drawn = question.polygon.geometry
            told = {"code": ["polygon"], "name": ["polygon"], "area_ha": [drawn.area / SQUARE_METRES_PER_HA]}
            return gpd.GeoDataFrame(told, geometry=[drawn], crs=question.polygon.crs)
        if question.each_kind is not None:
            return self.areas(question.each_kind)
        if question.area is None:
            raise RegistryError("a map layer needs areas: ask for each of a kind, for one area or for a polygon")
        return self.areas(code=question.area)
