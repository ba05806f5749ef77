"""Material passports: one document per asset, told in several forms: `page`, `linked`, `printed`.

The forms stand on libraries that are slow to load, so each is loaded when it is asked for.
"""

from assetregistry.passports.document import passport_document

__all__ = ["passport_document"]
