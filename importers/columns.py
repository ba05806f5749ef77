"""Values of source fields as text, years, days and numbers. What cannot be read is counted, not guessed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from importers.layers import Layer
from importers.names import finder
from importers.profiles import FieldRef, Profile

TEXT = pd.StringDtype("pyarrow")  # text stays in Arrow: no Python object per value
YEARS = (1000, 2200)  # what can be a year at all
LARGEST_MM = 100_000.0
NONE = np.array(None, dtype=object)
LAST_SEGMENT = r"^.*[/#]"
# 1985, 1985.0, 1985-06-01, 1985-06-01T10:00 | 01-06-1985 | 19850601, 19850601100000
YEAR = (
    r"^(?P<first>\d{4})(?:\D.*)?$|^\d{1,2}[-/.]\d{1,2}[-/.](?P<last>\d{4})(?:\D.*)?$|^(?P<joined>\d{4})\d{4}(?:\d{6})?$"
)
PERIOD = r"^\d{4}\s*[-/–]\s*(\d{4})$"  # 1980-1985
ISO_DAY = r"^\d{4}-\d{2}-\d{2}"
DAY_FIRST = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(.*)$"  # of a moment: the time is kept
DAY_LAST = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}).*$"
DAY_JOINED = r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$"
# Numbers that count from a day: that day, what is counted, the least and most that is taken for one (until 2099, and
# as many before), and of how many of the numbers more must be such.
COUNTED = (
    (pd.Timestamp(1970, 1, 1), pd.Timedelta(milliseconds=1), 1e10, 4.1e12, 0.0),  # ArcGIS
    (pd.Timestamp(1899, 12, 30), pd.Timedelta(days=1), 10_000, 73_050, 0.5),  # spreadsheets
)
THOUSANDS = r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$"  # 1.234,5: full stops in front of a decimal comma
COMMAS = r"^[+-]?\d{1,3}(?:,\d{3})+\.\d+$"  # 1,234.5: the other way round

Told = tuple[str, str, str]  # code, field, value


@dataclass
class Columns:
    """The registry's columns of one layer, as its profile reads them."""

    profile: Profile
    names: Mapping[str, str]
    told: Counter[Told] = field(default_factory=Counter)

    def has(self, column: str) -> bool:
        """Whether the layer has a field for the column."""
        return column in self.names

    def clean(self, frame: pd.DataFrame, column: str, *, whole: bool = False) -> pd.Series:
        """Text without what the profile says does not count: further members of lists, prefixes, parts of URIs.

        whole: a URI is kept as it is.
        """
        values = frame[self.names[column]]
        text = values.astype(TEXT).fillna("").str.strip()
        if pd.api.types.is_float_dtype(values):  # 12.0 is 12, whether the source keeps it as one or the other
            text = text.str.removesuffix(".0")
        ref = self.profile.fields[column]
        if ref.separator:
            text = text.str.split(ref.separator, regex=False).str[0].astype(TEXT).str.strip()
        if ref.prefix:
            text = text.str.removeprefix(ref.prefix)
        if self.profile.last_segment and not whole:
            text = text.str.replace(LAST_SEGMENT, "", regex=True)
        return text

    def text(self, frame: pd.DataFrame, column: str, *, whole: bool = True, unknown: bool = True) -> pd.Series | None:
        """Text, or None where it is empty. unknown: the profile's words for unknown are none either."""
        if column not in self.names:
            return None
        text = self.clean(frame, column, whole=whole)
        if unknown:
            text = text.mask(text.str.lower().isin(self.profile.unknown_text))
        return text.mask(text == "")

    def called(self, frame: pd.DataFrame, column: str) -> pd.Series | None:
        """Text, for which [values.<column>] may have another word, such as the code of an organisation."""
        text, table = self.text(frame, column), self.profile.values.get(column)
        if text is None or table is None:
            return text
        return text.str.lower().map(dict(table)).astype(TEXT).fillna(text)

    def year(self, frame: pd.DataFrame, column: str) -> pd.Series | None:
        """Years; those that the profile calls unknown, and what is no year, are none."""
        if column not in self.names:
            return None
        text, codes = _distinct(frame[self.names[column]])
        year, number = _years(text)
        unknown, possible = number.fillna(year).isin(self.profile.unknown_years), year.between(*YEARS)
        self._tell("unreadable-year", column, text, ~unknown & ~possible, np.bincount(codes + 1)[1:])
        known = year.where(possible & ~unknown).round().to_numpy(np.float64, na_value=np.nan)
        return pd.Series(np.append(known, np.nan)[codes], index=frame.index).astype("Int16")

    def years(self, frame: pd.DataFrame, first: str, last: str, both: str) -> tuple[pd.Series, pd.Series] | None:
        """First and last possible year: from one field for both, or from two; where one is not known, neither is."""
        if both in self.names:
            begin = self.year(frame, both)
            end = None if begin is None else self._end_of_period(frame, both, begin)
        else:
            begin, end = self.year(frame, first), self.year(frame, last)
            begin, end = (begin if begin is not None else end), (end if end is not None else begin)
        if begin is None or end is None:
            return None
        known = begin.notna() & end.notna()
        return begin.where(known), end.where(known)

    def _end_of_period(self, frame: pd.DataFrame, column: str, begin: pd.Series) -> pd.Series:
        """The last year of a period; of what is none the year itself."""
        text, codes = _distinct(frame[self.names[column]])
        last = pd.to_numeric(text.str.extract(PERIOD)[0], errors="coerce").to_numpy(float, na_value=np.nan)
        end = pd.Series(np.append(last, np.nan)[codes], index=frame.index).astype("Int16")
        return begin.mask(((end > begin) & (end <= YEARS[1])).fillna(value=False), end)

    def number(self, frame: pd.DataFrame, column: str) -> pd.Series | None:
        """Numbers in the registry's unit; a decimal comma is read as one."""
        if column not in self.names:
            return None
        values = frame[self.names[column]]
        if not pd.api.types.is_numeric_dtype(values):
            text = values.astype(TEXT).str.strip()
            values = pd.to_numeric(with_decimal_point(text), errors="coerce")
            self._tell("unreadable-number", column, text, values.isna())
        return values.astype("float64") * self.profile.fields[column].factor

    def millimetres(self, frame: pd.DataFrame, column: str) -> pd.Series | None:
        """Sizes; zero and less mean that there is none."""
        size = self.number(frame, column)
        return None if size is None else size.where((size > 0) & (size <= LARGEST_MM))

    def moment(self, frame: pd.DataFrame, column: str) -> pd.Series | None:
        """Instants in UTC, ISO 8601."""
        if column not in self.names:
            return None
        moments = moments_of(frame[self.names[column]])
        return moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ")

    def day(self, frame: pd.DataFrame, column: str) -> pd.Series | None:
        """Days, ISO 8601; the day may come first (31-12-2024) as it does in the Netherlands."""
        if column not in self.names:
            return None
        text = frame[self.names[column]].astype(TEXT).str.strip()
        days = _days(text)
        self._tell("unreadable-date", column, text, days.isna())
        return days.dt.strftime("%Y-%m-%d")

    def values(self, frame: pd.DataFrame, column: str) -> pd.Series | None:
        """Text that [values.<column>] translates; without such a table it stays as it is."""
        text = self.text(frame, column, whole=False)
        table = self.profile.values.get(column)
        if text is None or table is None:
            return text
        translated: pd.Series = text.str.lower().map(dict(table))
        self._tell("unknown-value", column, text, translated.isna())
        return translated

    def is_worst(self, column: str) -> bool:
        """Whether the layer has lists for the column of which the highest number counts."""
        return self.has(column) and self.profile.fields[column].worst

    def worst(self, frame: pd.DataFrame, column: str) -> pd.Series:
        """Of each list the highest number, by [values.<column>]; none where a member has none, which may be it."""
        separator, table = self.profile.fields[column].separator, self.profile.values.get(column, {})
        text, codes = _distinct(frame[self.names[column]])
        words = [[word.strip().lower() for word in str(value).split(separator)] for value in text]
        numbers = pd.Series({word: table.get(word, word) for each in words for word in each}, dtype=object)
        numbers = pd.to_numeric(numbers, errors="coerce")
        highest = [numbers[each].max(skipna=False) for each in words]
        return pd.Series(np.append(highest, np.nan)[codes], index=frame.index, dtype="float64")

    def _tell(self, code: str, column: str, text: pd.Series, bad: pd.Series, rows: np.ndarray | int = 1) -> None:
        """Count what could not be read; `rows`: how many each text stands for."""
        odd = bad.fillna(value=True).astype(bool) & text.notna() & (text != "")
        odd &= ~text.str.lower().isin(self.profile.unknown_text)
        for value, count in pd.Series(rows, index=text.index)[odd].groupby(text[odd]).sum().items():
            self.told[code, self.names[column], str(value)] += int(count)


