"""Survival curves as one SVG: what was observed as steps with its range, over smooth curves with theirs."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from maps import style
from maps.chart import SVG_SETTINGS, settings_lock

OBSERVED = style.INK
_SIZE_INCHES = (6.4, 3.4)


@dataclass(frozen=True)
class Curve:
    """A smooth curve: `points` has columns age, survival and, for a range, low and high."""

    label: str
    colour: str
    points: pd.DataFrame
    dashed: bool = False


def survival_svg(observed: pd.DataFrame, curves: list[Curve], *, observed_label: str, age_label: str) -> str:
    """An `<svg>` element to stand in a page. `observed`: columns age, survival, low, high, as steps from row to row.

    The same frames give the same text. Raises ValueError for a missing column.
    """
    style.require_columns(observed, "observed", ("age", "survival", "low", "high"))
    with settings_lock, mpl.rc_context(SVG_SETTINGS | {"font.family": ["sans-serif"]}):
        figure = Figure(figsize=_SIZE_INCHES, facecolor="white", layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        for curve in curves:
            style.require_columns(curve.points, curve.label, ("age", "survival"))
            _draw(axes, curve)
        ages = observed["age"]
        axes.fill_between(ages, observed["low"], observed["high"], step="post", color=OBSERVED, alpha=0.12, linewidth=0)
        axes.step(ages, observed["survival"], where="post", color=OBSERVED, linewidth=1.4, label=observed_label)
        axes.set_ylim(0, 1.02)
        axes.set_xlim(left=float(ages.iloc[0]))
        axes.set_xlabel(age_label, color=style.INK_SOFT)
        axes.yaxis.set_major_formatter(PercentFormatter(1.0))
        axes.grid(axis="y", color=style.LINE, linewidth=0.8)
        axes.tick_params(length=0, labelcolor=style.INK_SOFT)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.legend(frameon=False, fontsize=9, loc="upper right")
        text = StringIO()
        figure.savefig(text, format="svg", metadata=dict.fromkeys(("Date", "Creator")))
    drawn = text.getvalue()
    return drawn[drawn.index("<svg") :]


def _draw(axes: Any, curve: Curve) -> None:
    points = curve.points
    if "low" in points:
        axes.fill_between(points["age"], points["low"], points["high"], color=curve.colour, alpha=0.18, linewidth=0)
    dashes = "--" if curve.dashed else "-"
    axes.plot(points["age"], points["survival"], dashes, color=curve.colour, linewidth=1.8, label=curve.label)
