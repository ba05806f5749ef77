"""Material passports: one document per asset, told in several forms."""

from assetregistry.passports.document import passport_document
from assetregistry.passports.linked import linked_passport

__all__ = ["linked_passport", "passport_document"]
