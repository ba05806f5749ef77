"""Versions of the catalogue: which held since when, and what has changed after one of them."""

from __future__ import annotations

import re
from typing import Any

from assetregistry.catalogue.comparing import Difference, differences
from assetregistry.catalogue.listing import contents
from assetregistry.registry.base import Base
from assetregistry.store import catalogue as stored_catalogue

DATA_VERSION = re.compile(r"\d+-([0-9a-f]{8})-\d{8}")
BEGINNING = re.compile(r"[0-9a-f]{6,16}")


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
            found, before = stored_catalogue.content_of(connection, catalogue_part(version) or version)
        return found, differences(before, contents(self.catalogue))


def catalogue_part(text: str) -> str | None:
    """The beginning of the catalogue's version that a text names: that version, or an answer's data version."""
    if (answer := DATA_VERSION.fullmatch(text)) is not None:
        return answer[1]
    return text if BEGINNING.fullmatch(text) else None
