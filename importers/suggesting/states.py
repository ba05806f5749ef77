"""The words of a layer that say that a thing is gone, or not there yet; of a planned work that it will not come."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from importers.suggesting.synonyms import plain, synonyms, words_in
from importers.suggesting.toml_text import in_toml


def ended_when(rows: pd.DataFrame, table: str) -> list[str]:
    """The lines of TOML, from the first field of states that has such words; table: of synonyms.toml."""
    states = synonyms()[table]
    for name in map(str, rows.columns):
        if plain(name) in states["fields"]:
            counts = Counter(words_in(rows[name]))
            gone = [word for word in counts if word.lower() in states["words"]]
            if gone:
                told = ", ".join(f"{word} {counts[word]:,} rows" for word in gone)
                return ["[ended_when]", f"{in_toml(name)} = {in_toml(gone)}   # {states['said']}: {told}", ""]
    return []
