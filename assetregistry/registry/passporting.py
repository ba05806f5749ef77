"""Material passports of assets."""

from __future__ import annotations

import json

from assetregistry.errors import RegistryError
from assetregistry.passports import linked_passport, passport_document, passport_page
from assetregistry.registry.looking import Looking

MEDIA_TYPES = {"json": "application/json", "jsonld": "application/ld+json", "ttl": "text/turtle", "html": "text/html"}


class Passporting(Looking):
    """Passports."""

    def passport(self, asset_id: int, form: str = "json", *, language: str = "nl") -> str:
        """The passport of one asset as text: json, jsonld, ttl or html (in `language`, nl or en).

        Raises NotFoundError, RegistryError.
        """
        if form not in MEDIA_TYPES:
            raise RegistryError(f"a passport is not written as {form!r}; choose from {', '.join(MEDIA_TYPES)}")
        document = passport_document(self.asset(asset_id), self.catalogue, data_version=self.refresh())
        if form == "html":
            return passport_page(document, language)
        if form == "ttl":
            return linked_passport(document, "ttl")
        if form == "jsonld":
            return linked_passport(document, "jsonld")
        return json.dumps(document, ensure_ascii=False, indent=2)
