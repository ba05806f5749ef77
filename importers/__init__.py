"""A source file in, asset batches out. Knows no database and no catalogue."""

from importers.delivery import Deliveries, Delivery, open_deliveries
from importers.errors import SourceError
from importers.inspecting import LayerReport, SourceReport, inspect
from importers.sources import Left
from importers.unfit import NO_COORDINATES

__all__ = [
    "NO_COORDINATES",
    "Deliveries",
    "Delivery",
    "LayerReport",
    "Left",
    "SourceError",
    "SourceReport",
    "inspect",
    "open_deliveries",
]
