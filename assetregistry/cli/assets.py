"""assets show|search|export|edit|edits|history|as-of|passport|passports|kerbs."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic.alias_generators import to_camel

from assetregistry.cli.edits import edit, edits
from assetregistry.cli.options import Area, AsOf, AssetTypes, InLanguage, Json, Language, Owners, to_write
from assetregistry.cli.output import open_registry, parse_day, print_json, print_table, say, say_written
from assetregistry.errors import RegistryError
from assetregistry.finding import Box, hit_document
from assetregistry.questions import AssetFilter

app = typer.Typer(help="Single assets.", no_args_is_help=True, add_completion=False)
app.command("edit")(edit)
app.command("edits")(edits)

STATE_COLUMNS = (
    "recorded_from", "recorded_to", "valid_from", "ended_on", "change", "asset_type", "built_from", "built_to",
)  # fmt: skip


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
    typer.echo(f"{_interval(card['built'])}; {_measures(card['measures'])}; {card['kg']['typical']:,.0f} kg")
    _print_life(card)
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


@app.command("search")
def search(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="a name or part of it, a code, an id here or at its source")
    ],
    limit: Annotated[int, typer.Option(min=1, max=50, help="at most so many")] = 10,
    as_json: Json = False,
) -> None:
    """Find areas, streets and assets by name, code or id, the nearest first; case and accents do not matter.

    Example: assetregistry assets search "kerkstraat"
    """
    hits = open_registry().search(text, limit=limit)
    if as_json:
        print_json({"query": text, "hits": [hit_document(hit) for hit in hits]})
        return
    rows = [
        (hit.kind, hit.of or "", str(hit.id or ""), hit.code or "", hit.name or "", hit.assets, _middle(hit.box))
        for hit in hits
    ]
    if not rows:
        say("nothing found")
        return
    print_table(["found", "kind or type", "id", "code", "name", "assets", "longitude, latitude"], rows)


def _middle(box: Box) -> str:
    west, south, east, north = box
    return f"{(west + east) / 2:.5f}, {(south + north) / 2:.5f}"


@app.command("export")
def export(
    out: Annotated[Path, to_write(".csv, .xlsx, .geojson or .gpkg to write")],
    area: Area = None,
    owner: Owners = None,
    asset_type: AssetTypes = None,
    material: Annotated[str | None, typer.Option(help="code of a material that the type may hold")] = None,
    hazard: Annotated[str | None, typer.Option(help="suspected: tar-suspect or asbestos-suspect")] = None,
    condition: Annotated[str | None, typer.Option(help="1 to 6, or unknown; several with commas")] = None,
    language: InLanguage = Language.nl,
    as_of: AsOf = None,
) -> None:
    """Write a list of assets as a table or a map layer: type, owner, years, mass, size and place of each.

    Example: assetregistry assets export --area GM0153 --out assets.xlsx
    """
    where = AssetFilter(owner=owner, asset_type=asset_type, material=material, hazard=hazard, condition=condition)
    count = open_registry(as_of).write_assets(out, where, area=area, language=language)
    say_written(out, f", {count:,} assets")


@app.command("history")
def history(asset_id: Annotated[int, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """Show every state of an asset that is or was: what was known when, and from when it was valid.

    Example: assetregistry assets history 1
    """
    states = open_registry().asset_states(asset_id)
    if as_json:
        print_json(
            {"id": asset_id, "states": [{to_camel(key): value for key, value in each.items()} for each in states]}
        )
        return
    rows = [tuple(_when(state[column]) for column in STATE_COLUMNS) for state in states]
    print_table([column.replace("_", " ") for column in STATE_COLUMNS], rows)


@app.command("as-of")
def as_of(
    out: Annotated[Path, to_write(".gpkg or .geojson to write")],
    known: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="what was known at the end of this day")
    ] = None,
    valid: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="what stood at the end of this day")] = None,
    area: Area = None,
) -> None:
    """Write assets as the registry knew them, or as they stood, on another day.

    Example: assetregistry assets as-of --known 2025-12-31 --area GM0153 --out then.gpkg
    """
    count = open_registry().write_assets_as_of(out, _end_of(known), _end_of(valid), area=area)
    say_written(out, f", {count:,} assets")


def _end_of(text: str | None) -> dt.datetime | None:
    day = parse_day(text)
    return None if day is None else dt.datetime.combine(day, dt.time.max).astimezone()


def _when(value: Any) -> Any:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else None if value is None else str(value)


@app.command("passport")
def passport(
    asset_id: Annotated[int, typer.Argument(metavar="ID")],
    form: Annotated[str, typer.Option("--format", help="json, jsonld, ttl, html or pdf")] = "json",
    language: InLanguage = Language.nl,
    out: Annotated[Path | None, to_write("file to write; without it the passport is printed")] = None,
    as_of: AsOf = None,
) -> None:
    """Print the material passport of one asset, or write it to a file.

    Example: assetregistry assets passport 1 --format pdf --out passport.pdf
    """
    if form == "pdf" and out is None and sys.stdout.isatty():
        raise RegistryError("a PDF is not for the screen; name a file with --out")
    registry = open_registry(as_of)
    if form == "pdf":
        content = registry.passport_pdf(asset_id, language=language)
    else:
        content = (registry.passport(asset_id, form, language=language) + "\n").encode()
    if out is None:
        typer.echo(content, nl=False)
    else:
        out.write_bytes(content)
        say_written(out)


@app.command("passports")
def passports(
    out: Annotated[Path, to_write(".xlsx, .csv or .parquet to write")],
    area: Area = None,
    as_of: AsOf = None,
) -> None:
    """Write the passports of many assets as one table: a row per asset, layer and material.

    Example: assetregistry assets passports --area GM0153 --out passports.xlsx
    """
    rows = open_registry(as_of).write_passports(out, area)
    say_written(out, f", {rows:,} rows")


@app.command("kerbs")
def kerbs(
    out: Annotated[Path, to_write(".gpkg to write")],
    area: Area = None,
) -> None:
    """Infer kerbs from the borders that carriageways and footways share; `import` reads the file.

    Example: assetregistry assets kerbs --area GM0153 --out kerbs.gpkg
    """
    count = open_registry().write_kerbs(out, area)
    say_written(out, f", {count:,} kerbs; look at them, then import the file")


def _interval(built: dict[str, Any]) -> str:
    """The year built, and how that is known."""
    return (
        f"built {_years(built)} ({built['textEn']})" if built["from"] is not None else f"year built {built['textEn']}"
    )


def _print_life(card: dict[str, Any]) -> None:
    """What else the expected end rests on; each piece of evidence, and whether it counts."""
    if card["clock"]["basis"] != "catalogue":
        typer.echo(f"{card['clock']['textEn']}: as if built {_years(card['clock'])}")
    if (found := card["condition"]) is not None:
        typer.echo(f"condition {found['condition']} of 6 at the inspection of {found['on']} ({found['basis']})")
    if card["lining"] is not None:
        typer.echo(card["lining"]["textEn"])
    if card["plannedYear"] is not None:
        typer.echo(f"work is planned for {card['plannedYear']}")
    if len(card["evidence"]) > 1:
        rows = [
            (
                each["about"],
                _years(each),
                each["assetType"] or "",
                "counts" if each["counts"] else "overruled",
                each["textEn"],
            )
            for each in card["evidence"]
        ]
        print_table(["evidence of", "years", "type", "", "what it says"], rows)


def _years(interval: dict[str, Any]) -> str:
    first, last = interval["from"], interval["to"]
    if first is None:
        return ""
    return str(first) if first == last else f"{first}-{last}"


def _measures(measures: dict[str, Any]) -> str:
    told = [
        f"{measures[key]:,.1f} {unit}"
        for key, unit in (("areaM2", "m²"), ("lengthM", "m"), ("widthMm", "mm"))
        if measures[key]
    ]
    return ", ".join(told) or "no measures"
