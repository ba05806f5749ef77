"""The database as who keeps it needs it: started, stopped, upgraded, written to one file and read back."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from assetregistry.errors import RegistryError
from assetregistry.settings import Settings
from assetregistry.store import backup, schema, upgrading
from assetregistry.store.embedded import Binaries, EmbeddedCluster, require_binaries
from assetregistry.store.engine import make_engine


class Database:
    """The database that the settings name: the registry's own PostGIS, or one that somebody else runs."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started yet."""
        self.settings = settings
        self._cluster = EmbeddedCluster(settings.data_dir)

    def start(self) -> str:
        """Start the embedded PostGIS (no effect when it runs), bring its schema up to date; returns its URL."""
        url = self._own().start()
        upgrading.upgrade(make_engine(url), srid=self.settings.srid)
        return url

    def stop(self) -> bool:
        """Stop the embedded PostGIS; false when it did not run. The data stay."""
        return self._own().stop()

    def status(self) -> dict[str, Any]:
        """Whether the embedded PostGIS runs, and where."""
        found = dataclasses.asdict(self._own().status())
        return {key: value if isinstance(value, bool | int | None) else str(value) for key, value in found.items()}

    def url(self) -> str:
        """What psql, QGIS and other tools connect with, password and all."""
        return self.settings.database_url or self._cluster.url()

    def upgrade(self) -> bool:
        """Bring the schema up to date, in one transaction; true when something was done."""
        engine = make_engine(self._running())
        schema.connect(engine).close()
        return upgrading.upgrade(engine, srid=self.settings.srid)

    def backup(self, path: Path) -> int:
        """Write the whole database to one file; returns its bytes."""
        url = self._running()
        schema.check(make_engine(url), srid=self.settings.srid)
        return backup.backup(url, path, self._programs())

    def restore(self, path: Path, *, replace: bool) -> bool:
        """Make the database what a backup says, all of it or nothing; true when it was upgraded then.

        Raises RegistryError when the registry holds assets and `replace` is not said, or the file is no backup.
        """
        url = self._running()
        engine = make_engine(url)
        backup.restore(engine, url, path, self._programs(), replace=replace)
        return upgrading.upgrade(engine, srid=self.settings.srid)

    @property
    def schema_version(self) -> str:
        """The version of the schema that this code needs."""
        return schema.head()

    def _own(self) -> EmbeddedCluster:
        if self.settings.database_url is not None:
            raise RegistryError(
                "ASSETREGISTRY_DATABASE_URL names a database that somebody else runs: unset it to use the embedded one"
            )
        return self._cluster

    def _running(self) -> str:
        return self.settings.database_url or self._cluster.start()

    def _programs(self) -> Binaries:
        if self.settings.database_url is None:
            return self._cluster.binaries
        return require_binaries(self.settings.data_dir / "debian")
