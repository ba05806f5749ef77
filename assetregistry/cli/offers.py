"""offers publish|list|export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assetregistry.cli.options import Json, Material, Owners, Route, to_write
from assetregistry.cli.output import KG_PER_TONNE, open_registry, print_json, print_table, say_written, tonnes
from assetregistry.questions import OfferFilter, listed

app = typer.Typer(help="What the marketplace is told.", no_args_is_help=True, add_completion=False)

Area = Annotated[str | None, typer.Option(help="only in the area with this code")]
FromYear = Annotated[int | None, typer.Option("--from", help="whose window ends in this year or later")]
ToYear = Annotated[int | None, typer.Option("--to", help="whose window begins in this year or earlier")]

SHOWN = ("area", "owner", "product", "route", "years", "p10", "p50", "p90", "certainty")


def told(summary: dict[str, Any]) -> Iterator[str]:
    """What a publication did, for people."""
    counts = ", ".join(f"{summary[what]} {what}" for what in ("created", "changed", "withdrawn"))
    yield f"{counts}; the feed is at {summary['upTo']}"
    if round(summary["outsideKg"]):
        yield f"not offered: {tonnes(summary['outsideKg'])} of what lies in no area; import the areas around it"


@app.command("publish")
def publish(as_json: Json = False) -> None:
    """Publish the lots of the coming years; tells what was created, changed and withdrawn."""
    summary = open_registry().publish_offers()
    if as_json:
        print_json(summary)
    else:
        for line in told(summary):
            typer.echo(line)


@app.command("list")
def list_offers(
    material: Material = None,
    area: Area = None,
    owner: Owners = None,
    route: Route = None,
    from_year: FromYear = None,
    to_year: ToYear = None,
    as_json: Json = False,
) -> None:
    """List the current offers; as a table in tonnes, as JSON in kg.

    Example: assetregistry offers list --route reuse --from 2027 --to 2028
    """
    found = open_registry().offers(OfferFilter(material, area, listed(owner), route, from_year, to_year))
    if as_json:
        print_json(found)
    else:
        print_table(SHOWN, [_row(offer) for offer in found["offers"]], title="tonnes")


def _row(offer: dict[str, Any]) -> tuple[Any, ...]:
    what = (offer["areaName"], offer["owner"], offer["product"], offer["route"])
    masses = (offer[name] / KG_PER_TONNE for name in ("p10Kg", "p50Kg", "p90Kg"))
    return (*what, f"{offer['windowFrom']}-{offer['windowTo']}", *masses, offer["certainty"])


@app.command("export")
def export(
    out: Annotated[Path, to_write(".csv, .xlsx or .parquet")],
    material: Material = None,
    area: Area = None,
    owner: Owners = None,
    route: Route = None,
    from_year: FromYear = None,
    to_year: ToYear = None,
) -> None:
    """Write the current offers as a table.

    Example: assetregistry offers export --out offers.xlsx
    """
    open_registry().write_offers(out, OfferFilter(material, area, listed(owner), route, from_year, to_year))
    say_written(out)
