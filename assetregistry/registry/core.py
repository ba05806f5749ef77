"""The Registry: one method per thing that people do with it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import geopandas as gpd
import pandas as pd
from sqlalchemy import Engine

from assetregistry import __version__
from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.errors import RegistryError
from assetregistry.offers import OfferRules, difference, lots
from assetregistry.registry import exporting, pictures, publishing
from assetregistry.registry.cards import asset_card
from assetregistry.registry.forecasting import SupplyAnswer, SupplyQuestion, check, decimal_year
from assetregistry.registry.recipes import layer_frame, lifetime_classes
from assetregistry.settings import Settings
from assetregistry.store import areas, assets, cohorts, imports, offers, organisations, schema, tiles
from assetregistry.store import catalogue as stored_catalogue
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine
from assetregistry.store.importing import Request, import_delivery
from assetregistry.store.receipt import Receipt
from assetregistry.supply import forecast, withheld
from assetregistry.survival import LifetimeClass, end_years
from importers import open_delivery
from importers.areas import read_areas

HORIZON_YEARS = 50

Progress = Callable[[str, int], None]


def _silent(_step: str, _rows: int) -> None:
    """No progress asked for."""


@dataclass(frozen=True)
class ImportOptions:
    """What an import may be told; every one of them can be left out for a source that is recognised."""

    owner: str | None = None
    dataset: str | None = None
    layer: str | None = None
    profile: str | None = None
    crs: str | None = None
    full: bool = False
    dry_run: bool = False


class Registry:
    """A registry on one database, as of one day. Hold it as long as you like; it connects when it needs to."""

    def __init__(self, engine: Engine, settings: Settings, *, as_of: dt.date | None = None) -> None:
        """The database must have an up-to-date schema; raises RegistryError when it has not, or does not answer."""
        schema.check(engine, srid=settings.srid)
        self.engine = engine
        self.settings = settings
        self.catalogue: Catalogue = load_catalogue()
        self._as_of = as_of
        stored_catalogue.sync(engine, self.catalogue)

    @classmethod
    def open(cls, settings: Settings, *, as_of: dt.date | None = None) -> Self:
        """The registry that the settings name; without a database URL its own PostGIS is started and upgraded."""
        if settings.database_url is not None:
            return cls(make_engine(settings.database_url), settings, as_of=as_of)
        engine = make_engine(EmbeddedCluster(settings.data_dir).start())
        schema.upgrade(engine, srid=settings.srid)
        return cls(engine, settings, as_of=as_of)

    @property
    def as_of(self) -> dt.date:
        """The day that forecasts stand on: today, unless the registry was opened for another."""
        return self._as_of or dt.datetime.now(dt.UTC).astimezone().date()

    @cached_property
    def clocks(self) -> dict[str, LifetimeClass]:
        """The catalogue's lifetimes as the science knows them."""
        return lifetime_classes(self.catalogue)

    @cached_property
    def layers(self) -> pd.DataFrame:
        """The catalogue's recipe layers as the science knows them."""
        return layer_frame(self.catalogue)

    # -- taking in ---------------------------------------------------------------------------------------------

    def import_source(
        self, source: Path, options: ImportOptions | None = None, progress: Progress = _silent
    ) -> Receipt:
        """Import one layer of a source. Raises SourceError or RegistryError; then nothing has changed."""
        options = options or ImportOptions()
        request = Request(source.name, options.owner, full=options.full, dry_run=options.dry_run)
        with (
            tempfile.TemporaryDirectory(prefix="assetregistry-") as scratch,
            open_delivery(
                source,
                profile=options.profile,
                layer=options.layer,
                crs=options.crs,
                dataset=options.dataset,
                owner=options.owner,
                scratch=Path(scratch),
            ) as delivery,
        ):
            return import_delivery(self.engine, delivery, request, progress)

    def imports(self) -> list[dict[str, Any]]:
        """All imports, the newest first."""
        with self.engine.connect() as connection:
            return imports.list_imports(connection)

    def import_shown(self, import_id: int) -> dict[str, Any]:
        """One import with its quarantine; raises NotFoundError."""
        with self.engine.connect() as connection:
            return imports.show_import(connection, import_id)

    def import_areas(
        self,
        source: Path,
        kind: str,
        *,
        code_field: str | None = None,
        name_field: str | None = None,
        layer: str | None = None,
    ) -> int:
        """Insert or replace areas of one kind; returns how many. Raises SourceError."""
        frame = read_areas(source, kind, code_field=code_field, name_field=name_field, layer=layer)
        return areas.put_areas(self.engine, frame, kind)

    def add_organisation(self, code: str, name: str) -> None:
        """Add an organisation or rename it."""
        organisations.put_organisation(self.engine, code, name)

    # -- looking up --------------------------------------------------------------------------------------------

    def organisations(self) -> list[dict[str, Any]]:
        """`{code, name, number}` of all."""
        with self.engine.connect() as connection:
            return organisations.list_organisations(connection)

    def areas(self, kind: str | None = None, code: str | None = None) -> gpd.GeoDataFrame:
        """Areas with their stock; see `store.areas.list_areas`."""
        self.refresh()
        with self.engine.connect() as connection:
            if code is not None:
                areas.require_area(connection, code)
            return areas.list_areas(connection, kind=kind, code=code)

    def asset(self, asset_id: int) -> dict[str, Any]:
        """The card of one asset; raises NotFoundError."""
        with self.engine.connect() as connection:
            rows = assets.get_asset(connection, asset_id)
        return asset_card(rows, self.catalogue, self.clocks, decimal_year(self.as_of))

    def find_assets(
        self, where: assets.AssetFilter, *, area: str | None = None, cursor: int = 0, limit: int = 100
    ) -> list[dict[str, Any]]:
        """Assets by filter, a page at a time; see `store.assets.search_assets`."""
        self.refresh()
        with self.engine.connect() as connection:
            if area is not None:
                where = where.within(areas.require_area(connection, area)[0])
            return assets.search_assets(connection, where, srid=self.settings.srid, cursor=cursor, limit=limit)

    def asset_points(self, area: str | None = None) -> pd.DataFrame:
        """One point per asset; see `store.assets.overview`."""
        self.refresh()
        with self.engine.connect() as connection:
            area_id = areas.require_area(connection, area)[0] if area is not None else None
            return assets.overview(connection, area_id)

    def summary(self) -> dict[str, Any]:
        """What the registry holds, in the words of `GET /v1/meta`."""
        version = self.refresh()
        with self.engine.connect() as connection:
            found = assets.summary(connection, self.settings.srid)
        bounds = [found["west"], found["south"], found["east"], found["north"]]
        return {
            "version": __version__,
            "dataVersion": version,
            "asOf": self.as_of.isoformat(),
            "srid": self.settings.srid,
            "bounds": None if None in bounds else bounds,
            "assets": found["assets"],
            "stockKg": found["stock_kg"],
            "kinds": found["kinds"] or [],
            "firstYear": self.as_of.year,
            "lastYear": self.as_of.year + HORIZON_YEARS - 1,
        }

    def asset_tile(self, z: int, x: int, y: int) -> bytes:
        """One vector tile of assets (MVT, not compressed)."""
        self.refresh()
        with self.engine.connect() as connection:
            return tiles.asset_tile(connection, self.settings.srid, z, x, y)

    # -- forecasting -------------------------------------------------------------------------------------------

    def refresh(self) -> str:
        """Make derived tables fit the data and the day; returns the data version, which names all answers."""
        number = cohorts.refresh(self.engine, self.as_of, self._outlook)
        return f"{number}-{self.catalogue.version[:8]}-{self.as_of:%Y%m%d}"

    def supply(self, question: SupplyQuestion) -> SupplyAnswer:
        """What comes out, with its range. Raises RegistryError for a question without sense, NotFoundError."""
        check(question)
        version = self.refresh()
        area = None
        with self.engine.connect() as connection:
            area_id = cohorts.WHOLE_REGISTRY
            if question.area is not None:
                area_id, *area = areas.require_area(connection, question.area)
            frame = cohorts.read_cohorts(connection, area_id=area_id, kind=question.each_kind)
        as_of = decimal_year(self.as_of)
        years = range(question.from_year, question.to_year + 1)
        by = [*question.by, "area"] if question.each_kind and "area" not in question.by else list(question.by)
        arguments = (frame, self.layers, self.clocks, years, as_of)
        return SupplyAnswer(
            question=question,
            area=(area[0], area[1]) if area else None,
            as_of=self.as_of,
            data_version=version,
            rows=forecast(*arguments, by),
            withheld=withheld(*arguments, ["area"] if question.each_kind else []),
        )

    def stock(self) -> pd.DataFrame:
        """Columns material and kg: what all assets together are made of."""
        self.refresh()
        with self.engine.connect() as connection:
            frame = cohorts.read_cohorts(connection)
        materials = frame.merge(self.layers[["layer_id", "material"]], on="layer_id")
        totals = materials.groupby("material")["kg"].sum().sort_values(ascending=False)
        return totals.reset_index()

    def _outlook(self, clocks: pd.DataFrame) -> pd.DataFrame:
        as_of = decimal_year(self.as_of)
        ends = [
            end_years(self.clocks[lifetime], built_from, built_to, as_of)
            for lifetime, built_from, built_to in clocks[["lifetime", "built_from", "built_to"]].to_numpy()
        ]
        columns = pd.DataFrame(ends, columns=["end_p10", "end_p50", "end_p90"], index=clocks.index)
        return pd.concat([clocks, columns], axis=1)

    # -- giving out --------------------------------------------------------------------------------------------

    def supply_map(self, from_year: int, to_year: int, *, kind: str, year: int | None = None) -> Any:
        """A folium map of the areas of a kind, coloured by supply, with a control for the year."""
        return pictures.draw_supply_map(
            self.areas(kind),
            self.supply(SupplyQuestion(from_year, to_year, ("year", "material"), each_kind=kind)),
            self.supply(SupplyQuestion(from_year, to_year, (), each_kind=kind)),
            self.catalogue,
            year=year,
            basemap_url=self.settings.shown_basemap_url,
        )

    def asset_map(self, area: str | None = None) -> Any:
        """A folium map of assets by type, light at 100,000 of them."""
        return pictures.draw_asset_map(
            self.asset_points(area),
            self.catalogue,
            title="Openbare ruimte" if area is None else f"Openbare ruimte {area}",
            as_of=self.as_of,
            basemap_url=self.settings.shown_basemap_url,
        )

    def write_supply(self, question: SupplyQuestion, path: Path) -> None:
        """Write a supply answer as a table, a map layer, a chart or a map, by the file's suffix.

        Raises RegistryError for a suffix that is none of these, or where the question does not fit the form.
        """
        if path.suffix in exporting.TABLES:
            exporting.write_table(self.supply(question).rows, path)
        elif path.suffix in exporting.LAYERS:
            if question.each_kind is None:
                raise RegistryError(f"{path}: a map layer needs areas: ask for --each KIND")
            exporting.write_layer(self.supply(question).rows, self.areas(question.each_kind), path)
        elif path.suffix in (".png", ".svg"):
            by_material = self.supply(replace(question, by=("year", "material"), each_kind=None))
            totals = self.supply(replace(question, by=("year",), each_kind=None))
            pictures.draw_chart(by_material, totals, self.catalogue, path)
        elif path.suffix == ".html":
            kind = question.each_kind or "neighbourhood"
            self.supply_map(question.from_year, question.to_year, kind=kind).save(path)
        else:
            raise RegistryError(f"{path}: write .csv, .xlsx, .parquet, .geojson, .gpkg, .png, .svg or .html")

    def publish_offers(self) -> dict[str, Any]:
        """Publish the lots of the coming years; returns how many were created, changed and withdrawn, and `upTo`."""
        rules = OfferRules()
        names = {row.code: row.name for row in self.areas().itertuples()}
        kind = publishing.finest_kind(self.summary()["kinds"])
        supply = publishing.window_supply(self.supply, rules, self.catalogue, names, kind, self.as_of.year)
        current = lots(supply, rules)
        return offers.publish(self.engine, lambda told: difference(told, current, rules), self.refresh())

    def offers(self, *, material: str | None = None, area: str | None = None) -> dict[str, Any]:
        """The current offers, with the sequence number that they are as of."""
        with self.engine.connect() as connection:
            return offers.current(connection, material=material, area=area)

    def offer(self, offer_id: str) -> dict[str, Any]:
        """One offer; raises NotFoundError."""
        with self.engine.connect() as connection:
            return offers.one(connection, offer_id)

    def offer_changes(self, after: int, limit: int) -> dict[str, Any]:
        """What was created, changed and withdrawn since sequence number `after`."""
        with self.engine.connect() as connection:
            return offers.changes(connection, after=after, limit=limit)
