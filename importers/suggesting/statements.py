"""A profile suggested for a layer of inspections, planned works or buildings, as TOML to start from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from importers.suggesting.likely_rows import Statements
from importers.suggesting.states import ended_when
from importers.suggesting.synonyms import synonyms, words_in
from importers.suggesting.toml_text import UNKNOWN, in_toml, slug

LACKING = {
    "condition": "no field tells one of 1 (excellent) to 6 (very poor): held as seen that day",
    "happened_on": "no field tells the day: every inspection needs one",
    "subject": "no field names an asset: those that lie where the inspection does are meant, of a table none",
}
ABOUT = {"subject": "   # import these first: works on what the registry does not hold go to quarantine"}


def suggest_statements(layer: str, rows: pd.DataFrame, found: Statements) -> str:
    """The TOML of a profile for such a layer, from its first rows (their attributes as columns)."""
    columns = found.columns
    asked = [columns[each] for each in (*found.needs, "source_id", "subject") if each in columns]
    inspected = found.rows == "inspections"
    lines = [
        f"# Suggested from {len(rows):,} rows of layer {layer}, which look like {found.said}, not like assets: look at",
        "# every line, then import with --profile.",
        f"name = {in_toml(slug(layer))}",
        f"title = {in_toml(layer)}",
        f"rows = {in_toml(found.rows)}",
        f"requires = {in_toml(asked[:2])}",
        *(["sightings = true"] if inspected and "condition" not in columns else []),
        "",
        "[fields]",
        *(
            f"{column} = {in_toml(name)}{'' if inspected else ABOUT.get(column, '')}"
            for column, name in columns.items()
        ),
        *(f'# {column} = "…"   # {why}' for column, why in LACKING.items() if inspected and column not in columns),
        *(_repeated(rows, found) if inspected else ()),
        "",
        "[unknown]",
        f"text = {in_toml(UNKNOWN)}",
        f"years = {in_toml([0, 9999])}",
        *(["", *ended_when(rows, "states_of_works")] if found.rows == "planned_works" else ()),
        *(_conditions(words_in(rows[columns["condition"]])) if inspected and "condition" in columns else ()),
    ]
    return "\n".join(lines) + "\n"


def _repeated(rows: pd.DataFrame, found: Statements) -> Iterator[str]:
    """What is told of several rows about an asset on a day, of which an import takes one."""
    identity = [found.columns[each] for each in ("subject", "happened_on") if each in found.columns]
    repeated = int(rows.duplicated(identity).sum()) if identity and "source_id" not in found.columns else 0
    if repeated:
        yield f"# {repeated:,} rows repeat {' and '.join(identity)}: one of each is taken, the others go to quarantine"


def _conditions(words: pd.Series) -> Iterator[str]:
    """A table of the numbers that words for a condition stand for; none where they are numbers."""
    counts = Counter(word for word in words if word.lower() not in UNKNOWN)
    if not counts or pd.to_numeric(pd.Series(list(counts)).str.replace(",", "."), errors="coerce").notna().all():
        return
    known: dict[str, int] = synonyms()["conditions"]
    numbers = {word: known.get(word.lower(), int(word) if word.isdigit() else None) for word in counts}
    whole = None not in numbers.values()  # else it is another scale, in which the same words may mean something else
    yield ""
    yield "[values.condition]   # 1 (excellent) to 6 (very poor), NEN 2767"
    for word, count in counts.most_common():
        yield f"{in_toml(word)} = {numbers[word]}" if whole else f"# {in_toml(word)} = …   # {count} rows"
