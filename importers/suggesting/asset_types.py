"""The rules of a suggested profile: which words mean which asset type, as TOML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from importers.suggesting.finer_types import Finer, by_type
from importers.suggesting.known_words import NOTHING
from importers.suggesting.likely_types import MOST_WORDS, Kinds, likely_default, untaken_layer
from importers.suggesting.synonyms import words_in
from importers.suggesting.toml_text import UNKNOWN, in_toml

NO_TYPE = "of which the catalogue has no asset types: leave it"


def deciding_fields(columns: Mapping[str, str], *deciding: Kinds | Finer | None) -> dict[str, str]:
    """Field → what rules call it: its own name, but for `type`, which is theirs, and names of columns."""
    spares = ("kind", "service")
    fields = [(each.field, spare) for each, spare in zip(deciding, spares, strict=True) if each is not None]
    return {name: spare if name == "type" or columns.get(name, name) != name else name for name, spare in fields}


def asset_types(
    thing: str,
    kinds: Kinds | None,
    finer: Finer | None,
    deciding: Mapping[str, str],
    rows: pd.DataFrame,
    geometry: str | None,
) -> Iterator[str]:
    """The rules; of what is not taken they are left to be written. thing: as the layer is called, or a field of it."""
    if why := untaken_layer(thing):
        yield f'# default = "…"   # it {why}'
        return
    asset_type = likely_default(thing, Counter(kinds.types.values() if kinds else []), geometry)
    drawn = any(kind in str(geometry).lower() for kind in ("line", "polygon", "surface"))  # no pieces of furniture
    nothing = asset_type == NOTHING and (drawn or not (kinds and kinds.types))
    default = f"default = {in_toml(asset_type)}"
    if kinds is None:
        yield from _of_layer(None if nothing else asset_type, finer, deciding)
        return
    yield f"from = {in_toml(list(deciding.values()))}"
    unknown = _unknown(kinds, rows, told=bool(left := kinds.untaken or nothing))
    until = "until the words below have a type of their own" if unknown else "of words that are not below"
    yield f"# {default}   # without it other words go to quarantine" if left else f"{default}   # {until}"
    yield "rule = ["
    if finer is not None:
        yield from _finer_rules(kinds, finer, deciding)
    known_as = deciding[kinds.field]
    yield from (_rule({known_as: words}, each) for each, words in by_type(kinds.types).items())
    if finer is not None:
        yield from (_rule({deciding[finer.field]: words}, each) for each, words in finer.rest.items())
        yield from _telling_nothing(finer, rows)
    for value, count in unknown:
        why = f": it {kinds.untaken[value]}, {NO_TYPE}" if value in kinds.untaken else ""
        yield f"  # {_rule({known_as: [value]}, '…').strip()}   # {count} rows{why}"
    yield "]"


def _of_layer(asset_type: str | None, finer: Finer | None, deciding: Mapping[str, str]) -> Iterator[str]:
    """The rules where the name of the layer alone tells what the things are, and a field more of them."""
    if asset_type is None:
        yield '# default = "…"   # no field tells what the things are: say which asset type they all have'
        return
    more = "" if finer else ": no field tells more"
    yield f"default = {in_toml(asset_type)}   # as the layer or a field is called{more}"
    if finer is None:
        return
    yield f"from = {in_toml(list(deciding.values()))}"
    yield "rule = ["
    yield from _finer_rules(None, finer, deciding)
    told = {word for _, words, _ in finer.rules for word in words}
    if others := [word for words in finer.rest.values() for word in words if word not in told]:
        yield _rule({deciding[finer.field]: others}, asset_type)
    yield "]"


def _unknown(kinds: Kinds, rows: pd.DataFrame, *, told: bool) -> list[tuple[str, int]]:
    """Words of which nobody knows a type, and in how many rows; told: those that say so themselves too."""
    counts = Counter(words_in(rows[kinds.field])).most_common(MOST_WORDS)
    asked = ((word, count) for word, count in counts if word and word not in kinds.types)
    return [(word, count) for word, count in asked if told or word.lower() not in UNKNOWN]


def _finer_rules(kinds: Kinds | None, finer: Finer, deciding: Mapping[str, str]) -> Iterator[str]:
    """Rules of both fields; of the second alone where the name of the layer tells what the things are."""
    for known, words, asset_type in finer.rules:
        second = {deciding[finer.field]: words}
        first = {} if kinds is None else {deciding[kinds.field]: by_type(kinds.types)[known]}
        yield _rule(first | second, asset_type)


def _telling_nothing(finer: Finer, rows: pd.DataFrame) -> Iterator[str]:
    """Words of the second field that make nothing finer."""
    counts = Counter(word for word in words_in(rows[finer.field]) if word.lower() not in UNKNOWN)
    words = [word for word, _ in counts.most_common(MOST_WORDS) if word not in finer.words()]
    if words:
        yield f"  # of {finer.field} nothing follows from {', '.join(map(in_toml, words))}"


def _rule(words: Mapping[str, list[str]], asset_type: str) -> str:
    asked = ", ".join(f"{in_toml(field)} = {in_toml(values)}" for field, values in words.items())
    return f"  {{ {asked}, type = {in_toml(asset_type)} }},"
