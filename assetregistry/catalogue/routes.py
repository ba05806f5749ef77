"""What routes are called and how they are drawn: `routes.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from assetregistry.catalogue.models import Colour, Model, Text


class Route(Model):
    """Where mass goes that comes out."""

    name_nl: Text
    name_en: Text
    colour: Colour


@cache
def load_routes() -> Mapping[str, Route]:
    """All routes by code, from the best use to the worst."""
    content = resources.files("assetregistry").joinpath("routes.toml").read_text(encoding="utf-8")
    return {code: Route.model_validate(entry) for code, entry in tomllib.loads(content).items()}
