"""After an import: its quarantine corrected and given again, or all of it undone."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyogrio
from sqlalchemy import Connection

from assetregistry.errors import RegistryError
from assetregistry.questions import ImportOptions
from assetregistry.registry import exporting
from assetregistry.registry.fetching import Progress
from assetregistry.registry.importing import Finish, Imported, Importing, opened, request_of, request_of_areas, silent
from assetregistry.store.intake import quarantine
from assetregistry.store.intake.area_imports import put_areas
from assetregistry.store.intake.importing import Replay
from assetregistry.store.intake.receipt import Receipt
from assetregistry.store.intake.undoing import UndoReceipt, undo_import
from importers.areas import AREAS, read_areas
from importers.batch import QUARANTINE_COLUMNS
from importers.errors import SourceError

ROW_NUMBER = QUARANTINE_COLUMNS[0]


class Mending(Importing):
    """Mending: undo, and replay of rows that could not be taken in."""

    def undo_import(self, import_id: int, *, dry_run: bool = False, allow_conflicts: bool = True) -> UndoReceipt:
        """Put back what an import changed; see `store.intake.undoing`. Raises NotFoundError or ConflictError."""
        return undo_import(self.engine, import_id, dry_run=dry_run, allow_conflicts=allow_conflicts)

    def write_quarantine(self, import_id: int, path: Path) -> int:
        """Write the rows still in quarantine to a GeoPackage, to be corrected in a GIS; returns how many.

        Raises NotFoundError, or RegistryError when there are none or the file is no .gpkg.
        """
        if path.suffix != ".gpkg":
            raise RegistryError(f"{path}: a quarantine is written as .gpkg")
        with self.engine.begin() as connection:
            origin = quarantine.origin(connection, import_id)
            rows = quarantine.rows(connection, import_id, origin.srid)
        if rows.empty:
            raise RegistryError(f"import {import_id} has no rows in quarantine")
        exporting.write_geopackage(rows, path, origin.layer)
        return len(rows)

    def replay_quarantine(
        self, import_id: int, path: Path, progress: Progress = silent, finish: Finish | None = None
    ) -> Receipt:
        """Import corrected rows as the import that refused them would have, also on a later day.

        They tell of the day that it told of. What fails again has a new quarantine.

        Raises NotFoundError, SourceError or RegistryError; then nothing has changed.
        """
        with self.engine.connect() as connection:
            origin = quarantine.origin(connection, import_id)
        replay = Replay(import_id, _row_numbers(path))
        if origin.profile == AREAS:
            return self._replay_areas(path, origin, replay, finish)
        with tempfile.TemporaryDirectory(prefix="assetregistry-") as folder:
            profile = origin.profile
            if origin.profile_toml is not None:
                own = Path(folder) / "profile.toml"
                own.write_text(origin.profile_toml, encoding="utf-8")
                profile = str(own)
            options = ImportOptions(
                owner=origin.options.get("owner"),
                dataset=origin.dataset,
                profile=profile,
                within=origin.options.get("within"),
                delivered_on=origin.delivered_on,
            )
            with opened(path, options) as found:
                found.only()
                return self._all_or_none(found, request_of(path.name, options, replay), progress, finish).receipts[0]

    def _replay_areas(self, path: Path, origin: quarantine.Origin, replay: Replay, finish: Finish | None) -> Receipt:
        def end(connection: Connection, receipt: Receipt) -> None:
            if finish is not None:
                finish(connection, Imported([receipt], ()))

        with tempfile.TemporaryDirectory(prefix="assetregistry-") as scratch:
            delivery = read_areas(path, scratch=Path(scratch), **origin.options)
        return put_areas(self.engine, delivery, request_of_areas(path.name, delivery, replay), end)


def _row_numbers(path: Path) -> list[int]:
    if not path.is_file():
        raise SourceError(f"{path}: no such file")
    try:
        frame = pyogrio.read_dataframe(path, columns=[ROW_NUMBER], read_geometry=False)
    except pyogrio.errors.DataSourceError as error:
        raise SourceError(f"{path}: cannot be read as a GIS file ({error})") from None
    if ROW_NUMBER not in frame:
        raise SourceError(f"{path}: has no field {ROW_NUMBER}: correct the file that `imports quarantine` wrote")
    return [int(number) for number in frame[ROW_NUMBER].dropna().unique()]
