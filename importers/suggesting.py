"""A profile suggested for a layer that nobody knows: names by likeness, types by known words, units by range.

A suggestion is a start: what it rests on stands beside each line, what nobody knows is listed to be filled in.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from importers.areas import CODE_FIELDS
from importers.columns import YEARS, with_days, with_decimal_point
from importers.profiles import built_in, meant
from importers.untaken import NO_PROFILE, why_untaken

ALIKE = 84  # of 100: from here on two names are taken for the same
MOST_WORDS = 60  # a field with more different values is no list of kinds
MOSTLY = 0.8
NEARLY_ALL = 0.95
SHORTEST_PART = 3  # letters of a word that counts within others: codes of two letters mean many things
NO_ID = '# source_id = "…"   # no field looks like an id: every asset needs one'
# upper bound of the median → unit: a width in metres is small, one in millimetres large
WIDTH_UNITS = ((8.0, "m"), (60.0, "inch"), (150.0, "cm"))
NOTHING = "furniture_other"
UNKNOWN = ["", "onbekend", "unknown", "nvt", "-"]
CODE = re.compile(r"[A-Z]\d{4}")  # of organisations, in the form of the BGT, which an import registers by itself
MOST_NAMED = 3  # organisations without a code
# Fields that tell files of areas; the smallest areas first, as their files have the codes of larger ones too.
AREA_CODES = {kind: set(CODE_FIELDS[kind][:2]) for kind in ("neighbourhood", "district", "municipality")}
YEAR = r"(?<!\d)(\d{4})(?:\d{4})?(?!\d)"  # of 1985, 1985.0, 01-06-1985, 19850601


def suggest(layer: str, rows: pd.DataFrame, geometry: str | None = None) -> str:
    """The TOML of a profile for a layer of a kind of geometry, from its first rows (their attributes as columns)."""
    columns = dict(_columns(rows))
    barred = _barred(geometry)
    kind, types = _kinds(rows, set(columns.values()), barred)
    default = _default(layer, Counter(types.values()), barred)
    telling = [*filter(None, (columns.get("source_id"), kind)), *columns.values()] or list(map(str, rows.columns))
    lines = [
        f"# Suggested from {len(rows):,} rows of layer {layer}: look at every line, then import with --profile.",
        *_rather(layer, rows),
        f"name = {_toml(_slug(layer))}",
        f"title = {_toml(layer)}",
        f"requires = {_toml(list(dict.fromkeys(telling))[:2])}",
        "",
        "[fields]",
        *(_field(column, name, rows) for column, name in columns.items()),
        *_named_owners(columns, rows),
        *([f"{_known_as(kind, columns)} = {_toml(kind)}"] if kind and _known_as(kind, columns) != kind else []),
        *([] if "source_id" in columns else [NO_ID]),
        "",
        "[unknown]",
        f"text = {_toml(UNKNOWN)}",
        _unknown_years(columns.get("built_year"), rows),
        "",
        *_shapes(columns.get("shape"), rows),
        "[asset_type]",
        *_rules(kind, _known_as(kind, columns) if kind else "", types, rows, default),
    ]
    return "\n".join(lines) + "\n"


def _rather(layer: str, rows: pd.DataFrame) -> Iterator[str]:
    """What the layer may be instead of assets that need a profile: of a known kind by another name, or areas."""
    names = [str(name) for name in rows.columns]
    if (why := why_untaken(layer)) != NO_PROFILE:
        yield f"# If it is what it is called, it {why}."
    if (known := meant(layer, names)) is not None:
        yield f"# It has the fields of {known.title}: if it is that, import it with --profile {known.name}."
    kind = next((kind for kind, code in AREA_CODES.items() if {each.lower() for each in names} & code), None)
    if kind is not None:
        yield f"# It has a code of areas: if it is these, assetregistry areas import SOURCE --kind {kind}"


def _columns(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """(registry column, field) pairs, the likest first; each field serves once."""
    likeness = [
        (found[1], -found[2], column, str(name))
        for column, words in _synonyms().items()
        for name in rows.columns
        if (found := process.extractOne(_plain(str(name)), words, scorer=fuzz.ratio)) is not None
        and found[1] >= ALIKE
        and _can_be(column, rows[name])
    ]
    taken: dict[str, str] = {}
    for _, _, column, name in sorted(likeness, key=lambda each: (-each[0], -each[1])):
        if column not in taken and name not in taken.values():
            taken[column] = name
    if "source_id" not in taken and (name_of_id := _named_as_id(rows)) not in (None, *taken.values()):
        taken["source_id"] = str(name_of_id)
    return iter(sorted(taken.items(), key=lambda pair: list(_synonyms()).index(pair[0])))


def _named_as_id(rows: pd.DataFrame) -> str | None:
    """The first field that ends as names of ids do, and whose values can be ids."""
    endings = tuple(_words_of_names()["id_endings"])
    names = (str(name) for name in rows.columns if _plain(str(name)).endswith(endings))
    return next((name for name in names if _can_be("source_id", rows[name])), None)


def _can_be(column: str, values: pd.Series) -> bool:
    """Whether the values fit the column: ids are unique, years are years, sizes are numbers."""
    known = values.dropna()
    if known.empty:
        return column != "source_id"
    if column == "source_id":
        return bool(known.astype("string").nunique() > NEARLY_ALL * len(values))
    if column == "built_year":
        years = _first_years(known).fillna(pd.to_numeric(known, errors="coerce"))
        return bool((years.between(*YEARS) | years.isin([0, 9999])).mean() > MOSTLY)
    if column.endswith("_mm"):
        return bool(_numbers(known).notna().mean() > MOSTLY)
    if column == "shape":
        return bool(_words(known).str.lower().isin(_known_shapes()).mean() > MOSTLY)
    return True


def _numbers(values: pd.Series) -> pd.Series:
    return pd.to_numeric(with_decimal_point(values.astype("string").str.strip()), errors="coerce")


def _field(column: str, name: str, rows: pd.DataFrame) -> str:
    quoted = _toml(name)
    if not column.endswith("_mm"):
        return f"{column} = {quoted}"
    median = float(_numbers(rows[name]).median())
    unit = next((unit for bound, unit in WIDTH_UNITS if median < bound), "mm")
    return f'{column} = {{ field = {quoted}, unit = "{unit}" }}   # the median is {median:g}: check the unit'


def _named_owners(columns: Mapping[str, str], rows: pd.DataFrame) -> Iterator[str]:
    """What to do about owners and managers that are told by name: an import knows organisations by their codes."""
    for column in ("owner", "manager"):
        words = Counter(_words(rows[columns[column]])) if column in columns else Counter()
        named = [word for word, _ in words.most_common() if word.lower() not in UNKNOWN and not CODE.fullmatch(word)]
        if named:
            told = ", ".join(map(_toml, named[:MOST_NAMED])) + (" …" if len(named) > MOST_NAMED else "")
            add = f"assetregistry organisations add {_toml(named[0])} --name NAME"
            yield f"# {column}: {told} is no code such as G0153, and would be refused: name a field that has codes;"
            yield "#   or leave the line out, and say whose rows they are with --owner CODE;"
            yield f"#   or first add each as it is written: {add}"


def _shapes(name: str | None, rows: pd.DataFrame) -> list[str]:
    """The shapes of pipes that the words stand for."""
    if name is None:
        return []
    words = dict.fromkeys(word.lower() for word in _words(rows[name]) if word)
    known = _known_shapes()
    told = (f"{_toml(word)} = {_toml(known[word])}" for word in words if word in known)
    unknown = (f'# {_toml(word)} = "…"' for word in words if word not in known and word not in UNKNOWN)
    return ["[shapes]", *told, *unknown, ""]


def _unknown_years(name: str | None, rows: pd.DataFrame) -> str:
    """The line of the years that stand for unknown; those that may be told in earnest are pointed out."""
    if name is None:
        return "years = [0, 9999]"
    years = Counter(_first_years(rows[name]))
    found = [year for year in _words_of_names()["default_years"] if years[year]]
    asked = ", ".join(f"{year} ({years[year]:,} rows)" for year in found)
    line = f"years = {_toml([0, *found, 9999])}"
    return f"{line}   # {asked}: leave out what is really meant" if found else line


def _first_years(values: pd.Series) -> pd.Series:
    """The year of each value, of a day too, whichever way round it is written."""
    text = with_days(values.dropna().astype("string"))
    return pd.to_numeric(text.str.extract(YEAR)[0], errors="coerce")


def _barred(geometry: str | None) -> tuple[str, ...]:
    """Beginnings of asset types that a layer of this geometry does not hold; none where it may be of several kinds."""
    kinds = [kind for kind in ("point", "line", "polygon", "surface", "unknown") if kind in str(geometry).lower()]
    return tuple(_words_of_names()["not_as"].get(kinds[0], ())) if len(kinds) == 1 else ()


def _default(layer: str, types: Counter[str], barred: tuple[str, ...]) -> str:
    """The asset type of things of which nothing is known: as the layer is called, else as most of its words are."""
    plain = _plain(layer)
    named: list[tuple[int, str]] = [
        (len(word), asset_type)
        for asset_type, words in _words_of_names()["layers"].items()
        for word in words
        if word in plain and not asset_type.startswith(barred)
    ]
    if named:
        return max(named)[1]
    others: dict[str, str] = _words_of_names()["others"]
    counts = {
        asset_type: sum(n for each, n in types.items() if each.startswith(start))
        for asset_type, start in others.items()
    }
    best = max(counts, key=lambda each: counts[each])
    return best if 2 * counts[best] > types.total() else NOTHING


def _meaning(value: str, barred: tuple[str, ...]) -> str | None:
    """The asset type of a word as a whole, else of the longest that is in it as a word of its own."""
    value, known = value.lower(), _known_words()
    inside = (each for each in _word_pattern().findall(value) if len(each) >= SHORTEST_PART)
    found = (
        asset_type
        for word in [value, *sorted(inside, key=len, reverse=True)]
        for asset_type in known.get(word, ())
        if not asset_type.startswith(barred)
    )
    return next(found, None)


def _kinds(rows: pd.DataFrame, taken: set[str], barred: tuple[str, ...]) -> tuple[str | None, dict[str, str]]:
    """The field whose words are known best, and what these words mean: value → asset type."""
    best: tuple[int, str | None, dict[str, str]] = (0, None, {})
    for name in map(str, rows.columns):
        words = _words(rows[name])
        distinct = words[words != ""].unique()
        if not len(distinct) or len(distinct) > MOST_WORDS or len(distinct) == len(words) > 1:
            continue
        known = {str(word): found for word in distinct if (found := _meaning(str(word), barred))}
        weight = int(words.isin(list(known)).sum())
        if weight > best[0] or (best[1] is None and name not in taken and _looks_like_kind(name)):
            best = (weight, name, known)
    return best[1], best[2]


def _known_as(kind: str, columns: Mapping[str, str]) -> str:
    """What rules call the field of the kinds: its own name, but for `type`, which is theirs, and names of columns."""
    return "kind" if kind == "type" or columns.get(kind, kind) != kind else kind


def _words(values: pd.Series) -> pd.Series:
    """Values as text; none where the text is in no encoding that it could be."""
    try:
        return pd.Series([str(value).strip() for value in values.dropna().tolist()], dtype=object)
    except UnicodeDecodeError:
        return pd.Series(dtype=object)


def _rules(kind: str | None, known_as: str, types: Mapping[str, str], rows: pd.DataFrame, default: str) -> list[str]:
    if kind is None:
        return [
            f"default = {_toml(default)}   # no field tells what the things are: say which asset type they all have"
        ]
    by_type: dict[str, list[str]] = {}
    for value, asset_type in types.items():
        by_type.setdefault(asset_type, []).append(value)
    counts = Counter(_words(rows[kind]))
    unknown = [(value, count) for value, count in counts.most_common(MOST_WORDS) if value and value not in types]
    until = "until the words below have a type of their own" if unknown else "of words that are not below"
    return [
        f"from = [{_toml(known_as)}]",
        f"default = {_toml(default)}   # {until}",
        "rule = [",
        *(f"  {_rule(known_as, values)}, type = {_toml(asset_type)} }}," for asset_type, values in by_type.items()),
        *(f'  # {_rule(known_as, [value])}, type = "…" }},   # {count} rows' for value, count in unknown),
        "]",
    ]


def _rule(kind: str, values: list[str]) -> str:
    return f"{{ {_toml(kind)} = {_toml(values)}"


def _toml(value: str | list[str] | list[int]) -> str:
    """Strings, and lists of strings or numbers, are written in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)


@cache
def _words_of_names() -> dict[str, Any]:
    return tomllib.loads(resources.files("importers").joinpath("synonyms.toml").read_text(encoding="utf-8"))


@cache
def _synonyms() -> dict[str, list[str]]:
    return {column: [_plain(word) for word in words] for column, words in _words_of_names()["columns"].items()}


@cache
def _known_shapes() -> dict[str, str]:
    """Word → shape of a pipe."""
    return {word: shape for shape, words in _words_of_names()["shapes"].items() for word in words}


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
    for asset_type, words in _words_of_names()["words"].items():
        for word in words:
            meanings.setdefault(word, []).append(asset_type)
    return meanings


@cache
def _word_pattern() -> re.Pattern[str]:
    """Any known word or group of words that stands by itself, the longest first."""
    longest_first = sorted(_known_words(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _looks_like_kind(name: str) -> bool:
    return any(fuzz.ratio(_plain(name), word) >= ALIKE for word in _words_of_names()["kinds"])


def _plain(name: str) -> str:
    """Letters only, in lower case: BOUW_JAAR1 → bouwjaar."""
    return "".join(character for character in name.lower() if character.isalpha())


def _slug(layer: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in layer.lower()).split()) or "layer"
