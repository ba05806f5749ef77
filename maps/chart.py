"""Supply per year as a chart: stacked columns by material or route, and the range of each year's total; PNG or SVG."""

from __future__ import annotations

import datetime as dt
import textwrap
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font_names
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from maps import style

MOST_PARTS = 8
MOST_LETTERS = 90  # of what a chart is narrowed to
SUFFIXES = (".png", ".svg")

_SIZE_INCHES = (11.0, 6.2)
_DPI = 160
_FONTS = ("Source Sans 3", "Liberation Sans", "Arial", "DejaVu Sans")
_LABELLED_YEARS = 15
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.07, 0.715, 0.835, 0.145
_LEGEND_LEFT, _LEGEND_RIGHT = 0.74, 0.985

# matplotlib reads these from one table that all threads share, hence the lock
SVG_SETTINGS: dict[Any, Any] = {"svg.hashsalt": "assetregistry", "svg.fonttype": "none", "text.parse_math": False}
settings_lock = threading.Lock()


@dataclass(frozen=True)
class _Stack:
    """What is drawn: `kg` by part (rows, the lowest first) and year (columns)."""

    years: NDArray[np.int64]
    names: list[str]
    colours: list[str]
    kg: NDArray[np.float64]


def supply_chart(
    supply: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    vocabulary: pd.DataFrame,
    title: str,
    as_of: dt.date,
    path: Path,
    by: Literal["material", "route"] = "material",
    language: str = "nl",
    source: str | None = None,
    narrowed: str = "",
) -> None:
    """Write a chart of supply by year and material, or route, to `path`; the same frames give the same bytes.

    `supply`: year, material or route, expected_kg; the eight largest materials are shown, the others together.
    `totals`: year, p10_kg, p90_kg of each year's total, drawn as a whisker.
    `vocabulary`: code, name, colour of the materials, or of the routes in the order in which they are stacked.
    `source`: the line at the foot; None says that it comes from the registry. `narrowed`: of what alone, in words.

    Raises ValueError for a suffix other than .png and .svg, a missing column or an unknown language.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{path.name}: a chart is written as .png or .svg")
    spoken = style.check_language(language)
    said = style.words("chart", spoken)
    style.require_columns(supply, "supply", ("year", by, "expected_kg"))
    style.require_columns(totals, "totals", ("year", "p10_kg", "p90_kg"))
    style.require_columns(vocabulary, "vocabulary", ("code", "name", "colour"))
    stack = _stack(supply, by, vocabulary, said["other"])
    family = [font for font in _FONTS if font in get_font_names()]
    with settings_lock, mpl.rc_context(SVG_SETTINGS | {"font.family": family}):
        figure = Figure(figsize=_SIZE_INCHES, dpi=_DPI, facecolor="white")
        FigureCanvasAgg(figure)
        _frame(figure, title, source or said["source"], said["asOf"].format(date=style.day(as_of, spoken)))
        if stack is None:
            figure.text(_LEFT, 0.5, said["empty"], fontsize=14, color=style.INK_SOFT)
        else:
            _draw(figure, stack, totals, said, spoken, narrowed)
        _save(figure, path)


def _stack(supply: pd.DataFrame, by: str, vocabulary: pd.DataFrame, other: str) -> _Stack | None:
    """Routes in their own order, materials by size, the small ones together; None when nothing comes out."""
    table = supply.pivot_table(index=by, columns="year", values="expected_kg", aggfunc="sum", fill_value=0.0)
    table = table[table.sum(axis=1) > 0]
    if table.empty:
        return None
    years = np.arange(int(supply["year"].min()), int(supply["year"].max()) + 1)
    table = table.reindex(columns=years, fill_value=0.0)
    by_size = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    table = table.loc[[code for code in vocabulary["code"] if code in table.index] if by == "route" else by_size]
    shown, rest = table.iloc[:MOST_PARTS], table.iloc[MOST_PARTS:]
    known = style.lookup(vocabulary, [str(code) for code in shown.index], ("name", "colour"))
    kg = shown.to_numpy(dtype=np.float64)
    if len(rest):
        known.append({"name": other, "colour": style.OTHER})
        kg = np.vstack([kg, rest.sum(axis=0).to_numpy(dtype=np.float64)])
    return _Stack(years, [str(row["name"]) for row in known], [str(row["colour"]) for row in known], kg)


def _frame(figure: Figure, title: str, source: str, as_of: str) -> None:
    figure.text(_LEFT, 0.945, title, fontsize=18, fontweight="bold", color=style.INK, va="center")
    figure.text(_LEFT, 0.03, f"{source} {as_of}.", fontsize=9, color=style.INK_SOFT, va="center")


def _draw(
    figure: Figure,
    stack: _Stack,
    totals: pd.DataFrame,
    said: dict[str, str],
    language: style.Language,
    narrowed: str,
) -> None:
    ranges = _ranges(totals, stack.years)
    unit, size = _unit(max(float(stack.kg.sum(axis=0).max()), float(np.nanmax(ranges, initial=0.0))))
    axes = figure.add_axes((_LEFT, _BOTTOM, _RIGHT - _LEFT, _TOP - _BOTTOM))
    below = " · ".join(
        filter(None, (said[unit].capitalize(), textwrap.shorten(narrowed, MOST_LETTERS, placeholder=" …")))
    )
    figure.text(_LEFT, 0.89, below, fontsize=12, color=style.INK_SOFT, va="center")
    _columns(axes, stack, size)
    _whiskers(axes, stack, ranges, size)
    _axes(axes, stack.years, language)
    if len(stack.years) <= _LABELLED_YEARS:
        _labels(axes, stack, size, said, language)
    _legend(figure, stack, said, language, has_ranges=bool(np.isfinite(ranges).any()))


def _unit(most_kg: float) -> tuple[str, float]:
    """The key of the unit's words and its kilograms, so that the axis reads in whole, short numbers."""
    for key, size in (("unit6", 1e9), ("unit3", 1e6), ("unit0", 1e3)):
        if most_kg >= (size if key == "unit0" else 10 * size):
            return key, size
    return "unitkg", 1.0


