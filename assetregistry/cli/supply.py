"""supply."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assetregistry.cli.output import AsOf, Json, console, open_registry, print_json, print_table
from assetregistry.registry import SupplyAnswer, SupplyQuestion


def supply(
    from_year: Annotated[int, typer.Option("--from", help="first year")],
    to_year: Annotated[int, typer.Option("--to", help="last year")],
    area: Annotated[str | None, typer.Option(help="code of one area; without it the whole registry")] = None,
    each: Annotated[str | None, typer.Option(metavar="KIND", help="each area of a kind apart")] = None,
    polygon: Annotated[
        Path | None, typer.Option(metavar="FILE", help="a GIS file with one polygon layer: what comes out within")
    ] = None,
    by: Annotated[str, typer.Option(help="any of year,material,route,asset_type,area,owner")] = "year,material,route",
    out: Annotated[
        Path | None, typer.Option(help="write .csv .xlsx .parquet .geojson .gpkg .png .svg or .html")
    ] = None,
    language: Annotated[str, typer.Option(metavar="nl|en", help="language of a chart or map")] = "nl",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Forecast which materials come out: expected, and between which bounds four times out of five.

    Example: assetregistry supply --area GM0153 --from 2027 --to 2036 --by material
    """
    grouping = tuple(part.strip() for part in by.split(",") if part.strip())
    registry = open_registry(as_of)
    drawn = None if polygon is None else registry.polygon_of_file(polygon)
    question = SupplyQuestion(from_year, to_year, grouping, area=area, each_kind=each, polygon=drawn)
    for note in drawn.notes if drawn else ():
        console.print(note, markup=False, highlight=False)
    if out is not None:
        registry.write_supply(question, out, language=language)
        console.print(f"written: {out}", markup=False, highlight=False)
        return
    answer = registry.supply(question)
    if as_json:
        print_json(answer.as_dict())
    else:
        print_answer(answer)


def print_answer(answer: SupplyAnswer) -> None:
    """The answer as a person reads it, in tonnes."""
    whole = "the whole registry" if answer.question.polygon is None else "the polygon"
    where = answer.area[1] if answer.area else whole
    typer.echo(f"{where}, {answer.question.from_year}-{answer.question.to_year}, as of {answer.as_of} (tonnes)")
    keys = [column for column in answer.rows.columns if not column.endswith("_kg") and column != "n_effective"]
    masses = ["expected_kg", "p10_kg", "p50_kg", "p90_kg"]
    rows = [
        (*(str(row[key]) for key in keys), *(row[mass] / 1000 for mass in masses)) for _, row in answer.rows.iterrows()
    ]
    print_table([*keys, "expected", "p10", "p50", "p90"], rows)
    if len(answer.withheld):
        held = [(row["material"], row["reason"], row["expected_kg"] / 1000) for _, row in answer.withheld.iterrows()]
        print_table(["material", "reason", "expected"], held, title="\nwithheld, not in the above")
