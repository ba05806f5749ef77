"""inspect, import, imports list|show|undo|quarantine|replay."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assetregistry.cli.loading import loading
from assetregistry.cli.options import DryRun, Json, to_write
from assetregistry.cli.output import open_registry, parse_day, print_json, print_table, progress, say
from assetregistry.questions import ImportOptions

if TYPE_CHECKING:
    from assetregistry.store.intake.receipt import Receipt
    from importers import LayerReport, Left, SourceReport

app = typer.Typer(help="What was imported, and what could not be.", no_args_is_help=True, add_completion=False)

AnySource = Annotated[
    str, typer.Argument(help="file, folder, zip, address of an OGC API collection, or pdok:bgt, pdok:gwsw with --area")
]
AskedArea = Annotated[str | None, typer.Option(metavar="CODE", help="area that a service is asked for")]
Number = Annotated[int, typer.Argument(metavar="ID", help="number of the import")]
Layer = Annotated[str | None, typer.Option(help="layer of the source, where it has several")]


def inspect_source(
    source: AnySource,
    layer: Layer = None,
    area: AskedArea = None,
    suggest: Annotated[Path | None, to_write("write the suggested profiles", "FILE.toml")] = None,
    as_json: Json = False,
) -> None:
    """Show a source's layers, fields with sample values, CRS, encoding, and the profile that fits, or a suggested one.

    Of an address or a service only the first features are fetched.

    Example: assetregistry inspect wegen.zip --suggest wegen.toml
    """
    report = _report(source, layer, area)
    if suggest is not None:
        _write_suggestion(report, suggest)
    if as_json:
        print_json(report.as_dict())
        return
    for each in report.layers:
        rows = "an untold number of" if each.rows is None else each.rows
        typer.echo(f"{each.name}: {rows} row{'' if rows == 1 else 's'}, {each.geometry_type}, {each.crs or 'no CRS'}")
        none = f"none fits; {'a suggestion follows' if each.suggested else f'the layer {_why_none(each)}'}"
        typer.echo(f"profile: {each.profile or none}")
        print_table(
            ["field", "type", "samples"], [(f.name, f.type, ", ".join(map(str, f.samples))) for f in each.fields]
        )
        typer.echo(f"\n{each.suggested}" if each.suggested and suggest is None else "")
    _tell_left(report.left)


def _tell_left(left: Iterable[Left]) -> None:
    """What is not taken in, and why."""
    for each in left:
        say(f"  left: {each.name} {each.reason}")


def _report(source: str, layer: str | None, area: str | None) -> SourceReport:
    """A file is looked at without opening the registry."""
    with loading():
        from importers import SourceError, inspect
        from importers.remote import is_remote
    if not is_remote(source):
        if area is not None:
            raise SourceError(f"{source}: --area is for addresses and services")
        return inspect(Path(source), layer)
    with progress() as told:
        return open_registry().inspect_remote(source, told, area=area, layer=layer)


def _why_none(layer: LayerReport) -> str:
    """Why no profile can be suggested for a layer that none fits."""
    if layer.instead is not None:
        return layer.instead
    if layer.geometry_type is None:
        from importers import NO_COORDINATES

        return NO_COORDINATES
    return (
        "is empty: there is nothing to import"
        if not layer.rows
        else "has no fields, so nothing tells its objects apart"
    )


def _write_suggestion(report: SourceReport, path: Path) -> None:
    from importers import SourceError

    if report.suggested is None:
        without = [f"{each.name} {_why_none(each)}" for each in report.layers if each.profile is None]
        raise SourceError(f"{report.source}: {'; '.join(without) or 'each of its layers has a profile already'}")
    path.write_text(report.suggested, encoding="utf-8")
    say(f"written: {path}: look at every line, then import with --profile")


def import_source(
    source: AnySource,
    owner: Annotated[str | None, typer.Option(help="owner of rows that name none, such as G0153")] = None,
    dataset: Annotated[str | None, typer.Option(help="name of the series of deliveries")] = None,
    layer: Layer = None,
    profile: Annotated[str | None, typer.Option(help="name of a profile, or a TOML file")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG:n, where the source does not say")] = None,
    delivery: Annotated[
        Literal["partial", "full"], typer.Option(help="full: closes what the dataset no longer contains")
    ] = "partial",
    area: AskedArea = None,
    within: Annotated[str | None, typer.Option(metavar="CODE", help="area that a full delivery covers")] = None,
    delivered: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="day that it tells of (today)")] = None,
    confirm_closing: Annotated[
        bool, typer.Option("--confirm-closing", help="a full delivery may close more than a fifth")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Import the layers of a GIS source; prints a receipt of each that always adds up.

    Example: assetregistry import bgt_wegdeel.gml; assetregistry import pdok:bgt --area GM0153
    """
    options = ImportOptions(
        owner,
        dataset,
        layer,
        profile,
        crs,
        full=delivery == "full",
        dry_run=dry_run,
        within=within,
        delivered_on=parse_day(delivered),
        confirm_closing=confirm_closing,
        area=area,
    )
    registry = open_registry()
    with progress() as report:
        receipts, left = registry.import_layers(source, options, report)
    if as_json:
        several = {"receipts": [each.as_dict() for each in receipts], "left": [each.as_dict() for each in left]}
        print_json(several if len(receipts) > 1 else receipts[0].as_dict())
        return
    for receipt in receipts:
        print_receipt(receipt)
    _tell_left(left)


