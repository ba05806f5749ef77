"""XLSX: each sheet is a table; a title above its header is left out."""

from __future__ import annotations

import datetime as dt
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from importers.archives import refuse_harmful
from importers.batch import BATCH_ROWS
from importers.errors import SourceError
from importers.formats.delimited import MOST_COLUMNS
from importers.formats.headers import LOOK_AT_ROWS, header_at, title_notes
from importers.formats.table import table_layer
from importers.layers import Layer
from importers.names import unique

if TYPE_CHECKING:
    from openpyxl import Workbook


def read(path: Path) -> list[Layer]:
    """The sheets that hold a table. Raises SourceError."""
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_harmful(Path(path.name), archive.infolist())
        book = _book(path)
        names = [sheet.title for sheet in book.worksheets]
        book.close()
        return [layer for name in names if (layer := _sheet(path, name)) is not None]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SourceError(f"cannot be read as a spreadsheet ({str(error).splitlines()[0]})") from None


def _sheet(path: Path, name: str) -> Layer | None:
    start = list(itertools.islice(_values(path, name), LOOK_AT_ROWS))
    if not start:
        return None
    at = header_at(start)
    header = start[at]
    if len(header) > MOST_COLUMNS:
        raise SourceError(f"sheet {name} has {len(header):,} columns, {MOST_COLUMNS:,} are allowed: leave some out")
    columns = unique(header)

    def rows() -> Iterator[pa.RecordBatch]:
        return _batches(path, name, columns, at)

    return table_layer(path, name, columns, rows, driver="XLSX", notes=title_notes(start[:at]))


def _batches(path: Path, name: str, columns: list[str], above: int) -> Iterator[pa.RecordBatch]:
    """Batches of the rows below the header; `above`: how many there are above it."""
    schema = pa.schema([(column, pa.string()) for column in columns])
    rows: list[list[str]] = []
    for row in itertools.islice(_values(path, name), above + 1, None):
        rows.append(row[: len(columns)] + [""] * (len(columns) - len(row)))
        if len(rows) == BATCH_ROWS:
            yield _batch(rows, schema)
            rows = []
    if rows:
        yield _batch(rows, schema)


def _batch(rows: list[list[str]], schema: pa.Schema) -> pa.RecordBatch:
    return pa.record_batch([pa.array([v or None for v in column], pa.string()) for column in zip(*rows, strict=True)],
                           schema=schema)  # fmt: skip


def _values(path: Path, name: str) -> Iterator[list[str]]:
    """Rows that are not empty, as text, without the empty cells at their ends."""
    book = _book(path)
    try:
        for cells in book[name].iter_rows(values_only=True):
            row = [_text(value) for value in cells]
            while row and not row[-1]:
                row.pop()
            if row:
                yield row
    finally:
        book.close()


def _book(path: Path) -> Workbook:
    from openpyxl import load_workbook

    return load_workbook(path, read_only=True, data_only=True)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
