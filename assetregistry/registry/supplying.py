"""Steps 8 and 9 of the walk: from cohorts to what comes out."""

from __future__ import annotations

import pandas as pd

from assetregistry.registry.forecasting import SupplyAnswer, SupplyQuestion, check, decimal_year
from assetregistry.registry.tiling import Tiling
from assetregistry.store import areas, cohorts
from assetregistry.supply import forecast, withheld


class Supplying(Tiling):
    """Forecasting: what comes out, and what is in stock."""

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
        if question.polygon is not None:
            frame = self.polygon_cohorts(question.polygon)
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