def _distinct(values: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """The different values as text, and per row the place of its own; -1 where it has none."""
    codes, distinct = pd.factorize(values.astype(TEXT) if values.dtype == object else values)
    return pd.Series(distinct).astype(TEXT).str.strip(), codes


def _years(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The year in each text, and the number that it is."""
    parts = with_days(text).str.extract(YEAR)
    year = pd.to_numeric(parts["first"].fillna(parts["last"]).fillna(parts["joined"]), errors="coerce")
    return year.astype("Float64"), pd.to_numeric(text, errors="coerce").astype("Float64")


def with_days(text: pd.Series) -> pd.Series:
    """Text with days (ISO 8601) for numbers that count them."""
    number = pd.to_numeric(text, errors="coerce").astype("float64")
    told = (number.fillna(1) != 0).sum()
    for first, unit, least, most, share in COUNTED:
        counted = number.abs().between(least, most)
        if counted.sum() > share * told:
            days = (first + number[counted] * unit).dt.strftime("%Y-%m-%d")
            text = text.mask(counted, days.astype(TEXT).reindex(text.index))
    return text


def moments_of(values: pd.Series) -> pd.Series[pd.Timestamp]:
    """Instants in UTC; the day may come first."""
    if not pd.api.types.is_datetime64_any_dtype(values):
        values = values.astype(TEXT)
        if not _are_iso(values):
            values = with_days(values.str.strip()).str.replace(DAY_FIRST, r"\3-\2-\1\4", regex=True)
    return pd.to_datetime(values, errors="coerce", utc=True, format="mixed")


def _days(text: pd.Series) -> pd.Series[pd.Timestamp]:
    iso = (
        with_days(text).str.replace(DAY_LAST, r"\3-\2-\1", regex=True).str.replace(DAY_JOINED, r"\1-\2-\3", regex=True)
    )
    return pd.to_datetime(iso.str.replace("/", "-", regex=False).str[:10], errors="coerce", format="%Y-%m-%d")


def _are_iso(text: pd.Series) -> bool:
    """Whether all that is told begins with a day in ISO 8601, as in most files: then nothing slower is needed."""
    return bool(text.dropna().str.match(ISO_DAY).all())


def is_after(values: pd.Series, day: dt.date) -> np.ndarray:
    """Whether each tells a day, or a year, that comes after `day`; what tells neither does not."""
    text, codes = _distinct(values)
    if _are_iso(text):
        return np.asarray(np.append((text.str[:10] > day.isoformat()).to_numpy(bool), False)[codes])
    days, (years, _) = _days(text), _years(text)
    later = (days > pd.Timestamp(day)) | (years > day.year).fillna(value=False)
    return np.asarray(np.append(later.to_numpy(bool), False)[codes])


def with_decimal_point(text: pd.Series) -> pd.Series:
    """Text of numbers with a point where they have a decimal comma, without the signs between their thousands."""
    for sign, pattern in ((".", THOUSANDS), (",", COMMAS)):
        text = text.mask(_fits(text, pattern), text.str.replace(sign, "", regex=False))
    return text.str.replace(",", ".", regex=False)


def _fits(text: pd.Series, pattern: str) -> pd.Series[bool]:
    return text.str.match(pattern).fillna(value=False).astype(bool)


def resolve(profile: Profile, layer: Layer) -> dict[str, str]:
    """Registry column (or field that decides for the type) → the layer's own field, of two alike the very same."""
    find = finder(layer.fields)

    def first(ref: FieldRef) -> str | None:
        return next((found for name in ref.names if (found := find(name)) is not None), None)

    found = {column: first(ref) for column, ref in profile.fields.items()}
    return {column: name for column, name in found.items() if name is not None}


def plain_frame(table: pa.Table) -> pd.DataFrame:
    """A table as a frame: text stays in Arrow, dates and instants are ISO 8601, so that all columns read alike."""
    for index, column in enumerate(table.schema):
        if pa.types.is_temporal(column.type):
            table = table.set_column(index, column.name, table.column(index).cast(pa.string()))
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.string(): TEXT, pa.large_string(): TEXT}.get)
    return frame


def first_code(codes: Mapping[str, np.ndarray]) -> np.ndarray:
    """Per row the first code whose flag is set."""
    return np.select(list(codes.values()), [np.array(code, dtype=object) for code in codes], NONE)


def record_batch(columns: Mapping[str, object], schema: pa.Schema, rows: int) -> pa.RecordBatch:
    """Columns by name as a batch of the schema; a column that is not given is null."""
    return pa.record_batch([_array(columns.get(name.name), name, rows) for name in schema], schema=schema)


def _array(values: object, wanted: pa.Field, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, wanted.type)
    if isinstance(values, pa.Array):
        return values if values.type == wanted.type else values.cast(wanted.type)
    return pa.array(values, type=wanted.type, from_pandas=True)
