"""What municipal exports call things, as synonyms.toml tells it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd


@cache
def synonyms() -> dict[str, Any]:
    """The tables of synonyms.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("synonyms.toml").read_text(encoding="utf-8"))


@cache
def known_shapes() -> dict[str, str]:
    """Word → shape of a pipe."""
    return {word: shape for shape, words in synonyms()["shapes"].items() for word in words}


def plain(name: str) -> str:
    """Letters only, in lower case: BOUW_JAAR1 → bouwjaar."""
    return "".join(character for character in name.lower() if character.isalpha())


def words_in(values: pd.Series) -> pd.Series:
    """Values as text; none where the text is in no encoding that it could be."""
    try:
        return pd.Series([str(value).strip() for value in values.dropna().tolist()], dtype=object)
    except UnicodeDecodeError:
        return pd.Series(dtype=object)


def texts_in(values: pd.Series) -> pd.Series:
    """Values as text, each in its row; empty where there is none."""
    known, texts = values.notna().to_numpy(bool), pd.Series("", index=values.index, dtype=object)
    words = words_in(values)
    if len(words) == known.sum():
        texts[known] = words.to_numpy()
    return texts
