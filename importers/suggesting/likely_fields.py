"""Which field of a layer that nobody knows is which column of the registry: names by likeness, units by range."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from importers.columns import YEARS, with_days, with_decimal_point
from importers.names import KEPT
from importers.suggesting.synonyms import known_shapes, plain, synonyms, words_in

ALIKE = 84  # of 100: from here on two names are taken for the same
AS_PART = 80  # how alike a name is that has a synonym among its letters; one more where it begins with it
CUT_OFF = 100.0  # how alike a name is that a shapefile cut off
CUT_OFF_WITH_SIGNS = 90.0  # of which fewer than ten letters are left
LONG = 6  # letters of a synonym that counts within a name
RATHER_NOT = 50  # how much less alike a name is that is rather of another thing
FEW = 3  # rows that may be numbered like that by chance
MOSTLY = 0.8
CONDITIONS = (1, 6)  # best and worst (NEN 2767)
YEARS_OR_DAYS = frozenset({"built_year", "ended", "year", "year_from", "year_to", "happened_on"})
NEARLY_ALL = 0.95
ROUND_CM = 5  # sizes of pipes in centimetres are multiples of it, those in inches are not
UNIT = re.compile(r"[^a-z](mm|cm|m)\W*$|(mm|cm)\W*$")  # at the end of a name: HOOGTE_M, diameter (mm), DIAMETERMM
YEAR = r"(?<!\d)(\d{4})(?:\d{4}|\d{10})?(?!\d)"  # of 1985, 1985.0, 01-06-1985, 19850601, 19850601100000


def likely_columns(rows: pd.DataFrame) -> dict[str, str]:
    """Column of assets → field, in the order of the synonyms; of several ids the one that is no number of a row."""
    taken = fields_called(rows, _names())
    if is_row_number(taken.get("source_id")) and (own := _named_as_id(rows)) not in (None, *taken.values()):
        taken = {"source_id": str(own)} | {column: name for column, name in taken.items() if column != "source_id"}
    return taken


def fields_called(rows: pd.DataFrame, names: Mapping[str, list[str]]) -> dict[str, str]:
    """Column → the field that is called by one of its words (`names`, in letters alone), in the order of `names`.

    Each field serves once, for what it is most like.
    """
    likeness = [
        (alike, -place, column, str(name))
        for column, words in names.items()
        for name in rows.columns
        if (found := _called(column, str(name), words)) is not None and can_be(column, rows[name])
        for alike, place in [found]
    ]
    taken: dict[str, str] = {}
    for _, _, column, name in sorted(likeness, key=lambda each: (-each[0], -each[1])):
        if column not in taken and name not in taken.values():
            taken[column] = name
    return {column: taken[column] for column in names if column in taken}


def is_row_number(name: str | None) -> bool:
    """Whether a field is called as programs call the numbers that they give to rows, or is none."""
    return name is None or plain(name) in synonyms()["row_numbers"]


def _called(column: str, name: str, words: list[str]) -> tuple[float, int] | None:
    """How alike the name of a field and a word for the column are, and which word that is; None for another column."""
    if any(word in plain(name) for word in synonyms()["columns_without"].get(column, ())):
        return None
    found = [each for each in (_alike(plain(_bare(name)), words), _cut_off(name, words)) if each is not None]
    rather_not = any(word in plain(name) for word in synonyms()["columns_rather_not"].get(column, ()))
    alike, place = max(found, key=lambda each: each[0], default=(0.0, 0))
    return (alike - RATHER_NOT * rather_not, place) if found else None


def _bare(name: str) -> str:
    """The name without what systems put in front of it."""
    return next((name[len(each) :] for each in synonyms()["before_names"] if name.lower().startswith(each)), name)


def _cut_off(name: str, words: list[str]) -> tuple[float, int] | None:
    """The word that a name is, whose end a shapefile cut off."""
    letters = plain(_bare(name))
    if len(name) != KEPT or len(letters) < LONG:
        return None
    alike = CUT_OFF if len(letters) == KEPT else CUT_OFF_WITH_SIGNS
    return next(((alike, place) for place, word in enumerate(words) if word.startswith(letters)), None)


def _alike(name: str, words: list[str]) -> tuple[float, int] | None:
    """How alike a name is to the likest of the words, and which that is; None where it is like none."""
    found = process.extractOne(name, words, scorer=fuzz.ratio)
    if found is not None and found[1] >= ALIKE:
        return found[1], found[2]
    parts = (
        (AS_PART + name.startswith(word), place)
        for place, word in enumerate(words)
        if len(word) >= LONG and word in name
    )
    return max(parts, key=lambda part: part[0], default=None)


def _named_as_id(rows: pd.DataFrame) -> str | None:
    """The first field that ends as names of ids do, and whose values can be ids; numbers of rows come last."""
    endings = tuple(synonyms()["id_endings"])
    names = [str(name) for name in rows.columns if plain(str(name)).endswith(endings)]
    return next((name for name in sorted(names, key=is_row_number) if can_be("source_id", rows[name])), None)


def can_be(column: str, values: pd.Series) -> bool:
    """Whether the values fit the column: ids are unique, years are years, sizes are numbers."""
    known = values.dropna()
    known = known[known.astype("string") != ""]
    if known.empty:
        return column != "source_id"
    if column == "source_id":
        return bool(known.astype("string").nunique() > NEARLY_ALL * len(values))
    if column in YEARS_OR_DAYS:
        years = years_in(known).fillna(pd.to_numeric(known, errors="coerce"))
        return bool((years.between(*YEARS) | years.isin([0, 9999])).fillna(value=False).mean() > MOSTLY)
    if column.endswith("_mm"):
        return bool(_numbers(known).notna().mean() > MOSTLY)
    if column in ("shape", "condition"):
        words = words_in(known).str.lower()
        return _mean_shapes(words) if column == "shape" else _mean_conditions(words)
    return column != "subject" or not _count_up(known)


def _count_up(values: pd.Series) -> bool:
    """Whether they are the numbers of the rows of a file, which tell of nothing else."""
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(float, na_value=np.nan)
    return len(numbers) > FEW and numbers[0] in (0, 1) and bool((np.diff(numbers) == 1).all())


def _mean_shapes(words: pd.Series) -> bool:
    return bool(words.isin(known_shapes()).mean() > MOSTLY)


def _mean_conditions(words: pd.Series) -> bool:
    """Whether there are conditions among them, in numbers or words."""
    return bool((_numbers(words).between(*CONDITIONS) | words.isin(list(synonyms()["conditions"]))).any())


def median_and_unit(column: str, values: pd.Series, geometry: str | None) -> tuple[float, str]:
    """The median of a size, and the unit that it is likely in: of what stands by itself, or of a pipe or strip."""
    sizes = _numbers(values).dropna()
    median = float(sizes.median())
    if told := UNIT.search(str(values.name).lower()):
        return median, told[1] or told[2]
    if column == "height_mm" and "point" in str(geometry).lower():
        return median, "m" if median < 30 else "cm" if median < 2_000 else "mm"  # noqa: PLR2004
    if median >= 60:  # noqa: PLR2004
        return median, "mm"
    if median < 8:  # noqa: PLR2004
        return median, "m"
    return median, "cm" if (sizes % ROUND_CM == 0).mean() > MOSTLY else "inch"


def unknown_years(values: pd.Series) -> Mapping[int, int]:
    """Years by which systems write that they know none, that are told here, and in how many rows."""
    years = Counter(years_in(values))
    return {year: years[year] for year in synonyms()["default_years"] if years[year]}


def years_in(values: pd.Series) -> pd.Series:
    """The year of each value, of a day too, whichever way round it is written."""
    text = with_days(values.dropna().astype("string"))
    return pd.to_numeric(text.str.extract(YEAR)[0], errors="coerce")


def _numbers(values: pd.Series) -> pd.Series:
    return pd.to_numeric(with_decimal_point(values.astype("string").str.strip()), errors="coerce")


@cache
def _names() -> dict[str, list[str]]:
    return {column: [plain(word) for word in words] for column, words in synonyms()["columns"].items()}
