"""offers publish|list|export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from assetregistry.cli.output import Json, console, open_registry, print_json, print_table
from assetregistry.registry.exporting import write_table

app = typer.Typer(help="What the marketplace is told.", no_args_is_help=True, add_completion=False)

SHOWN = ("areaName", "owner", "product", "route", "windowFrom", "windowTo", "p10Kg", "p50Kg", "p90Kg", "certainty")


@app.command("publish")
def publish(as_json: Json = False) -> None:
    """Publish the lots of the coming years; tells what was created, changed and withdrawn."""
    summary = open_registry().publish_offers()
    if as_json:
        print_json(summary)
    else:
        typer.echo(", ".join(f"{count} {what}" for what, count in summary.items()))


@app.command("list")
def list_offers(
    material: Annotated[str | None, typer.Option(help="only this material")] = None,
    area: Annotated[str | None, typer.Option(help="only in the area with this code")] = None,
    as_json: Json = False,
) -> None:
    """List the current offers."""
    found = open_registry().offers(material=material, area=area)
    if as_json:
        print_json(found)
    else:
        print_table(SHOWN, [tuple(offer[key] for key in SHOWN) for offer in found["offers"]])


@app.command("export")
def export(out: Annotated[Path, typer.Option(help=".csv, .xlsx or .parquet")]) -> None:
    """Write the current offers as a table.

    Example: assetregistry offers export --out offers.xlsx
    """
    write_table(pd.DataFrame(open_registry().offers()["offers"]), out)
    console.print(f"written: {out}", markup=False, highlight=False)
