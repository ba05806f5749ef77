"""One page about supply, for a meeting or a mail."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

from assetregistry.catalogue.scenarios import load_scenarios
from assetregistry.questions import SupplyQuestion
from assetregistry.registry import pictures
from assetregistry.registry.drawing import Drawing
from assetregistry.registry.explaining import Explaining
from assetregistry.registry.forecasting import SupplyAnswer

NO_AREAS = pd.DataFrame(columns=["name", "expected_kg", "p10_kg", "p90_kg"])


class Reporting(Drawing, Explaining):
    """Telling a forecast on one page."""

    def supply_report(
        self,
        question: SupplyQuestion,
        *,
        kind: str | None = None,
        other: SupplyQuestion | None = None,
        language: str = "nl",
    ) -> str:
        """An HTML page about one area or the whole registry that prints on one sheet, or hardly more.

        `kind`: areas of this kind are listed too, where the whole registry is asked about. `other`: the same of another
        area or under another scenario, to be told beside it. The chart stacks what
        `question.stacks` says; routes then have a table too.
        Raises RegistryError for a question without sense or another language, NotFoundError.
        """
        look = pictures.Look(language)
        explained = self.explain(replace(question, by=(), each_kind=None))
        one = replace(question, each_kind=None)
        by_material = self._materials(one)
        by_route = self.supply(replace(one, by=("route",))) if one.stacks == "route" else None
        compared = None if other is None else (self._total(other), self._materials(other))
        areas = NO_AREAS if kind is None or question.area or question.polygon else self._by_area(question, kind)
        with tempfile.TemporaryDirectory(prefix="assetregistry-") as folder:
            chart = Path(folder) / "chart.svg"
            self.write_supply(one, chart, language=language)
            scenario = load_scenarios()[question.scenario]
            return pictures.write_report(
                explained, by_material, by_route, areas, scenario, self.catalogue, chart, look.language, compared
            )

    def _total(self, question: SupplyQuestion) -> SupplyAnswer:
        return self.supply(replace(question, by=(), each_kind=None))

    def _materials(self, question: SupplyQuestion) -> SupplyAnswer:
        return self.supply(replace(question, by=("material",), each_kind=None))

    def _by_area(self, question: SupplyQuestion, kind: str) -> pd.DataFrame:
        rows = self.supply(replace(question, by=(), each_kind=kind)).rows
        names = self.areas(kind).set_index("code")["name"]
        return rows.assign(name=rows["area"].map(names))
