"""Supply per year as a chart file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from maps.style import KG_PER_TONNE, OTHER_COLOUR, WORDS, Language, commonest

INK = "#222222"
SIZE_INCHES = (10.0, 5.6)


def supply_chart(
    supply: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    materials: pd.DataFrame,
    title: str,
    as_of: dt.date,
    path: Path,
    language: Language = "nl",
) -> None:
    """Write stacked columns per year by material, with the p10-p90 of each year's total, as .png or .svg.

    `supply`: year, material, expected_kg. `totals`: year, p10_kg, p50_kg, p90_kg. `materials`: code, name, colour.
    Raises ValueError for another suffix.
    """
    if path.suffix not in (".png", ".svg"):
        raise ValueError(f"{path}: a chart is written as .png or .svg")
    with mpl.rc_context({"svg.hashsalt": "assetregistry", "font.family": "DejaVu Sans", "svg.fonttype": "none"}):
        figure = _figure(supply, totals, materials, title, as_of, language)
        if path.suffix == ".svg":
            FigureCanvasSVG(figure)
            figure.savefig(path, format="svg", metadata={"Date": None})
        else:
            FigureCanvasAgg(figure)
            figure.savefig(path, format="png", metadata={"Software": None})


def _figure(
    supply: pd.DataFrame, totals: pd.DataFrame, materials: pd.DataFrame, title: str, as_of: dt.date, language: Language
) -> Figure:
    words = WORDS[language]
    figure = Figure(figsize=SIZE_INCHES, dpi=150, layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=14, fontweight="bold", color=INK, pad=16)
    if supply.empty:
        axes.text(0.5, 0.5, words["no_data"], ha="center", va="center", transform=axes.transAxes, color=INK)
        axes.set_axis_off()
    else:
        _columns(axes, supply, materials, words["other"])
        _ranges(axes, totals, words["range"])
        _tidy(axes, words["tonnes"])
    figure.text(
        0.995, 0.005, f"{words['as_of']} {as_of.isoformat()} · assetregistry", ha="right", fontsize=8, color="#666666"
    )
    return figure


def _columns(axes: Axes, supply: pd.DataFrame, materials: pd.DataFrame, other: str) -> None:
    shown = commonest(supply)
    names = dict(zip(materials["code"], materials["name"], strict=True))
    colours = dict(zip(materials["code"], materials["colour"], strict=True))
    folded = supply.assign(material=supply["material"].where(supply["material"].isin(shown), other))
    table = folded.pivot_table(index="year", columns="material", values="expected_kg", aggfunc="sum", fill_value=0.0)
    foot = np.zeros(len(table))
    for material in [name for name in [*shown, other] if name in table]:
        height = table[material].to_numpy() / KG_PER_TONNE
        axes.bar(
            table.index, height, bottom=foot, width=0.78, label=str(names.get(material, material)),
            color=str(colours.get(material, OTHER_COLOUR)), edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        foot = foot + height


def _ranges(axes: Axes, totals: pd.DataFrame, label: str) -> None:
    middle = totals["p50_kg"].to_numpy() / KG_PER_TONNE
    low, high = (totals[name].to_numpy() / KG_PER_TONNE for name in ("p10_kg", "p90_kg"))
    reach = np.maximum([middle - low, high - middle], 0)
    axes.errorbar(totals["year"], middle, yerr=reach, fmt="none", ecolor=INK, elinewidth=1.1, capsize=3, label=label)


def _tidy(axes: Axes, unit: str) -> None:
    axes.set_ylabel(unit, color=INK)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", "."))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color="#e3e3e3", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, colors=INK)
    axes.margins(x=0.01)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=9, reverse=True)
