"""Source columns → registry columns, a batch at a time. Distinct values are mapped once, rows only look them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from importers.attributes import json_lines
from importers.batch import QUARANTINE_COLUMNS, SCHEMA
from importers.columns import NONE, Columns, Told, first_code, plain_frame, record_batch, resolve
from importers.layers import Layer
from importers.profiles import Profile
from importers.reading import geometry_name
from importers.versions import RowFates

IDENTITY = ("source_id", "namespace")
TEXT_COLUMNS = ("owner", "manager", "source_holder", "name")
SIZES = ("width_mm", "height_mm", "wall_mm")
DUPLICATE = "another row of this delivery has the same id"


@dataclass
class Rows:
    """One batch of a source, before it is mapped."""

    frame: pd.DataFrame
    geometry: pa.Array | None
    row_number: np.ndarray
    superseded: np.ndarray
    duplicate: np.ndarray

    def common(self) -> dict[str, object]:
        """The columns that every kind of row has."""
        return {
            "row_number": self.row_number,
            "superseded": self.superseded,
            "attributes": json_lines(self.frame[sorted(set(self.frame.columns) - set(QUARANTINE_COLUMNS))]),
            "geom": self.geometry,
        }


class RowMapper(Protocol):
    """Maps batches of rows to one of the schemas in `batch`."""

    told: Counter[Told]

    def map(self, rows: Rows) -> pa.RecordBatch:
        """One batch in the registry's schema; every row of the source is there."""


@dataclass
class Reader:
    """Numbers the rows of a layer and knows their fates; `rows` counts those that came by."""

    fates: RowFates
    rows: int = 0

    def read(self, batch: pa.RecordBatch) -> Rows:
        """The next batch of the layer."""
        shape = geometry_name(batch.schema)
        geometry = batch.column(shape).cast(pa.binary()) if shape in batch.schema.names else None
        table = pa.Table.from_batches([batch])
        frame = plain_frame(table.drop_columns([shape]) if geometry is not None else table)
        here = slice(self.rows, self.rows + len(frame))
        self.rows += len(frame)
        numbers = np.arange(here.start, here.stop) + 1
        return Rows(frame, geometry, numbers, self.fates.superseded[here], self.fates.duplicate[here])


@dataclass
class AssetMapper:
    """Assets: what they are by the profile's rules, and what is known of them."""

    profile: Profile
    layer: Layer
    told: Counter[Told] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.columns = Columns(self.profile, resolve(self.profile, self.layer), self.told)

    def map(self, rows: Rows) -> pa.RecordBatch:
        """One batch of `batch.SCHEMA`."""
        frame, read = rows.frame, self.columns
        types, sentences = self._asset_types(frame, ~rows.superseded)
        columns = rows.common() | {name: read.text(frame, name, unknown=False) for name in IDENTITY}
        columns |= {name: read.called(frame, name) for name in TEXT_COLUMNS}
        columns |= {name: read.millimetres(frame, name) for name in SIZES}
        if (years := read.years(frame, "built_from", "built_to", "built_year")) is not None:
            basis = np.where(years[0].notna(), "register", NONE)
            columns |= {"built_from": years[0], "built_to": years[1], "built_basis": basis}
        columns |= {
            "asset_type": types,
            "source_material": read.text(frame, "source_material", whole=False, unknown=False),
            "shape": self._shape(frame),
            "version_from": read.moment(frame, "version_from"),
            "ended_on": read.day(frame, "ended"),
            "reject_code": first_code({"duplicate-id": rows.duplicate, "unknown-value": sentences != ""}),
            "reject_message": np.where(rows.duplicate, DUPLICATE, np.where(sentences != "", sentences, NONE)),
        }
        return record_batch(columns, SCHEMA, len(frame))

    def _asset_types(self, frame: pd.DataFrame, counted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(asset type or None, what is wrong or '') per row."""
        names = [name for name in self.profile.type_fields if self.columns.has(name)]
        if not names:
            return np.full(len(frame), self.profile.default_type, dtype=object), np.full(len(frame), "", dtype=object)
        values = pd.DataFrame({name: self.columns.clean(frame, name) for name in names})
        groups = values.groupby(names, sort=False, dropna=False)
        inverse = groups.ngroup().to_numpy()
        distinct = values.drop_duplicates(names)
        weights = np.bincount(inverse, weights=counted, minlength=len(distinct))
        types, sentences = [], []
        for row, count in zip(distinct.to_dict("records"), weights, strict=True):
            found, sentence = self._asset_type({name: str(row[name]) for name in names}, int(count))
            types.append(found)
            sentences.append(sentence)
        return np.array(types, dtype=object)[inverse], np.array(sentences, dtype=object)[inverse]

    def _asset_type(self, row: Mapping[str, str], count: int) -> tuple[str | None, str]:
        lowered = {name: row.get(name, "").lower() for name in self.profile.type_fields}
        for rule in self.profile.rules:
            if rule.fits(lowered):
                return rule.asset_type, ""
        said = ", ".join(f"{name} '{value}'" for name, value in row.items())
        if self.profile.default_type is not None:
            if count and any(value and value not in self.profile.unknown_text for value in lowered.values()):
                self.told["unknown-value", ", ".join(row), ", ".join(row.values())] += count
            return self.profile.default_type, ""
        return None, f"the profile has no asset type for {said}"

    def _shape(self, frame: pd.DataFrame) -> pd.Series | None:
        if not self.columns.has("shape"):
            return None
        shapes: pd.Series = self.columns.clean(frame, "shape").str.lower().map(dict(self.profile.shapes))
        return shapes
