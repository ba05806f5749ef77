"""Names of columns, as tables and files can hold them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence


def unique(names: Sequence[str]) -> list[str]:
    """Column names, none of them empty and none twice, in capitals or not."""
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        plain = " ".join(str(name).split()) or f"column_{number}"
        own = next(each for each in _numbered(plain) if each.lower() not in found)
        found[own.lower()] = own
    return list(found.values())


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in itertools.count(2))
