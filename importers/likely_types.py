"""Which asset types the things of a layer that nobody knows are of: by the words of code lists and of systems."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd
from rapidfuzz import fuzz

from importers.likely_fields import ALIKE
from importers.profiles import built_in
from importers.synonyms import plain, synonyms, words_in
from importers.untaken import untyped_in

MOST_WORDS = 60  # a field with more different values is no list of kinds
SHORTEST_PART = 3  # letters of a word that counts within others: codes of two letters mean many things
NOTHING = "furniture_other"
GRAVITY, PRESSURE = "sewer_gravity_", "sewer_pressure_"  # beginnings of asset types that differ in nothing else


@dataclass(frozen=True)
class Kinds:
    """A field whose words tell what things are; value → asset type; value → why it is not taken.

    weight: of how many rows it tells something, of those of which it is no more than that it is unknown half.
    """

    field: str
    types: Mapping[str, str]
    untaken: Mapping[str, str]
    weight: float


@dataclass(frozen=True)
class Pressure:
    """Of pipes that are told by their material: the field and the words that tell which are under pressure, and the
    asset types that their materials then mean."""

    field: str
    words: list[str]
    types: Mapping[str, str]


def likely_kinds(
    layer: str, rows: pd.DataFrame, taken: set[str], geometry: str | None
) -> tuple[Kinds | None, Pressure | None]:
    """The field whose words are known best, for a layer of this geometry; one that names networks goes before it."""
    called = called_after(layer, geometry)
    barred = _barred(geometry)
    of_layer = synonyms()["materials"].get(called or "", {})
    materials = {word: asset_type for asset_type, words in of_layer.items() for word in words}
    of_others = synonyms()["of_others"]
    asked = [str(name) for name in rows.columns if not any(word in plain(str(name)) for word in of_others)]
    apart = (*barred, *_other_groups(called))
    read = [_read(name, words_in(rows[name]), apart, materials, untyped=not barred) for name in asked]
    found = [each for each in read if each is not None]
    known = [each for each in found if each.weight]
    if known:
        best = max(known, key=lambda each: (bool(each.untaken), each.weight))
        return best, _pressure(best, known)
    return next((each for each in found if each.field not in taken and _looks_like_kind(each.field)), None), None


def by_type(types: Mapping[str, str]) -> dict[str, list[str]]:
    """Asset type → the values that mean it."""
    found: dict[str, list[str]] = {}
    for value, asset_type in types.items():
        found.setdefault(asset_type, []).append(value)
    return found


def _pressure(kinds: Kinds, known: list[Kinds]) -> Pressure | None:
    ends = {value: each.removeprefix(GRAVITY) for value, each in kinds.types.items() if each.startswith(GRAVITY)}
    types = {value: PRESSURE + end for value, end in ends.items() if PRESSURE + end in _known_types()}
    for each in known:
        if each is not kinds and types and (words := by_type(each.types).get(f"{PRESSURE}unknown")):
            return Pressure(each.field, words, types)
    return None


def _read(
    name: str, words: pd.Series, barred: tuple[str, ...], materials: Mapping[str, str], *, untyped: bool
) -> Kinds | None:
    """What the words of a field mean; None for a field that is no list of kinds. untyped: it may name networks too."""
    distinct = [str(word) for word in words[words != ""].unique()]
    if not distinct or len(distinct) > MOST_WORDS:
        return None
    untaken = {word: why for word in distinct if untyped and (why := _untaken(word))}
    asked = (word for word in distinct if word not in untaken)
    known = {word: found for word in asked if (found := _meaning(word, barred, materials))}
    if len(distinct) == len(words) > 1 and 2 * len(known) < len(distinct):
        return None  # all differ: ids or names
    vague = [word for word, asset_type in known.items() if "_unknown" in asset_type]
    weight = words.isin([*known, *untaken]).sum() - words.isin(vague).sum() / 2
    return Kinds(name, known, untaken, float(weight))


def likely_default(layer: str, types: Counter[str], geometry: str | None) -> str:
    """The asset type of things of which nothing is known: as the layer is called, else as most of its words are."""
    if (called := called_after(layer, geometry)) is not None:
        return called
    others: dict[str, str] = synonyms()["others"]
    counts = {
        asset_type: sum(n for each, n in types.items() if each.startswith(start))
        for asset_type, start in others.items()
    }
    best = max(counts, key=lambda each: counts[each])
    return best if 2 * counts[best] > types.total() else NOTHING


def called_after(layer: str, geometry: str | None) -> str | None:
    """The asset type that a layer of this geometry is called after, by the longest word in its name; None if none."""
    called, barred = plain(layer), _barred(geometry)
    named: list[tuple[int, str]] = [
        (len(word), asset_type)
        for asset_type, words in synonyms()["layers"].items()
        for word in words
        if word in called and not asset_type.startswith(barred)
    ]
    return max(named)[1] if named else None


def untaken_layer(layer: str) -> str | None:
    """Why the things of a layer that is called so are not taken: it is called after what has no type."""
    untyped = untyped_in(plain(layer))
    if untyped is None:
        return None
    longest = max(
        (len(word) for words in synonyms()["layers"].values() for word in words if word in plain(layer)), default=0
    )
    return untyped.said if untyped.length >= longest else None


def _untaken(value: str) -> str | None:
    untyped = None if value.lower() in _known_words() else untyped_in(value.lower(), whole=True)
    return untyped.said if untyped is not None else None


def _barred(geometry: str | None) -> tuple[str, ...]:
    """Beginnings of asset types that a layer of this geometry does not hold; none where it may be of several kinds."""
    kinds = [kind for kind in ("point", "line", "polygon", "surface", "unknown") if kind in str(geometry).lower()]
    return tuple(synonyms()["not_as"].get(kinds[0], ())) if len(kinds) == 1 else ()


def _other_groups(called: str | None) -> tuple[str, ...]:
    """Beginnings of the types that a layer that is called after another one does not hold: kerbs are no pipes."""
    groups: list[list[str]] = synonyms()["groups"]["apart"]
    return tuple(start for group in groups if called and not called.startswith(tuple(group)) for start in group)


def _meaning(value: str, barred: tuple[str, ...], materials: Mapping[str, str]) -> str | None:
    """The asset type of a word as a whole, else of the longest that is in it as a word of its own.

    materials: what words of materials mean for the things that the layer is called after.
    """
    value, known = value.lower(), _known_words()
    told = [value, *sorted(_inside(value), key=len, reverse=True)]
    if (found := next((materials[word] for word in told if word in materials), None)) is not None:
        return found
    types = (each for word in told for each in known.get(word, ()) if not each.startswith(barred))
    return next(types, None)


def _inside(value: str) -> list[str]:
    return [each for each in _word_pattern().findall(value) if len(each) >= SHORTEST_PART]


def _looks_like_kind(name: str) -> bool:
    return any(fuzz.ratio(plain(name), word) >= ALIKE for word in synonyms()["kinds"])


@cache
def _known_words() -> dict[str, list[str]]:
    """Word → what it may mean: by the first profile of ours whose code list decides alone, then by our own words."""
    meanings: dict[str, list[str]] = {}
    for profile in built_in():
        for rule in profile.rules:
            if len(rule.values) == 1 and rule.asset_type != NOTHING:
                (words,) = rule.values.values()
                for word in words - profile.unknown_text - {""}:
                    meanings.setdefault(word, [rule.asset_type])
    for asset_type, words in synonyms()["words"].items():
        for word in words:
            meanings.setdefault(word, []).append(asset_type)
    return meanings


@cache
def _word_pattern() -> re.Pattern[str]:
    """Any known word or group of words that stands by itself, the longest first."""
    materials = {word for types in synonyms()["materials"].values() for words in types.values() for word in words}
    longest_first = sorted({*_known_words(), *materials}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


@cache
def _known_types() -> set[str]:
    """The asset types that the profiles of ours can give."""
    return {asset_type for profile in built_in() for asset_type in profile.asset_types()}
