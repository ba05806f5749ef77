"""CSV and its kin, as a stream: any delimiter, decimal commas, quotes with line breaks, all values as text."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from importers.encodings import mend_text
from importers.errors import SourceError
from importers.formats.table import table_layer
from importers.layers import Layer, Note

BLOCK_BYTES = 4 << 20
DELIMITERS = (";", ",", "\t", "|")
LOOK_AT_LINES = 20
MOST_COLUMNS = 2_000


def read(path: Path) -> list[Layer]:
    """The one layer of a delimited text. Raises SourceError."""
    note = mend_text(path)
    with path.open("rb") as file:
        if b"\0" in file.read(BLOCK_BYTES):
            raise SourceError("cannot be read as a table (it is no text)")
    delimiter, header = _header(path)
    columns = unique(header)
    if len(columns) > MOST_COLUMNS:
        raise SourceError(f"has {len(columns):,} columns, {MOST_COLUMNS:,} are allowed: leave some out")

    def rows() -> Iterator[pa.RecordBatch]:
        return _rows(path, delimiter, columns)

    try:
        notes = [] if note is None else [Note("encoding", note)]
        return [table_layer(path, path.stem, columns, rows, driver="CSV", notes=notes)]
    except pa.ArrowInvalid as error:
        raise SourceError(f"cannot be read as a table ({str(error).splitlines()[0][:200]})") from None


def unique(names: Sequence[str]) -> list[str]:
    """Column names, none of them empty and none twice."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        plain = " ".join(str(name).split()) or f"column_{number}"
        found.append(next(each for each in _numbered(plain) if each not in found))
    return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in itertools.count(2))


def _header(path: Path) -> tuple[str, list[str]]:
    """The delimiter that gives most columns, and the names of these."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = "".join(itertools.islice(file, LOOK_AT_LINES))
    if not start.strip():
        raise SourceError("is empty: there is nothing to import")
    try:
        rows = {each: next(csv.reader(start.splitlines(keepends=True), delimiter=each), []) for each in DELIMITERS}
    except csv.Error as error:
        raise SourceError(f"cannot be read as a table ({error})") from None
    best = max(DELIMITERS, key=lambda each: len(rows[each]))
    return best, rows[best]


def _rows(path: Path, delimiter: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    reader = arrow_csv.open_csv(
        path,
        read_options=arrow_csv.ReadOptions(column_names=columns, skip_rows_after_names=1, block_size=BLOCK_BYTES),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    yield from reader
