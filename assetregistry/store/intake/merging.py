"""Step 6 of the walk: checked rows become the present, what they replace becomes history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from assetregistry.errors import RegistryError
from assetregistry.store.areas import resolve_touched
from assetregistry.store.engine import run, run_with_state, source

BULK_ROWS = 50_000  # from here on a load that doubles the table is faster without its indexes
GROWN = 0.1  # a load that adds more than this share changes what plans rest on
MOST_CLOSED = 0.2  # share of what a full delivery speaks for that it may close unasked
FEW = 10  # so few may always close
SEARCHED = "import_id, namespace, source_id, asset_type, owner, geom"  # the rest is autovacuum's


@dataclass(frozen=True)
class Scope:
    """What an import may close: the assets of its dataset, within an area where it covers only that."""

    dataset_id: int
    dataset: str
    is_full: bool = False
    area_id: int | None = None
    confirmed: bool = False


def merge(connection: Connection, import_id: int, scope: Scope, fates: Mapping[str, int]) -> int:
    """Former states to history, current ones to `asset`, rejects to quarantine; returns how many assets are gone.

    `fates`: rows by fate; a step without rows is left out. Raises RegistryError when a full delivery would close more
    than a fifth of what it speaks for, unconfirmed.
    """
    may_close = scope.is_full or fates["superseded"] > 0
    if may_close:
        run(connection, "import/gone", is_full=scope.is_full, dataset_id=scope.dataset_id, area_id=scope.area_id)
        _guard(connection, scope)
    if fates["quarantined"]:
        run(connection, "import/quarantine", import_id=import_id)
    if fates["superseded"]:
        run_with_state(connection, "import/keep_superseded", "checked", import_id=import_id)
    if fates["updated"]:
        run_with_state(connection, "import/keep_updated", "asset", import_id=import_id)
        run(connection, "import/update", import_id=import_id)
    if fates["unchanged"]:
        run(connection, "import/sight", import_id=import_id)
    if fates["inserted"]:
        _insert(connection, import_id, fates["inserted"])
    run(connection, "areas/touched", import_id=import_id)
    resolve_touched(connection)
    if not may_close:
        return 0
    return run_with_state(connection, "import/keep_gone", "moved", import_id=import_id).rowcount


def _guard(connection: Connection, scope: Scope) -> None:
    if not scope.is_full or scope.confirmed:
        return
    row = run(connection, "import/in_scope", dataset_id=scope.dataset_id, area_id=scope.area_id).one()
    if row.closing > FEW and row.closing > MOST_CLOSED * row.held:
        raise RegistryError(
            f"this full delivery would close {row.closing:,} of the {row.held:,} assets of dataset {scope.dataset} "
            f"({row.closing / row.held:.0%}): check that it is complete, then say --confirm-closing; "
            "or import it as --delivery partial, or say which area it covers with --within",
            code="would-close",
            closing=row.closing,
            held=row.held,
        )


def _insert(connection: Connection, import_id: int, rows: int) -> None:
    held = connection.execute(text("SELECT count(*) FROM asset")).scalar_one()
    bulk = rows >= max(BULK_ROWS, held)
    if bulk:
        connection.exec_driver_sql(source("import/unindex"))
    if bulk and not held:
        connection.exec_driver_sql(source("import/afresh"))
    run(connection, "import/insert", import_id=import_id)
    if bulk:
        connection.exec_driver_sql(source("import/reindex"))
    if rows >= GROWN * held:
        connection.execute(text(f"ANALYZE asset ({SEARCHED})"))
