"""Step 9 of the walk: the answer to a question about supply."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from assetregistry.errors import RegistryError
from assetregistry.questions import DIMENSIONS, SupplyQuestion
from assetregistry.registry.exporting import write_table

MOST_ROWS = 500_000  # told at once, as JSON some 100 MB; files may have more
CAMEL = {
    "asset_type": "assetType",
    "expected_kg": "expectedKg",
    "p10_kg": "p10Kg",
    "p50_kg": "p50Kg",
    "p90_kg": "p90Kg",
    "built_from": "builtFrom",
    "built_to": "builtTo",
    "mean_years": "meanYears",
    "low_years": "lowYears",
    "high_years": "highYears",
}


def decimal_year(day: dt.date) -> float:
    """2026-07-02 → 2026.5: the instant from which things are released."""
    first = dt.date(day.year, 1, 1)
    return day.year + (day - first).days / (dt.date(day.year + 1, 1, 1) - first).days


@dataclass(frozen=True)
class SupplyAnswer:
    """`rows`: the columns of `by`, expected_kg (additive), p10_kg, p50_kg, p90_kg (of the row's own total), method.

    `withheld`: material, reason (and area) and expected_kg of what is suspected of a hazard; not part of `rows`.
    """

    question: SupplyQuestion
    area: tuple[str, str] | None
    as_of: dt.date
    data_version: str
    rows: pd.DataFrame
    withheld: pd.DataFrame

    def as_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return {
            "area": {"code": self.area[0], "name": self.area[1]} if self.area else None,
            "eachKind": self.question.each_kind,
            **self._polygon(),
            "fromYear": self.question.from_year,
            "toYear": self.question.to_year,
            "asOf": self.as_of.isoformat(),
            "scenario": self.question.scenario,
            **({"only": only} if (only := self.question.only.as_dict()) else {}),
            "dataVersion": self.data_version,
            "rows": records(self.rows),
            "withheld": records(self.withheld),
        }

    def _polygon(self) -> dict[str, Any]:
        polygon = self.question.polygon
        if polygon is None:
            return {}
        notes = [{"code": note.code, "message": note.value} for note in polygon.notes]
        return {"polygon": {"areaHa": round(polygon.geometry.area / 10_000, 4), "notes": notes}}


@dataclass(frozen=True)
class Comparison:
    """Answers to one question under several scenarios: the keys, then expected_kg, p10_kg, p90_kg of each by name.

    Columns of `rows` are named `<scenario>_<mass>`; what does not come out under a scenario is 0 there.
    """

    rows: pd.DataFrame

    def as_records(self) -> list[dict[str, Any]]:
        """The JSON form."""
        return records(self.rows)

    def write(self, path: Path) -> None:
        """As a table, in kg; raises RegistryError for a file that is none."""
        write_table(self.rows, path)


def comparison(answers: Sequence[SupplyAnswer]) -> Comparison:
    """These answers side by side."""
    keys = [name for name in answers[0].rows if name in DIMENSIONS]
    masses = ["expected_kg", "p10_kg", "p90_kg"]
    parts = [
        answer.rows.set_index(keys)[masses].add_prefix(f"{answer.question.scenario}_")
        if keys
        else answer.rows[masses].add_prefix(f"{answer.question.scenario}_")
        for answer in answers
    ]
    joined = pd.concat(parts, axis=1).fillna(0.0)
    return Comparison(joined.sort_index().reset_index() if keys else joined)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects with camelCase keys; masses in whole grams, which is finer than anything known.

    Raises RegistryError for more of them than one answer tells.
    """
    if len(frame) > MOST_ROWS:
        raise RegistryError(
            f"{len(frame):,} rows, and one answer tells {MOST_ROWS:,}: ask for fewer years, groups or areas, "
            "or for a file (.csv, .parquet)",
            code="too-much-to-tell",
            rows=len(frame),
            most=MOST_ROWS,
        )
    found: list[dict[str, Any]] = json.loads(frame.rename(columns=CAMEL).to_json(orient="records", double_precision=3))
    return found
