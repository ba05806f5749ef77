"""assets show."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assetregistry.cli.output import AsOf, Json, open_registry, print_json, print_table

app = typer.Typer(help="Single assets.", no_args_is_help=True)


@app.command("show")
def show(asset_id: Annotated[int, typer.Argument(metavar="ID")], as_of: AsOf = None, as_json: Json = False) -> None:
    """Show one asset: what it is made of, when each layer ends, how sure, and where the numbers come from.

    Example: assetregistry assets show 1
    """
    card = open_registry(as_of).asset(asset_id)
    if as_json:
        print_json(card)
        return
    typer.echo(f"{card['assetType']['nameEn']} {card['sourceId']} ({card['namespace']}), owner {card['owner']['name']}")
    typer.echo(f"built {_interval(card['built'])}; {_measures(card['measures'])}; {card['kg']['typical']:,.0f} kg")
    if card["assetType"]["noRecipeReason"]:
        typer.echo(f"no recipe: {card['assetType']['noRecipeReason']}")
    rows = [
        (
            layer["name"],
            layer["material"],
            f"{layer['weight']:.0%}",
            f"{layer['kg']['typical']:,.0f} ({layer['kg']['low']:,.0f}-{layer['kg']['high']:,.0f})",
            f"{layer['end']['p50']:.0f} ({layer['end']['p10']:.0f}-{layer['end']['p90']:.0f})",
            layer["suspect"] or "",
            f"{layer['confidence']}: {layer['source']}",
        )
        for layer in card["layers"]
    ]
    print_table(["layer", "material", "chance", "kg (low-high)", "end (p10-p90)", "hazard", "source"], rows)


def _interval(built: dict[str, Any]) -> str:
    if built["from"] is None:
        return "in an unknown year"
    years = str(built["from"]) if built["from"] == built["to"] else f"{built['from']}-{built['to']}"
    return f"{years} ({built['basis']})"


def _measures(measures: dict[str, Any]) -> str:
    told = [
        f"{measures[key]:,.1f} {unit}"
        for key, unit in (("areaM2", "m²"), ("lengthM", "m"), ("widthMm", "mm"))
        if measures[key]
    ]
    return ", ".join(told) or "no measures"
