"""Material passports: one document per asset, told in several forms. `printed`, slow to load, is not loaded with it."""

from assetregistry.passports.document import passport_document
from assetregistry.passports.linked import linked_passport
from assetregistry.passports.page import passport_page

__all__ = ["linked_passport", "passport_document", "passport_page"]
