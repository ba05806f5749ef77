"""Editing: what people know better than a source is said at the desk, and said to be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from assetregistry.edits import DESK, Changes, Refusal, RefusedError, refused, statements
from assetregistry.errors import ConflictError
from assetregistry.registry.base import Base
from assetregistry.registry.telling import document
from assetregistry.store.intake import editing
from assetregistry.store.intake.receipt import Receipt


class Editing(Base):
    """Editing of single assets."""

    def edit_asset(
        self, asset_id: int, changes: Changes, *, seen: str | None = None, key: str | None = None
    ) -> Receipt:
        """Say something of an asset: one import of statements, which `undo_import` takes back.

        `seen`: the version of what was said that the editor had before them; nothing is overwritten unseen. `key`:
        names this edit, so that a second attempt at it after a lost answer gets the first one's receipt.

        Raises RefusedError with everything that is wrong, ConflictError when the asset was changed or removed
        meanwhile, BusyError while a long import runs, NotFoundError when there never was such an asset.
        """
        with self.engine.begin() as connection:
            editing.wait_turn(connection)
            asset = editing.asset(connection, asset_id)
            if (before := self._saved(connection, asset, key)) is not None:
                return before
            said = editing.said(connection, asset["namespace"], asset["source_id"])
            _require_seen(seen, asset, said)
            if wrong := refused(changes, self.catalogue, asset["asset_type"], self.as_of):
                raise RefusedError(wrong)
            standing = [each for each in said if each["replaced_by"] is None and each["namespace"] == DESK]
            told = statements(changes, asset, standing, self.as_of)
            if not told:
                raise ConflictError(
                    f"the desk says nothing of this of asset {asset_id}: there is nothing to take back",
                    code="nothing-to-take-back",
                )
            return editing.take_edit(connection, asset, told, DESK, key)

    def refused_edit(self, asset_id: int, changes: Changes) -> list[Refusal]:
        """Everything that is wrong with an edit. Raises NotFoundError, or ConflictError when the asset has gone."""
        with self.engine.connect() as connection:
            asset = editing.asset(connection, asset_id)
        return refused(changes, self.catalogue, asset["asset_type"], self.as_of)

    def asset_edits(self, asset_id: int) -> dict[str, Any]:
        """`{id, version, now, edits}`: what is now said of an asset and by whom, and everything that was.

        Raises NotFoundError, or ConflictError when the asset has gone.
        """
        with self.engine.connect() as connection:
            asset = editing.asset(connection, asset_id)
            identity = (asset["namespace"], asset["source_id"])
            said = editing.said(connection, *identity)
            edits = editing.edits(connection, *identity, DESK)
        return {"id": asset_id, "version": version(asset, said), **document(asset, said, edits, self.as_of.year)}

    def _saved(self, connection: Connection, asset: Mapping[str, Any], key: str | None) -> Receipt | None:
        if key is None:
            return None
        edits = editing.edits(connection, asset["namespace"], asset["source_id"], DESK)
        return next((Receipt.of(each["receipt"]) for each in edits if each["key"] == key), None)


def version(asset: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> str:
    """Changes whenever the asset's own state or what stands of what was said of it does."""
    standing = sorted(each["id"] for each in said if each["replaced_by"] is None)
    return hashlib.sha256(f"{asset['row_hash']} {standing}".encode()).hexdigest()[:16]


def _require_seen(seen: str | None, asset: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> None:
    if seen is None or seen == version(asset, said):
        return
    last = (
        f"; the last that was said of it came by import {said[0]['import_id']} ({said[0]['dataset']})" if said else ""
    )
    raise ConflictError(
        f"asset {asset['id']} was changed since you looked at it{last}: look again, then save", code="asset-changed"
    )
