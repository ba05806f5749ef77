"""Planned works: what somebody intends to do in public space, and what that would set free."""

from __future__ import annotations

from typing import Any

import pandas as pd

from assetregistry.catalogue.clock_rules import load_clock_rules
from assetregistry.errors import NotFoundError
from assetregistry.registry.base import Base
from assetregistry.registry.forecasting import records
from assetregistry.store.intake import statements

MOST_ASSETS = 50


class Planning(Base):
    """Looking up planned works."""

    def planned_works(self, limit: int = 2000) -> list[dict[str, Any]]:
        """Planned works that stand; see `store.intake.statements.planned_works`."""
        with self.engine.connect() as connection:
            return statements.planned_works(connection, limit)

    def planned_work(self, work_id: int) -> dict[str, Any]:
        """One work: what `planned_works` says of it, `source` (the import that said it) and `touches`.

        `touches`: how many `assets`, `kg` of what comes out of them when the work is done as planned, `withheldKg` of
        that suspected of a hazard, kg by material (`materials`), and the heaviest (`first`). Layers that a work of
        such a reason leaves where they are (`clock_rules.toml`) do not count. Raises NotFoundError when it stands no
        more, or never did.
        """
        self.refresh()
        with self.engine.connect() as connection:
            work = statements.planned_work(connection, work_id)
            if work is None:
                raise NotFoundError(f"there is no planned work {work_id}, or not any more")
            layers = statements.touched(connection, work_id)
        return {**work, "touches": self._touches(layers, f"{work['name'] or ''} {work['reason'] or ''}")}

    def _touches(self, layers: pd.DataFrame, words: str) -> dict[str, Any]:
        held = self.layers_of(layers.dropna(subset="layer_id"))[["layer_id", "material", "lifetime"]]
        known = layers.merge(held, on="layer_id", how="left")
        rules = load_clock_rules().planned_works
        taken = [code for code in known["lifetime"].dropna().unique() if rules.takes_out(words, code)]
        comes = known.assign(kg=known["kg"].where(known["lifetime"].isin(taken), 0.0))
        free = comes[comes["suspect"].isna()]
        by_asset = comes.groupby(["id", "asset_type", "name"], dropna=False)["kg"].sum().reset_index()
        heaviest = by_asset.sort_values(["kg", "id"], ascending=[False, True]).head(MOST_ASSETS)
        materials = free[free["kg"] > 0].groupby("material")["kg"].sum().sort_values(ascending=False).reset_index()
        return {
            "assets": len(by_asset),
            "kg": round(float(free["kg"].sum()), 3),
            "withheldKg": round(float(comes.loc[comes["suspect"].notna(), "kg"].sum()), 3),
            "materials": records(materials),
            "first": records(heaviest),
        }
