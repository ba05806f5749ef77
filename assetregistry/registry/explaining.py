"""From a number back to what it rests on: assets, assumptions, and what makes its range wide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from assetregistry.catalogue import Catalogue
from assetregistry.errors import RegistryError
from assetregistry.explanation import contributions
from assetregistry.questions import SupplyQuestion
from assetregistry.registry.forecasting import SupplyAnswer, decimal_year, records
from assetregistry.registry.supplying import Supplying
from assetregistry.store.derived import drawn
from assetregistry.store.lookup import contributors
from assetregistry.store.lookup.contributors import Contributors
from assetregistry.survival import LifetimeClass

TOP = 10


@dataclass(frozen=True)
class Explanation:
    """What stands behind one number (`answer` has one row, or none when nothing comes).

    `assets`: those that give most, with expected_kg; `others` and `others_kg`: how many more, and what they give.
    `assumptions`: by lifetime class, expected_kg with the catalogue's mean life, its bounds, source and confidence.
    `unknown_year_kg`: the part that comes from things whose year of building is not known. `causes` and `width`: see
    `assetregistry.explanation.Contributions`.
    """

    answer: SupplyAnswer
    assets: pd.DataFrame
    others: int
    others_kg: float
    assumptions: pd.DataFrame
    unknown_year_kg: float
    causes: pd.DataFrame
    width: pd.DataFrame

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        said = self.answer.as_dict()
        return {
            **{key: value for key, value in said.items() if key not in ("eachKind", "rows", "withheld")},
            "total": said["rows"][0] if said["rows"] else None,
            "assets": records(self.assets),
            "others": {"assets": self.others, "expectedKg": round(self.others_kg, 3)},
            "assumptions": records(self.assumptions),
            "unknownYearKg": round(self.unknown_year_kg, 3),
            "causes": records(self.causes),
            "width": records(self.width),
        }


class Explaining(Supplying):
    """Explaining a forecast."""

    def explain(self, question: SupplyQuestion, *, top: int = TOP) -> Explanation:
        """What the expected mass of the whole period rests on.

        `question.by` is not looked at. Raises RegistryError for a question without sense, NotFoundError.
        """
        if question.each_kind is not None:
            raise RegistryError("one number is explained at a time: ask for one area or for the whole registry")
        answer = self.supply(replace(question, by=()))
        frame = self.asked(question)[1]
        layers, clocks = self.under(question, frame)
        years = range(question.from_year, question.to_year + 1)
        behind = contributions(frame, layers, clocks, years, decimal_year(self.as_of), question.only.route)
        found = self._contributors(question, behind.cohorts, top)
        return Explanation(
            answer=answer,
            assets=found.assets,
            others=found.number - len(found.assets),
            others_kg=found.total_kg - float(found.assets["expected_kg"].sum()),
            assumptions=_assumptions(behind.cohorts, self.catalogue, clocks),
            unknown_year_kg=float(behind.cohorts.loc[behind.cohorts["built_from"].isna(), "expected_kg"].sum()),
            causes=behind.causes,
            width=behind.width,
        )

    def _contributors(self, question: SupplyQuestion, given: pd.DataFrame, most: int) -> Contributors:
        """The assets behind a number. An area has its assets in a table, any other place in its cells."""
        place = None if question.area is None else self._named(question.area)
        if isinstance(place, tuple):
            with self.engine.connect() as connection:
                gives = contributors.in_area(connection, place[0], given, question.only)
                return contributors.most_of(connection, gives, most)

        def by_cells(connection: Connection) -> Contributors:
            if question.polygon is not None:
                held = drawn.polygon_layers(connection, question.polygon.geometry, self.settings.srid)
            else:
                held = drawn.square_layers(connection, place)
            return contributors.most_of(connection, contributors.among(connection, held, given, question.only), most)

        return self._with_cells(by_cells)


def _assumptions(given: pd.DataFrame, catalogue: Catalogue, clocks: Mapping[str, LifetimeClass]) -> pd.DataFrame:
    """Columns lifetime, expected_kg, mean_years, low_years, high_years, confidence, source; the weightiest first.

    Lives are those of the scenario; source and confidence are of the catalogue's life that it started from.
    """
    by_life = given.groupby("lifetime")[["expected_kg"]].sum().reset_index()
    by_life = by_life[by_life["expected_kg"] > 0].sort_values("expected_kg", ascending=False, ignore_index=True)
    rows = []
    for code in by_life["lifetime"]:
        life = catalogue.lifetimes[str(code)]
        factor = clocks[str(code)].mean_years / life.mean_years
        years = (life.mean_years * factor, life.low_years * factor, life.high_years * factor)
        rows.append((*years, life.confidence, life.source))
    columns = ["mean_years", "low_years", "high_years", "confidence", "source"]
    return pd.concat([by_life, pd.DataFrame(rows, columns=columns, index=by_life.index)], axis=1)
