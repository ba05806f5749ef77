"""Steps 1 to 6 of the walk: sources are taken in."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assetregistry.errors import RegistryError
from assetregistry.registry.base import Base
from assetregistry.store import areas, imports, organisations
from assetregistry.store.importing import Finish, Replay, Request, import_delivery
from assetregistry.store.receipt import Receipt
from importers import Deliveries, Left, SourceError, open_deliveries
from importers.areas import read_areas

Progress = Callable[[str, int], None]


def silent(_step: str, _rows: int) -> None:
    """No progress asked for."""


@dataclass(frozen=True)
class ImportOptions:
    """What an import may be told; every one of them can be left out for a source that is recognised.

    `within`: code of the area that a full delivery covers. `delivered_on`: the day that the delivery tells of (today).
    `confirm_closing`: a full delivery may close more than a fifth of what it speaks for.
    """

    owner: str | None = None
    dataset: str | None = None
    layer: str | None = None
    profile: str | None = None
    crs: str | None = None
    full: bool = False
    dry_run: bool = False
    within: str | None = None
    delivered_on: dt.date | None = None
    confirm_closing: bool = False

    def kept(self) -> dict[str, Any]:
        """What is kept with the import, so that its quarantine can be replayed in the same way."""
        return {"owner": self.owner, "crs": self.crs, "within": self.within}


class Importing(Base):
    """Taking in: assets, areas, organisations."""

    def import_source(
        self,
        source: Path,
        options: ImportOptions | None = None,
        progress: Progress = silent,
        finish: Finish | None = None,
    ) -> Receipt:
        """Import one layer of a source. Raises SourceError or RegistryError; then nothing has changed.

        `finish` is called with the open transaction as its last step, unless it is a dry run.
        """
        return self._take_in(source, options or ImportOptions(), progress, finish)

    def import_layers(
        self, source: Path, options: ImportOptions | None = None, progress: Progress = silent
    ) -> tuple[list[Receipt], tuple[Left, ...]]:
        """Import every layer of a source that a profile fits, each as an import of its own; and what was left, and why.

        Raises SourceError or RegistryError. Layers that were imported before one that fails stay, and are named.
        """
        options = options or ImportOptions()
        receipts: list[Receipt] = []
        with _opened(source, options) as found:
            names = found.names()
            if options.full and len(set(names)) < len(names):
                raise RegistryError(f"{source}: several layers go to one dataset; a full one would close the other's")
            try:
                for delivery in found:
                    receipts += [import_delivery(self.engine, delivery, _request(source, options), progress)]
            except (SourceError, RegistryError) as error:
                done = ", ".join(f"{receipt.dataset} (import {receipt.import_id})" for receipt in receipts)
                raise RegistryError(f"{error}; imported before that: {done}") if done else error from None
        return receipts, found.left

    def _take_in(
        self,
        source: Path,
        options: ImportOptions,
        progress: Progress,
        finish: Finish | None = None,
        replays: Replay | None = None,
    ) -> Receipt:
        with _opened(source, options) as found:
            if len(found.layers) > 1:
                several = ", ".join(layer.name for layer, _ in found.layers)
                raise SourceError(f"{source}: several layers can be imported ({several}): choose one with --layer")
            (delivery,) = found
            return import_delivery(self.engine, delivery, _request(source, options, replays), progress, finish)

    def imports(self) -> list[dict[str, Any]]:
        """All imports, the newest first."""
        with self.engine.connect() as connection:
            return imports.list_imports(connection)

    def import_shown(self, import_id: int) -> dict[str, Any]:
        """One import with its quarantine; raises NotFoundError."""
        with self.engine.connect() as connection:
            return imports.show_import(connection, import_id)

    def import_areas(
        self,
        source: Path,
        kind: str,
        *,
        code_field: str | None = None,
        name_field: str | None = None,
        layer: str | None = None,
    ) -> int:
        """Insert or replace areas of one kind; returns how many. Raises SourceError."""
        frame = read_areas(source, kind, code_field=code_field, name_field=name_field, layer=layer)
        return areas.put_areas(self.engine, frame, kind)

    def add_organisation(self, code: str, name: str) -> None:
        """Add an organisation or rename it."""
        organisations.put_organisation(self.engine, code, name)


@contextmanager
def _opened(source: Path, options: ImportOptions) -> Iterator[Deliveries]:
    with tempfile.TemporaryDirectory(prefix="assetregistry-") as scratch:
        yield open_deliveries(
            source,
            profile=options.profile,
            layer=options.layer,
            crs=options.crs,
            dataset=options.dataset,
            owner=options.owner,
            scratch=Path(scratch),
        )


def _request(source: Path, options: ImportOptions, replays: Replay | None = None) -> Request:
    return Request(
        source.name,
        options.owner,
        full=options.full,
        dry_run=options.dry_run,
        within=options.within,
        delivered_on=options.delivered_on,
        confirm_closing=options.confirm_closing,
        replays=replays,
        options=options.kept(),
    )
