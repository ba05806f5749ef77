"""Known totals of an owner → variants of mixes that meet them for its unknown things, as a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic.alias_generators import to_camel

from assetregistry.catalogue import Catalogue
from assetregistry.catalogue.overriding import document, variant_entry
from assetregistry.catalogue.reading import VARIANTS
from assetregistry.catalogue.totals import Totals, load_totals
from assetregistry.catalogue.whole import Recipe
from assetregistry.catalogue.windows import Window
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.raking import raked_mixes
from assetregistry.registry.base import Base
from assetregistry.store.lookup import assets

RAKED = "Raked to the totals of "
FROM = ", from: "  # what stands after it is the source of the mix before any raking

Mix = Mapping[str, float]


@dataclass(frozen=True)
class RakedMixes:
    """A proposal: nothing of it holds until its entries lie in the catalogue folder.

    `kinds`: see `assetregistry.raking.raked_mixes`. `mixes`: asset_type, built_from, built_to (null: open; both:
    what no narrower window holds), member, before, after. They hold for `owner` alone.
    """

    owner: str
    source: str
    kinds: pd.DataFrame
    mixes: pd.DataFrame
    overrides: str

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "owner": self.owner,
            "source": self.source,
            "kinds": self.kinds.to_dict("records"),
            "mixes": [
                {to_camel(str(name)): None if pd.isna(value) else value for name, value in row.items()}
                for row in self.mixes.to_dict("records")
            ],
        }

    def write(self, folder: Path) -> Path:
        """Put the entries into a catalogue folder, in a file of the owner's; raises RegistryError where that fails."""
        name = re.sub(r"\W+", "-", self.owner)
        path = folder / VARIANTS / f"raked-{name}.toml"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.overrides, encoding="utf-8")
        except OSError as error:
            raise RegistryError(f"{path}: cannot be written ({error}); name another folder") from None
        return path


class Raking(Base):
    """Calibrating mixes."""

    def rake(self, path: Path, owner: str | None = None) -> RakedMixes:
        """Mixes of one owner's unknown things that meet the totals of a file (`catalogue.totals`).

        What was built in different windows of a type (`catalogue.windows`) is raked apart: each keeps the odds of what
        was laid in its years. `owner` may be left out where the file has one alone.

        Raises RegistryError, NotFoundError.
        """
        totals = load_totals(path)
        owner = _owner(totals, owner, path)
        kind_of = totals.kind_of(owner, self.catalogue)
        self.refresh()
        with self.engine.connect() as connection:
            held = assets.quantities(connection)
        own = held[held["owner"] == owner]
        if own.empty:
            raise NotFoundError(f"the registry holds no asset of {owner}; import its assets first")
        unknown = {
            recipe.code: (str(code), recipe)
            for code in own["asset_type"].unique()
            if self.catalogue.asset_types[code].mix
            for recipe in self.catalogue.recipes(code)
        }
        weights = {code: recipe.mix for code, (_, recipe) in unknown.items()}
        kinds, mixes = raked_mixes(_amounts(own, self.catalogue), weights, kind_of, totals.totals[owner])
        entries = _entries(mixes, unknown, totals, owner, self.catalogue)
        heading = f"Mixes raked to the totals of {owner}: {totals.source}. Delete this file to take them back."
        return RakedMixes(owner, totals.source, kinds, _told(mixes, unknown), document(heading, entries))


def _owner(totals: Totals, owner: str | None, path: Path) -> str:
    if owner is None and len(totals.totals) == 1:
        return next(iter(totals.totals))
    if owner is None or owner not in totals.totals:
        raise RegistryError(
            f"{path} has totals of {', '.join(totals.totals) or 'nobody'}; say --owner with one of them"
        )
    return owner


def _amounts(own: pd.DataFrame, catalogue: Catalogue) -> dict[str, float]:
    """Quantity by recipe in the unit of its geometry: m² of surfaces, m of lines, pieces of the rest."""
    columns = {"polygon": "area_m2", "line": "length_m"}
    return {
        str(row["recipe"]): float(row[columns.get(catalogue.asset_types[str(row["asset_type"])].geometry, "assets")])
        for row in own.to_dict("records")
    }


def _told(mixes: pd.DataFrame, unknown: Mapping[str, tuple[str, Recipe]]) -> pd.DataFrame:
    found = [unknown[code] for code in mixes["recipe"]]
    years = {
        name: pd.array([getattr(recipe.window, name) for _, recipe in found], "Int64")
        for name in ("built_from", "built_to")
    }
    told = mixes.assign(asset_type=[asset_type for asset_type, _ in found], **years)
    return told[["asset_type", *years, "member", "before", "after"]]


def _entries(
    mixes: pd.DataFrame,
    unknown: Mapping[str, tuple[str, Recipe]],
    totals: Totals,
    owner: str,
    catalogue: Catalogue,
) -> Iterator[str]:
    """Variants of the owner for every window of each type that was raked, now or before: they go before all others.

    In a window of which the owner holds nothing the mix stays as it is.
    """
    raked: dict[tuple[str, Window], Mix] = {}
    for code, part in mixes.groupby("recipe"):
        asset_type, recipe = unknown[str(code)]
        raked[asset_type, recipe.window.of(owner)] = dict(zip(part["member"], part["after"], strict=True))
    before = {
        each.asset_type for each in catalogue.variants.values() if each.owner == owner and each.source.startswith(RAKED)
    }
    for asset_type in sorted({asset_type for asset_type, _ in raked} | before):
        own = {each.window.of(owner) for each in catalogue.recipes(asset_type) if each.window.owner in (None, owner)}
        for window in sorted(own, key=str):
            said = catalogue.said_of(asset_type, window)
            source, confidence = said.source, said.confidence
            mix = raked.get((asset_type, window))
            if mix is not None:
                source = f"{RAKED}{owner} ({totals.source}){FROM}{source.rpartition(FROM)[2]}"
                confidence = totals.confidence
            yield variant_entry(asset_type, window, mix or catalogue.mix(asset_type, window), source, confidence)
