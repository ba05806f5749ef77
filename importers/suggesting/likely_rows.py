"""What the rows of a layer that nobody knows are where they are no assets: statements of a kind, or areas."""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from importers.names import words_of
from importers.suggesting.likely_fields import fields_called, likely_columns
from importers.suggesting.likely_types import called_after, likely_kinds
from importers.suggesting.synonyms import plain, synonyms

LONG = 8  # letters of a word that counts within the name of a layer
SURFACES = ("polygon", "surface")


@dataclass(frozen=True)
class Statements:
    """Rows that are statements of a kind (`rows`, one of `batch.ROWS`): registry column → field."""

    rows: str
    said: str
    needs: tuple[str, ...]
    columns: Mapping[str, str]


def likely_statements(layer: str, rows: pd.DataFrame, geometry: str | None) -> Statements | None:
    """The kind of statements that the rows of a layer probably are; None where they may well be assets."""
    assets = likely_columns(rows)
    for kind in _document()["kind"]:
        if kind.get("surfaces") and not is_surface(geometry):
            continue
        columns = fields_called(rows, kind["columns"])
        told = [column for column in kind["needs"] if column in columns]
        of_assets = called_after(layer, geometry) or set(kind["not_with"]) & {*assets, *columns}
        by_fields = told == kind["needs"] and not (geometry is not None and of_assets)
        if by_fields or (told and _is_called(layer, kind["called"])):
            return Statements(kind["rows"], kind["said"], tuple(kind["needs"]), columns)
    return None


def areas_command(layer: str, rows: pd.DataFrame, geometry: str | None) -> str | None:
    """The command that takes in a layer as areas; None where it holds none, as far as its names tell."""
    columns = likely_columns(rows)
    if not is_surface(geometry) or {"built_year", "source_material"} & set(columns):
        return None
    if called_after(layer, geometry) is not None or likely_kinds(layer, rows, set(columns.values()), geometry)[0]:
        return None
    for kind, told in _document()["areas"].items():
        code = columns.get("source_id")
        own = [str(name) for name in rows.columns if plain(str(name)).startswith(tuple(told["fields"]))]
        called = plain(layer) in told["fields"] or words_of(layer) & set(told["called"])
        if code is not None and (code in own or called):
            name = next((each for each in own if each != code), columns.get("name", code))
            return (
                f"assetregistry areas import SOURCE --kind {kind} "
                f"--code-field {shlex.quote(code)} --name-field {shlex.quote(name)}"
            )
    return None


def _is_called(layer: str, words: list[str]) -> bool:
    """Whether a layer is called by one of the words, and by no longer one for things that are assets."""
    called = [word for word in words if word in words_of(layer) or (len(word) >= LONG and word in plain(layer))]
    things = [word for each in synonyms()["layers"].values() for word in each if word in plain(layer)]
    return max(map(len, called), default=0) >= max(map(len, things), default=1)


def is_surface(geometry: str | None) -> bool:
    """Whether a layer of a kind of geometry holds surfaces."""
    return any(kind in str(geometry).lower() for kind in SURFACES)


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("likely_rows.toml").read_text(encoding="utf-8"))
