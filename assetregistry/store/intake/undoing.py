"""Undoing an import: what it changed is put back, what later imports say stays, what is left undecided is listed."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, text, update

from assetregistry.errors import ConflictError, NotFoundError
from assetregistry.store.areas import resolve_touched
from assetregistry.store.engine import composed, run, run_with_state
from assetregistry.store.intake.area_imports import undo_areas
from assetregistry.store.intake.import_models import Import
from assetregistry.store.intake.importing import IMPORT_LOCK
from assetregistry.store.intake.statements import bump_version
from importers.areas import AREAS

LISTED = 100
STANDING = "undo/standing"


@dataclass(frozen=True)
class UndoReceipt:
    """What an undo did, or (`import_id` null) would do.

    Assets (or areas) `removed` again, `restored` to their state before, `reopened` after having been closed.
    `kept`: a later import found them unchanged and so vouches for them. `conflicts`: the first of what was left as it
    is, each with a code: changed-later (by import `becauseOf`), there-again, closed-later, missing-later-too (in import
    `becauseOf`), origin-undone.
    """

    import_id: int | None
    undoes: int
    removed: int
    restored: int
    reopened: int
    kept: int
    statements: int
    conflict_count: int
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        names = {"import_id": "importId", "conflict_count": "conflictCount"}
        return {names.get(key, key): value for key, value in asdict(self).items()}


class UndoConflictError(ConflictError):
    """An undo that would leave something as it is, which nobody has allowed; `receipt` lists what."""

    def __init__(self, receipt: UndoReceipt) -> None:
        super().__init__(
            f"undoing import {receipt.undoes} leaves {receipt.conflict_count:,} of what it brought as they are, "
            "because of later imports: look at them, then allow it",
            code="undo-conflicts",
            count=receipt.conflict_count,
        )
        self.receipt = receipt


def undo_import(engine: Engine, import_id: int, *, dry_run: bool = False, allow_conflicts: bool = True) -> UndoReceipt:
    """Undo one import, in one transaction; a dry run only tells what would be done.

    Raises NotFoundError, ConflictError when it was undone already or is an undo itself, and UndoConflictError when it
    has conflicts that are not allowed. Then nothing has changed.
    """
    with engine.connect() as connection, connection.begin() as transaction:
        receipt = _undo(connection, import_id)
        if dry_run:
            transaction.rollback()
            return replace(receipt, import_id=None)
        if receipt.conflict_count and not allow_conflicts:
            raise UndoConflictError(replace(receipt, import_id=None))
    return receipt


def _undo(connection: Connection, import_id: int) -> UndoReceipt:
    started = time.perf_counter()
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
    undone = _undoable(connection, import_id)
    undo_id = _open_undo(connection, undone)
    put_back = _put_areas_back if undone.receipt.get("rows") == AREAS else _put_assets_back
    receipt = put_back(connection, import_id, undo_id)
    run(connection, "undo/unreplay", import_id=import_id)
    receipt = replace(receipt, seconds=round(time.perf_counter() - started, 2))
    connection.execute(update(Import).where(Import.id == undo_id).values(receipt=receipt.as_dict()))
    return receipt


def _put_areas_back(connection: Connection, import_id: int, undo_id: int) -> UndoReceipt:
    removed, restored, kept, conflicts = undo_areas(connection, import_id)
    run(connection, "bump_data_version", statements=False, by_name=False)
    return UndoReceipt(undo_id, import_id, removed, restored, 0, kept, 0, len(conflicts), conflicts[:LISTED])


def _put_assets_back(connection: Connection, import_id: int, undo_id: int) -> UndoReceipt:
    kept = run(connection, "undo/confirm", import_id=import_id).rowcount
    connection.execute(composed("undo/former", row="asset", standing=STANDING), {"import_id": import_id})
    run_with_state(connection, "undo/keep_undone", "asset", undo_id=undo_id)
    restored = run(connection, "undo/restore").rowcount
    removed = run(connection, "undo/remove").rowcount
    connection.execute(composed("undo/reopening", row="closed", standing=STANDING), {"import_id": import_id})
    reopened = run(connection, "undo/reopen").rowcount
    run(connection, "undo/hand_over")
    run(connection, "undo/forget_superseded", import_id=import_id)
    run(connection, "undo/touched")
    resolve_touched(connection)
    conflicts = [_conflict(row) for row in run(connection, "undo/conflicts", import_id=import_id)]
    bump_version(connection, import_id)  # as late as may be: who asks for forecasts that are stale waits for its lock
    statements = _withdraw_statements(connection, import_id)
    return UndoReceipt(
        undo_id, import_id, removed, restored, reopened, kept, statements, len(conflicts), conflicts[:LISTED]
    )


def _undoable(connection: Connection, import_id: int) -> Row[Any]:
    row = connection.execute(select(Import.__table__).where(Import.id == import_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no import {import_id}: see `assetregistry imports list`")
    if row.undoes is not None:
        raise ConflictError(
            f"import {import_id} is itself an undo, of import {row.undoes}: import the source again", code="is-an-undo"
        )
    undone = connection.execute(select(Import.id).where(Import.undoes == import_id)).scalar_one_or_none()
    if undone is not None:
        raise ConflictError(
            f"import {import_id} was undone already (by {undone}): there is nothing left to undo",
            code="undone-already",
            by=str(undone),
        )
    return row


def _open_undo(connection: Connection, undone: Row[Any]) -> int:
    values = {
        "dataset_id": undone.dataset_id,
        "source": f"undo of import {undone.id}",
        "layer": undone.layer,
        "srid": undone.srid,
        "undoes": undone.id,
    }
    return connection.execute(insert(Import).values(values).returning(Import.id)).scalar_one()


def _withdraw_statements(connection: Connection, import_id: int) -> int:
    run(connection, "undo/withdrawn", import_id=import_id)
    gone = run(connection, "undo/forget_statements").rowcount
    run(connection, "undo/restore_statements", import_id=import_id)
    return gone


def _conflict(row: Row[Any]) -> dict[str, Any]:
    return {
        "code": row.code,
        "assetId": row.asset_id,
        "namespace": row.namespace,
        "sourceId": row.source_id,
        "becauseOf": row.because_of,
    }
