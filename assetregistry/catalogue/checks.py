"""What only shows when the entries are seen together: groups, unique numbers, and where mixes lead."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from assetregistry.catalogue.building import Builder
from assetregistry.catalogue.models import AssetType, Variant
from assetregistry.catalogue.problems import Place, Problems
from assetregistry.catalogue.reading import ASSET_TYPES, VARIANTS, Entries, Entry


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
        _check_mix(built.asset_types, asset_type, asset_type, place, problems)
        _check_cycle(built, asset_type, place, problems)
    for variant in built.variants.values():
        place = entries[VARIANTS][variant.code].place
        if (own := built.asset_types.get(variant.asset_type)) is None:
            continue
        if not own.mix:
            problems.add(place, f"{own.code!r} has no mix that could vary", "give variants of mixes alone")
        _check_mix(built.asset_types, own, variant, place, problems)
    _check_overlaps(built.variants, entries, problems)


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


def _check_mix(
    types: Mapping[str, AssetType], asset_type: AssetType, entry: AssetType | Variant, place: Place, problems: Problems
) -> None:
    parts = [code for code, _ in entry.mix]
    if len(set(parts)) < len(parts):
        problems.add(place, "the mix names one type twice", "add their weights into one")
    for code in parts:
        if code in types and types[code].geometry not in ("any", asset_type.geometry):
            what = f"a mix of {asset_type.geometry} geometry has the {types[code].geometry} type {code!r}"
            problems.add(place, what, "mix types of one geometry")


def _check_cycle(built: Builder, asset_type: AssetType, place: Place, problems: Problems) -> None:
    parts = {code: [part for part, _ in entry.mix] for code, entry in built.asset_types.items()}
    for variant in built.variants.values():
        parts.setdefault(variant.asset_type, []).extend(part for part, _ in variant.mix)
    open_codes, seen = list(parts[asset_type.code]), set[str]()
    while open_codes:
        code = open_codes.pop()
        if code == asset_type.code:
            problems.add(place, "the mix leads back to itself", "mix towards plain types")
            return
        if code not in seen:
            seen.add(code)
            open_codes += parts.get(code, [])


def _check_overlaps(variants: Mapping[str, Variant], entries: Entries, problems: Problems) -> None:
    """Of the variants that hold an asset one must lie in all others, so that it is clear which is the most specific."""
    windows = {(variant.asset_type, variant.window) for variant in variants.values()}
    for one, other in combinations(variants.values(), 2):
        if one.asset_type != other.asset_type or one.owner != other.owner:
            continue
        both = one.window.meet(other.window)
        if both is not None and (one.asset_type, both) not in windows:
            problems.add(
                entries[VARIANTS][other.code].place,
                f"overlaps with {one.code} in {both.years}, and neither lies in the other",
                "end one where the other begins, or add a variant of the years that they share",
            )
