"""map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assetregistry.cli.options import AsOf, InLanguage, Language
from assetregistry.cli.output import open_registry, say_written
from assetregistry.errors import RegistryError

YEARS_SHOWN = 10


def draw_map(
    out: Annotated[Path, typer.Option(help="HTML file to write")],
    area: Annotated[str | None, typer.Option(help="assets of one area, within its outline")] = None,
    everything: Annotated[bool, typer.Option("--all", help="all assets")] = False,
    each: Annotated[str | None, typer.Option(metavar="KIND", help="areas of a kind, coloured by supply")] = None,
    year: Annotated[int | None, typer.Option(help="year that the map opens with")] = None,
    language: InLanguage = Language.nl,
    offline: Annotated[
        bool, typer.Option("--offline", help="embed all script; no basemap, no internet needed")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Write a map as one HTML file: areas coloured by supply (--each), or assets by type (--area, --all).

    Example: assetregistry map --each neighbourhood --out supply.html
    """
    if sum((area is not None, everything, each is not None)) != 1:
        raise typer.BadParameter("say one of --each KIND, --area CODE and --all")
    if out.suffix != ".html":
        raise RegistryError(f"{out}: a map is written as .html")
    registry = open_registry(as_of)
    if each is not None:
        first = min(registry.as_of.year + 1, year or registry.as_of.year + 1)
        picture = registry.supply_map(
            first, first + YEARS_SHOWN - 1, kind=each, year=year, language=language, offline=offline
        )
    else:
        picture = registry.asset_map(area, language=language, offline=offline)
    picture.save(out)
    say_written(out)
