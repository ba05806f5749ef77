"""catalogue check, list, show, diff, versions, document, rake. Only versions and raking need a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic.alias_generators import to_camel

from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.catalogue.comparing import Difference, differences, version_in
from assetregistry.catalogue.listing import KINDS, contents, find_entry, variants_of, weak_entries
from assetregistry.catalogue.page import catalogue_page
from assetregistry.catalogue.windows import Window
from assetregistry.cli.options import Json, to_write
from assetregistry.cli.output import open_registry, print_json, print_table, say, say_written
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
    """Show one entry: of a type its layers with range, life, routes and source, of a mix its variants.

    Example: assetregistry catalogue show road_asphalt_local
    """
    catalogue = _loaded()
    kind, entry = find_entry(catalogue, code)
    if as_json:
        print_json({"kind": kind, **entry, **({"variants": variants_of(catalogue, code)} if kind == "types" else {})})
        return
    for key, value in entry.items():
        if key not in ("layers", "mix", "wall") and value not in (None, {}):
            typer.echo(f"{key}: {value}")
    for member, weight in entry.get("mix", ()):
        typer.echo(f"mix: {weight:.3g} {member}")
    for variant in variants_of(catalogue, code):
        parts = ", ".join(f"{weight:.3g} {member}" for member, weight in variant["mix"])
        typer.echo(f"variant {variant['code']}: {parts}; {variant['confidence']}: {variant['source']}")
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
def diff(
    other: Annotated[
        str | None,
        typer.Argument(metavar="FOLDER|VERSION", help="entries of your own (else those of the settings), or a version"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what a folder changes in the package's catalogue, or what has changed since a version that held here.

    VERSION is one of `catalogue versions`, its beginning, or the data version that an answer came with.

    Example: assetregistry catalogue diff my-catalogue
    """
    if other is not None and not Path(other).exists() and version_in(other) is not None:
        registry = open_registry()
        before, found = registry.catalogue_differences(other)
        after = registry.catalogue.version
    elif other is not None and not Path(other).exists():
        raise RegistryError(f"{other}: neither a folder nor a version: see `assetregistry catalogue versions`")
    else:
        before, after, found = _folder_differences(Path(other) if other else Settings().catalogue_dir)
    if as_json:
        print_json({"before": before, "after": after, "differences": [each.as_dict() for each in found]})
        return
    typer.echo(f"{before} -> {after}: {len(found)} entries differ")
    rows = [
        (each.kind, each.code, each.change, key, _text(old), _text(new))
        for each in found
        for key, old, new in each.values or (("", None, None),)
    ]
    print_table(["kind", "code", "change", "key", "before", "after"], rows)


def _folder_differences(own: Path | None) -> tuple[str, str, list[Difference]]:
    if own is None:
        raise RegistryError("no folder to compare; name one, or set ASSETREGISTRY_CATALOGUE_DIR")
    built_in, changed = load_catalogue(), load_catalogue(own)
    return built_in.version, changed.version, differences(contents(built_in), contents(changed))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@app.command("versions")
def versions(as_json: Json = False) -> None:
    """List the catalogues by which this registry's answers were made, and since when each held.

    Example: assetregistry catalogue versions
    """
    kept = open_registry().catalogue_versions()
    if as_json:
        print_json([{to_camel(key): value for key, value in each.items()} for each in kept])
        return
    rows = [
        (
            each["version"],
            "now" if each["current"] else "",
            ", ".join(f"{moment:%Y-%m-%d %H:%M}" for moment in each["adopted_at"]),
            each["types"],
        )
        for each in kept
    ]
    print_table(["version", "", "held since", "types"], rows)


@app.command("document")
def document(out: Annotated[Path, to_write("file to write")] = Path("docs/catalogue.md")) -> None:
    """Write the page that lists every entry of the catalogue that comes with the package.

    Example: assetregistry catalogue document --out docs/catalogue.md
    """
    out.write_text(catalogue_page(load_catalogue()), encoding="utf-8")
    say_written(out)


@app.command("rake")
def rake(
    totals: Annotated[Path, typer.Argument(metavar="TOTALS.toml", help="what an owner has in all, by kind")],
    owner: Annotated[str | None, typer.Option(help="whose totals, where the file has several")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="catalogue folder to write the mixes to")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fit the mixes of an owner's unknown things to its known totals; a proposal, written only where --out says.

    Example: assetregistry catalogue rake totals.toml --owner G0164 --out my-catalogue
    """
    found = open_registry().rake(totals, owner)
    if as_json:
        print_json(found.as_dict())
    else:
        columns = ["kind", "wanted", "known", "with mixes now", "with mixes raked"]
        print_table(columns, list(found.kinds.itertuples(index=False, name=None)), title=f"totals of {found.owner}")
        rows = [
            (
                row["assetType"],
                Window(None, row["builtFrom"], row["builtTo"]).years,
                row["member"],
                f"{row['before']:.3f}",
                f"{row['after']:.3f}",
            )
            for row in found.as_dict()["mixes"]
        ]
        print_table(["unknown type", "built", "may be", "now", "raked"], rows, title="\nmixes")
    if out is None:
        say("nothing is changed; --out FOLDER writes the mixes to a catalogue folder")
    else:
        say_written(found.write(out))