def _ranges(totals: pd.DataFrame, years: NDArray[np.int64]) -> NDArray[np.float64]:
    """p10 and p90 (rows) by year (columns), in kg; not a number where they are not given."""
    by_year = totals.drop_duplicates("year").set_index("year").reindex(years)
    return by_year[["p10_kg", "p90_kg"]].to_numpy(dtype=np.float64).T


def _columns(axes: Axes, stack: _Stack, size: float) -> None:
    foot = np.zeros(len(stack.years))
    for row, colour in zip(stack.kg / size, stack.colours, strict=True):
        axes.bar(stack.years, row, bottom=foot, width=0.74, color=colour, edgecolor="white", linewidth=0.5, zorder=2)
        foot = foot + row


def _whiskers(axes: Axes, stack: _Stack, ranges: NDArray[np.float64], size: float) -> None:
    """From p10 to p90 of the year's total, on a white ground that keeps it legible over every colour."""
    low, high = ranges / size
    half, width, halo = (0.11, 1.3, 3.5) if len(stack.years) <= _LABELLED_YEARS else (0.14, 0.8, 1.6)
    for colour, linewidth in (("white", halo), (style.INK, width)):
        axes.vlines(stack.years, low, high, color=colour, linewidth=linewidth, zorder=3)
        for ends in (low, high):
            axes.hlines(ends, stack.years - half, stack.years + half, color=colour, linewidth=linewidth, zorder=3)


def _labels(axes: Axes, stack: _Stack, size: float, said: dict[str, str], language: style.Language) -> None:
    """Totals below their years: on top of a whisker they would be read as its end."""
    totals = stack.kg.sum(axis=0) / size
    digits = style.decimals(float(totals.max()))
    look: Any = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "va": "center"}
    for year, total in zip(stack.years, totals, strict=True):
        axes.annotate(
            style.number(float(total), digits, language), (float(year), 0), (0, -30),
            ha="center", fontsize=10, fontweight="bold", color=style.INK, **look,
        )  # fmt: skip
    start = float(stack.years[0]) - 0.6
    axes.annotate(said["total"], (start, 0), (-4, -30), ha="right", fontsize=9, color=style.INK_SOFT, **look)


def _axes(axes: Axes, years: NDArray[np.int64], language: style.Language) -> None:
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100) if len(years) <= _LABELLED_YEARS * step)
    ticks = years[years % every == 0]
    axes.set_xticks(ticks, [str(year) for year in ticks])
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(lambda value, _position: style.figures(round(value, 9), language))
    axes.tick_params(length=0, labelsize=10.5, labelcolor=style.INK_SOFT, pad=6)
    axes.grid(axis="y", color=style.LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(style.INK_SOFT)


def _legend(figure: Figure, stack: _Stack, said: dict[str, str], language: style.Language, *, has_ranges: bool) -> None:
    """In the order of the stack, the topmost first, with each part's mass over the period and their sum."""
    rows = list(zip(stack.names, stack.colours, stack.kg.sum(axis=1), strict=True))[::-1]
    period = said["period"].format(**{"from": stack.years[0], "to": stack.years[-1]})
    _note(figure, _LEGEND_RIGHT, 0, period, right=True)
    for line, (name, colour, kg) in enumerate(rows, start=1):
        swatch = (_LEGEND_LEFT, _line_at(line) - 0.013)
        figure.add_artist(Rectangle(swatch, 0.014, 0.026, transform=figure.transFigure, facecolor=colour))
        _note(figure, _LEGEND_LEFT + 0.022, line, textwrap.shorten(name, 26, placeholder="…"), color=style.INK)
        _note(figure, _LEGEND_RIGHT, line, style.mass(float(kg), language), right=True)
    below = len(rows) + 1.2
    _note(figure, _LEGEND_LEFT + 0.022, below, said["total"], color=style.INK, fontweight="bold")
    _note(figure, _LEGEND_RIGHT, below, style.mass(float(stack.kg.sum()), language), right=True, fontweight="bold")
    if has_ranges:
        _whisker_key(figure, _line_at(below + 1.5))
        _note(figure, _LEGEND_LEFT + 0.022, below + 1.5, said["range"])


def _whisker_key(figure: Figure, middle: float) -> None:
    for across, up in (((7, 7), (-16, 16)), ((3, 11), (-16, -16)), ((3, 11), (16, 16))):
        x, y = [_LEGEND_LEFT + each / 1000 for each in across], [middle + each / 1000 for each in up]
        figure.add_artist(Line2D(x, y, transform=figure.transFigure, color=style.INK, linewidth=1.3))


def _line_at(line: float) -> float:
    return _TOP - 0.01 - line * 0.047


def _note(figure: Figure, x: float, line: float, text: str, *, right: bool = False, **look: Any) -> None:
    side: Any = "right" if right else "left"
    figure.text(x, _line_at(line), text, ha=side, va="center", **{"fontsize": 10.5, "color": style.INK_SOFT, **look})


def _save(figure: Figure, path: Path) -> None:
    """Without the date and the version of the tool that wrote it."""
    kind = path.suffix.lower().removeprefix(".")
    silent = {"svg": ("Date", "Creator"), "png": ("Software",)}[kind]
    figure.savefig(path, format=kind, metadata=dict.fromkeys(silent))
