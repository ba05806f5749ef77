"""What only shows when the entries are seen together: groups, unique numbers, and where mixes lead."""

from __future__ import annotations

from collections.abc import Mapping

from assetregistry.catalogue.building import Builder
from assetregistry.catalogue.models import AssetType
from assetregistry.catalogue.problems import Place, Problems
from assetregistry.catalogue.reading import ASSET_TYPES, Entries, Entry


def check_together(built: Builder, entries: Entries, problems: Problems) -> None:
    """Add a problem for everything that does not fit together.

    References are looked up among the raw entries: a broken entry is told once, at its own place, and not again at
    every place that names it.
    """
    for kind, entries_of_kind in (("material", entries["materials"]), ("asset_type", entries[ASSET_TYPES])):
        _check_numbers(entries_of_kind, problems)
        _check_groups(kind, entries_of_kind, entries["groups"], problems)
    for asset_type in built.asset_types.values():
        place = entries[ASSET_TYPES][asset_type.code].place
        _check_mix(built.asset_types, asset_type, place, problems)
        _check_cycle(built.asset_types, asset_type, place, problems)


def _check_numbers(entries: Mapping[str, Entry], problems: Problems) -> None:
    seen: dict[object, str] = {}
    for code, entry in entries.items():
        number = entry.raw.get("number")
        other = seen.setdefault(number, code)
        if number is not None and other != code:
            problems.add(entry.place, f"number {number} is that of {other!r} already", "give it a free number")


def _check_groups(kind: str, entries: Mapping[str, Entry], groups: Mapping[str, Entry], problems: Problems) -> None:
    for entry in entries.values():
        group = entry.raw.get("group")
        if group is not None and f"{kind}.{group}" not in groups:
            problems.add(
                entry.place,
                f"unknown group {group!r}",
                f"correct it or add [{kind}.{group}] to groups.toml",
            )


def _check_mix(types: Mapping[str, AssetType], asset_type: AssetType, place: Place, problems: Problems) -> None:
    parts = [code for code, _ in asset_type.mix]
    if len(set(parts)) < len(parts):
        problems.add(place, "the mix names one type twice", "add their weights into one")
    for code in parts:
        if code in types and types[code].geometry not in ("any", asset_type.geometry):
            what = f"a mix of {asset_type.geometry} geometry has the {types[code].geometry} type {code!r}"
            problems.add(place, what, "mix types of one geometry")


def _check_cycle(types: Mapping[str, AssetType], asset_type: AssetType, place: Place, problems: Problems) -> None:
    open_codes, seen = [code for code, _ in asset_type.mix], set[str]()
    while open_codes:
        code = open_codes.pop()
        if code == asset_type.code:
            problems.add(place, "the mix leads back to itself", "mix towards plain types")
            return
        if code in types and code not in seen:
            seen.add(code)
            open_codes += [part for part, _ in types[code].mix]
