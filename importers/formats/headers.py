"""Where the header of a table is: exports that are made for people have a title above it."""

from __future__ import annotations

from collections.abc import Sequence

from importers.layers import Note

LOOK_AT_ROWS = 20
NARROW = 2  # columns
TITLE_LENGTH = 100


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows names the columns: the first with more than half as many cells as the fullest.

    Of tables of one or two columns the first that is not empty: there is no telling.
    """
    cells = [sum(bool(cell.strip()) for cell in row) for row in rows]
    enough = max(cells, default=0) / 2 if max(cells, default=0) > NARROW else 0
    return next((number for number, count in enumerate(cells) if count > enough), 0)


def title_notes(above: Sequence[Sequence[str]]) -> list[Note]:
    """What is told of rows above the header: they are not kept."""
    titles = [text for row in above if (text := " ".join(filter(None, map(str.strip, row))))]
    if not titles:
        return []
    return [Note("title-rows", f"above the header, not kept: {'; '.join(titles)[:TITLE_LENGTH]}", len(titles))]
