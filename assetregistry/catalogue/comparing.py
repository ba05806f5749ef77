"""What changes from one catalogue to another, entry by entry and value by value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from assetregistry.catalogue.listing import KINDS, Contents, Kind

ABSENT = None
DATA_VERSION = re.compile(r"\d+-([0-9a-f]{8})-\d{8}")
BEGINNING = re.compile(r"[0-9a-f]{6,16}")


@dataclass(frozen=True)
class Difference:
    """One entry that differs; `values` are (key, before, after), with None for what is absent."""

    kind: Kind
    code: str
    change: Literal["added", "removed", "changed"]
    values: tuple[tuple[str, Any, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        values = [{"key": key, "before": before, "after": after} for key, before, after in self.values]
        return {"kind": self.kind, "code": self.code, "change": self.change, "values": values}


def differences(before: Contents, after: Contents) -> list[Difference]:
    """By kind and code; a shared layer that changed shows in every type that lists it.

    Contents that were kept before a kind existed have none of it.
    """
    found: list[Difference] = []
    for kind in KINDS:
        old, new = before.get(kind, {}), after.get(kind, {})
        for code in sorted(old.keys() | new.keys()):
            if code not in old:
                found.append(Difference(kind, code, "added"))
            elif code not in new:
                found.append(Difference(kind, code, "removed"))
            elif old[code] != new[code]:
                found.append(Difference(kind, code, "changed", tuple(_values(dict(_flat(old[code])), new[code]))))
    return found


def _values(old: dict[str, Any], entry: Any) -> Iterator[tuple[str, Any, Any]]:
    new = dict(_flat(entry))
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key, ABSENT) != new.get(key, ABSENT):
            yield key, old.get(key, ABSENT), new.get(key, ABSENT)


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Single values by path; members of a list are named by their name (layers), their type (mixes) or place."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            match part:
                case {"name": name}:
                    yield from _flat(part, f"{path}.{name}")
                case [str(member), weight]:
                    yield f"{path}.{member}", weight
                case _:
                    yield from _flat(part, f"{path}.{place}")
    else:
        yield path, value


def version_in(text: str) -> str | None:
    """The beginning of the catalogue's version that a text names: that version, or an answer's data version."""
    if (answer := DATA_VERSION.fullmatch(text)) is not None:
        return answer[1]
    return text if BEGINNING.fullmatch(text) else None
