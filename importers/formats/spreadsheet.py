"""XLSX: each sheet is a table; a title above its header is left out."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from importers.archives import refuse_harmful
from importers.batch import BATCH_ROWS
from importers.errors import SourceError
from importers.formats.delimited import MOST_COLUMNS
from importers.formats.headers import LOOK_AT_ROWS, header_at, title_notes
from importers.formats.table import table_layer
from importers.layers import Layer, Note
from importers.names import unique

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell

SHEETS = r"xl/worksheets/[^/]+\.xml$"
CHUNK = 1 << 20
SAVE_IT = "open it in a spreadsheet program and save it"


def read(path: Path) -> list[Layer]:
    """The sheets that hold a table. Raises SourceError."""
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_harmful(Path(path.name), archive.infolist())
        book = _book(path)
        names = [sheet.title for sheet in book.worksheets]
        book.close()
        lacking = _without_results(path)
        sheets = ((path.with_name(f"{path.name}.{number}.arrow"), name) for number, name in enumerate(names, 1))
        found = [each for kept, name in sheets if (each := _sheet(path, name, kept, lacking.get(name, 0))) is not None]
        if lacking and not found:
            raise SourceError(f"has formulas only, without their results: {SAVE_IT}")
        return found
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SourceError(f"cannot be read as a spreadsheet ({str(error).splitlines()[0]})") from None


def _without_results(path: Path) -> dict[str, int]:
    """How many rows of a sheet have formulas whose results the file does not hold, as programs write them."""
    if not _has_formulas(path):
        return {}
    formulas, results = _book(path, results=False), _book(path)
    try:
        return {
            sheet.title: lacking
            for sheet in formulas.worksheets
            if (lacking := sum(map(_lacks, sheet.iter_rows(), results[sheet.title].iter_rows())))
        }
    finally:
        formulas.close()
        results.close()


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in filter(re.compile(SHEETS).match, archive.namelist()):
            with archive.open(name) as sheet:
                if any(b"<f>" in piece or b"<f " in piece for piece in iter(lambda: sheet.read(CHUNK), b"")):
                    return True
    return False


def _lacks(formulas: Sequence[Cell | MergedCell], results: Sequence[Cell | MergedCell]) -> bool:
    """Whether a row has a formula without a result; no text is one too."""
    pairs = zip(formulas, results, strict=True)
    return any(told.data_type == "f" and found.value is None and found.data_type != "str" for told, found in pairs)


def _sheet(path: Path, name: str, kept: Path, lacking: int) -> Layer | None:
    """A sheet that holds a table, its rows `kept` in the scratch folder: read again they come much faster."""
    start = list(itertools.islice(_values(path, name), LOOK_AT_ROWS))
    if not start:
        return None
    at = header_at(start)
    header = start[at]
    if len(header) > MOST_COLUMNS:
        raise SourceError(f"sheet {name} has {len(header):,} columns, {MOST_COLUMNS:,} are allowed: leave some out")
    columns = unique(header)
    schema = pa.schema([(column, pa.string()) for column in columns])
    with pa.ipc.new_file(kept, schema) as file:
        for batch in _batches(path, name, schema, at):
            file.write_batch(batch)

    def rows() -> Iterator[pa.RecordBatch]:
        with pa.memory_map(str(kept)) as source, pa.ipc.open_file(source) as file:
            yield from map(file.get_batch, range(file.num_record_batches))

    notes = title_notes(start[:at])
    notes += (
        [Note("no-results", f"formulas without their results, read as empty: {SAVE_IT}", lacking)] if lacking else []
    )
    return table_layer(path, name, columns, rows, driver="XLSX", notes=notes)


def _batches(path: Path, name: str, schema: pa.Schema, above: int) -> Iterator[pa.RecordBatch]:
    """Batches of the rows below the header; `above`: how many there are above it."""
    rows: list[list[str]] = []
    for row in itertools.islice(_values(path, name), above + 1, None):
        rows.append(row[: len(schema)] + [""] * (len(schema) - len(row)))
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


def _book(path: Path, *, results: bool = True) -> Workbook:
    """The workbook, with the results of its formulas or with the formulas."""
    from openpyxl import load_workbook

    return load_workbook(path, read_only=True, data_only=results)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
