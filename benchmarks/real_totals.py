"""Two real towns by their own counts: does the catalogue give a stock and a yearly release of the right order?

`python -m benchmarks.real_totals` writes docs/real-totals.md. Cohorts are made of the counts in real_totals.toml, as
the registry would make them of assets of unknown material; the forecast is the registry's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from assetregistry.catalogue import AssetType, Catalogue, Layer, load_catalogue
from assetregistry.composition import wall_volume_m3
from assetregistry.explanation import contributions
from assetregistry.registry.recipes import layer_frame, lifetime_classes
from assetregistry.store.catalogue import layer_id
from assetregistry.supply import MASSES, forecast

TOWNS = Path(__file__).parent / "real_totals.toml"
PAGE = Path(__file__).parents[1] / "docs" / "real-totals.md"
AS_OF = 2026.9
YEARS = range(2027, 2037)
LOOSE = ("granulate", "sand", "gravel", "shells", "bark")  # foundations, beds, half paving
ELEMENTS = ("concrete_paver", "clay_paver", "concrete_tile", "natural_stone")
MT, KT = 1e9, 1e6  # kg
WIDTH_ROWS = 8
INTRODUCTION = f"""\
# Checks on real totals

Made by `python -m benchmarks.real_totals`; a test keeps it true. Two municipalities count what they own; the catalogue
turns the counts into mass and release as it would for assets of which no more is known. The release is the mean of
{YEARS.start}-{YEARS.stop - 1}, of what is suspect of tar or asbestos too. The bounds come from an envelope that counts
asphalt, paving elements, gravity sewers and kerbs ("the four"), without foundations and sand; what else is in the list
stands apart.

How to read it: the stock lies low within its bounds, since a pipe of unknown size counts as 300 mm and a road of
unknown class as a local one. The release lies high, since asphalt wears by layer and paving is taken up every 30 years,
while the envelope lets everything last 40-80: much of the release is the same stone, laid again.
"""


@dataclass(frozen=True)
class Finding:
    """One number of a town against its bounds."""

    what: str
    unit: str
    found: float
    low: float
    high: float
    source: str

    @property
    def holds(self) -> bool:
        """Whether the number lies within its bounds."""
        return self.low <= self.found <= self.high


@dataclass(frozen=True)
class Town:
    """A town's cohorts with their forecast. `release`: expected and p10, p50, p90 kg of all but LOOSE in YEARS."""

    name: str
    inhabitants: int
    source: str
    assets: list[dict[str, Any]]
    findings: list[Finding]
    release: dict[str, float]
    width: pd.DataFrame


def towns(catalogue: Catalogue) -> list[Town]:
    """The towns of real_totals.toml, forecast with this catalogue."""
    return [_town(raw, catalogue) for raw in tomllib.loads(TOWNS.read_text(encoding="utf-8")).values()]


def cohorts(assets: Iterable[dict[str, Any]], catalogue: Catalogue) -> pd.DataFrame:
    """What `store.derived.cohorts` makes of such assets; suspicion is left out, as the whole stock is asked for."""
    rows = []
    for asset in assets:
        own, built = catalogue.asset_types[asset["type"]], asset.get("built", (None, None))
        for code, weight in catalogue.mix(own.code).items():
            member = catalogue.asset_types[code]
            for position, layer in enumerate(member.layers):
                kg = asset["quantity"] * weight * layer.kg.typical * _measure(own, member, layer)
                count = max(1, round(asset["quantity"] / asset["each"]))
                rows.append(
                    {
                        "area": None,
                        "asset_type": own.code,
                        "owner": None,
                        "layer_id": layer_id(member, position),
                        "suspect": None,
                        "built_from": built[0],
                        "built_to": built[1],
                        "count": count,
                        "kg": kg,
                        "kg2": kg**2 / count,
                    }
                )
    return pd.DataFrame(rows).astype({"built_from": "float64", "built_to": "float64", "suspect": "object"})


def _measure(own: AssetType, member: AssetType, layer: Layer) -> float:
    """Units of the layer's recipe in one unit of the asset."""
    width_mm = own.default_width_mm or member.default_width_mm
    shape = own.default_shape or member.default_shape
    if layer.per != "wall_m3" or member.wall is None or width_mm is None or shape is None:
        return 1.0
    thickness = member.wall.thickness_mm(width_mm)
    return wall_volume_m3(shape, width_mm, own.default_height_mm, thickness, member.wall.diameter, 1.0)


