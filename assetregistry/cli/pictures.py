"""map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assetregistry.cli.options import AsOf, InLanguage, Language, to_write
from assetregistry.cli.output import open_registry, say_written
from assetregistry.errors import RegistryError

YEARS_SHOWN = 10


def draw_map(
    out: Annotated[Path, to_write("HTML file to write")],
    area: Annotated[str | None, typer.Option(help="assets of one area, within its outline")] = None,
    everything: Annotated[bool, typer.Option("--all", help="all assets")] = False,
    each: Annotated[str | None, typer.Option(metavar="KIND", help="areas of a kind, coloured by supply")] = None,
    year: Annotated[int | None, typer.Option(help="of --each: the year it opens with, or the nearest")] = None,
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
    if year is not None and each is None:
        raise typer.BadParameter("--year is of a map of supply: give --each KIND")
    if out.suffix != ".html":
        raise RegistryError(f"{out}: a map is written as .html")
    registry = open_registry(as_of)
    if each is not None:
        this_year = registry.as_of.year
        first = this_year if year == this_year else this_year + 1
        picture = registry.supply_map(
            first, first + YEARS_SHOWN - 1, kind=each, year=year, language=language, offline=offline
        )
    else:
        picture = registry.asset_map(area, language=language, offline=offline)
    picture.save(out)
    say_written(out)
