"""Statements about assets: buildings with their year, planned works, inspections, passports, removals.

They pass the same stages as assets and have the same fates; a removal also takes its asset out of the present.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from assetregistry.store.engine import run, run_with_state, statement
from assetregistry.store.intake.merging import Scope

REMOVALS = "removals"
MOST_NAMED = 100  # of more assets than these, deriving all lives takes no longer than finding out which may change


def merge_statements(connection: Connection, import_id: int, scope: Scope, kind: str) -> int:
    """Checked statements become the present ones; returns how many are closed.

    Of removals: how many assets are gone. Of other kinds: the statements that a full delivery no longer contains.
    """
    run(connection, "import/quarantine", import_id=import_id)
    replaced = run(
        connection, "statement/replace", import_id=import_id, kind=kind, is_full=scope.is_full,
        dataset_id=scope.dataset_id,
    ).rowcount  # fmt: skip
    run(connection, "statement/insert", import_id=import_id, kind=kind)
    if kind == REMOVALS:
        run(connection, "statement/gone")
        return run_with_state(connection, "import/keep_gone", "moved", import_id=import_id).rowcount
    updated: int = run(connection, "import/counts").mappings().one()["updated"]
    return replaced - updated


def bump_version(connection: Connection, import_id: int) -> None:
    """A new data version, of which is derived anew what an import changes, or its undoing, if its statements stand."""
    weight = run(connection, "statement/weight", import_id=import_id, most=MOST_NAMED).one()
    if weight.notes:
        run(connection, "bump_words_version")
        return
    run(connection, "bump_data_version", statements=weight.statements, by_name=weight.by_name)
    if weight.statements:
        run(connection, "statement/stale", import_id=import_id)
    if weight.by_name:
        run(connection, "statement/retold", import_id=import_id)


def planned_works(connection: Connection, most: int) -> list[dict[str, Any]]:
    """Works that stand, the soonest first: id, namespace, source_id, name, reason, year_from, year_to, subject.

    Their `geometry` is GeoJSON in WGS 84: the work's own, else its asset's; without either it is left out.
    """
    return [dict(row) for row in run(connection, "statement/works", limit=most).mappings()]


def planned_work(connection: Connection, work_id: int) -> dict[str, Any] | None:
    """One work that stands: the columns of `planned_works`, import_id, dataset, source, layer and delivered_on."""
    row = run(connection, "statement/work", id=work_id).mappings().one_or_none()
    return None if row is None else dict(row)


def touched(connection: Connection, work_id: int) -> pd.DataFrame:
    """The layers of the assets that a work touches: id, asset_type, name, layer_id, suspect and kg; one row at least.

    What lives say (`asset_evidence`) must be fresh.
    """
    return pd.read_sql_query(statement("statement/touched"), connection, params={"id": work_id})
