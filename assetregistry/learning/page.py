"""The report of a calibration for people: one HTML page that asks nothing of any host, or Markdown without pictures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

OUTCOMES = {
    "redelimited": "re-delimited: its place was taken by a thing of the same type and owner that is not newer",
    "retyped": "became of another type without a newer year of building, which may be a correction",
}


def report_page(document: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    """HTML of a calibration's JSON form; `pictures`: an `<svg>` element of ours by lifetime class."""
    return _environment().get_template("report.html").render(told=document, pictures=pictures, outcomes=OUTCOMES)


def report_markdown(document: Mapping[str, Any]) -> str:
    """Markdown of a calibration's JSON form."""
    return _environment().get_template("report.md").render(told=document, outcomes=OUTCOMES)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("assetregistry.learning", ""),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value, decimals=0: f"{value:,.{decimals}f}"
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    environment.filters["life"] = _life
    return environment


def _life(life: Mapping[str, float]) -> str:
    """40.1 (36.2-44.5)."""
    return f"{life['meanYears']:.1f} ({life['lowYears']:.1f}–{life['highYears']:.1f})"
