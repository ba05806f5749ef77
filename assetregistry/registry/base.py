"""What every walk stands on: a database, the catalogue, and the day that forecasts are made on."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Self

import pandas as pd
from sqlalchemy import Engine

from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.clocks import end_years
from assetregistry.registry.forecasting import decimal_year
from assetregistry.registry.recipes import layer_frame, lifetime_classes, with_told
from assetregistry.settings import Settings
from assetregistry.store import catalogue as stored_catalogue
from assetregistry.store import schema
from assetregistry.store.derived import cohorts
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine
from assetregistry.survival import LifetimeClass


class Base:
    """One database as of one day; the walks build on it."""

    def __init__(self, engine: Engine, settings: Settings, *, as_of: dt.date | None = None) -> None:
        """The database must have an up-to-date schema; raises RegistryError when it has not, or does not answer."""
        schema.check(engine, srid=settings.srid)
        self.engine = engine
        self.settings = settings
        self.catalogue: Catalogue = load_catalogue(settings.catalogue_dir)
        self._as_of = as_of
        stored_catalogue.sync(engine, self.catalogue)

    @classmethod
    def open(cls, settings: Settings, *, as_of: dt.date | None = None) -> Self:
        """The registry that the settings name; without a database URL its own PostGIS is started and upgraded."""
        if settings.database_url is not None:
            return cls(make_engine(settings.database_url), settings, as_of=as_of)
        engine = make_engine(EmbeddedCluster(settings.data_dir).start())
        if not schema.is_current(engine):
            from assetregistry.store import upgrading

            upgrading.upgrade(engine, srid=settings.srid)
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

    def layers_of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The recipes' layers, and those that passports tell of in these cohorts."""
        return with_told(self.layers, self.catalogue, frame["layer_id"])

    def refresh(self) -> str:
        """Make derived tables fit the data and the day; returns the data version, which names all answers."""
        return self.version_of(cohorts.refresh(self.engine, self.as_of, self._outlook))

    def version_of(self, number: int) -> str:
        """The name of a data version: with the catalogue and the day it decides every answer."""
        return f"{number}-{self.catalogue.version[:8]}-{self.as_of:%Y%m%d}"

    def _outlook(self, clocks: pd.DataFrame) -> pd.DataFrame:
        ends = end_years(clocks, self.clocks, decimal_year(self.as_of))
        return clocks.assign(end_p10=ends[:, 0], end_p50=ends[:, 1], end_p90=ends[:, 2])
