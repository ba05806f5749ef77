"""What stands now: how many assets, and how heavy, of all or of what a filter lets through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from assetregistry.questions import Only, SupplyQuestion
from assetregistry.registry.supplying import Supplying
from assetregistry.store.lookup import stock

PART = ["owner", "asset_type", "layer_id", "suspect"]
EVERYTHING = Only()


@dataclass(frozen=True)
class Stock:
    """`assets`: which lie in the place, be it in part, and are or may be made of the material; as lists have them.

    `kg`: of what lies in the place; of the material alone, of the layers alone that are suspected. What supply is of.
    """

    area: tuple[str, str] | None
    only: Only
    as_of: dt.date
    data_version: str
    assets: int
    kg: float

    def as_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return {
            "area": {"code": self.area[0], "name": self.area[1]} if self.area else None,
            **({"only": only} if (only := self.only.as_dict()) else {}),
            "asOf": self.as_of.isoformat(),
            "dataVersion": self.data_version,
            "assets": self.assets,
            "kg": round(self.kg, 3),
        }


class _Held(NamedTuple):
    """What stands in a place: `assets` (see `store.lookup.stock.kinds`), and `layers` (PART and kg)."""

    area: tuple[str, str] | None
    assets: pd.DataFrame
    layers: pd.DataFrame


class Stocking(Supplying):
    """Counting what stands."""

    _whole: tuple[str, _Held] | None = None  # of the data version that was asked about last

    def stock_of(self, *, area: str | None = None, only: Only = EVERYTHING) -> Stock:
        """The stock of an area or square, or of the whole registry, and of `only` (its route is not looked at).

        Raises UnknownError for an owner, type or material that there is not, NotFoundError.
        """
        question = self._about(area, only)
        self.check(question)
        version = self.refresh()
        held = self._all(version) if area is None else self._held(question)
        assets, layers = only.cohorts(held.assets), only.cohorts(held.layers)
        if only.material is not None:
            with self.engine.connect() as connection:
                assets = assets[assets["recipe_id"].isin(stock.recipes_of(connection, only.material))]
        counted = only.layers(self.layers_of(layers))["layer_id"]
        return Stock(
            area=held.area,
            only=only,
            as_of=self.as_of,
            data_version=version,
            assets=int(assets["assets"].sum()),
            kg=float(layers.loc[layers["layer_id"].isin(counted), "kg"].sum()),
        )

    def prepare(self, before: str | None = None) -> str | None:
        """As for tiles; of data that have stood, what the whole registry holds too: a second's work for a million."""
        version = super().prepare(before)
        if version is not None and version == before:
            self._all(version)
        return version

    def _about(self, area: str | None = None, only: Only = EVERYTHING) -> SupplyQuestion:
        return SupplyQuestion(self.as_of.year, self.as_of.year, (), area=area, only=only)

    def _all(self, version: str) -> _Held:
        if self._whole is None or self._whole[0] != version:
            self._whole = (version, self._held(self._about()))
        return self._whole[1]

    def _held(self, question: SupplyQuestion) -> _Held:
        area, frame = self._cohorts(question)
        with self.engine.connect() as connection:
            assets = stock.kinds(connection, self._place(question))
        return _Held(area, assets, frame.groupby(PART, dropna=False)["kg"].sum().reset_index())
