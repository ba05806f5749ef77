"""Databases in a file (GeoPackage, SpatiaLite): whether the file is whole."""

from __future__ import annotations

from pathlib import Path

from importers.errors import SourceError

# Of the header: its length, and where it tells the size of a page, how many there are, and when that was written.
HEADER, PAGE_SIZE, PAGES = 100, slice(16, 18), slice(28, 32)
CHANGED, WRITTEN_AT = slice(24, 28), slice(92, 96)
LARGEST_PAGE = 1 << 16  # is written as 1


def refuse_cut_off(database: Path) -> None:
    """Raises SourceError for a file that broke off: SQLite reads its first layers, and fails in later ones."""
    with database.open("rb") as file:
        head = file.read(HEADER)
    told = len(head) == HEADER and head[CHANGED] == head[WRITTEN_AT]
    if not told or database.with_name(f"{database.name}-wal").exists():
        return
    size, pages = (int.from_bytes(head[place], "big") for place in (PAGE_SIZE, PAGES))
    whole, there = (LARGEST_PAGE if size == 1 else size) * pages, database.stat().st_size
    if there < whole:
        raise SourceError(f"is cut off: {there:,} of its {whole:,} bytes are there: fetch it again")
