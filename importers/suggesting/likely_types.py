"""Which asset types the things of a layer that nobody knows are of: by the words of code lists and of systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd
from rapidfuzz import fuzz

from importers.suggesting.finer_types import Finer, finer_by_kind, finer_by_material, finer_of, function_of
from importers.suggesting.known_words import NOTHING, known_words, materials_of, meaning, tells
from importers.suggesting.likely_fields import ALIKE
from importers.suggesting.synonyms import plain, synonyms, texts_in, words_in
from importers.untaken import untyped_in

MOST_WORDS = 60  # a field with more different values is a list of kinds only where most of them are known
MOST_KNOWN = 500  # and none beyond this
OF_MATERIAL = 0.5  # how much a material tells of things that the layer is not called after


@dataclass(frozen=True)
class Kinds:
    """A field of so many words, which tell what things are; value → asset type; value → why it is not taken.

    of_material: the field tells no more than a material, of things that the layer is not called after.
    """

    field: str
    words: list[str]
    types: Mapping[str, str]
    untaken: Mapping[str, str]
    of_material: bool = False


def likely_kinds(
    layer: str, rows: pd.DataFrame, taken: set[str], geometry: str | None
) -> tuple[Kinds | None, Finer | None]:
    """The field whose words tell most, for a layer of this geometry, and one that tells more of the same things.

    A field that names networks goes before any other. Where the name of the layer tells what all its things are made
    of, there is only the second.
    """
    called, made_of = called_after(layer, geometry), made_as_called(layer, geometry)
    barred = _barred(geometry)
    of_others = synonyms()["of_others"]
    asked = [str(name) for name in rows.columns if not any(word in plain(str(name)) for word in of_others)]
    apart = (*barred, *_other_groups(called))
    read = [_read(name, words_in(rows[name]), apart, materials_of(called), untyped=not barred) for name in asked]
    found = [each for each in read if each is not None]
    if called is None:
        found = [replace(each, of_material=_tells_materials(each.field)) for each in found]
    known = [each for each in found if (each.types or each.untaken) and not _says_little(each)]
    texts = {name: texts_in(rows[name]) for name in asked}
    if made_of is not None:
        return None, max(_finer([made_of], found), key=lambda each: _rows_told(each, texts), default=None)
    if known:
        pairs = [(kinds, finer) for kinds in known for finer in (None, *_finer(kinds.types.values(), found))]
        kinds, finer = max(pairs, key=lambda pair: _told(pair[0], pair[1], texts))
        return _as_called(kinds, finer, called), finer
    return next((each for each in found if each.field not in taken and _looks_like_kind(each.field)), None), None


def _says_little(kinds: Kinds) -> bool:
    """Whether too few words of a field of materials are known: azobe is of no roads, though beton may be."""
    return kinds.of_material and 2 * len(kinds.types) < len(kinds.words)


def _finer(types: Iterable[str], found: list[Kinds]) -> list[Finer]:
    """The fields that make types finer, by the functions or by the materials that they tell."""
    types = list(dict.fromkeys(types))
    by_kind = (finer_by_kind(types, each.field, each.types) for each in found)
    by_material = (finer_by_material(types, each.field, each.words) for each in found if _tells_materials(each.field))
    return [each for each in (*by_kind, *by_material) if each is not None]


def _rows_told(finer: Finer, texts: Mapping[str, pd.Series]) -> int:
    return int(texts[finer.field].isin(finer.words()).sum())


def _told(kinds: Kinds, finer: Finer | None, texts: Mapping[str, pd.Series]) -> tuple[bool, float, int, bool]:
    """How much a field, or two, tell: networks first, then by rows, then by types; of what tells the same one field."""
    first = texts[kinds.field]
    second = first if finer is None else texts[finer.field]
    told, types = float(first.isin([*kinds.untaken]).sum()), set()
    share = OF_MATERIAL if kinds.of_material else 1.0
    for (one, other), count in Counter(zip(first, second, strict=True)).items():
        known = kinds.types.get(one)
        types.add(known if finer is None else finer.type_of(known, other))
        told += tells(known if finer is None else finer.type_of(known, other), one) * count * share
    return bool(kinds.untaken), told, len(types), finer is None


def _as_called(kinds: Kinds, finer: Finer | None, called: str | None) -> Kinds:
    """The types of things that have the function which the name of the layer tells, unless a field tells it."""
    function = function_of(called)
    if function is None or (finer is not None and finer.rest):
        return kinds
    return replace(kinds, types={word: finer_of(each, function) for word, each in kinds.types.items()})


def _read(
    name: str, words: pd.Series, barred: tuple[str, ...], materials: Mapping[str, str], *, untyped: bool
) -> Kinds | None:
    """What the words of a field mean; None for a field that is no list of kinds. untyped: it may name networks too."""
    distinct = [str(word) for word in words[words != ""].unique()]
    if not distinct or len(distinct) > MOST_KNOWN:
        return None
    untaken = {word: why for word in distinct if untyped and (why := _untaken(word))}
    asked = (word for word in distinct if word not in untaken)
    known = {word: found for word in asked if (found := meaning(word, barred, materials))}
    if (len(distinct) == len(words) > 1 or len(distinct) > MOST_WORDS) and 2 * len(known) < len(distinct):
        return None  # ids or names
    return Kinds(name, distinct, known, untaken)


def thing_of(layer: str, rows: pd.DataFrame, taken: set[str], geometry: str | None) -> str:
    """The name of the layer; where it and the words in its fields tell nothing, what a field is called after."""
    if called_after(layer, geometry) or made_as_called(layer, geometry) or untaken_layer(layer):
        return layer
    kinds, _ = likely_kinds(layer, rows, taken, geometry)
    if kinds is None or not (kinds.types or kinds.untaken):
        names = [plain(str(name)) for name in rows.columns]
        for asset_type, words in synonyms()["called_by_fields"].items():
            if not asset_type.startswith(_barred(geometry)) and any(word in name for name in names for word in words):
                return str(synonyms()["layers"][asset_type][0])
    return layer


def likely_default(layer: str, types: Counter[str], geometry: str | None) -> str:
    """The asset type of things of which nothing is known: as the layer is called, else as most of its words are."""
    if (called := made_as_called(layer, geometry) or called_after(layer, geometry)) is not None:
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


def made_as_called(layer: str, geometry: str | None) -> str | None:
    """The asset type of a layer that is called, as a whole, after what its things are made of; None for any other."""
    called, barred = plain(layer), _barred(geometry)
    named = (each for each, words in synonyms()["made_as_called"].items() if called in map(plain, words))
    return next((each for each in named if not each.startswith(barred)), None)


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
    untyped = None if value.lower() in known_words() else untyped_in(value.lower(), whole=True)
    return untyped.said if untyped is not None else None


def _barred(geometry: str | None) -> tuple[str, ...]:
    """Beginnings of asset types that a layer of this geometry does not hold; none where it may be of several kinds."""
    kinds = [kind for kind in ("point", "line", "polygon", "surface", "unknown") if kind in str(geometry).lower()]
    return tuple(synonyms()["not_as"].get(kinds[0], ())) if len(kinds) == 1 else ()


def _other_groups(called: str | None) -> tuple[str, ...]:
    """Beginnings of the types that a layer that is called after another one does not hold: kerbs are no pipes."""
    groups: list[list[str]] = synonyms()["groups"]["apart"]
    return tuple(start for group in groups if called and not called.startswith(tuple(group)) for start in group)


def _tells_materials(name: str) -> bool:
    return any(word in plain(name) for word in synonyms()["of_materials"])


def _looks_like_kind(name: str) -> bool:
    return any(fuzz.ratio(plain(name), word) >= ALIKE for word in synonyms()["kinds"])
