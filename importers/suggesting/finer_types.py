"""What a second field, or the name of the layer, makes of asset types: asphalt of a cycle path, a post of steel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from importers.suggesting.known_words import material_of, materials_of
from importers.suggesting.synonyms import synonyms


@dataclass(frozen=True)
class Finer:
    """A second field. rules: (asset type by the first field, words of the second) and the type that both mean; rest:
    asset type → words of the second field that mean it where the first one tells nothing."""

    field: str
    rules: tuple[tuple[str, list[str], str], ...]
    rest: Mapping[str, list[str]]

    def words(self) -> set[str]:
        """The words of the second field that tell something."""
        return {word for words in (*(words for _, words, _ in self.rules), *self.rest.values()) for word in words}

    def type_of(self, asset_type: str | None, word: str) -> str | None:
        """What a thing is that has this type by the first field, and this word in the second."""
        told = (finer for known, words, finer in self.rules if known == asset_type and word in words)
        alone = (rest for rest, words in self.rest.items() if asset_type is None and word in words)
        return next(told, next(alone, asset_type))


def by_type(types: Mapping[str, str]) -> dict[str, list[str]]:
    """Asset type → the values that mean it."""
    found: dict[str, list[str]] = {}
    for value, asset_type in types.items():
        found.setdefault(asset_type, []).append(value)
    return found


def finer_by_kind(known: list[str], field: str, types: Mapping[str, str]) -> Finer | None:
    """A field whose words tell a function; known: types that the first field tells. None if it makes none finer."""
    told = {word: function for word, function in types.items() if function in _functions()}
    finer = {each: {word: finer_of(each, function) for word, function in told.items()} for each in known}
    return _finer(field, finer, by_type(told))


def finer_by_material(known: list[str], field: str, words: list[str]) -> Finer | None:
    """A field whose words tell of what the things are made; known: types that the first field tells."""
    tables = {each: table for each in known if (table := materials_of(each))}
    return _finer(field, {each: _made_of(words, table) for each, table in tables.items()}, {})


def finer_of(asset_type: str, function: str | None) -> str:
    """The type of things of a type that have a function: asphalt of cycle paths."""
    found: str = synonyms()["finer"].get(asset_type, {}).get(function, asset_type)
    return found


def function_of(called: str | None) -> str | None:
    """The function of all things of a layer that is called after a type; None where the name tells none."""
    return called if called in _functions() and called not in synonyms()["of_any_function"] else None


def _finer(field: str, finer: Mapping[str, Mapping[str, str]], rest: Mapping[str, list[str]]) -> Finer | None:
    """finer: type by the first field → word of the second → the type that both mean."""
    rules = tuple(
        (known, words, each)
        for known, types in finer.items()
        for each, words in by_type(types).items()
        if each != known
    )
    return Finer(field, rules, rest) if rules else None


def _made_of(words: list[str], materials: Mapping[str, str]) -> dict[str, str]:
    return {word: found for word in words if (found := material_of(word, materials)) is not None}


def _functions() -> set[str]:
    return {function for table in synonyms()["finer"].values() for function in table}
