"""Known totals of an owner → mixes of unknown things that meet them, as a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from assetregistry.catalogue import Catalogue
from assetregistry.catalogue.overriding import document, mix_entry
from assetregistry.catalogue.totals import Totals, load_totals
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.raking import raked_mixes
from assetregistry.registry.base import Base
from assetregistry.store import assets

FILE_NAME = "raked.toml"
FROM = ", from: "  # what stands after it is the source of the mix before any raking


@dataclass(frozen=True)
class RakedMixes:
    """A proposal: nothing of it holds until its entries lie in the catalogue folder.

    `kinds` and `mixes`: see `assetregistry.raking.raked_mixes`. `others`: owners of assets of these unknown types
    beside `owner`; a mix holds for all of them.
    """

    owner: str
    source: str
    kinds: pd.DataFrame
    mixes: pd.DataFrame
    others: Sequence[str]
    overrides: str

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "owner": self.owner,
            "source": self.source,
            "kinds": self.kinds.to_dict("records"),
            "mixes": self.mixes.rename(columns={"asset_type": "assetType"}).to_dict("records"),
            "otherOwners": list(self.others),
        }

    def write(self, folder: Path) -> Path:
        """Put the entries into a catalogue folder, in a file of their own; raises RegistryError where that fails."""
        path = folder / "asset_types" / FILE_NAME
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.overrides, encoding="utf-8")
        except OSError as error:
            raise RegistryError(f"{path}: cannot be written ({error}); name another folder") from None
        return path


class Raking(Base):
    """Calibrating mixes."""

    def rake(self, path: Path, owner: str | None = None) -> RakedMixes:
        """Mixes of the unknown types of one owner's assets that meet the totals of a file (`catalogue.totals`).

        `owner` may be left out where the file has one alone. Raises RegistryError, NotFoundError.
        """
        totals = load_totals(path)
        owner = _owner(totals, owner, path)
        kind_of = totals.kind_of(owner, self.catalogue)
        with self.engine.connect() as connection:
            held = assets.quantities(connection)
        own = held[held["owner"] == owner]
        if own.empty:
            raise NotFoundError(f"the registry holds no asset of {owner}; import its assets first")
        types = self.catalogue.asset_types
        unknown = {code: self.catalogue.mix(code) for code in own["asset_type"] if types[code].mix}
        kinds, mixes = raked_mixes(_amounts(own, self.catalogue), unknown, kind_of, totals.totals[owner])
        others = held.loc[held["asset_type"].isin(mixes["asset_type"]) & (held["owner"] != owner), "owner"]
        return RakedMixes(
            owner,
            totals.source,
            kinds,
            mixes,
            sorted(others.dropna().unique()),
            _overrides(mixes, totals, owner, types),
        )


def _owner(totals: Totals, owner: str | None, path: Path) -> str:
    if owner is None and len(totals.totals) == 1:
        return next(iter(totals.totals))
    if owner is None or owner not in totals.totals:
        raise RegistryError(
            f"{path} has totals of {', '.join(totals.totals) or 'nobody'}; say --owner with one of them"
        )
    return owner


def _amounts(own: pd.DataFrame, catalogue: Catalogue) -> dict[str, float]:
    """Quantity of each type in the unit of its geometry: m² of surfaces, m of lines, pieces of the rest."""
    columns = {"polygon": "area_m2", "line": "length_m"}
    return {
        str(row["asset_type"]): float(
            row[columns.get(catalogue.asset_types[str(row["asset_type"])].geometry, "assets")]
        )
        for row in own.to_dict("records")
    }


def _overrides(mixes: pd.DataFrame, totals: Totals, owner: str, types: Any) -> str:
    entries = [
        mix_entry(
            types[str(code)],
            dict(zip(part["member"], part["after"], strict=True)),
            f"Raked to the totals of {owner} ({totals.source}){FROM}{types[str(code)].source.rpartition(FROM)[2]}",
            totals.confidence,
        )
        for code, part in mixes.groupby("asset_type")
    ]
    return document(
        f"Mixes raked to the totals of {owner}: {totals.source}. Delete this file to take them back.", entries
    )
