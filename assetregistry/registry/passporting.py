"""Material passports of assets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from assetregistry.catalogue import ROUTES
from assetregistry.clocks import end_years
from assetregistry.errors import RegistryError
from assetregistry.passports import passport_document
from assetregistry.registry.cards import TOLD_CONFIDENCE, told_source
from assetregistry.registry.exporting import write_parts
from assetregistry.registry.forecasting import decimal_year
from assetregistry.registry.looking import Looking
from assetregistry.store import areas
from assetregistry.store.lookup import assets

MEDIA_TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "html": "text/html",
    "pdf": "application/pdf",
}
MATERIAL_COLUMNS = ["material_nl", "material_en", "eural"]
END_COLUMNS = ["end_p10", "end_p50", "end_p90"]
SEWER_COLUMNS = ["sewer_lifetime", "sewer_built_from", "sewer_built_to"]
CLOCK_COLUMNS = ["lifetime", "clock_from", "clock_to", "works_year", *SEWER_COLUMNS]


class Passporting(Looking):
    """Passports."""

    def passport(self, asset_id: int, form: str = "json", *, language: str = "nl") -> str:
        """The passport of one asset as text: json, jsonld, ttl or html (in `language`, nl or en).

        Raises NotFoundError, RegistryError.
        """
        if form not in MEDIA_TYPES or form == "pdf":
            raise RegistryError(f"a passport is not written as {form!r}; choose from {', '.join(MEDIA_TYPES)}")
        document = self._document(asset_id)
        if form == "html":
            from assetregistry.passports.page import passport_page

            return passport_page(document, language)
        if form == "json":
            return json.dumps(document, ensure_ascii=False, indent=2)
        from assetregistry.passports.linked import linked_passport

        return linked_passport(document, "ttl" if form == "ttl" else "jsonld")

    def passport_pdf(self, asset_id: int, *, language: str = "nl") -> bytes:
        """The passport of one asset as a PDF that says what the HTML page says. Raises NotFoundError, RegistryError."""
        from assetregistry.passports.printed import passport_print

        return passport_print(self._document(asset_id), language)

    def _document(self, asset_id: int) -> dict[str, Any]:
        return passport_document(self.asset(asset_id), self.catalogue, data_version=self.refresh())

    def passports(self, area: str | None = None) -> pd.DataFrame:
        """The passports of an area's assets, or of all, as a table: a row per asset, layer and material.

        Columns of `assets.passport_lines`, and of each layer its material's names and waste code, the shares of
        its routes, decimal years in which it ends, basis, confidence and source. Raises NotFoundError.
        """
        return pd.concat(self._passport_parts(area), ignore_index=True)

    def _passport_parts(self, area: str | None) -> Iterator[pd.DataFrame]:
        self.refresh()
        with self.engine.connect() as connection:
            area_id = areas.require_area(connection, area)[0] if area is not None else None
            yield from map(self._passport_rows, assets.passport_lines(connection, area_id))

    def _passport_rows(self, lines: pd.DataFrame) -> pd.DataFrame:
        ends = self._ends(lines[CLOCK_COLUMNS].drop_duplicates())
        lines = lines.merge(ends, on=CLOCK_COLUMNS, how="left")
        lines = lines.astype(dict.fromkeys(("built_from", "built_to", "works_year"), "Int64"))
        keys = ["layer_asset_type", "position"]
        lines = self._with_told(lines.merge(self._layer_facts(), on=keys, how="left", suffixes=("", "_of_recipe")))
        hidden = {"position", "told_by", "told_measured", "material_of_recipe", *CLOCK_COLUMNS} - {"works_year"}
        return lines.drop(columns=list(hidden))

    def _with_told(self, lines: pd.DataFrame) -> pd.DataFrame:
        """The lines that are a passport's with what it says, and its material's routes where that is another one."""
        told = lines["told_by"].notna()
        other = told & (lines["material"] != lines["material_of_recipe"])
        facts = self._material_facts()
        for mask, columns in ((told, MATERIAL_COLUMNS), (other, list(ROUTES))):
            lines.loc[mask, columns] = facts.loc[lines.loc[mask, "material"], columns].to_numpy()
        for basis, those in (("passport", told), ("measured", told & lines["told_measured"].eq(True))):
            lines.loc[those, ["basis", "confidence"]] = (basis, TOLD_CONFIDENCE[basis])
        lines.loc[told, "source"] = lines.loc[told, "told_by"].map(told_source)
        return lines

    def _material_facts(self) -> pd.DataFrame:
        """What the catalogue knows of each material, by its code."""
        materials = self.catalogue.materials.values()
        rows = [
            {"material_nl": each.name_nl, "material_en": each.name_en, "eural": each.eural, **each.routes.model_dump()}
            for each in materials
        ]
        return pd.DataFrame(rows, index=[each.code for each in materials])

    def write_passports(self, path: Path, area: str | None = None) -> int:
        """Write `passports` as .xlsx, .csv or .parquet; returns how many rows. Raises RegistryError, NotFoundError."""
        return write_parts(self._passport_parts(area), path, sheet="passports")

    def _ends(self, clocks: pd.DataFrame) -> pd.DataFrame:
        """Each combination of CLOCK_COLUMNS once, with its END_COLUMNS."""
        ends = clocks.dropna(subset="lifetime").reset_index(drop=True)
        rows = ends.rename(columns={"clock_from": "built_from", "clock_to": "built_to"})
        found = end_years(rows, self.clocks, decimal_year(self.as_of))
        return ends.assign(**dict(zip(END_COLUMNS, found.T, strict=True)))

    def _layer_facts(self) -> pd.DataFrame:
        """What the catalogue knows of each layer of each asset type."""
        rows = [
            {
                "layer_asset_type": asset_type.code,
                "position": position,
                "material": layer.material,
                "material_nl": self.catalogue.materials[layer.material].name_nl,
                "material_en": self.catalogue.materials[layer.material].name_en,
                "eural": self.catalogue.materials[layer.material].eural,
                **layer.routes.model_dump(),
                "basis": "recipe",
                "confidence": layer.confidence,
                "source": layer.source,
            }
            for asset_type in self.catalogue.asset_types.values()
            for position, layer in enumerate(asset_type.layers)
        ]
        return pd.DataFrame(rows)
