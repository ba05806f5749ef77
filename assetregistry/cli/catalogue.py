"""catalogue check, list, show, diff, document, rake. Only raking needs a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.catalogue.comparing import differences
from assetregistry.catalogue.listing import KINDS, contents, find_entry, weak_entries
from assetregistry.catalogue.page import catalogue_page
from assetregistry.cli.output import Json, console, open_registry, print_json, print_table
from assetregistry.errors import RegistryError
from assetregistry.settings import Settings

app = typer.Typer(help="Asset types, materials, lifetimes and hazards.", no_args_is_help=True, add_completion=False)

Folder = Annotated[
    Path | None, typer.Argument(metavar="FOLDER", help="entries of your own; else those of the settings")
]


def _loaded(folder: Path | None = None) -> Catalogue:
    return load_catalogue(folder or Settings().catalogue_dir)


@app.command("check")
def check(folder: Folder = None, as_json: Json = False) -> None:
    """Check that every entry loads and fits the others, and list those that rest on an assumption.

    Example: assetregistry catalogue check my-catalogue
    """
    catalogue = _loaded(folder)
    counts = {kind: len(entries) for kind, entries in contents(catalogue).items()}
    weak = weak_entries(catalogue)
    if as_json:
        print_json({"version": catalogue.version, "entries": counts, "weak": weak})
        return
    typer.echo(f"catalogue {catalogue.version}: " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    typer.echo(f"{len(weak)} entries and layers rest on an assumption (confidence D):")
    print_table(["kind", "code", "source"], [(row["kind"], row["code"], row["source"]) for row in weak])


@app.command("list")
def list_entries(
    kind: Annotated[str, typer.Argument(help=f"one of {', '.join(KINDS)}")] = "types", as_json: Json = False
) -> None:
    """List the entries of one kind.

    Example: assetregistry catalogue list materials
    """
    found = {name: entries for name, entries in contents(_loaded()).items() if name == kind}
    if not found:
        raise RegistryError(f"the catalogue has no {kind!r}; choose from {', '.join(KINDS)}")
    (entries,) = found.values()
    if as_json:
        print_json(list(entries.values()))
        return
    rows = [(code, entry.get("name_en", ""), entry["confidence"], entry["source"]) for code, entry in entries.items()]
    print_table(["code", "name", "confidence", "source"], rows)


@app.command("show")
def show(code: Annotated[str, typer.Argument(metavar="CODE")], as_json: Json = False) -> None:
    """Show one entry: of a type its layers with range, life, routes and source.

    Example: assetregistry catalogue show road_asphalt_local
    """
    catalogue = _loaded()
    kind, entry = find_entry(catalogue, code)
    if as_json:
        print_json({"kind": kind, **entry})
        return
    for key, value in entry.items():
        if key not in ("layers", "mix", "wall") and value not in (None, {}):
            typer.echo(f"{key}: {value}")
    for member, weight in entry.get("mix", ()):
        typer.echo(f"mix: {weight:.3g} {member}")
    if entry.get("wall"):
        typer.echo(f"wall: {entry['wall']}")
    layers = [_layer_row(catalogue, layer) for layer in entry.get("layers", ())]
    if layers:
        print_table(["layer", "material", "kg", "per", "life (years)", "routes", "hazard", "source"], layers)


def _layer_row(catalogue: Catalogue, layer: dict[str, Any]) -> tuple[str, ...]:
    kg, life = layer["kg"], catalogue.lifetimes[layer["lifetime"]]
    return (
        layer["name"],
        layer["material"],
        f"{kg['typical']:g} ({kg['low']:g}-{kg['high']:g})",
        layer["per"],
        f"{life.mean_years:g} ({life.low_years:g}-{life.high_years:g})",
        ", ".join(f"{route} {share:g}" for route, share in layer["routes"].items() if share),
        layer["hazard"] or "",
        f"{layer['confidence']}: {layer['source']}",
    )


@app.command("diff")
def diff(folder: Folder = None, as_json: Json = False) -> None:
    """Show what a folder of entries adds to or changes in the catalogue that comes with the package.

    Example: assetregistry catalogue diff my-catalogue
    """
    own = folder or Settings().catalogue_dir
    if own is None:
        raise RegistryError("no folder to compare; name one, or set ASSETREGISTRY_CATALOGUE_DIR")
    built_in, changed = load_catalogue(), load_catalogue(own)
    found = differences(contents(built_in), contents(changed))
    if as_json:
        listed = [each.as_dict() for each in found]
        print_json({"before": built_in.version, "after": changed.version, "differences": listed})
        return
    typer.echo(f"{built_in.version} -> {changed.version}: {len(found)} entries differ")
    rows = [
        (
            each.kind,
            each.code,
            each.change,
            key,
            "" if before is None else str(before),
            "" if after is None else str(after),
        )
        for each in found
        for key, before, after in each.values or (("", None, None),)
    ]
    print_table(["kind", "code", "change", "key", "before", "after"], rows)


@app.command("document")
def document(out: Annotated[Path, typer.Option(help="file to write")] = Path("docs/catalogue.md")) -> None:
    """Write the page that lists every entry of the catalogue that comes with the package.

    Example: assetregistry catalogue document --out docs/catalogue.md
    """
    out.write_text(catalogue_page(load_catalogue()), encoding="utf-8")
    console.print(f"written: {out}", markup=False, highlight=False)


@app.command("rake")
def rake(
    totals: Annotated[Path, typer.Argument(metavar="TOTALS.toml", help="what an owner has in all, by kind")],
    owner: Annotated[str | None, typer.Option(help="whose totals, where the file has several")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="catalogue folder to write the mixes to")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fit the mixes of unknown things to known totals; a proposal, written only where --out says.

    Example: assetregistry catalogue rake totals.toml --owner G0164 --out my-catalogue
    """
    found = open_registry().rake(totals, owner)
    if as_json:
        print_json(found.as_dict())
    else:
        columns = ["kind", "wanted", "known", "with mixes now", "with mixes raked"]
        print_table(columns, list(found.kinds.itertuples(index=False, name=None)), title=f"totals of {found.owner}")
        rows = [
            (row.asset_type, row.member, f"{row.before:.3f}", f"{row.after:.3f}") for row in found.mixes.itertuples()
        ]
        print_table(["unknown type", "may be", "now", "raked"], rows, title="\nmixes")
    if found.others:
        console.print(f"the mixes would hold for {', '.join(found.others)} too", markup=False, highlight=False)
    if out is None:
        console.print("nothing is changed; --out FOLDER writes the mixes to a catalogue folder", markup=False)
    else:
        console.print(f"written: {found.write(out)}", markup=False, highlight=False)
