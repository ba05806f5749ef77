"""One step ahead: what comes next is made while what came last is being used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def ahead(items: Iterable[T]) -> Iterator[Iterator[T]]:
    """The same items, each made in a thread beside; on leaving, nothing is being made any more.

    It serves where either side waits or works outside the interpreter, as GDAL, Arrow and the database's socket do.
    """
    source = iter(items)
    with ThreadPoolExecutor(max_workers=1) as maker:

        def each() -> Iterator[T]:
            following = maker.submit(_next, source)
            while found := following.result():
                following = maker.submit(_next, source)
                yield found[0]

        yield each()


def _next(source: Iterator[T]) -> tuple[T] | None:
    """The next item, wrapped so that any item is told from none."""
    for item in source:
        return (item,)
    return None
