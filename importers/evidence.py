"""Statements about assets and their surroundings: buildings, works, inspections, passports, removals, corrections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from importers.batch import EVIDENCE
from importers.columns import NONE, Columns, Told, first_code, record_batch, resolve
from importers.layers import Layer
from importers.mapping import DUPLICATE, Rows
from importers.profiles import Profile

IDENTITY = ("source_id", "namespace", "subject", "subject_namespace")
MASSES = ("kg_low", "kg", "kg_high")
# Without what a statement is good for nothing, and how that is said.
NEEDED = {
    "buildings": {},
    "planned_works": {"year_from": ("no-year", "the planned work has no year that can be read")},
    "inspections": {
        "happened_on": ("no-date", "the inspection has no date that can be read"),
        "condition": ("no-condition", "the inspection tells no condition that can be read"),
    },
    "passports": {
        "material": ("unknown-material", "the line names no material that the profile knows"),
        "kg": ("no-mass", "the line has no mass that can be read"),
    },
    "removals": {"happened_on": ("no-date", "the removal has no date that can be read")},
    "corrections": {},
}
HELD = "no condition is told: held as seen that day"
SAYS_NOTHING = "the correction tells neither a year nor an asset type that can be read"
ABOUT_AN_ASSET = ("inspections", "passports", "removals", "corrections")


@dataclass
class EvidenceMapper:
    """Maps rows to `batch.EVIDENCE`. A building whose year is unknown is still a building; other gaps reject a row."""

    profile: Profile
    layer: Layer
    told: Counter[Told] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.columns = Columns(self.profile, resolve(self.profile, self.layer), self.told)

    def map(self, rows: Rows) -> pa.RecordBatch:
        """One batch of `batch.EVIDENCE`."""
        frame, read = rows.frame, self.columns
        columns = rows.common() | {name: read.text(frame, name, unknown=False) for name in IDENTITY}
        if not read.has("source_id"):
            columns["source_id"] = _joined(frame, [read.names[name] for name in self.profile.identity(read.names)])
        if (years := read.years(frame, "year_from", "year_to", "year")) is not None:
            columns |= {"year_from": years[0], "year_to": years[1]}
        columns |= {
            "name": read.text(frame, "name"),
            "happened_on": read.day(frame, "happened_on"),
            "condition": self._condition(frame),
            "reason": read.values(frame, "reason"),
            "layer": read.values(frame, "layer"),
            "material": read.values(frame, "material"),
            "asset_type": read.values(frame, "asset_type"),
            "version_from": read.moment(frame, "version_from"),
        }
        columns |= self._masses(frame)
        codes, messages = self._refused(columns, rows)
        return record_batch(columns | {"reject_code": codes, "reject_message": messages}, EVIDENCE, len(frame))

    def _condition(self, frame: pd.DataFrame) -> pd.Series | None:
        if self.columns.is_worst("condition"):
            return self.columns.worst(frame, "condition")
        if "condition" not in self.profile.values:
            return self.columns.number(frame, "condition")
        words = self.columns.values(frame, "condition")
        return None if words is None else pd.to_numeric(words, errors="coerce")

    def _masses(self, frame: pd.DataFrame) -> dict[str, object]:
        """Typical, lowest and highest mass; a bound that is not told is the typical mass, and the other way round."""
        low, typical, high = (self.columns.number(frame, name) for name in MASSES)
        if typical is None and low is not None and high is not None:
            typical = (low + high) / 2
        if typical is None:
            return {}
        told = {"kg_low": typical if low is None else low.fillna(typical), "kg": typical}
        return {**told, "kg_high": typical if high is None else high.fillna(typical)}

    def _refused(self, columns: dict[str, object], rows: Rows) -> tuple[np.ndarray, np.ndarray]:
        flags: dict[str, np.ndarray] = {"duplicate-id": rows.duplicate}
        said = {"duplicate-id": DUPLICATE}
        for name, (code, message) in NEEDED[self.profile.rows].items():
            lacks = _missing(columns.get(name), len(rows.frame))
            if name == "condition" and self.profile.sightings:
                self._tell_sightings(columns, lacks & ~rows.superseded)
                continue
            flags[code], said[code] = lacks, message
        if self.profile.rows == "corrections":
            told = (columns.get("year_from"), columns["asset_type"])
            flags["no-correction"] = np.logical_and(*(_missing(each, len(rows.frame)) for each in told))
            said["no-correction"] = SAYS_NOTHING
        if self.profile.rows in ABOUT_AN_ASSET:
            lacks = _missing(columns["subject"], len(rows.frame))
            flags["no-subject"] = lacks & (True if rows.geometry is None else rows.geometry.is_null().to_numpy(False))
            said["no-subject"] = "the row names no asset and has no geometry to find one by"
        codes = first_code(flags)
        return codes, np.array([said.get(code) for code in codes], dtype=object)

    def _tell_sightings(self, columns: dict[str, object], lacks: np.ndarray) -> None:
        field = self.columns.names.get("condition", "")
        if lacks.any():
            self.told["no-condition", field, HELD] += int(lacks.sum())
        if self.columns.is_worst("condition"):
            for condition, count in pd.Series(columns["condition"]).value_counts().items():
                self.told["condition-inferred", field, f"{condition:g}"] += int(count)


def _missing(values: object, rows: int) -> np.ndarray:
    return np.full(rows, True) if values is None else pd.Series(values).isna().to_numpy(bool)


def _joined(frame: pd.DataFrame, fields: list[str]) -> np.ndarray:
    """One id of several fields, where a statement has none of its own."""
    parts = [frame[name].astype("string").fillna("").str.strip() for name in fields]
    joined = pd.Series("", index=frame.index, dtype="string")
    for part in parts:
        joined = (joined + " " + part).str.strip()
    return np.where(joined == "", NONE, joined.astype(object))
