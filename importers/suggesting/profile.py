"""A profile suggested for a layer that nobody knows, as TOML to start from.

What it rests on stands beside each line, what nobody knows is listed to be filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from importers.profiles import meant
from importers.suggesting.asset_types import NO_TYPE, asset_types, deciding_fields
from importers.suggesting.likely_fields import is_row_number, likely_columns, median_and_unit, unknown_years
from importers.suggesting.likely_rows import is_surface, likely_statements
from importers.suggesting.likely_types import MOST_WORDS, Kinds, called_after, likely_kinds, thing_of, untaken_layer
from importers.suggesting.statements import suggest_statements
from importers.suggesting.states import ended_when
from importers.suggesting.synonyms import known_shapes, words_in
from importers.suggesting.toml_text import UNKNOWN, in_toml, slug
from importers.untaken import NO_PROFILE, why_untaken

NO_WIDTH = '# width_mm = "…"   # roads drawn as lines weigh nothing without it: is there a layer of surfaces?'
NO_ID = '# source_id = "…"   # no field looks like an id: every asset needs one'
ROW_NUMBER = "   # numbers of rows, which the next delivery may give to others: is there an id of their own?"
CODE = re.compile(r"[A-Z]\d{4}")  # of organisations, in the form of the BGT, which an import registers by itself
ORGANISATIONS = ("owner", "manager", "source_holder")


def suggest(layer: str, rows: pd.DataFrame, geometry: str | None = None) -> str:
    """The TOML of a profile for a layer of a kind of geometry, from its first rows (their attributes as columns)."""
    if (statements := likely_statements(layer, rows, geometry)) is not None:
        return "\n".join([*_rather(layer, rows, geometry), suggest_statements(layer, rows, statements)])
    columns = likely_columns(rows)
    thing = thing_of(layer, rows, set(columns.values()), geometry)
    kinds, finer = likely_kinds(thing, rows, set(columns.values()), geometry)
    deciding = deciding_fields(columns, kinds, finer)
    named = {column: _names(rows[columns[column]]) for column in ORGANISATIONS if column in columns}
    known = columns.get("source_id")
    telling = [*([known] if known else []), *deciding, *columns.values()] or list(map(str, rows.columns))
    lines = [
        f"# Suggested from {len(rows):,} rows of layer {layer}: look at every line, then import with --profile.",
        *_rather(layer, rows, geometry),
        f"name = {in_toml(slug(layer))}",
        f"title = {in_toml(layer)}",
        f"requires = {in_toml(list(dict.fromkeys(telling))[:2])}",
        "",
        "[fields]",
        *(_field(column, name, rows, geometry, named.get(column, {})) for column, name in columns.items()),
        *(f"{known_as} = {in_toml(name)}" for name, known_as in deciding.items() if known_as != name),
        *([] if "source_id" in columns else [NO_ID]),
        *([NO_WIDTH] if _are_lines_of_roads(geometry, columns, kinds, thing) else []),
        "",
        "[unknown]",
        f"text = {in_toml(UNKNOWN)}",
        _unknown_years(columns.get("built_year"), rows),
        "",
        *_organisations(named),
        *_shapes(columns.get("shape"), rows),
        *ended_when(rows, "states"),
        "[asset_type]",
        *asset_types(thing, kinds, finer, deciding, rows, geometry),
    ]
    return "\n".join(lines) + "\n"


def _rather(layer: str, rows: pd.DataFrame, geometry: str | None) -> Iterator[str]:
    """What the layer may be instead of assets that need a profile: of a known kind by another name."""
    names = [str(name) for name in rows.columns]
    if (why := why_untaken(layer)) != NO_PROFILE:
        yield f"# If it is what it is called, it {why}."
    if (untyped := untaken_layer(layer)) is not None:
        yield f"# If it is what it is called, it {untyped}, {NO_TYPE}."
    known = meant(layer, names)
    if known is not None and (known.rows != "buildings" or is_surface(geometry)):
        yield f"# It has the fields of {known.title}: if it is that, import it with --profile {known.name}."


def _field(column: str, name: str, rows: pd.DataFrame, geometry: str | None, named: Mapping[str, int]) -> str:
    """The line of a field; of organisations that none has a code of, put aside."""
    line = f"{column} = {in_toml(name)}"
    if column.endswith("_mm"):
        median, unit = median_and_unit(column, rows[name], geometry)
        return f'{column} = {{ field = {in_toml(name)}, unit = "{unit}" }}   # the median is {median:g}: check the unit'
    if column == "source_id" and is_row_number(name):
        return line + ROW_NUMBER
    return f"# {line}   # tells names, no codes: see below" if named and _all_named(named, rows[name]) else line


def _are_lines_of_roads(geometry: str | None, columns: Mapping[str, str], kinds: Kinds | None, thing: str) -> bool:
    types = [*(kinds.types.values() if kinds is not None else ()), called_after(thing, geometry) or ""]
    return "line" in str(geometry).lower() and "width_mm" not in columns and any(t.startswith("road_") for t in types)


def _names(values: pd.Series) -> dict[str, int]:
    """Organisations that are told by name, and in how many rows: an import knows them by their codes."""
    words = Counter(words_in(values))
    return {word: n for word, n in words.most_common() if word.lower() not in UNKNOWN and not CODE.fullmatch(word)}


def _all_named(named: Mapping[str, int], values: pd.Series) -> bool:
    return sum(named.values()) == sum(word.lower() not in UNKNOWN for word in words_in(values))


def _organisations(named: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """A table of what codes the names of organisations stand for, to be filled in."""
    for column, names in named.items():
        if names:
            otherwise = "say whose rows they are with --owner CODE" if column == "owner" else "leave it out"
            yield f"# {column}: names would be refused. Write their codes below and take away each #, or {otherwise}."
            yield f"# [values.{column}]"
            yield from (
                f'# {in_toml(name)} = "G…"   # {count} rows' for name, count in list(names.items())[:MOST_WORDS]
            )
            yield ""


def _shapes(name: str | None, rows: pd.DataFrame) -> list[str]:
    """The shapes of pipes that the words stand for."""
    if name is None:
        return []
    words = dict.fromkeys(word.lower() for word in words_in(rows[name]) if word)
    known = known_shapes()
    told = (f"{in_toml(word)} = {in_toml(known[word])}" for word in words if word in known)
    unknown = (f'# {in_toml(word)} = "…"' for word in words if word not in known and word not in UNKNOWN)
    return ["[shapes]", *told, *unknown, ""]


def _unknown_years(name: str | None, rows: pd.DataFrame) -> str:
    """The line of the years that stand for unknown; those that may be told in earnest are pointed out."""
    found = {} if name is None else unknown_years(rows[name])
    asked = ", ".join(f"{year} ({count:,} rows)" for year, count in found.items())
    line = f"years = {in_toml([0, *found, 9999])}"
    return f"{line}   # {asked}: leave out what is really meant" if found else line
