"""Material passports: one document per asset, told in several forms."""

from assetregistry.passports.document import passport_document
from assetregistry.passports.linked import linked_passport
from assetregistry.passports.page import passport_page
from assetregistry.passports.printed import passport_print

__all__ = ["linked_passport", "passport_document", "passport_page", "passport_print"]
