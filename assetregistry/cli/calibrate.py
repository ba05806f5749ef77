"""calibrate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetregistry.cli.options import AsOf, InLanguage, Json, Language, to_write
from assetregistry.cli.output import open_registry, print_json, print_table, say, say_written
from assetregistry.questions import listed
from assetregistry.settings import Settings

if TYPE_CHECKING:
    from assetregistry.registry.calibration import Backtest, Calibration


def calibrate(
    report: Annotated[Path | None, to_write("write the report as .html (with pictures), .md or .json", "FILE")] = None,
    backtest: Annotated[
        int | None,
        typer.Option(metavar="YEAR", help="hold a forecast from the start of that year against what happened"),
    ] = None,
    accept: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="write the fits into this folder of catalogue entries")
    ] = None,
    only: Annotated[str | None, typer.Option(metavar="A,B", help="with --accept: these lifetime classes")] = None,
    language: InLanguage = Language.nl,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Fit lifetimes to the removals that imports saw, starting from the catalogue. A proposal until it is accepted.

    Example: assetregistry calibrate --report lifetimes.html --backtest 2020
    """
    if only is not None and accept is None:
        raise typer.BadParameter("--only says which fits --accept writes: give --accept FOLDER too")
    registry = open_registry(as_of)
    found = registry.calibrate(backtest)
    if report is not None:
        registry.write_calibration(found, report, language=language)
        say_written(report)
    accepted = []
    if accept is not None:
        accepted = registry.accept_lifetimes(found, accept, listed(only))
        _say_accepted(accepted, accept)
    if as_json:
        print_json({**found.as_dict(), "accepted": accepted})
    elif report is None and accept is None:
        print_calibration(found)


def _say_accepted(accepted: list[str], folder: Path) -> None:
    lines = [
        f"written to {folder / 'lifetimes.toml'}: {', '.join(accepted)}",
        f"see: assetregistry catalogue diff {folder}",
    ]
    in_use = Settings().catalogue_dir
    if in_use is None or in_use.resolve() != folder.resolve():
        lines.append(f"they count from when ASSETREGISTRY_CATALOGUE_DIR is {folder}")
    for line in lines:
        say(line)


def print_calibration(found: Calibration) -> None:
    """The proposal as a person reads it."""
    told = found.as_dict()
    if found.watched_from is None:
        typer.echo("nothing was watched yet: import deliveries, then deliveries of later days")
        return
    typer.echo(
        f"watched from {found.watched_from} to {found.watched_to}: {told['things']:,} things, "
        f"{told['removals']:,} removals; a proposal, the catalogue is unchanged\n"
    )
    rows = [
        (
            each["lifetime"],
            each["things"],
            each["removals"],
            _life(each["catalogue"]),
            _life(each["fit"]),
            f"{each['learned']:.0%}",
        )
        for each in told["lifetimes"]
    ]
    print_table(["lifetime", "things", "removals", "catalogue: mean (p10-p90)", "fit: mean (p10-p90)", "learned"], rows)
    if told["relined"]:
        typer.echo(f"\n{told['relined']:,} of the removals are walls of pipes that were relined")
    left = [(each["lives"], each["ends"], each["meaning"]) for each in told["leftOut"]]
    if left:
        print_table(["left out", "seen to go", "because"], left, title="\nnot used")
    aside = told["notCountedAsEnds"]
    typer.echo(f"\nno removals: {aside['redelimited']:,} re-delimited, {aside['retyped']:,} of another type since")
    if found.backtest:
        _print_backtest(found.backtest)


def _life(life: dict[str, float]) -> str:
    return f"{life['meanYears']:.1f} ({life['lowYears']:.1f}-{life['highYears']:.1f})"


def _print_backtest(test: Backtest) -> None:
    told = test.as_dict()
    rows = [
        (name, score["types"], f"{score['coverage']:.0%}", f"{score['bias']:+.0%}", f"{score['crps']:.2f}")
        for name, score in (("catalogue", told["catalogue"]["score"]), ("learned until then", told["learned"]["score"]))
    ]
    title = f"\nforecast from the start of {test.year} against what happened"
    print_table(["by", "asset types", "inside p10-p90", "bias", "CRPS"], rows, title=title)
