"""organisations list|add."""

from __future__ import annotations

from typing import Annotated

import typer

from assetregistry.cli.options import Json
from assetregistry.cli.output import open_registry, print_json, print_table

app = typer.Typer(help="Owners, managers and source holders.", no_args_is_help=True, add_completion=False)


@app.command("list")
def list_organisations(as_json: Json = False) -> None:
    """List the organisations that the registry knows."""
    found = open_registry().organisations()
    if as_json:
        print_json([{"code": row["code"], "name": row["name"]} for row in found])
    else:
        print_table(["code", "name"], [(row["code"], row["name"]) for row in found])


@app.command("add")
def add(
    code: Annotated[str, typer.Argument(help="such as G0153 for a municipality, W0663 for a water authority")],
    name: Annotated[str, typer.Option(help="how people call it")],
) -> None:
    """Add an organisation, or give it another name.

    Example: assetregistry organisations add G0153 --name Enschede
    """
    open_registry().add_organisation(code, name)
    typer.echo(f"{code} is {name}")
