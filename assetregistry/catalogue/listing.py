"""The catalogue as plain entries: to list, to show, to compare, and to say which of them are weak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from assetregistry.catalogue.whole import Catalogue
from assetregistry.errors import NotFoundError

Kind = Literal["types", "variants", "materials", "lifetimes", "hazards"]
KINDS: tuple[Kind, ...] = ("types", "variants", "materials", "lifetimes", "hazards")
WEAKEST = "D"

Entry = dict[str, Any]
Contents = Mapping[Kind, Mapping[str, Entry]]


def contents(catalogue: Catalogue) -> Contents:
    """Every entry as plain values by kind and code; layers and walls stand in their type as they were resolved."""
    sources = (catalogue.asset_types, catalogue.variants, catalogue.materials, catalogue.lifetimes, catalogue.hazards)
    return {
        kind: {code: entry.model_dump(mode="json") for code, entry in entries.items()}
        for kind, entries in zip(KINDS, sources, strict=True)
    }


def find_entry(catalogue: Catalogue, code: str) -> tuple[Kind, Entry]:
    """The entry of that code, looked for among all kinds; raises NotFoundError."""
    for kind, entries in contents(catalogue).items():
        if code in entries:
            return kind, entries[code]
    raise NotFoundError(f"the catalogue has no entry {code!r}; see `assetregistry catalogue list`")


def variants_of(catalogue: Catalogue, code: str) -> list[Entry]:
    """The variants of a type's mix."""
    return [entry for entry in contents(catalogue)["variants"].values() if entry["asset_type"] == code]


def weak_entries(catalogue: Catalogue) -> list[Entry]:
    """Entries that rest on an assumption (confidence D), as kind, code (of a layer: type.layer) and source."""
    found: list[Entry] = []
    for kind, entries in contents(catalogue).items():
        for code, entry in entries.items():
            named = [(code, entry), *((f"{code}.{layer['name']}", layer) for layer in entry.get("layers", ()))]
            found += [
                {"kind": kind, "code": name, "source": part["source"]}
                for name, part in named
                if part["confidence"] == WEAKEST
            ]
    return found
