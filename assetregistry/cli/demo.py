"""demo: the whole walk on the sample town."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from assetregistry.cli import offers
from assetregistry.cli.imports import print_receipt
from assetregistry.cli.output import console, open_registry, print_table, progress, tonnes
from assetregistry.cli.serve import run_server
from assetregistry.errors import RegistryError
from assetregistry.questions import ImportOptions, SupplyQuestion
from assetregistry.settings import Settings

if TYPE_CHECKING:
    from assetregistry.registry import Registry

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
DELIVERIES = ("delivery-2025", "delivery-2026")
DELIVERED = (11, 1)  # month and day
YEARS = 10

OWNERS = {"G9901": "Gemeente Wolderkamp", "P9901": "Provincie"}

# file, layer, profile (none: recognised), owner of rows that name none
SOURCES = (
    ("wegen.zip", None, "wegen.toml", None),
    ("riolering.gpkg", "beheer_leiding", None, "G9901"),
    ("riolering.gpkg", "beheer_put", None, "G9901"),
    ("straatmeubilair.geojson", None, "straatmeubilair.toml", None),
)


def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="end with the explorer")] = True,
    out: Annotated[Path, typer.Option(help="folder for the files that are written")] = Path("output"),
) -> None:
    """Walk the whole way on the sample town: import, forecast, offers, files, explorer.

    Example: assetregistry demo --no-serve
    """
    if not SAMPLE.is_dir():
        raise RegistryError(f"{SAMPLE}: the sample town is not here; run the demo from a clone of the project")
    out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    settings = Settings()
    _say("Starting the registry's own PostGIS" if settings.database_url is None else "Opening the database")
    registry = open_registry()
    for code, name in OWNERS.items():
        registry.add_organisation(code, name)
    import_areas(registry)
    for delivery in DELIVERIES:
        import_delivery(registry, SAMPLE / delivery)
        _say(f"Publishing offers after {delivery}")
        for line in offers.told(registry.publish_offers()):
            typer.echo(f"  {line}")
    import_inspections(registry)
    import_works(registry)
    registry.publish_offers()
    _report(registry)
    files = _write_files(registry, out)
    typer.echo("\nWritten: " + ", ".join(str(path) for path in files))
    typer.echo(f"Done in {time.perf_counter() - started:.0f} s.")
    if serve:
        run_server(registry, settings.host, settings.port)
    else:
        typer.echo(f"Explorer: run `assetregistry serve` and open http://{settings.host}:{settings.port}/")


def _say(what: str) -> None:
    Console().print(f"[bold]{what}[/bold]", highlight=False)


def import_areas(registry: Registry) -> None:
    """The sample town's areas."""
    _say("Importing areas")
    for kind, layer in (("municipality", "gemeente"), ("neighbourhood", "buurten")):
        receipt = registry.import_areas(SAMPLE / DELIVERIES[0] / "gebieden.gpkg", kind, layer=layer)
        typer.echo(f"  {receipt.read} of kind {kind}")


def import_delivery(registry: Registry, folder: Path) -> None:
    """One delivery of the sample town: roads, sewers, furniture; prints the receipts."""
    _say(f"Importing {folder.name}")
    for name, layer, profile, owner in SOURCES:
        options = ImportOptions(
            owner=owner,
            layer=layer,
            profile=str(SAMPLE / profile) if profile else None,
            full=True,
            delivered_on=dt.date(int(folder.name[-4:]), *DELIVERED),
        )
        with progress() as report:
            print_receipt(registry.import_source(folder / name, options, report))


def import_works(registry: Registry) -> None:
    """The sample town's planned works, which come with the last delivery."""
    _import_statements(registry, "planned works", "planned_works.gpkg")


def import_inspections(registry: Registry) -> None:
    """What was found at the sample town's last round of inspections, which comes with the last delivery."""
    _import_statements(registry, "inspections", "inspections.csv")


def _import_statements(registry: Registry, what: str, name: str) -> None:
    _say(f"Importing {what}")
    delivered = dt.date(int(DELIVERIES[-1][-4:]), *DELIVERED)
    with progress() as report:
        options = ImportOptions(full=True, delivered_on=delivered)
        print_receipt(registry.import_source(SAMPLE / DELIVERIES[-1] / name, options, report))


def _report(registry: Registry) -> None:
    first, last = registry.as_of.year + 1, registry.as_of.year + YEARS
    stock = registry.stock()
    _say(f"\nIn stock: {tonnes(stock['kg'].sum())} in {registry.summary()['assets']:,} assets")
    answer = registry.supply(SupplyQuestion(first, last, ("material",)))
    masses = ["expected_kg", "p10_kg", "p90_kg"]
    expected, low, high = registry.supply(SupplyQuestion(first, last, ())).rows[masses].to_numpy()[0]
    _say(
        f"Coming out in {first}-{last}: {tonnes(expected)} "
        f"(between {tonnes(low)} and {tonnes(high)}, four times out of five)"
    )
    by_mass = answer.rows.sort_values("expected_kg", ascending=False)
    rows = [
        (material, tonnes(expected), f"{tonnes(low)} - {tonnes(high)}")
        for material, expected, low, high in by_mass[["material", *masses]].to_numpy()
    ]
    print_table(["material", "expected", "p10 - p90"], rows)
    held = answer.withheld["expected_kg"].sum()
    typer.echo(f"Withheld, because tar or asbestos cannot be excluded: {tonnes(held)}")


def _write_files(registry: Registry, out: Path) -> list[Path]:
    first, last = registry.as_of.year + 1, registry.as_of.year + YEARS
    question = SupplyQuestion(first, last, each_kind="neighbourhood")
    files = [out / name for name in ("supply-map.html", "supply-chart.png", "supply-chart.svg", "supply.xlsx")]
    with console.status("writing files"):
        for path in files:
            registry.write_supply(question, path)
        registry.asset_map().save(out / "assets-map.html")
    return [*files, out / "assets-map.html"]
