"""Services that have a name; `services.toml` tells where they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from importers.errors import SourceError

NAME = re.compile(r"[a-z][a-z0-9]+:[a-z][a-z0-9-]*")
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.*")


@dataclass(frozen=True)
class Service:
    """One of them; `kind`: download (asked for, waited for, one zip), collections or areas (OGC API Features)."""

    name: str
    title: str
    kind: str
    base_url: str
    layers: Any
    format: str | None = None
    srid: int | None = None
    most_vertices: int = 0
    year: int | None = None

    def chosen(self, wanted: str | None) -> list[str]:
        """The layers to ask for: those that concern us, or those named, with commas between them."""
        return list(self.layers) if wanted is None else [name.strip() for name in wanted.split(",") if name.strip()]


def services(base_urls: Mapping[str, str] | None = None) -> dict[str, Service]:
    """All by name; `base_urls` puts some elsewhere."""
    text = resources.files("importers.remote").joinpath("services.toml").read_text(encoding="utf-8")
    found = {name: Service(name, **table) for name, table in tomllib.loads(text).items()}
    elsewhere = base_urls or {}
    return {name: replace(each, base_url=elsewhere.get(name, each.base_url)) for name, each in found.items()}


def named(name: str, base_urls: Mapping[str, str] | None = None) -> Service:
    """The service of a name; raises SourceError."""
    known = services(base_urls)
    if name not in known:
        raise SourceError(f"no service is called '{name}': choose {', '.join(known)}")
    return known[name]
