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

    def rows() -> Iterator[pa.RecordBatch]:
        return _rows(path, head)

    try:
        notes = [*([] if note is None else [Note("encoding", note)]), *head.notes]
        return [table_layer(path, path.stem, columns, rows, driver="CSV", notes=notes)]
    except pa.ArrowInvalid as error:
        raise SourceError(f"cannot be read as a table ({str(error).splitlines()[0][:200]})") from None


@dataclass(frozen=True)
class Head:
    """How a table begins: its columns, and the lines above their names."""

    delimiter: str
    columns: list[str]
    lines_above: int
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
    whole = [row for row in rows[: LOOK_AT_ROWS - 1] if row]  # the last may be cut within a cell
    regular = at == 0 and len({len(row) for row in whole}) == 1
    return Head(delimiter, unique(rows[at]), ends[at - 1] if at else 0, title_notes(rows[:at]), regular)


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
