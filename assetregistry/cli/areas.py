"""areas import|list."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic.alias_generators import to_camel

from assetregistry.cli.imports import print_receipt
from assetregistry.cli.options import DryRun, Json
from assetregistry.cli.output import open_registry, print_json, print_table, progress

app = typer.Typer(help="The areas that supply is asked for.", no_args_is_help=True, add_completion=False)


@app.command("import")
def import_areas(
    source: Annotated[
        str, typer.Argument(help="GIS file with polygons, address of an OGC API collection, or cbs:areas")
    ],
    kind: Annotated[str, typer.Option(help="municipality, district, neighbourhood or custom")],
    code_field: Annotated[str | None, typer.Option(help="field with the code")] = None,
    name_field: Annotated[str | None, typer.Option(help="field with the name")] = None,
    layer: Annotated[str | None, typer.Option(help="layer of the source, where it has several")] = None,
    year: Annotated[int | None, typer.Option(help="of a service that has areas by year")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG:n, where the source does not say")] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Import areas; those with a known code are replaced. Prints a receipt; `imports undo` takes it back.

    Example: assetregistry areas import cbs:areas --kind municipality
    """
    registry = open_registry()
    with progress() as report:
        receipt = registry.import_areas(
            source,
            kind,
            code_field=code_field,
            name_field=name_field,
            layer=layer,
            year=year,
            crs=crs,
            dry_run=dry_run,
            progress=report,
        )
    if as_json:
        print_json(receipt.as_dict())
    else:
        print_receipt(receipt)


@app.command("list")
def list_areas(
    kind: Annotated[str | None, typer.Option(help="only this kind; square-1000: the grid")] = None,
    as_json: Json = False,
) -> None:
    """List areas with what they hold."""
    frame = open_registry().areas(kind)
    if as_json:
        columns = ["code", "name", "kind", "area_ha", "assets", "stock_kg"]
        print_json(frame[columns].rename(columns=to_camel).to_dict("records"))
        return
    rows = [(row.code, row.name, row.kind, row.area_ha, row.assets, row.stock_kg / 1000) for row in frame.itertuples()]
    print_table(["code", "name", "kind", "ha", "assets", "tonnes"], rows)