def _town(raw: dict[str, Any], catalogue: Catalogue) -> Town:
    layers, lives = layer_frame(catalogue), lifetime_classes(catalogue)
    bound = layers[~layers["material"].isin(LOOSE)]
    stock = cohorts(raw["asset"], catalogue)
    release = forecast(stock, bound, lives, YEARS, AS_OF, []).iloc[0]
    given, _, width = contributions(stock, bound, lives, YEARS, AS_OF)
    found = _found(stock.merge(layers[["layer_id", "material"]], on="layer_id"), given, raw["asset"])
    return Town(
        raw["name"],
        raw["inhabitants"],
        raw["source"],
        raw["asset"],
        [Finding(found=found[each["what"]], **each) for each in raw["bounds"]],
        {name: float(release[name]) for name in MASSES},
        width,
    )


def _found(stock: pd.DataFrame, given: pd.DataFrame, assets: list[dict[str, Any]]) -> dict[str, float]:
    """The numbers that have bounds, in their units; `given` is what each cohort gives, LOOSE left out."""
    four = {each["type"] for each in assets if not each.get("beside")}
    counted, loose = stock["asset_type"].isin(four), stock["material"].isin(LOOSE)
    sewers = given["asset_type"] == "sewer_gravity_unknown"
    posts = (given["asset_type"] == "lamp_post_unknown") & (given["lifetime"] == "lamp_post")
    numbers = {
        "stock of asphalt": stock.loc[counted & (stock["material"] == "asphalt"), "kg"].sum() / MT,
        "stock of paving elements": stock.loc[counted & stock["material"].isin(ELEMENTS), "kg"].sum() / MT,
        "stock of gravity sewer pipes": stock.loc[stock["asset_type"] == "sewer_gravity_unknown", "kg"].sum() / MT,
        "stock of the four": stock.loc[counted & ~loose, "kg"].sum() / MT,
        "stock of the four with foundations and sand": stock.loc[counted, "kg"].sum() / MT,
        "the four a year": given.loc[given["asset_type"].isin(four), "expected_kg"].sum() / len(YEARS) / KT,
        "gravity sewers renewed a year": _yearly_percent(given[sewers]),
        "lamp posts renewed a year": _yearly_percent(given[posts]),
    }
    return {name: float(number) for name, number in numbers.items()}


def _yearly_percent(given: pd.DataFrame) -> float:
    """Mean share of a stock that comes out in a year of YEARS, by mass."""
    return float(100 * given["expected_kg"].sum() / given["kg"].sum() / len(YEARS))


def page(catalogue: Catalogue) -> str:
    """docs/real-totals.md."""
    return "\n".join([INTRODUCTION, *(line for town in towns(catalogue) for line in _section(town, catalogue))])


def _section(town: Town, catalogue: Catalogue) -> Iterator[str]:
    yield f"## {town.name}\n\n{town.inhabitants:,} inhabitants. {town.source}.\n"
    yield from _table(
        ["asset type", "quantity", "from"],
        (
            [catalogue.asset_types[each["type"]].name_en, f"{each['quantity']:,}", each["source"]]
            for each in town.assets
        ),
    )
    yield from _table(
        ["number", "found", "bounds", "from"],
        (
            [
                each.what,
                f"{each.found:.2g} {each.unit}",
                f"{each.low:g}-{each.high:g}{'' if each.holds else ' (outside)'}",
                each.source,
            ]
            for each in town.findings
        ),
    )
    yearly = {name: kg / len(YEARS) / KT for name, kg in town.release.items()}
    yield (
        f"All of the list but loose material, a year: {yearly['expected_kg']:.0f} kt expected; p10 "
        f"{yearly['p10_kg']:.0f}, p50 {yearly['p50_kg']:.0f}, p90 {yearly['p90_kg']:.0f} kt, of ten years together. "
        "What makes this width:\n"
    )
    yield from _table(
        ["assumption", "of", "share of the variance"],
        (
            [str(row.cause), str(row.of) if isinstance(row.of, str) else "each thing's own", f"{100 * row.share:.0f} %"]
            for row in town.width.head(WIDTH_ROWS).itertuples()
        ),
    )


def _table(columns: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield "\n".join(f"| {' | '.join(line)} |" for line in [columns, ["---"] * len(columns), *rows]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(load_catalogue()), encoding="utf-8")
