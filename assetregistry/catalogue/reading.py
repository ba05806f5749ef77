"""From a folder of TOML files to raw entries, each with the place it came from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assetregistry.catalogue.problems import Place, Problems

GROUPS = "groups"
SINGLE_FILES = (GROUPS, "materials", "lifetimes", "hazards", "walls", "layers")
ASSET_TYPES = "asset_types"
FACTORS = "co2_factors.toml"  # stands beside the catalogue, read by `factors`
FILE_NAMES = ", ".join((*(f"{name}.toml" for name in SINGLE_FILES), f"{ASSET_TYPES}/*.toml"))

Raw = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One table of a file, still unchecked."""

    place: Place
    code: str
    raw: Raw


@dataclass
class Entries:
    """Raw entries by kind (file name without its ending; `asset_types` for that folder) and code."""

    by_kind: dict[str, dict[str, Entry]] = field(
        default_factory=lambda: {kind: {} for kind in (*SINGLE_FILES, ASSET_TYPES)}
    )

    def __getitem__(self, kind: str) -> dict[str, Entry]:
        return self.by_kind[kind]

    def overlay(self, other: Entries) -> None:
        """Add the other's entries; an entry with a known code replaces the whole entry."""
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
    files = sorted(own) + sorted((folder / ASSET_TYPES).glob("*.toml"))
    if not files:
        problems.add(Place(str(folder)), "no catalogue file in it", f"give it one of {FILE_NAMES}")
    for path in files:
        name = prefix + path.relative_to(folder).as_posix()
        kind = ASSET_TYPES if path.parent != folder else path.stem
        if kind not in entries.by_kind:
            problems.add(Place(name), "no file of a catalogue", f"make it one of {FILE_NAMES}, or move it away")
            continue
        content = _parsed(path, name, problems)
        if kind == GROUPS:
            content = _flattened(content)
        _collect(content, name, entries[kind], problems)
    return entries


def _parsed(path: Path, name: str, problems: Problems) -> Raw:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        problems.add(Place(name), f"not readable as TOML ({error})", "correct the file")
        return {}


def _flattened(content: Raw) -> Raw:
    """Groups lie one level deeper than other entries, under the kind of thing that they group."""
    return {
        f"{kind}.{code}" if code else kind: {"kind": kind, **raw} if isinstance(raw, dict) else raw
        for kind, groups in content.items()
        for code, raw in (groups.items() if isinstance(groups, dict) else [("", groups)])
    }


def _collect(content: Raw, name: str, found: dict[str, Entry], problems: Problems) -> None:
    for key, raw in content.items():
        place = Place(name, key)
        if not isinstance(raw, dict):
            problems.add(place, "a value outside any table", f"write it under a table such as [{key}]")
        elif key in found:
            problems.add(place, f"defined in {found[key].place.file} as well", "keep one of the two")
        else:
            found[key] = Entry(place, key.split(".")[-1], raw)
