"""What every picture shares: colours, class breaks, the words and numbers of a language, and the legend's classes."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any, Literal, cast

import numpy as np
import pandas as pd

Language = Literal["nl", "en"]

RAMP = ("#d3e9e1", "#a9d1c5", "#7bb6a8", "#4a9488", "#236f66", "#0a4541")
"""Little to much: one hue, lightness falling."""

INK = "#17211f"
INK_SOFT = "#55615e"
LINE = "#e0e2dd"
OTHER = "#b3b7b4"
"""What is gathered as "other", and what has no colour of its own."""

LEAST_KG = 0.5  # less is none
_LEAST_TOLD_KG = 0.1  # less is a share of a chance, not a thing to be weighed
_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_SHARES = (0.15, 0.35, 0.55, 0.75, 0.92)
_FIGURES = 3


def class_breaks(values: Iterable[float]) -> list[float]:
    """Ascending round limits (at most five) between classes of the positive values; empty when there are none.

    The limits are quantiles, closer together where few values are high, moved to the nearest of 1, 1.5, 2, 3, 4, 5,
    6, 8 times a power of ten, so that people can read and remember them. The explorer cuts its classes alike.
    """
    numbers = np.asarray(list(values), dtype=np.float64)
    positive = numbers[np.isfinite(numbers) & (numbers > 0)]
    if positive.size == 0:
        return []
    return sorted({_round(float(limit)) for limit in np.quantile(positive, _SHARES)})


def _round(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    nearest = min(_STEPS, key=lambda step: abs(step - value / power))
    return float(f"{nearest * power:.2g}")


def shades(classes: int) -> list[str]:
    """Colours for a number of classes, from light to deep; however few they are, they reach the deepest one."""
    if classes < 2:  # noqa: PLR2004 - one class needs one colour
        return [RAMP[-1]] * classes
    last = len(RAMP) - 1
    return [RAMP[round(index * last / (classes - 1))] for index in range(classes)]


def check_language(language: str) -> Language:
    """The language as given; raises ValueError when there are no words in it."""
    if language not in ("nl", "en"):
        raise ValueError(f"language {language!r}: choose nl or en")
    return cast("Language", language)


def words(picture: str, language: Language) -> dict[str, str]:
    """The texts of one picture ("supply", "assets", "chart"), with those that all share."""
    text = resources.files("maps").joinpath("templates/words.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, dict[str, str]]] = tomllib.loads(text)
    return {key: said[language] for table in ("shared", picture) for key, said in tables[table].items()}


def number(value: float, digits: int, language: Language) -> str:
    """With so many decimals: 1234.5 → "1.234,5" (nl), "1,234.5" (en)."""
    text = f"{value:,.{digits}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def decimals(value: float) -> int:
    """How many decimals show three significant figures, which is what a forecast can know."""
    return 0 if value == 0 else max(0, _FIGURES - 1 - math.floor(math.log10(abs(value))))


def figures(value: float, language: Language) -> str:
    """Three significant figures without idle zeros: 12345 → "12.300" (nl), "12,300" (en)."""
    rounded = float(f"{value:.{_FIGURES}g}")
    digits = next(count for count in range(decimals(value) + 1) if round(rounded, count) == rounded)
    return number(rounded, digits, language)


def mass(kg: float, language: Language) -> str:
    """Tonnes from 1,000 kg on, kilograms below: "1.240 t", "310 kg"; "< 0,1 kg" of next to nothing."""
    if 0 < kg < _LEAST_TOLD_KG:
        return f"< {figures(_LEAST_TOLD_KG, language)}\u00a0kg"
    unit, size = _unit(kg)
    return f"{figures(kg / size, language)}\u00a0{unit}"


def mass_range(low_kg: float, high_kg: float, language: Language) -> str:
    """Both ends in the unit of the higher one, the lower one no finer than that: "0,8–2,5 t".

    Less than half a kilogram is none.
    """
    unit, size = _unit(high_kg)
    low, high = (kg / size if kg >= LEAST_KG else 0.0 for kg in (low_kg, high_kg))
    return f"{figures(round(low, decimals(high)), language)}–{figures(high, language)}\u00a0{unit}"


def _unit(kg: float) -> tuple[str, float]:
    return ("t", 1000.0) if abs(kg) >= 999.5 else ("kg", 1.0)  # noqa: PLR2004 - what rounds to a tonne


def day(when: dt.date, language: Language) -> str:
    """A date in words, whatever the machine's locale: "24 november 2026"."""
    months = words("months", language)
    return f"{when.day} {months[f'm{when.month}']} {when.year}"


def require_columns(frame: pd.DataFrame, name: str, columns: Sequence[str]) -> None:
    """Raise ValueError that names the columns which a frame lacks."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"{name}: no column {', '.join(missing)}; needed: {', '.join(columns)}")


def lookup(frame: pd.DataFrame, codes: Iterable[str], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of a vocabulary (code, name, colour, ...) in the order of `codes`; an unknown code shows itself, in grey."""
    known = {str(row["code"]): row for row in frame.to_dict("records")}
    fallback = {"colour": OTHER}
    return [
        {"code": code} | {key: known[code][key] if code in known else fallback.get(key, code) for key in columns}
        for code in codes
    ]
