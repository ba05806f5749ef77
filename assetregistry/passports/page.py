"""The passport for people: one HTML page that asks nothing of any host, runs no script and prints well.

Everything that comes from a source is escaped: a register's names are text, never markup.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assetregistry.errors import RegistryError


def passport_page(document: Mapping[str, Any], language: str) -> str:
    """The passport document as HTML. Raises RegistryError for a language that there are no words in."""
    if language not in _words():
        raise RegistryError(f"language '{language}': choose {' or '.join(_words())}")
    name = "nameEn" if language == "en" else "nameNl"
    hazards = {hazard["code"]: hazard[name] for hazard in document["hazards"]}
    return (
        _environment(language)
        .get_template("page.html")
        .render(
            passport=document,
            say=_words()[language],
            language=language,
            named=lambda entry: entry[name],
            suspicion=lambda code: hazards.get(code, code) or "",
        )
    )


@cache
def _words() -> dict[str, dict[str, str]]:
    content = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("assetregistry.passports", ""), autoescape=True, undefined=StrictUndefined
    )

    def number(value: float, decimals: int = 0) -> str:
        """1234.5 → 1,235; in Dutch 1.235. What is below ten and not whole shows a digit more than asked for."""
        whole = abs(value) >= 10 or float(value).is_integer()  # noqa: PLR2004
        text = f"{value:,.{decimals if whole else decimals + 1}f}"
        return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text

    environment.filters["number"] = number
    environment.filters["percent"] = lambda share: f"{number(round(100 * share, 6))}\N{NO-BREAK SPACE}%"
    environment.filters["year"] = lambda year: f"{year:.0f}"
    return environment
