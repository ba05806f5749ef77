"""Steps 1 to 6 of the walk: sources are taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from assetregistry.errors import RegistryError
from assetregistry.questions import ImportOptions
from assetregistry.registry.fetching import AtHand, Fetching, Progress
from assetregistry.store import organisations
from assetregistry.store.intake import imports
from assetregistry.store.intake.area_imports import put_areas
from assetregistry.store.intake.importing import Replay, Request, import_deliveries, import_delivery
from assetregistry.store.intake.receipt import Receipt
from importers import Deliveries, Left, SourceError, open_deliveries
from importers.areas import AreaDelivery, read_areas


def silent(_step: str, _rows: int) -> None:
    """No progress asked for."""


class Imported(NamedTuple):
    """What became of a source: a receipt per layer that was taken in, and what was left, and why."""

    receipts: list[Receipt]
    left: tuple[Left, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "receipts": [each.as_dict() for each in self.receipts],
            "left": [each.as_dict() for each in self.left],
        }


Finish = Callable[[Connection, Imported], None]


class Importing(Fetching):
    """Taking in: assets, areas, organisations."""

    def import_source(
        self,
        source: Path | str,
        options: ImportOptions | None = None,
        progress: Progress = silent,
    ) -> Receipt:
        """Import one layer of a source: a path, the address of a collection, or a service (pdok:bgt) with an area.

        Raises SourceError or RegistryError; then nothing has changed.
        """
        options = options or ImportOptions()
        with self._at_hand(source, progress, area=options.area, layer=options.layer) as found:
            options = _of(found, options)
            with opened(found.path, options) as layers:
                return import_delivery(self.engine, layers.only(), request_of(found.name, options), progress)

    def import_together(
        self,
        source: Path | str,
        options: ImportOptions | None = None,
        progress: Progress = silent,
        finish: Finish | None = None,
    ) -> Imported:
        """Import every layer of a source that a profile fits, as `import_layers` does, but all of them or none.

        `finish` is called with the open transaction as its last step, unless it is a dry run.
        Raises SourceError or RegistryError; then nothing has changed.
        """
        options = options or ImportOptions()
        with self._at_hand(source, progress, area=options.area, layer=options.layer) as at_hand:
            options = _of(at_hand, options)
            with opened(at_hand.path, options) as found:
                return self._all_or_none(found, request_of(at_hand.name, options), progress, finish, at_hand.left)

    def _all_or_none(
        self,
        found: Deliveries,
        request: Request,
        progress: Progress,
        finish: Finish | None,
        further: tuple[Left, ...] = (),
    ) -> Imported:
        _refuse_shared_dataset(found, full=request.full)
        left = (*found.left, *further)

        def end(connection: Connection, receipts: list[Receipt]) -> None:
            if finish is not None:
                finish(connection, Imported(receipts, left))

        return Imported(import_deliveries(self.engine, found, request, progress, end), left)

    def import_layers(
        self, source: Path | str, options: ImportOptions | None = None, progress: Progress = silent
    ) -> Imported:
        """Import every layer of a source that a profile fits, each as an import of its own; and what was left, and why.

        A source is a path, the address of a collection, or a service (pdok:bgt) with an area.

        Raises SourceError or RegistryError. Layers that were imported before one that fails stay, and are named. A dry
        run takes in all of them together, as later ones may speak of what earlier ones hold, and leaves nothing.
        """
        options = options or ImportOptions()
        if options.dry_run:
            return self.import_together(source, options, progress)
        with self._at_hand(source, progress, area=options.area, layer=options.layer) as at_hand:
            receipts, left = self._take_in_layers(at_hand.path, _of(at_hand, options), progress, at_hand.name)
            return Imported(receipts, (*left, *at_hand.left))

    def _take_in_layers(self, source: Path, options: ImportOptions, progress: Progress, name: str) -> Imported:
        receipts: list[Receipt] = []
        with opened(source, options) as found:
            _refuse_shared_dataset(found, full=options.full)
            try:
                for delivery in found:
                    receipts += [import_delivery(self.engine, delivery, request_of(name, options), progress)]
            except (SourceError, RegistryError) as error:
                done = ", ".join(f"{receipt.dataset} (import {receipt.import_id})" for receipt in receipts)
                raise RegistryError(f"{error}; imported before that: {done}") if done else error from None
        return Imported(receipts, found.left)

    def imports(self) -> list[dict[str, Any]]:
        """All imports, the newest first."""
        with self.engine.connect() as connection:
            return imports.list_imports(connection)

    def import_shown(self, import_id: int) -> dict[str, Any]:
        """One import with its extent and quarantine, see `store.intake.imports.show_import`; raises NotFoundError."""
        with self.engine.connect() as connection:
            return imports.show_import(connection, import_id)

    def import_areas(
        self,
        source: Path | str,
        kind: str,
        *,
        code_field: str | None = None,
        name_field: str | None = None,
        layer: str | None = None,
        year: int | None = None,
        crs: str | None = None,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Receipt:
        """Insert areas of one kind, and replace those whose code is known. Raises SourceError.

        A source is a path, the address of a collection, or a service (cbs:areas), of a `year` where it has several. A
        dry run tells the receipt and changes nothing.
        """
        with (
            self._areas_at_hand(source, kind, year, progress) as found,
            tempfile.TemporaryDirectory(prefix="assetregistry-") as scratch,
        ):
            fields = {"code_field": code_field, "name_field": name_field, "layer": layer, "crs": crs}
            delivery = read_areas(found.path, kind, scratch=Path(scratch), **fields)
            return put_areas(self.engine, delivery, request_of_areas(found.name, delivery, dry_run=dry_run))

    def add_organisation(self, code: str, name: str) -> None:
        """Add an organisation or rename it. Raises RegistryError where it has no code or no name."""
        code, name = code.strip(), name.strip()
        if not code or not name:
            raise RegistryError("an organisation has a code and a name: give both")
        organisations.put_organisation(self.engine, code, name)


@contextmanager
def opened(source: Path, options: ImportOptions) -> Iterator[Deliveries]:
    """The layers of a file that are to be taken in."""
    with tempfile.TemporaryDirectory(prefix="assetregistry-") as scratch:
        yield open_deliveries(
            source,
            profile=options.profile,
            layers=(*options.layers, *([options.layer] if options.layer else [])),
            crs=options.crs,
            dataset=options.dataset,
            owner=options.owner,
            day=options.delivered_on,
            scratch=Path(scratch),
        )


def _of(found: AtHand, options: ImportOptions) -> ImportOptions:
    """For a source that was asked for by area: a full delivery of it speaks for that area only."""
    within = options.within or (options.area if options.full else None)
    return replace(options, within=within, layer=None if found.whole else options.layer)


def _refuse_shared_dataset(found: Deliveries, *, full: bool) -> None:
    names = found.names()
    if full and len(set(names)) < len(names):
        raise RegistryError(
            f"{found.path}: several layers go to one dataset; a full one would close the other's",
            code="shared-dataset",
        )


def request_of_areas(
    name: str, delivery: AreaDelivery, replays: Replay | None = None, *, dry_run: bool = False
) -> Request:
    """What the store is asked for, with what replaying its quarantine needs to know."""
    fields = {"kind": delivery.kind, "code_field": delivery.code_field, "name_field": delivery.name_field}
    return Request(name, dry_run=dry_run, replays=replays, options=fields)


def request_of(name: str, options: ImportOptions, replays: Replay | None = None) -> Request:
    """What the store is asked for."""
    return Request(
        name,
        options.owner,
        full=options.full,
        dry_run=options.dry_run,
        within=options.within,
        delivered_on=options.delivered_on,
        confirm_closing=options.confirm_closing,
        replays=replays,
        options=options.kept(),
    )
