"""From a folder of TOML files to raw entries, each with the place it came from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assetregistry.catalogue.problems import Place, Problems
from assetregistry.catalogue.windows import Window

GROUPS = "groups"
SINGLE_FILES = (GROUPS, "materials", "lifetimes", "hazards", "walls", "layers", "layer_names")
ASSET_TYPES = "asset_types"
VARIANTS = "variants"
FOLDERS = (ASSET_TYPES, VARIANTS)
FACTORS = "co2_factors.toml"  # stands beside the catalogue, read by `factors`
FILE_NAMES = ", ".join((*(f"{name}.toml" for name in SINGLE_FILES), *(f"{name}/*.toml" for name in FOLDERS)))
WINDOW_KEYS = ("owner", "built_from", "built_to")

Raw = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One table of a file, still unchecked."""

    place: Place
    code: str
    raw: Raw


@dataclass
class Entries:
    """Raw entries by kind (file name without its ending, or the name of its folder) and code."""

    by_kind: dict[str, dict[str, Entry]] = field(
        default_factory=lambda: {kind: {} for kind in (*SINGLE_FILES, *FOLDERS)}
    )

    def __getitem__(self, kind: str) -> dict[str, Entry]:
        return self.by_kind[kind]

    def overlay(self, other: Entries) -> None:
        """Add the other's entries; an entry with a known code replaces the whole entry, and a type its variants too."""
        for code in [code for code in self[VARIANTS] if type_of(code) in other[ASSET_TYPES]]:
            del self[VARIANTS][code]
        for kind, entries in other.by_kind.items():
            self.by_kind[kind].update(entries)


def read_folder(folder: Path, problems: Problems, *, prefix: str = "") -> Entries:
    """All entries below `folder`. What cannot be read is a problem, not an exception.

    `prefix` goes before the names of files in messages, to tell a user's folder from the built-in one.
    """
    entries = Entries()
    if not folder.is_dir():
        problems.add(Place(str(folder)), "this catalogue folder does not exist", "name an existing folder")
        return entries
    own = (path for path in folder.glob("*.toml") if path.name != FACTORS)
    files = sorted(own) + [path for name in FOLDERS for path in sorted((folder / name).glob("*.toml"))]
    if not files:
        problems.add(Place(str(folder)), "no catalogue file in it", f"give it one of {FILE_NAMES}")
    for path in files:
        name = prefix + path.relative_to(folder).as_posix()
        kind = path.parent.name if path.parent != folder else path.stem
        if kind not in entries.by_kind:
            problems.add(Place(name), "no file of a catalogue", f"make it one of {FILE_NAMES}, or move it away")
            continue
        content = _parsed(path, name, problems)
        pairs = _FLATTENED[kind](content) if kind in _FLATTENED else content.items()
        _collect(pairs, name, entries[kind], problems)
    return entries


def type_of(variant: str) -> str:
    """The asset type of a variant, by its code."""
    return variant.partition("/")[0]


def _parsed(path: Path, name: str, problems: Problems) -> Raw:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        problems.add(Place(name), f"not readable as TOML ({error})", "correct the file")
        return {}


def _groups(content: Raw) -> Iterator[tuple[str, Any]]:
    """Groups lie one level deeper than other entries, under the kind of thing that they group."""
    for kind, groups in content.items():
        for code, raw in groups.items() if isinstance(groups, dict) else [("", groups)]:
            yield f"{kind}.{code}" if code else kind, {"kind": kind, **raw} if isinstance(raw, dict) else raw


def _variants(content: Raw) -> Iterator[tuple[str, Any]]:
    """Variants stand in a list below their type; type and window together are their code."""
    for asset_type, variants in content.items():
        for raw in variants if isinstance(variants, list) else [variants]:
            owner, first, last = (raw.get(key) if isinstance(raw, dict) else None for key in WINDOW_KEYS)
            yield f"{asset_type}/{Window(owner and str(owner), first, last)}", raw


_FLATTENED = {GROUPS: _groups, VARIANTS: _variants}


def _collect(pairs: Iterable[tuple[str, Any]], name: str, found: dict[str, Entry], problems: Problems) -> None:
    for key, raw in pairs:
        place = Place(name, key)
        if not isinstance(raw, dict):
            problems.add(place, "a value outside any table", f"write it under a table such as [{key}]")
        elif key in found:
            problems.add(place, f"defined in {found[key].place.file} as well", "keep one of the two")
        else:
            found[key] = Entry(place, key.removeprefix(f"{raw.get('kind')}."), raw)
