"""The report of a calibration for people: one HTML page that asks nothing of any host, or Markdown without pictures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from assetregistry.errors import RegistryError

if TYPE_CHECKING:
    from jinja2 import Environment

SIGNS = {"en": {}, "nl": str.maketrans(",.", ".,")}  # Dutch writes 1.234,5
NAME = {"en": "nameEn", "nl": "nameNl"}


def report_page(document: Mapping[str, Any], pictures: Mapping[str, str], language: str) -> str:
    """HTML of a calibration's JSON form; `pictures`: an `<svg>` element of ours by lifetime class.

    Raises RegistryError for a language that there are no words in.
    """
    return _rendered("report.html", document, language, pictures=pictures)


def report_markdown(document: Mapping[str, Any], language: str) -> str:
    """Markdown of a calibration's JSON form. Raises RegistryError for a language that there are no words in."""
    return _rendered("report.md", document, language)


def _rendered(name: str, document: Mapping[str, Any], language: str, **more: Any) -> str:
    require_language(language)
    template = _environment(language).get_template(name)
    return template.render(told=document, say=_words()[language], language=language, **more)


def require_language(language: str) -> None:
    """Raises RegistryError for a language that there are no words in."""
    if language not in _words():
        raise RegistryError(f"language '{language}': choose {' or '.join(sorted(_words(), reverse=True))}")


@cache
def _words() -> dict[str, Any]:
    text = resources.files("assetregistry.learning").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _environment(language: str) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("assetregistry.learning", ""),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def number(value: float, decimals: int = 0) -> str:
        return f"{value:,.{decimals}f}".translate(SIGNS[language])

    def life(told: Mapping[str, float]) -> str:
        """40.1 (36.2-44.5)."""
        mean, low, high = (number(told[name], 1) for name in ("meanYears", "lowYears", "highYears"))
        return f"{mean} ({low}–{high})"

    environment.filters["named"] = lambda each: each[NAME[language]]
    environment.filters["number"] = number
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    environment.filters["life"] = life
    environment.filters["fill"] = lambda sentence, **given: sentence.format(**given)
    return environment
