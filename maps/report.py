"""One page about supply that prints well: the number, its range, the chart, and what it rests on, as HTML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from maps import style

MOST_ROWS = 8
MOST_LIVES = 5
Table = dict[str, Any]
_SVG = re.compile(r"<svg\b.*</svg>", re.DOTALL)


@dataclass(frozen=True)
class Side:
    """One of two that are compared: its name, `total` and `materials` as in a report."""

    name: str
    total: pd.DataFrame
    materials: pd.DataFrame


@dataclass(frozen=True)
class Reported:
    """What a report tells, in frames with masses in kg.

    `total`: expected_kg, p10_kg, p90_kg in one row, or empty. `materials`, and `routes` if they are told: code,
    expected_kg, p10_kg, p90_kg. `areas`: name, expected_kg, p10_kg, p90_kg. `withheld`: material, reason, expected_kg.
    `lives`: name, mean_years, low_years, high_years, confidence, expected_kg. `unknown_year_kg`: from unknown years
    of building. `narrowed`: what all this is of alone, in words. `sides`: what is told and what it is compared with.
    """

    total: pd.DataFrame
    materials: pd.DataFrame
    routes: pd.DataFrame | None
    areas: pd.DataFrame
    withheld: pd.DataFrame
    lives: pd.DataFrame
    unknown_year_kg: float
    narrowed: str = ""
    sides: tuple[Side, ...] = ()


def supply_report(
    told: Reported,
    *,
    vocabulary: pd.DataFrame,
    title: str,
    scenario: str,
    as_of: dt.date,
    chart: str,
    language: str = "nl",
) -> str:
    """The page. `vocabulary`: code, name, colour of materials and routes; `chart`: an SVG document, or "" for none.

    Everything stands in the one file, without a script. Raises ValueError for an unknown language.
    """
    spoken = style.check_language(language)
    said = style.words("report", spoken)
    environment = Environment(
        loader=PackageLoader("maps"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    known = vocabulary.set_index("code")
    names = {str(code): str(name) for code, name in known["name"].items()}
    colours = {str(code): str(colour) for code, colour in known["colour"].items()}
    as_of_text = said["asOf"].format(date=style.day(as_of, spoken))
    unknown_year = style.mass(told.unknown_year_kg, spoken)
    drawn = _SVG.search(chart)
    return environment.get_template("report.html").render(
        language=spoken,
        title=title,
        subtitle=" · ".join(filter(None, (told.narrowed, said["scenario"].format(name=scenario), as_of_text))),
        total=said["expected"].format(mass=style.mass(_sum(told.total), spoken)),
        range=_range(told.total, said, spoken),
        chart=drawn.group() if drawn else "",
        tables=[
            *([_compared(told.sides, said, spoken, names, colours)] if told.sides else []),
            *(
                _masses(said[name], _named(rows, names), said, spoken, colours)
                for name, rows in (("routes", told.routes), ("materials", told.materials))
                if rows is not None
            ),
            _masses(said["areas"], told.areas, said, spoken, {}),
            _withheld(told.withheld, said, spoken, names, colours),
            _lives(told.lives, said, spoken),
        ],
        source=" ".join(
            (
                said["source"],
                *([said["unknownYear"].format(mass=unknown_year)] if told.unknown_year_kg >= style.LEAST_KG else []),
                said["rangeHint"],
            )
        ),
        ink=style.INK,
        soft=style.INK_SOFT,
        line=style.LINE,
    )


def _sum(frame: pd.DataFrame) -> float:
    return float(frame["expected_kg"].sum())


def _range(total: pd.DataFrame, said: dict[str, str], language: style.Language) -> str:
    if total.empty:
        return said["nothing"]
    low, high = (style.mass(float(total[name].iloc[0]), language) for name in ("p10_kg", "p90_kg"))
    return said["range"].format(low=low, high=high)


def _between(row: Mapping[Any, Any] | pd.Series, language: style.Language) -> str:
    return style.mass_range(float(row["p10_kg"]), float(row["p90_kg"]), language)


def _compared(
    sides: tuple[Side, ...],
    said: dict[str, str],
    language: style.Language,
    names: dict[str, str],
    colours: dict[str, str],
) -> Table:
    """Totals with their ranges, and the materials that are most on either side."""
    parts = pd.concat({i: side.materials.set_index("code")["expected_kg"] for i, side in enumerate(sides)}, axis=1)
    codes = [str(code) for code in parts.max(axis=1).sort_values(ascending=False, kind="stable").index[:MOST_ROWS]]
    largest = parts.fillna(0.0).loc[codes]
    cells = [
        [said["total"], *(style.mass(_sum(side.total), language) for side in sides)],
        [
            said["between"],
            *("–" if side.total.empty else _between(side.total.iloc[0], language) for side in sides),
        ],
        *(
            [names.get(code, code), *(style.mass(float(kg), language) for kg in row)]
            for code, row in zip(codes, largest.to_numpy(), strict=True)
        ),
    ]
    heads = ["", *(side.name for side in sides)]
    return _table(said["compared"], heads, cells, [None, None, *(colours.get(code) for code in codes)])


def _named(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return rows.assign(name=[names.get(str(code), str(code)) for code in rows["code"]])


def _masses(
    title: str, rows: pd.DataFrame, said: dict[str, str], language: style.Language, colours: dict[str, str]
) -> Table:
    largest = rows.sort_values("expected_kg", ascending=False, kind="stable").head(MOST_ROWS).to_dict("records")
    cells = [
        [
            str(row["name"]),
            style.mass(float(row["expected_kg"]), language),
            _between(row, language),
        ]
        for row in largest
    ]
    return _table(
        title, ["", said["mass"], said["between"]], cells, [colours.get(str(row.get("code"))) for row in largest]
    )


def _withheld(
    rows: pd.DataFrame,
    said: dict[str, str],
    language: style.Language,
    names: dict[str, str],
    colours: dict[str, str],
) -> Table:
    materials = [str(code) for code in rows["material"]]
    cells = [
        [names.get(code, code), said.get(str(reason), str(reason)), style.mass(float(kg), language)]
        for code, reason, kg in zip(materials, rows["reason"], rows["expected_kg"], strict=True)
    ]
    head = [said["material"], said["reason"], said["mass"]]
    return _table(said["withheld"], head, cells, [colours.get(code) for code in materials])


def _lives(rows: pd.DataFrame, said: dict[str, str], language: style.Language) -> Table:
    cells = [
        [
            str(row["name"]),
            f"{row['mean_years']:.0f} ({row['low_years']:.0f}–{row['high_years']:.0f})",
            str(row["confidence"]),
            style.mass(float(row["expected_kg"]), language),
        ]
        for row in rows.head(MOST_LIVES).to_dict("records")
    ]
    head = [said["life"], said["years"], said["confidence"], said["mass"]]
    return _table(said["lives"], head, cells, [None] * len(cells))


def _table(title: str, head: list[str], cells: list[list[str]], colours: list[str | None]) -> Table:
    rows = [{"cells": row, "colour": colour} for row, colour in zip(cells, colours, strict=True)]
    return {"title": title, "head": head, "rows": rows}
