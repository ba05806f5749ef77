"""Coded values: the words that a file geodatabase or a GeoPackage gives for the codes in its fields."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pyogrio
from lxml import etree

from importers.reading import FAILURES

Words = dict[str, str]  # code → word
LONGEST_CODE = 6  # letters
ITEMS = "GDB_Items"
# Of a field the words that the schema extension lists for its values.
LISTED = """
    SELECT lower(data_column.table_name), data_column.column_name, listed.value, listed.description
    FROM gpkg_data_columns AS data_column
    JOIN gpkg_data_column_constraints AS listed USING (constraint_name)
    WHERE listed.constraint_type = 'enum' AND listed.description IS NOT NULL
"""


def coded_values(path: Path) -> dict[str, dict[str, Words]]:
    """Layer (in lower case) → field → words for its codes; nothing where the file has none, or they cannot be read."""
    suffix = path.suffix.lower()
    found = _of_geodatabase(path) if suffix == ".gdb" else _of_geopackage(path) if suffix == ".gpkg" else {}
    return {
        layer: {name: words for name, words in fields.items() if _are_codes(words)} for layer, fields in found.items()
    }


def _are_codes(words: Words) -> bool:
    """Whether they stand for words; what says itself what it is, as the values of the BGT do, stays as it is."""
    return max(map(len, words), default=LONGEST_CODE + 1) <= LONGEST_CODE


def _of_geopackage(path: Path) -> dict[str, dict[str, Words]]:
    found: dict[str, dict[str, Words]] = {}
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as database:
        for layer, field, code, word in database.execute(LISTED):
            found.setdefault(layer, {}).setdefault(field, {})[str(code)] = str(word)
    return found


def _of_geodatabase(path: Path) -> dict[str, dict[str, Words]]:
    try:
        _, table = pyogrio.read_arrow(path, layer=ITEMS, columns=["Name", "Definition"], read_geometry=False)
    except FAILURES:
        return {}
    told = zip(table.column("Name").to_pylist(), table.column("Definition").to_pylist(), strict=True)
    items = [(name, item) for name, text in told if name and text and (item := _parsed(text)) is not None]
    domains = {_text(item, "DomainName"): _domain(item) for _, item in items if _named(item, "CodedValues")}
    return {name.lower(): _fields(item, domains) for name, item in items if _named(item, "GPFieldInfoEx")}


def _parsed(text: str) -> etree._Element | None:
    try:
        return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _domain(item: etree._Element) -> Words:
    return {_text(value, "Code"): _text(value, "Name") for value in item.iter("{*}CodedValue")}


def _fields(item: etree._Element, domains: Mapping[str, Words]) -> dict[str, Words]:
    """The words of a layer's fields: of its subtypes, of the domain of a field, else of the domains by subtype."""
    found: dict[str, Words] = {}
    for told in item.iter("{*}SubtypeFieldInfo"):
        _agree(found.setdefault(_text(told, "FieldName"), {}), domains.get(_text(told, "DomainName"), {}))
    for told in item.iter("{*}GPFieldInfoEx"):
        if words := domains.get(_text(told, "DomainName")):
            found[_text(told, "Name")] = words
    if subtypes := {_text(each, "SubtypeCode"): _text(each, "SubtypeName") for each in item.iter("{*}Subtype")}:
        found[_text(item, "SubtypeFieldName")] = subtypes
    return found


def _agree(words: Words, further: Words) -> None:
    """Add words; a code that stands for one thing here and for another there keeps standing for itself."""
    for code, word in further.items():
        words[code] = word if words.get(code, word) == word else code


def _named(item: etree._Element, name: str) -> bool:
    return next(item.iter(f"{{*}}{name}"), None) is not None


def _text(item: etree._Element, name: str) -> str:
    child = next(item.iter(f"{{*}}{name}"), None)
    return "" if child is None else (child.text or "").strip()
