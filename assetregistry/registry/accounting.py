"""Circularity of an area and a period: what comes out by which route, how well the stock is known, what is saved."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic.alias_generators import to_camel

from assetregistry.catalogue import factors
from assetregistry.circularity import Output, avoided, output, stock_shares
from assetregistry.questions import SupplyQuestion, check
from assetregistry.registry.forecasting import decimal_year
from assetregistry.registry.supplying import Supplying
from assetregistry.store.derived import cohorts
from assetregistry.store.places import Place

NO_INPUT = "the registry holds what stands and what comes out, not what is bought: the origin of materials is not known"


@dataclass(frozen=True)
class Circularity:
    """Indicators side by side, without a total score.

    `output`: see `circularity.Output`; `stock`: see `circularity.stock_shares`, as of today, not of the period;
    `avoided`: see `circularity.avoided`; `coverage`: assets, with_passport, without_recipe (no mass is known of these).
    """

    question: SupplyQuestion
    area: tuple[str, str] | None
    as_of: dt.date
    data_version: str
    output: Output
    stock: pd.DataFrame
    stock_kg: float
    avoided: pd.DataFrame
    coverage: dict[str, int]
    factors: str

    @property
    def withheld_kg(self) -> float:
        """Expected kg that comes out under suspicion, and so by no route yet."""
        return float(self.output.withheld["expected_kg"].sum())

    def as_dict(self) -> dict[str, Any]:
        """The JSON form: masses in kg, shares between 0 and 1, null for what is not known."""
        return {
            "area": {"code": self.area[0], "name": self.area[1]} if self.area else None,
            "fromYear": self.question.from_year,
            "toYear": self.question.to_year,
            "asOf": self.as_of.isoformat(),
            "scenario": self.question.scenario,
            "dataVersion": self.data_version,
            "input": {"primary": None, "secondary": None, "reason": NO_INPUT},
            "output": {
                **{to_camel(name): round(kg, 3) for name, kg in self.output.total.items()},
                "routes": _records(self.output.routes),
                "withheldKg": round(self.withheld_kg, 3),
                "withheld": _records(self.output.withheld),
            },
            "stock": {
                "kg": round(self.stock_kg, 3),
                "shares": _records(self.stock.assign(name=self.stock["name"].map(to_camel))),
                "assets": self.coverage["assets"],
                "assetsWithPassport": self.coverage["with_passport"],
                "assetsWithoutRecipe": self.coverage["without_recipe"],
            },
            "avoided": {**self.savings(), "factors": self.factors, "materials": _records(self.avoided)},
        }

    def savings(self) -> dict[str, float | None]:
        """primaryKg; co2Kg of what has a factor (null when nothing has); kgWithoutFactor, which co2Kg leaves out."""
        rows = self.avoided
        unknown = rows["co2_kg"].isna()
        return {
            "primaryKg": round(float(rows["primary_kg"].sum()), 3),
            "co2Kg": None if unknown.all() else round(float(rows["co2_kg"].sum()), 3),
            "kgWithoutFactor": round(float(rows["primary_kg"][unknown].sum()), 3),
        }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with camelCase keys; ten decimals for shares, finer than grams for masses."""
    found: list[dict[str, Any]] = json.loads(frame.rename(columns=to_camel).to_json(orient="records"))
    return found


class Accounting(Supplying):
    """Circularity indicators."""

    def circularity(self, question: SupplyQuestion, factors_file: Path | None = None) -> Circularity:
        """Indicators of the area and years of a question; `by` is not looked at, one area or the whole registry.

        `factors_file`: CO2 factors in place of the package's (or of those in one's own catalogue folder).
        Raises RegistryError for a question or a file without sense, NotFoundError.
        """
        check(question)
        path = factors_file or self._factors_path()
        co2 = factors.load_factors(path, self.catalogue.materials)
        version = self.refresh()
        area, frame = self._cohorts(question)
        coverage = self._coverage(self._place(question))
        layers, lives = self.under(question, frame)
        years = range(question.from_year, question.to_year + 1)
        released = output(frame, layers, lives, years, decimal_year(self.as_of))
        mixed = [code for code, each in self.catalogue.asset_types.items() if each.mix]
        return Circularity(
            question=question,
            area=area,
            as_of=self.as_of,
            data_version=version,
            output=released,
            stock=stock_shares(frame, mixed, coverage.pop("passport_kg")),
            stock_kg=float(frame["kg"].sum()),
            avoided=avoided(released.saved, co2),
            coverage=coverage,
            factors=path.name,
        )

    def _factors_path(self) -> Path:
        folder = self.settings.catalogue_dir
        own = folder / factors.FILE_NAME if folder else None
        return own if own is not None and own.is_file() else factors.BUILT_IN

    def _coverage(self, place: Place) -> dict[str, Any]:
        without_recipe = [code for code, each in self.catalogue.asset_types.items() if each.no_recipe_reason]
        with self.engine.connect() as connection:
            return cohorts.coverage(connection, place, without_recipe)
