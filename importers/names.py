"""Names of columns, as tables and files can hold them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

KEPT = 10  # letters of a name that a shapefile has room for


def unique(names: Sequence[str]) -> list[str]:
    """Column names, none of them empty and none twice, in capitals or not."""
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        plain = " ".join(str(name).split()) or f"column_{number}"
        own = next(each for each in _numbered(plain) if each.lower() not in found)
        found[own.lower()] = own
    return list(found.values())


def words_of(name: str) -> set[str]:
    """The name in lower case, and its words: of BGT_wegdeel_2024 bgt, wegdeel and 2024 too."""
    return {name.lower(), *re.findall(r"[^\W_]+", name.lower())}


def finder(fields: Iterable[str]) -> Callable[[str], str | None]:
    """What finds a field by its name: the very same, else in other capitals, else as a shapefile cuts it off."""
    exact = list(fields)
    lower = {name.lower(): name for name in exact}

    def find(name: str) -> str | None:
        wanted = name.lower()
        cut = wanted[:KEPT] if len(wanted) > KEPT else ""
        return name if name in exact else lower.get(wanted, lower.get(cut))

    return find


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in itertools.count(2))
