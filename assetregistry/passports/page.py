"""The passport for people: one HTML page that asks nothing of any host, runs no script and prints well.

Everything that comes from a source is escaped: a register's names are text, never markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from assetregistry.passports.telling import tell


def passport_page(document: Mapping[str, Any], language: str) -> str:
    """The passport document as HTML. Raises RegistryError for a language that there are no words in."""
    return _template().render(told=tell(document, language))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("assetregistry.passports", ""), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html")
