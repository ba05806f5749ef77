"""What maps and charts share: numbers as people read them, classes that never move, colours."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

Language = Literal["nl", "en"]

KG_PER_TONNE = 1000.0
SHADES = ("#eff6fb", "#c9dfef", "#94bfdd", "#5b98c4", "#2f6ea3", "#12436d")  # one hue, lightness monotone
NOTHING = "#d9d9d9"
MOST_MATERIALS = 8
OTHER_COLOUR = "#b3b3b3"

WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "tonnes": "ton", "per_km2": "ton per km²", "nothing": "niets", "other": "overig", "as_of": "Peildatum",
        "period": "hele periode", "four_of_five": "vier van de vijf keer tussen", "play": "Afspelen", "year": "Jaar",
        "assets": "objecten", "end": "verwacht einde", "unknown": "onbekend", "until": "einde tot en met",
        "range": "p10-p90 van het totaal", "no_data": "Geen gegevens", "and": "en",
    },
    "en": {
        "tonnes": "tonnes", "per_km2": "tonnes per km²", "nothing": "nothing", "other": "other", "as_of": "As of",
        "period": "whole period", "four_of_five": "four times out of five between", "play": "Play", "year": "Year",
        "assets": "assets", "end": "expected end", "unknown": "unknown", "until": "ends up to",
        "range": "p10-p90 of the total", "no_data": "No data", "and": "and",
    },
}  # fmt: skip


def breaks(values: Sequence[float]) -> list[float]:
    """Upper bounds of the classes but the last: round numbers at even shares of the values above zero."""
    positive = np.asarray([value for value in values if value > 0])
    if not len(positive):
        return [1.0]
    found = np.quantile(positive, np.linspace(0, 1, len(SHADES) + 1)[1:-1])
    return sorted({_rounded(value) for value in found})


def _rounded(value: float) -> float:
    """Two significant digits."""
    return float(f"{value:.1e}")


def commonest(supply: pd.DataFrame, most: int = MOST_MATERIALS) -> list[str]:
    """The materials with most mass, the heaviest first."""
    totals = supply.groupby("material")["expected_kg"].sum().sort_values(ascending=False)
    return [str(material) for material in totals.index[:most]]


def script_json(value: Any) -> str:
    """JSON that may stand within a script element, whatever names are in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def heading(title: str, subtitle: str) -> str:
    """The title box of a map."""
    return (
        '<div class="ar-title" style="position:absolute;top:12px;left:56px;z-index:900;background:#fffffff0;'
        'padding:10px 14px;border-radius:10px;box-shadow:0 1px 6px #0003;font:14px/1.4 system-ui,sans-serif">'
        f'<b style="font-size:16px">{html.escape(title)}</b><br>'
        f'<span style="color:#555">{html.escape(subtitle)}</span></div>'
    )
