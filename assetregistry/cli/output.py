"""How commands print: data on stdout (a table, or one JSON document with --json), everything else on stderr."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from assetregistry.cli.loading import loading

if TYPE_CHECKING:
    from assetregistry.registry import Registry

console = Console(stderr=True)
KG_PER_TONNE = 1000.0
WHOLE = 12  # letters of a word that stays whole however narrow the terminal is: longer ones are codes and addresses
HEAD = 6  # letters of a column's name that stay together
GAP = 2  # between columns
PIPE_WIDTH = 1000  # a table that another program reads keeps each row on one line

STEPS = {"fetch": "fetching", "read": "reading", "check": "checking geometry", "merge": "merging"}


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str | None = None) -> None:
    """A table on stdout; numbers to the right. A terminal that is too narrow for it breaks no number and no day."""
    terminal = Console()
    room = terminal.width if terminal.is_terminal else PIPE_WIDTH
    cells = [[_cell(row[index]) for row in rows] for index in range(len(columns))]
    widths = _widths(columns, cells, room)
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        numeric = any(isinstance(row[index], int | float) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold", width=widths[index])
    for row in zip(*cells, strict=True):
        table.add_row(*row)
    Console(width=max(room, _whole(widths))).print(table)


def _widths(columns: Sequence[str], cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide columns are: where there is no room for all, the widest give way, but not below their words."""
    widths = [max(cell_len(text) for text in (name, *texts)) for name, texts in zip(columns, cells, strict=True)]
    words = [max((cell_len(word) for text in texts for word in text.split()), default=0) for texts in cells]
    least = [min(max(word, min(cell_len(name), HEAD)), WHOLE) for name, word in zip(columns, words, strict=True)]
    while _whole(widths) > room and widths != least:
        widest = max(range(len(widths)), key=lambda index: (widths[index] > least[index], widths[index]))
        widths[widest] -= 1
    return widths


def _whole(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def tonnes(kg: float) -> str:
    """1234567.8 → '1,235 t'; below ten tonnes with one decimal."""
    value = kg / KG_PER_TONNE
    return f"{value:,.1f} t" if abs(value) < 10 else f"{value:,.0f} t"  # noqa: PLR2004


def say(text: str) -> None:
    """Words for whoever is there, on stderr: as they are, so that a path can be copied."""
    typer.echo(text, err=True)


def say_written(out: Path, what: str = "", *, as_json: bool = False) -> None:
    """Where an answer was written: on stderr, and with --json on stdout."""
    if as_json:
        print_json({"file": str(out)})
    else:
        say(f"written: {out}{what}")


def parse_day(text: str | None) -> dt.date | None:
    """A day from the command line."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day: write it as 2026-11-24") from None


def open_registry(as_of: str | None = None) -> Registry:
    """The registry that the settings name."""
    with loading():
        from assetregistry.registry import Registry
        from assetregistry.settings import Settings
    return Registry.open(Settings(), as_of=parse_day(as_of))


@contextmanager
def progress() -> Iterator[Any]:
    """A progress line on stderr, where that is a terminal; yields the callback that importing takes."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=None)

        def report(step: str, rows: int) -> None:
            count = f" {rows:,} rows" if rows else ""
            bar.update(task, description=STEPS.get(step, step) + count)

        yield report
