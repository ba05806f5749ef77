"""Versions of the catalogue: which held since when, and what has changed after one of them."""

from __future__ import annotations

from typing import Any

from assetregistry.catalogue.comparing import Difference, differences, version_in
from assetregistry.catalogue.listing import contents
from assetregistry.registry.base import Base
from assetregistry.store import catalogue as stored_catalogue


class Versions(Base):
    """Asking back to former catalogues."""

    def catalogue_versions(self) -> list[dict[str, Any]]:
        """See `store.catalogue.versions`."""
        with self.engine.connect() as connection:
            return stored_catalogue.versions(connection)

    def catalogue_differences(self, version: str) -> tuple[str, list[Difference]]:
        """(the version in full, what differs between it and the catalogue of now).

        `version`: a version of the catalogue, its beginning, or the data version of an answer. Raises NotFoundError.
        """
        with self.engine.connect() as connection:
            found, before = stored_catalogue.content_of(connection, version_in(version) or version)
        return found, differences(before, contents(self.catalogue))
