"""Step 10 of the walk: supply becomes offers, and a feed tells what has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from assetregistry.errors import RegistryError
from assetregistry.offers import OfferRules, difference, load_rules, lots
from assetregistry.questions import EVERY_OFFER, OfferFilter
from assetregistry.registry import publishing
from assetregistry.registry.exporting import write_table
from assetregistry.registry.looking import Looking
from assetregistry.registry.supplying import Supplying
from assetregistry.registry.tiling import PATIENCE, still_changing
from assetregistry.store import areas, offers

# Of a table of lots, in the order in which people read them.
COLUMNS = [
    "areaCode", "areaName", "owner", "product", "material", "route", "windowFrom", "windowTo", "expectedKg",
    "p10Kg", "p50Kg", "p90Kg", "withheldKg", "certainty", "id", "version",
]  # fmt: skip


class Offering(Looking, Supplying):
    """Giving out: the marketplace's offers."""

    def publish_offers(self) -> dict[str, Any]:
        """Publish the lots of the coming years; returns how many were created, changed and withdrawn, and `upTo`.

        Of several publishers at once the last one tells what stands then. `outsideKg`: expected kg of what lies in no
        area of the kind that lots lie in, and so is not offered. Raises RegistryError while data come in faster than
        they can be counted.
        """
        rules = load_rules()
        with offers.publishing(self.engine):
            version, newest, supply = self._settled_supply(rules)
            current = lots(supply, rules)
            told = offers.publish(
                self.engine,
                lambda told: difference(told, current, rules),
                data_version=version,
                newest_import=newest,
            )
        return {**told, "outsideKg": round(publishing.outside_kg(self.supply, rules, supply, self.as_of.year), 3)}

    def _settled_supply(self, rules: OfferRules) -> tuple[str, int | None, pd.DataFrame]:
        """The data version, the newest import, and the supply by windows, all of one state of the data."""
        for _ in range(PATIENCE):
            version = self.refresh()
            with self.engine.connect() as connection:
                newest = offers.newest_import(connection)
            names = {row.code: row.name for row in self.areas().itertuples()}
            kind = publishing.finest_kind(self.summary()["kinds"])
            supply = publishing.window_supply(self.supply, rules, self.catalogue, names, kind, self.as_of.year)
            if self.refresh() == version:
                return version, newest, supply
        raise still_changing()

    def offers(self, where: OfferFilter = EVERY_OFFER) -> dict[str, Any]:
        """The current offers, with the sequence number that they are as of.

        Where there are none of these, raises UnknownError for a material or owner and NotFoundError for an area that
        there is not: what stands may be of an area that has gone since. Raises RegistryError for one without sense.
        """
        if (wrong := where.refused()) is not None:
            raise RegistryError(wrong)
        with self.engine.connect() as connection:
            found = offers.current(connection, where)
            if where.area is not None and not found["offers"]:
                areas.require_area(connection, where.area)
        if not found["offers"]:
            self.require_known(material=where.material, owners=where.owners)
        return found

    def write_offers(self, path: Path, where: OfferFilter = EVERY_OFFER) -> None:
        """The current offers as a table: CSV, XLSX or Parquet by the suffix; raises RegistryError for another one."""
        write_table(pd.DataFrame(self.offers(where)["offers"], columns=COLUMNS), path, sheet="offers")

    def feed_place(self) -> str:
        """The feed and its last sequence number: while it is the same, all offers are."""
        with self.engine.connect() as connection:
            return offers.feed_place(connection)

    def offer(self, offer_id: str) -> dict[str, Any]:
        """One offer; raises NotFoundError."""
        with self.engine.connect() as connection:
            return offers.one(connection, offer_id)

    def offer_changes(self, after: int, limit: int) -> dict[str, Any]:
        """What was created, changed and withdrawn since sequence number `after`."""
        with self.engine.connect() as connection:
            return offers.changes(connection, after=after, limit=limit)
