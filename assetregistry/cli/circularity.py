"""circularity."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetregistry.catalogue.scenarios import BASELINE
from assetregistry.cli.options import AsOf, FirstYear, Json, LastYear, Place, Scenario
from assetregistry.cli.output import KG_PER_TONNE, open_registry, print_json, print_table
from assetregistry.questions import SupplyQuestion

if TYPE_CHECKING:
    from assetregistry.registry.accounting import Circularity

STOCK_NAMES = {
    "year_known": "year of building known",
    "year_within_bounds": "year within bounds",
    "material_known": "material known",
    "with_passport": "with a passport",
}
ROUTE_NAMES = {
    "reuse": "for reuse",
    "recycle": "for recycling",
    "recover": "lost to energy",
    "landfill": "lost to landfill",
}


def circularity(
    from_year: FirstYear,
    to_year: LastYear,
    area: Place = None,
    scenario: Scenario = BASELINE,
    factors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CO2 factors of your own, a TOML file, in place of ours")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Core indicators of Platform CB'23: what comes out by which route, how well the stock is known, what is saved.

    Example: assetregistry circularity --area GM0153 --from 2027 --to 2036
    """
    question = SupplyQuestion(from_year, to_year, (), area=area, scenario=scenario)
    answer = open_registry(as_of).circularity(question, factors)
    if as_json:
        print_json(answer.as_dict())
    else:
        print_circularity(answer)


def print_circularity(answer: Circularity) -> None:
    """The indicators as a person reads them, masses in tonnes."""
    asked = answer.question
    where = answer.area[1] if answer.area else "the whole registry"
    typer.echo(f"{where}, {asked.from_year}-{asked.to_year}, as of {answer.as_of} (tonnes)\n")
    typer.echo(f"input: not known ({answer.as_dict()['input']['reason']})")
    rows = [
        (
            row.indicator,
            ROUTE_NAMES[row.route],
            _percent(row.share),
            *(_tonnes(row[mass]) for mass in answer.output.total),
        )
        for _, row in answer.output.routes.iterrows()
    ]
    total = ("", "together", "", *(_tonnes(kg) for kg in answer.output.total.values()))
    held = ("", "withheld, not in the above", "", _tonnes(answer.withheld_kg), None, None, None)
    columns = ["CB'23", "output", "share", "expected", "p10", "p50", "p90"]
    print_table(columns, [*rows, total, held], title="\noutput")
    known = [(STOCK_NAMES[row["name"]], _percent(row.share), _tonnes(row.kg)) for _, row in answer.stock.iterrows()]
    print_table(["stock", "share", "mass"], known, title=f"\nstock today, {_tonnes(answer.stock_kg):,.1f}")
    if answer.coverage["without_recipe"]:
        typer.echo(f"{answer.coverage['without_recipe']:,} of {answer.coverage['assets']:,} assets have no known mass")
    saved = [
        (
            row.material,
            _tonnes(row.primary_kg),
            None if math.isnan(row.co2_kg) else _tonnes(row.co2_kg),
            row.confidence,
        )
        for _, row in answer.avoided.sort_values("primary_kg", ascending=False).iterrows()
    ]
    sums = answer.savings()
    co2 = None if sums["co2Kg"] is None else _tonnes(sums["co2Kg"])
    saved.append(("together", _tonnes(sums["primaryKg"] or 0.0), co2, None))
    columns = ["material", "primary avoided", "CO2 avoided", "confidence"]
    print_table(columns, saved, title=f"\navoided at most, CO2 by {answer.factors}")
    typer.echo(f"without a factor, so not in the CO2: {_tonnes(sums['kgWithoutFactor'] or 0.0):,.1f}")


def _tonnes(kg: float) -> float:
    return float(kg) / KG_PER_TONNE


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.1%}"
