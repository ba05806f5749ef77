"""docs/catalogue.md: every entry with its numbers, source and confidence; see `assetregistry catalogue document`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assetregistry.catalogue.listing import weak_entries
from assetregistry.catalogue.models import AssetType, Routes, Spread, Variant
from assetregistry.catalogue.whole import Catalogue

UNITS = {"area_m2": "kg/m²", "length_m": "kg/m", "piece": "kg each", "wall_m3": "kg/m³ of wall"}

INTRODUCTION = """\
# Catalogue

Made by `assetregistry catalogue document`; edit the TOML files, not this page. How to add or override entries:
set `ASSETREGISTRY_CATALOGUE_DIR` to a folder of files of the same form.

Confidence: **A** official or measured · **B** supplier, trade body or management plan · **C** study, or another
country · **D** assumption. A mix counts for all assets of its type but those that a variant holds: by owner, and by the
years that were told. Masses are low, typical, high. Routes are shares of the mass at the end of life.
"""


def catalogue_page(catalogue: Catalogue) -> str:
    """The page as Markdown; the same catalogue gives the same page."""
    return "\n".join([INTRODUCTION, *_summary(catalogue), *_types(catalogue), *_others(catalogue), *_weak(catalogue)])


def _summary(catalogue: Catalogue) -> Iterator[str]:
    counts = {
        "asset types": catalogue.asset_types,
        "variants of mixes": catalogue.variants,
        "materials": catalogue.materials,
        "lifetimes": catalogue.lifetimes,
        "hazards": catalogue.hazards,
    }
    yield from _table(
        ["kind", "entries", *"ABCD"], (_count(name, entries.values()) for name, entries in counts.items())
    )


def _count(name: str, entries: Iterable[object]) -> list[str]:
    grades = [str(getattr(entry, "confidence", "")) for entry in entries]
    return [name, str(len(grades)), *(str(grades.count(grade)) for grade in "ABCD")]


def _types(catalogue: Catalogue) -> Iterator[str]:
    yield "## Asset types\n"
    for group in (group for group in catalogue.groups.values() if group.kind == "asset_type"):
        yield f"### {group.name_en}\n"
        for asset_type in catalogue.asset_types.values():
            if asset_type.group == group.code:
                variants = (each for each in catalogue.variants.values() if each.asset_type == asset_type.code)
                yield from _type(asset_type, variants)


def _type(entry: AssetType, variants: Iterable[Variant]) -> Iterator[str]:
    yield f"#### {entry.name_en} · `{entry.code}`\n"
    standards = "; ".join(f"{name}: {value}" for name, value in sorted(entry.standards.items()))
    yield f"{entry.name_nl}. {standards + '. ' if standards else ''}{entry.confidence}: {entry.source}.\n"
    if entry.no_recipe_reason:
        yield f"No recipe: {entry.no_recipe_reason}.\n"
    if entry.mix:
        yield f"Mix: {_mix(entry)}.\n"
        for each in variants:
            yield f"Variant `{each.code}`: {_mix(each)}. {each.confidence}: {each.source}.\n"
    if entry.wall:
        wall = entry.wall
        yield (
            f"Wall: {wall.base_mm:g} mm + {wall.slope:g} × {wall.diameter} diameter; "
            f"{wall.confidence}: {wall.source}.\n"
        )
    if entry.layers:
        rows = (
            [
                layer.name,
                layer.material,
                f"{_spread(layer.kg)} {UNITS[layer.per]}",
                layer.lifetime,
                _routes(layer.routes),
                layer.hazard or "",
                layer.confidence,
                layer.source,
            ]
            for layer in entry.layers
        )
        yield from _table(["layer", "material", "mass", "life", "routes", "hazard", "", "source"], rows)


def _mix(entry: AssetType | Variant) -> str:
    return ", ".join(f"{weight:.3g} `{code}`" for code, weight in entry.mix)


def _others(catalogue: Catalogue) -> Iterator[str]:
    yield "## Materials\n"
    yield from _table(
        ["code", "name", "kg/m³", "Eural", "routes", "", "source"],
        (
            [
                f"`{entry.code}`",
                entry.name_en,
                f"{entry.density_kg_m3:,.0f}" if entry.density_kg_m3 else "",
                entry.eural.replace("*", "\\*"),
                _routes(entry.routes),
                entry.confidence,
                entry.source,
            ]
            for entry in catalogue.materials.values()
        ),
    )
    yield "## Lifetimes\n"
    yield from _table(
        ["code", "name", "distribution", "mean years (range of the mean)", "cv", "", "source"],
        (
            [
                f"`{entry.code}`",
                entry.name_en,
                entry.distribution,
                f"{entry.mean_years:g} ({entry.low_years:g}-{entry.high_years:g})",
                f"{entry.cv:g}",
                entry.confidence,
                entry.source,
            ]
            for entry in catalogue.lifetimes.values()
        ),
    )
    yield "## Hazards\n"
    yield from _table(
        ["code", "suspect before", "reason", "", "source"],
        (
            [f"`{entry.code}`", str(entry.suspect_before or "always"), entry.reason, entry.confidence, entry.source]
            for entry in catalogue.hazards.values()
        ),
    )


def _weak(catalogue: Catalogue) -> Iterator[str]:
    weak = weak_entries(catalogue)
    yield f"## Weak entries\n\n{len(weak)} entries and layers rest on an assumption (confidence D).\n"
    yield from _table(
        ["kind", "code", "assumption"], ([row["kind"], f"`{row['code']}`", row["source"]] for row in weak)
    )


def _spread(kg: Spread) -> str:
    return f"{kg.low:g}, {kg.typical:g}, {kg.high:g}"


def _routes(routes: Routes) -> str:
    return ", ".join(f"{name} {share:g}" for name, share in routes.model_dump().items() if share)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    yield "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines) + "\n"
