"""Steps 8 and 9 of the walk: from cohorts to what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from assetregistry.catalogue.scenarios import load_scenarios
from assetregistry.registry.forecasting import SupplyAnswer, SupplyQuestion, check, comparison, decimal_year
from assetregistry.registry.recipes import scenario_clocks, scenario_layers
from assetregistry.registry.tiling import Tiling
from assetregistry.store import areas, cohorts
from assetregistry.supply import forecast, withheld
from assetregistry.survival import LifetimeClass


class Supplying(Tiling):
    """Forecasting: what comes out, and what is in stock."""

    def supply(self, question: SupplyQuestion) -> SupplyAnswer:
        """What comes out, with its range. Raises RegistryError for a question without sense, NotFoundError."""
        check(question)
        version = self.refresh()
        area, frame = self._cohorts(question)
        as_of = decimal_year(self.as_of)
        years = range(question.from_year, question.to_year + 1)
        by = [*question.by, "area"] if question.each_kind and "area" not in question.by else list(question.by)
        arguments = (frame, *self.under(question.scenario, frame), years, as_of)
        return SupplyAnswer(
            question=question,
            area=area,
            as_of=self.as_of,
            data_version=version,
            rows=forecast(*arguments, by),
            withheld=withheld(*arguments, ["area"] if question.each_kind else []),
        )

    def _cohorts(self, question: SupplyQuestion) -> tuple[tuple[str, str] | None, pd.DataFrame]:
        """The area that is asked about (code, name), and its cohorts, or those within a polygon, or those of all."""
        if question.polygon is not None:
            return None, self.polygon_cohorts(question.polygon)
        with self.engine.connect() as connection:
            if question.area is None:
                return None, cohorts.read_cohorts(connection, kind=question.each_kind)
            area_id, code, name = areas.require_area(connection, question.area)
            return (code, name), cohorts.read_cohorts(connection, area_id=area_id)

    def under(self, scenario: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, LifetimeClass]]:
        """The layers that cohorts may be of, and the clocks, under a scenario."""
        assumed = load_scenarios()[scenario]
        return scenario_layers(self.layers_of(frame), assumed), scenario_clocks(self.clocks, assumed)

    def compare_supply(self, question: SupplyQuestion, scenarios: Sequence[str]) -> pd.DataFrame:
        """The same question under several scenarios, side by side (see `comparison`)."""
        return comparison([self.supply(replace(question, scenario=name)) for name in scenarios])

    def stock(self) -> pd.DataFrame:
        """Columns material and kg: what all assets together are made of."""
        self.refresh()
        with self.engine.connect() as connection:
            frame = cohorts.read_cohorts(connection)
        materials = frame.merge(self.layers_of(frame)[["layer_id", "material"]], on="layer_id")
        totals = materials.groupby("material")["kg"].sum().sort_values(ascending=False)
        return totals.reset_index()
