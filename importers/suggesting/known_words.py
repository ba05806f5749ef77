"""What words of code lists and of management systems mean: asset types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from importers.profiles import built_in
from importers.suggesting.synonyms import synonyms

SHORTEST_PART = 3  # letters of a word that counts within others: codes of two letters mean many things
NOTHING = "furniture_other"
SEVERAL = 0.5  # how much a word tells that is of several types of roads
# How much a type tells, by what is in its name, beside one that tells what a thing is made of.
VAGUE = (("road_unknown_surface_", 0.25), ("_unknown", 0.5))


def meaning(value: str, barred: tuple[str, ...], materials: Mapping[str, str]) -> str | None:
    """The asset type of a word as a whole, else of the longest that is in it as a word of its own.

    materials: what words of materials mean for the things that the layer is called after.
    """
    known = known_words()
    if (found := material_of(value, materials)) is not None:
        return found
    types = (each for word in _told(value) for each in known.get(word, ()) if not each.startswith(barred))
    return next(types, None)


def material_of(value: str, materials: Mapping[str, str]) -> str | None:
    """What a value means by a table of materials, as a whole or by a word in it."""
    return next((materials[word] for word in _told(value) if word in materials), None)


def materials_of(asset_type: str | None) -> dict[str, str]:
    """Word → what a thing of a type is of that material; of types without such a table none."""
    of_type = synonyms()["materials"].get(asset_type or "", {})
    return {word: finer for finer, words in of_type.items() for word in words}


def tells(asset_type: str | None, word: str) -> float:
    """How much a type tells of a thing, from 0 to 1; word: by which it is known."""
    if asset_type is None:
        return 0.0
    if asset_type.startswith("road_") and word.lower() in synonyms()["of_several"]:
        return SEVERAL
    return next((share for part, share in VAGUE if part in asset_type), 1.0)


@cache
def known_words() -> dict[str, list[str]]:
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


def _told(value: str) -> list[str]:
    """A value in lower case, what stands behind its colon as in open verharding:tegels, and the known words in it, the
    longest first."""
    value = value.lower()
    return [value, value.rsplit(":", 1)[-1].strip(), *sorted(_inside(value), key=len, reverse=True)]


def _inside(value: str) -> list[str]:
    return [each for each in _word_pattern().findall(value) if len(each) >= SHORTEST_PART]


@cache
def _word_pattern() -> re.Pattern[str]:
    """Any known word or group of words that stands by itself, the longest first."""
    materials = {word for types in synonyms()["materials"].values() for words in types.values() for word in words}
    longest_first = sorted({*known_words(), *materials}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
