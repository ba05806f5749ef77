"""A source file in, asset batches out. Knows no database and no catalogue."""

from importers.delivery import Delivery, open_delivery
from importers.errors import SourceError
from importers.inspecting import SourceReport, inspect

__all__ = ["Delivery", "SourceError", "SourceReport", "inspect", "open_delivery"]
