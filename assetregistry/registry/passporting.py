"""Material passports of assets."""

from __future__ import annotations

import json

from assetregistry.errors import RegistryError
from assetregistry.passports import linked_passport, passport_document
from assetregistry.registry.looking import Looking

MEDIA_TYPES = {"json": "application/json", "jsonld": "application/ld+json", "ttl": "text/turtle"}


class Passporting(Looking):
    """Passports."""

    def passport(self, asset_id: int, form: str = "json") -> str:
        """The passport of one asset as text: json, jsonld or ttl. Raises NotFoundError, RegistryError."""
        if form not in MEDIA_TYPES:
            raise RegistryError(f"a passport is not written as {form!r}; choose from {', '.join(MEDIA_TYPES)}")
        document = passport_document(self.asset(asset_id), self.catalogue, data_version=self.refresh())
        if form == "ttl":
            return linked_passport(document, "ttl")
        if form == "jsonld":
            return linked_passport(document, "jsonld")
        return json.dumps(document, ensure_ascii=False, indent=2)
