"""CSV and its kin, as a stream: any delimiter, decimal commas, quotes with line breaks, all values as text."""

from __future__ import annotations

import csv
import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from importers.batch import BATCH_ROWS
from importers.encodings import mend_text
from importers.errors import SourceError
from importers.formats.headers import LOOK_AT_ROWS, header_at, title_notes
from importers.formats.table import table_layer
from importers.layers import Layer, Note
from importers.names import unique

BLOCK_BYTES = 4 << 20
DELIMITERS = (";", ",", "\t", "|")
MOST_COLUMNS = 2_000


def read(path: Path) -> list[Layer]:
    """The one layer of a delimited text. Raises SourceError."""
    note = mend_text(path)
    with path.open("rb") as file:
        if b"\0" in file.read(BLOCK_BYTES):
            raise SourceError("cannot be read as a table (it is no text)")
    head = _head(path)
    columns = head.columns
    if len(columns) > MOST_COLUMNS:
        raise SourceError(f"has {len(columns):,} columns, {MOST_COLUMNS:,} are allowed: leave some out")

    notes = [*([] if note is None else [Note("encoding", note)]), *head.notes]
    try:
        return [table_layer(path, path.stem, columns, lambda: _rows(path, head), driver="CSV", notes=notes)]
    except pa.ArrowInvalid as error:
        uneven = _uneven(path, head)
        if uneven is None:
            why = str(error).splitlines()[0][:200]
            raise SourceError(f"cannot be read as a table ({why}): export it anew, with text in quotes") from None
    columns, count = uneven
    beyond = (
        f", what is beyond it in {', '.join(columns[len(head.columns) :])}" if len(columns) > len(head.columns) else ""
    )
    notes.append(Note("uneven-rows", f"more or fewer cells than the header has{beyond}", count))
    return [table_layer(path, path.stem, columns, lambda: _padded(path, head, columns), driver="CSV", notes=notes)]


@dataclass(frozen=True)
class Head:
    """How a table begins: its columns, and the lines above their names."""

    delimiter: str
    columns: list[str]
    lines_above: int
    rows_above: int
    notes: list[Note]
    regular: bool  # all rows seen have as many cells, from the first on

    def likeness(self) -> tuple[bool, int]:
        """How much it looks like a table: what another delimiter makes of the text in its cells looks less so."""
        return self.regular and len(self.columns) > 1, len(self.columns)


def _head(path: Path) -> Head:
    """The beginning by the delimiter that gives a table, of several the one that gives most columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = list(itertools.islice(file, LOOK_AT_ROWS))
    if not "".join(start).strip():
        raise SourceError("is empty: there is nothing to import")
    return max((_head_by(delimiter, start) for delimiter in DELIMITERS), key=Head.likeness)


def _head_by(delimiter: str, start: Sequence[str]) -> Head:
    reader = csv.reader(start, delimiter=delimiter)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error as error:  # such as a cell of more than 128 kB, which matters in the header only
        if not rows:
            raise SourceError(f"cannot be read as a table ({error})") from None
    at = header_at(rows)
    names = rows[at]
    if at and (told := _by_another_delimiter(rows[at - 1], len(names))) is not None:
        at, names = at - 1, told
    whole = [row for row in rows[: LOOK_AT_ROWS - 1] if row]  # the last may be cut within a cell
    regular = at == 0 and len({len(row) for row in whole}) == 1
    return Head(delimiter, unique(names), ends[at - 1] if at else 0, at, title_notes(rows[:at]), regular)


def _by_another_delimiter(above: Sequence[str], cells: int) -> list[str] | None:
    """The names in a header that another program put above the rows, by a delimiter of its own; None if it is none."""
    by_each = (next(csv.reader(above, delimiter=delimiter)) for delimiter in DELIMITERS if len(above) == 1)
    return next((names for names in by_each if len(names) == cells > 1 and all(names)), None)


def _rows(path: Path, head: Head) -> Iterator[pa.RecordBatch]:
    """Batches of the rows that hold anything."""
    reader = arrow_csv.open_csv(
        path,
        read_options=arrow_csv.ReadOptions(
            column_names=head.columns, skip_rows=head.lines_above, skip_rows_after_names=1, block_size=BLOCK_BYTES
        ),
        parse_options=arrow_csv.ParseOptions(delimiter=head.delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(head.columns, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    for batch in reader:
        empty = functools.reduce(pc.and_, (column.is_null() for column in batch.columns))
        yield batch.filter(pc.invert(empty)) if pc.any(empty).as_py() else batch


def _uneven(path: Path, head: Head) -> tuple[list[str], int] | None:
    """The columns of a table some of whose rows have more or fewer cells, and how many have; None if most have."""
    widest, uneven, rows = len(head.columns), 0, 0
    try:
        for row in _cells(path, head):
            rows += 1
            uneven += len(row) != len(head.columns)
            widest = max(widest, len(row))
    except csv.Error:
        return None
    if widest > MOST_COLUMNS or 2 * uneven > rows:
        return None
    return unique([*head.columns, *[""] * (widest - len(head.columns))]), uneven


def _padded(path: Path, head: Head, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Batches of rows of any length; a cell that a row lacks is empty."""
    schema = pa.schema([(name, pa.string()) for name in columns])
    cells = _cells(path, head)
    while rows := list(itertools.islice(cells, BATCH_ROWS)):
        whole = ([value or None for value in row] + [None] * (len(columns) - len(row)) for row in rows)
        yield pa.record_batch([pa.array(each, pa.string()) for each in zip(*whole, strict=True)], schema=schema)


def _cells(path: Path, head: Head) -> Iterator[list[str]]:
    """The rows below the header that hold anything, without the empty cells at their ends beyond it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in itertools.islice(csv.reader(file, delimiter=head.delimiter), head.rows_above + 1, None):
            while len(row) > len(head.columns) and not row[-1]:
                row.pop()
            if any(row):
                yield row
