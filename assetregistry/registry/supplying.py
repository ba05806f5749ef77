"""Steps 8 and 9 of the walk: from cohorts to what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from assetregistry.catalogue.scenarios import load_scenarios
from assetregistry.questions import SupplyQuestion, check
from assetregistry.registry.forecasting import Comparison, SupplyAnswer, comparison, decimal_year
from assetregistry.registry.placing import Placing
from assetregistry.registry.recipes import scenario_clocks, scenario_layers
from assetregistry.store.derived import cohorts
from assetregistry.supply import forecast, withheld
from assetregistry.survival import LifetimeClass


class Supplying(Placing):
    """Forecasting: what comes out, and what is in stock."""

    def supply(self, question: SupplyQuestion) -> SupplyAnswer:
        """What comes out, with its range.

        Raises RegistryError for a question without sense, UnknownError for one of what there is not, NotFoundError.
        """
        self.check(question)
        version = self.refresh()
        area, frame = self.asked(question)
        as_of = decimal_year(self.as_of)
        years = range(question.from_year, question.to_year + 1)
        by = [*question.by, "area"] if question.each_kind and "area" not in question.by else list(question.by)
        arguments = (frame, *self.under(question, frame), years, as_of)
        one_route = question.only.route is not None and "route" not in by  # the only one that its layers have left
        return SupplyAnswer(
            question=question,
            area=area,
            as_of=self.as_of,
            data_version=version,
            rows=forecast(*arguments, [*by, "route"]).drop(columns="route") if one_route else forecast(*arguments, by),
            withheld=withheld(*arguments, ["area"] if question.each_kind else []),
        )

    def check(self, question: SupplyQuestion) -> None:
        """Raise RegistryError when the question makes no sense, UnknownError when it names what there is none of."""
        check(question)
        only = question.only
        self.require_known(owners=only.owners, asset_types=only.asset_types, material=only.material)

    def asked(self, question: SupplyQuestion) -> tuple[tuple[str, str] | None, pd.DataFrame]:
        """The area that is asked about (code, name), and the cohorts that count, by place and by `question.only`."""
        area, frame = self._cohorts(question)
        return area, question.only.cohorts(frame)

    def under(self, question: SupplyQuestion, frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, LifetimeClass]]:
        """The layers that are asked about, of those that cohorts may be of, and the clocks, under the scenario."""
        assumed = load_scenarios()[question.scenario]
        layers = scenario_layers(self.layers_of(frame), assumed)
        return question.only.layers(layers), scenario_clocks(self.clocks, assumed)

    def compare_supply(self, question: SupplyQuestion, scenarios: Sequence[str]) -> Comparison:
        """The same question under several scenarios, side by side."""
        return comparison([self.supply(replace(question, scenario=name)) for name in scenarios])

    def stock(self) -> pd.DataFrame:
        """Columns material and kg: what all assets together are made of."""
        self.refresh()
        with self.engine.connect() as connection:
            frame = cohorts.read_cohorts(connection)
        materials = frame.merge(self.layers_of(frame)[["layer_id", "material"]], on="layer_id")
        totals = materials.groupby("material")["kg"].sum().sort_values(ascending=False)
        return totals.reset_index()
