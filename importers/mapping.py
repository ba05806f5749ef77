"""Source columns → registry columns, a batch at a time. Distinct values are mapped once, rows only look them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from importers.batch import QUARANTINE_COLUMNS, SCHEMA
from importers.profiles import Profile
from importers.reading import geometry_name
from importers.sources import Layer
from importers.versions import RowFates

TEXT = pd.StringDtype("pyarrow")  # text stays in Arrow: no Python object per value
TEXT_COLUMNS = ("source_id", "namespace", "owner", "manager", "source_holder", "name", "source_material")
SIZES = ("width_mm", "height_mm", "wall_mm")
YEARS = (1000, 2200)  # what can be a year of building at all
LARGEST_MM = 100_000.0
DUPLICATE = "another row of this delivery has the same id"
NONE = np.array(None, dtype=object)
NUL = "\\u0000"  # JSON's word for a character that PostgreSQL does not store


@dataclass
class Mapper:
    """Maps the batches of one layer, and counts what it could not understand."""

    layer: Layer
    profile: Profile
    fates: RowFates
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: int = 0

    def __post_init__(self) -> None:
        self.columns = resolve(self.profile, self.layer)

    def map(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """One batch in the registry's schema; every row of the source is there."""
        shape = geometry_name(batch.schema)
        geometry = batch.column(shape).cast(pa.binary()) if shape in batch.schema.names else None
        table = pa.Table.from_batches([batch])
        frame = _dates_as_text(table.drop_columns([shape]) if geometry is not None else table).to_pandas(
            types_mapper={pa.string(): TEXT, pa.large_string(): TEXT}.get
        )
        here = slice(self.rows, self.rows + len(frame))
        self.rows += len(frame)
        superseded = self.fates.superseded[here]
        types, sentences = self._asset_types(frame, ~superseded)
        duplicate = self.fates.duplicate[here]
        columns: dict[str, object] = {name: self._text(frame, name) for name in TEXT_COLUMNS}
        columns |= self._built(frame) | {name: self._millimetres(frame, name) for name in SIZES}
        columns |= {
            "row_number": np.arange(here.start, here.stop) + 1,
            "asset_type": types,
            "shape": self._shape(frame),
            "version_from": self._moment(frame, "version_from"),
            "superseded": superseded,
            "ended_on": self._day(frame, "ended"),
            "attributes": json_lines(frame[sorted(set(frame.columns) - set(QUARANTINE_COLUMNS))]),
            "geom": geometry,
            "reject_code": _first_of({"duplicate-id": duplicate, "unknown-value": sentences != ""}),
            "reject_message": np.where(duplicate, DUPLICATE, np.where(sentences != "", sentences, NONE)),
        }
        return pa.record_batch([_array(columns[name.name], name, len(frame)) for name in SCHEMA], schema=SCHEMA)

    def _asset_types(self, frame: pd.DataFrame, counted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(asset type or None, what is wrong or '') per row."""
        names = [name for name in self.profile.type_fields if name in self.columns]
        if not names:
            return np.full(len(frame), self.profile.default_type, dtype=object), np.full(len(frame), "", dtype=object)
        values = pd.DataFrame({name: self._clean(frame[self.columns[name]]) for name in names})
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
        told = ", ".join(f"{name} '{value}'" for name, value in row.items())
        if self.profile.default_type is not None:
            if count and any(value and value not in self.profile.unknown_text for value in lowered.values()):
                self.unknown[(", ".join(row), ", ".join(row.values()))] += count
            return self.profile.default_type, ""
        return None, f"the profile has no asset type for {told}"

    def _clean(self, column: pd.Series) -> pd.Series:
        text = column.astype(TEXT).fillna("").str.strip()
        return text.str.replace(r"^.*[/#]", "", regex=True) if self.profile.last_segment else text

    def _text(self, frame: pd.DataFrame, name: str) -> pd.Series | None:
        if name not in self.columns:
            return None
        text = frame[self.columns[name]].astype(TEXT).str.strip()
        if name not in ("source_id", "namespace"):
            if self.profile.last_segment and name == "source_material":
                text = text.str.replace(r"^.*[/#]", "", regex=True)
            if name != "source_material":
                text = text.mask(text.str.lower().isin(self.profile.unknown_text))
        return text.mask(text == "")

    def _built(self, frame: pd.DataFrame) -> dict[str, object]:
        if "built_year" in self.columns:
            first = last = self._year(frame, "built_year")
        else:
            first, last = self._year(frame, "built_from"), self._year(frame, "built_to")
            first, last = (first if first is not None else last), (last if last is not None else first)
        if first is None or last is None:
            return {"built_from": None, "built_to": None, "built_basis": None}
        known = first.notna() & last.notna()
        return {
            "built_from": first.where(known),
            "built_to": last.where(known),
            "built_basis": np.where(known, "register", NONE),
        }

    def _year(self, frame: pd.DataFrame, name: str) -> pd.Series | None:
        if name not in self.columns:
            return None
        year = pd.to_numeric(frame[self.columns[name]].astype(TEXT).str[:4], errors="coerce")
        bad = year.isin(self.profile.unknown_years) | ~year.between(*YEARS)
        return year.mask(bad).round().astype("Int16")

    def _millimetres(self, frame: pd.DataFrame, name: str) -> pd.Series | None:
        if name not in self.columns:
            return None
        column = frame[self.columns[name]]
        if not pd.api.types.is_numeric_dtype(column):
            column = pd.to_numeric(column.astype(TEXT).str.replace(",", "."), errors="coerce")
        size = column.astype("float64") * self.profile.fields[name].factor
        return size.where((size > 0) & (size <= LARGEST_MM))

    def _shape(self, frame: pd.DataFrame) -> pd.Series | None:
        if "shape" not in self.columns:
            return None
        shapes: pd.Series = self._clean(frame[self.columns["shape"]]).str.lower().map(dict(self.profile.shapes))
        return shapes

    def _moment(self, frame: pd.DataFrame, name: str) -> pd.Series | None:
        if name not in self.columns:
            return None
        moments = pd.to_datetime(frame[self.columns[name]], errors="coerce", utc=True, format="mixed")
        return moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _day(self, frame: pd.DataFrame, name: str) -> pd.Series | None:
        if name not in self.columns:
            return None
        days = pd.to_datetime(frame[self.columns[name]], errors="coerce", utc=True, format="mixed")
        return days.dt.strftime("%Y-%m-%d")


def resolve(profile: Profile, layer: Layer) -> dict[str, str]:
    """Registry column (or field that decides for the type) → the layer's own field."""
    known = {name.lower(): name for name in layer.fields}
    found = {
        column: next((known[name.lower()] for name in ref.names if name.lower() in known), None)
        for column, ref in profile.fields.items()
    }
    return {column: name for column, name in found.items() if name is not None}


def json_lines(frame: pd.DataFrame) -> list[str] | None:
    """Each row as a JSON object, its keys in the order of the columns."""
    if frame.empty or not len(frame.columns):
        return None
    text = frame.to_json(orient="records", lines=True, force_ascii=False, default_handler=str)
    return [line.replace(NUL, "") for line in text.splitlines()] if NUL in text else text.split("\n")[: len(frame)]


def _first_of(codes: Mapping[str, np.ndarray]) -> np.ndarray:
    """Per row the first code whose flag is set."""
    return np.select(list(codes.values()), [np.array(code, dtype=object) for code in codes], NONE)


def _dates_as_text(table: pa.Table) -> pa.Table:
    """Dates and instants in ISO 8601, so that years, versions and attributes read them alike."""
    for index, column in enumerate(table.schema):
        if pa.types.is_temporal(column.type):
            table = table.set_column(index, column.name, table.column(index).cast(pa.string()))
    return table


def _array(values: object, wanted: pa.Field, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, wanted.type)
    if isinstance(values, pa.Array):
        return values
    return pa.array(values, type=wanted.type, from_pandas=True)