def print_receipt(receipt: Receipt) -> None:
    """The receipt as a person reads it."""
    number = "dry run, nothing changed" if receipt.import_id is None else f"import {receipt.import_id}"
    typer.echo(f"{number}: {receipt.dataset} (profile {receipt.profile}, {receipt.delivery}), {receipt.seconds} s")
    fates = ("inserted", "updated", "unchanged", "superseded", "quarantined")
    told = " + ".join(f"{getattr(receipt, fate):,} {fate}" for fate in fates)
    typer.echo(f"  {receipt.read:,} read = {told}")
    if receipt.reasons:
        reasons = ", ".join(f"{reason} {rows:,}" for reason, rows in receipt.reasons.items())
        see = "" if receipt.import_id is None else f": see assetregistry imports show {receipt.import_id}"
        typer.echo(f"  in quarantine: {reasons}{see}")
    if receipt.closed or receipt.repaired:
        typer.echo(f"  {receipt.closed:,} closed, {receipt.repaired:,} repaired")
    owners = ", ".join(f"{owner} {count:,}" for owner, count in receipt.owners.items())
    typer.echo(f"  owners: {owners or 'none'}")
    for warning in receipt.warnings:
        say(f"  warning: {_warning(warning)}")


def _warning(warning: dict[str, Any]) -> str:
    where = f" in {warning['field']}" if warning.get("field") else ""
    return f"{warning['code']}{where}: {warning.get('value')} ({warning.get('count')} rows)"


@app.command("list")
def list_imports(as_json: Json = False) -> None:
    """List all imports, the newest first."""
    found = open_registry().imports()
    if as_json:
        print_json(found)
        return
    counted = ("read", "inserted", "updated", "unchanged", "superseded", "quarantined", "closed")
    rows = [
        (
            row["id"],
            f"{row['at']:%Y-%m-%d %H:%M}",
            _dataset(row),
            *(row["receipt"].get(key) for key in counted),
        )
        for row in found
    ]
    print_table(["import", "at", "dataset", *counted], rows)


def _dataset(row: dict[str, Any]) -> str:
    if row["undoes"]:
        return str(row["source"])
    undone = f" (undone by {row['undoneBy']})" if row["undoneBy"] else ""
    return f"{row['receipt']['dataset']}{undone}"


@app.command("undo")
def undo(
    import_id: Number,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print what it would do, change nothing")] = False,
    as_json: Json = False,
) -> None:
    """Put back what an import changed, also after later imports; what cannot be decided is listed, not guessed.

    Example: assetregistry imports undo 7
    """
    receipt = open_registry().undo_import(import_id, dry_run=dry_run)
    if as_json:
        print_json(receipt.as_dict())
        return
    done = "dry run, nothing changed" if dry_run else f"undone: import {import_id}, by {receipt.import_id}"
    typer.echo(f"{done}, {receipt.seconds} s")
    typer.echo(
        f"  {receipt.removed:,} removed, {receipt.restored:,} restored, {receipt.reopened:,} reopened, "
        f"{receipt.kept:,} kept (a later import found them too), {receipt.statements:,} statements taken back"
    )
    if receipt.conflicts:
        rows = [(each["code"], each["namespace"], each["sourceId"], each["becauseOf"]) for each in receipt.conflicts]
        title = f"\nleft as they are: {receipt.conflict_count:,}"
        print_table(["why", "namespace", "id", "because of import"], rows, title=title)


@app.command("quarantine")
def quarantine(import_id: Number, out: Annotated[Path, to_write("GeoPackage to write")], as_json: Json = False) -> None:
    """Write the rows that an import could not take in as a GeoPackage: correct them in a GIS, then replay.

    Example: assetregistry imports quarantine 7 --out corrections.gpkg
    """
    count = open_registry().write_quarantine(import_id, out)
    if as_json:
        print_json({"importId": import_id, "rows": count, "file": str(out)})
    else:
        typer.echo(f"{count:,} rows written to {out}; then: assetregistry imports replay {import_id} {out}")


@app.command("replay")
def replay(
    import_id: Number, source: Annotated[Path, typer.Argument(help="the corrected GeoPackage")], as_json: Json = False
) -> None:
    """Import corrected rows as the import that refused them would have.

    Example: assetregistry imports replay 7 corrections.gpkg
    """
    registry = open_registry()
    with progress() as report:
        receipt = registry.replay_quarantine(import_id, source, report)
    if as_json:
        print_json(receipt.as_dict())
    else:
        print_receipt(receipt)


@app.command("show")
def show_import(import_id: Number, as_json: Json = False) -> None:
    """Show one import: its receipt, and the rows in quarantine with their reasons."""
    found = open_registry().import_shown(import_id)
    if as_json:
        print_json(found)
        return
    receipt = found["receipt"]
    undone = f", undone by {found['undoneBy']}" if found["undoneBy"] else ""
    typer.echo(f"import {found['id']}: {found['source']}, layer {found['layer']}{undone}")
    print_table(["count", "rows"], [(key, value) for key, value in receipt.items() if isinstance(value, int)])
    if found["quarantine"]["counts"]:
        rows = [(row["rowNumber"], row["sourceId"], row["code"], row["message"]) for row in found["quarantine"]["rows"]]
        print_table(["row", "id", "reason", "what is wrong"], rows, title="\nquarantine")
