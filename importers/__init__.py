"""A source file in, asset batches out. Knows no database and no catalogue."""

from importers.delivery import NO_COORDINATES, Deliveries, Delivery, open_deliveries
from importers.errors import SourceError
from importers.inspecting import LayerReport, SourceReport, inspect
from importers.sources import Left

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
