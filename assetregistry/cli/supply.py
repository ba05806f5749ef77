"""supply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetregistry.catalogue.scenarios import BASELINE
from assetregistry.cli.options import (
    AsOf,
    AssetTypes,
    FirstYear,
    InLanguage,
    Json,
    Language,
    LastYear,
    Material,
    Owners,
    Place,
    Route,
    Scenario,
    to_write,
)
from assetregistry.cli.output import KG_PER_TONNE, open_registry, print_json, print_table, say, say_written
from assetregistry.questions import DIMENSIONS, Only, SupplyQuestion, listed

if TYPE_CHECKING:
    from assetregistry.registry import Registry
    from assetregistry.registry.explaining import Explanation
    from assetregistry.registry.forecasting import Comparison, SupplyAnswer
    from importers.polygon import GivenPolygon

MOST_LINES = 10  # of lives, and of what is not known
CAUSES = {  # as a person reads them
    "wear": "its own wear",
    "programme": "the scenario's renewal programme",
    "works": "planned work",
    "sewer": "renewed with the sewer",
}


def supply(
    from_year: FirstYear,
    to_year: LastYear,
    area: Place = None,
    each: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="each area of a kind apart; also square-250, square-1000, square-4000"),
    ] = None,
    polygon: Annotated[
        Path | None, typer.Option(metavar="FILE", help="a GIS file with one polygon layer: what comes out within")
    ] = None,
    by: Annotated[
        str, typer.Option(help="any of year,material,route,asset_type,area,owner; year,route: a chart of routes")
    ] = "year,material,route",
    scenario: Scenario = BASELINE,
    compare: Annotated[str | None, typer.Option(metavar="A,B", help="scenarios side by side; to a table only")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="what the total rests on; by is not looked at")] = False,
    owner: Owners = None,
    asset_type: AssetTypes = None,
    material: Material = None,
    route: Route = None,
    suspect: Annotated[bool, typer.Option("--suspect", help="of what is suspected of a hazard, else withheld")] = False,
    out: Annotated[Path | None, to_write("write .csv .xlsx .parquet .geojson .gpkg .png .svg or .html")] = None,
    language: InLanguage = Language.nl,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Forecast which materials come out: expected, and between which bounds four times out of five.

    Example: assetregistry supply --area GM0153 --from 2027 --to 2036 --by material
    """
    if explain and (compare is not None or out is not None):
        raise typer.BadParameter("--explain is told here, of one scenario: leave --compare and --out away")
    if compare is not None and not listed(compare):
        raise typer.BadParameter("--compare names scenarios, with commas: baseline,longer-lives")
    registry = open_registry(as_of)
    question = SupplyQuestion(
        from_year,
        to_year,
        listed(by),
        area=area,
        each_kind=each,
        polygon=None if polygon is None else _drawn(registry, polygon),
        scenario=scenario,
        only=Only(listed(owner), listed(asset_type), suspect, material, route),
    )
    if compare is not None:
        print_comparison(registry.compare_supply(question, listed(compare)), out, as_json=as_json)
    elif explain:
        explanation = registry.explain(question)
        print_json(explanation.as_dict()) if as_json else print_explanation(explanation)
    elif out is not None:
        registry.write_supply(question, out, language=language)
        say_written(out, as_json=as_json)
    else:
        answer = registry.supply(question)
        print_json(answer.as_dict()) if as_json else print_answer(answer)


def _drawn(registry: Registry, file: Path) -> GivenPolygon:
    """The polygon of a file; what had to be done to it is said."""
    drawn = registry.polygon_of_file(file)
    for note in drawn.notes:
        say(note.value)
    return drawn


def print_comparison(found: Comparison, out: Path | None, *, as_json: bool) -> None:
    """Scenarios side by side, in tonnes; as JSON and in files in kg."""
    if out is not None:
        found.write(out)
        say_written(out, as_json=as_json)
    elif as_json:
        print_json(found.as_records())
    else:
        shown = [str(column) for column in found.rows if not str(column).endswith(("_p10_kg", "_p90_kg"))]
        kept = [
            [value / KG_PER_TONNE if name.endswith("_kg") else value for name, value in zip(shown, row, strict=True)]
            for row in found.rows[shown].astype(object).to_numpy()
        ]
        print_table([name.removesuffix("_expected_kg") for name in shown], kept, title="expected, tonnes")


def print_explanation(explanation: Explanation) -> None:
    """What a number rests on, as a person reads it, in tonnes."""
    print_answer(explanation.answer)
    said = explanation.as_dict()
    assets = [
        (str(each["id"]), each["assetType"], each["name"], _years(each), each["expectedKg"] / KG_PER_TONNE)
        for each in said["assets"]
    ]
    rest = (f"{explanation.others:,} others", None, None, None, explanation.others_kg / KG_PER_TONNE)
    print_table(["asset", "type", "name", "built", "expected"], [*assets, rest], title="\nassets that give most")
    lives = [
        (
            each["lifetime"],
            f"{each['meanYears']:g} ({each['lowYears']:g}-{each['highYears']:g})",
            each["confidence"],
            each["expectedKg"] / KG_PER_TONNE,
        )
        for each in said["assumptions"][:MOST_LINES]
    ]
    print_table(["lifetime", "mean life (p10-p90)", "confidence", "expected"], lives, title="\nlives assumed")
    causes = [
        (CAUSES[each["cause"]], 100 * each["share"], each["expectedKg"] / KG_PER_TONNE) for each in said["causes"]
    ]
    print_table(["comes out by", "% of mass", "expected"], causes, title="\nwhat ends it")
    typer.echo(f"\nfrom unknown years of building: {explanation.unknown_year_kg / KG_PER_TONNE:,.1f}")
    width = [(each["cause"], each["of"], 100 * each["share"]) for each in said["width"][:MOST_LINES]]
    print_table(["what is not known", "shared by", "% of variance"], width, title="\nwhat makes the range wide")


def _years(asset: dict[str, Any]) -> str:
    first, last = asset["builtFrom"], asset["builtTo"]
    if first is None:
        return "unknown"
    return f"{first:.0f}" if first == last else f"{first:.0f}-{last:.0f}"


def print_answer(answer: SupplyAnswer) -> None:
    """The answer as a person reads it, in tonnes."""
    whole = "the whole registry" if answer.question.polygon is None else "the polygon"
    where = answer.area[1] if answer.area else whole
    typer.echo(f"{where}, {answer.question.from_year}-{answer.question.to_year}, as of {answer.as_of} (tonnes)")
    keys = [column for column in answer.rows.columns if column in DIMENSIONS]
    masses = ["expected_kg", "p10_kg", "p50_kg", "p90_kg"]
    rows = [
        (*(str(row[key]) for key in keys), *(row[mass] / KG_PER_TONNE for mass in masses))
        for _, row in answer.rows.iterrows()
    ]
    print_table([*keys, "expected", "p10", "p50", "p90"], rows)
    if len(answer.withheld):
        held = [
            (row["material"], row["reason"], row["expected_kg"] / KG_PER_TONNE) for _, row in answer.withheld.iterrows()
        ]
        print_table(["material", "reason", "expected"], held, title="\nwithheld, not in the above")
