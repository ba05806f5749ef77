"""What the first shapes of a layer tell: heights, and coordinates that cannot be in the CRS that is named."""

from __future__ import annotations

import dataclasses

import pyarrow as pa

from importers import places
from importers.errors import SourceError
from importers.formats.table import dimension_notes
from importers.layers import Layer
from importers.reading import batches, geometry_name

SAMPLE_ROWS = 1_000


def examined(layer: Layer) -> Layer:
    """The layer, with what its first shapes tell. Raises SourceError for one that declares no rows and has some."""
    if layer.geometry_type is None:
        return layer
    shapes = _first_shapes(layer)
    if not layer.rows:
        if len(shapes):
            raise SourceError(f"layer {layer.name} declares no rows and has some: export it anew")
        return layer
    notes = [*layer.notes, *dimension_notes(shapes)]
    bounds = places.bounds_of(shapes)
    if bounds is None:
        return dataclasses.replace(layer, notes=tuple(notes))
    contradicted = None
    if places.in_degrees(layer.crs):
        contradicted = None if places.fit_degrees(bounds) else "no degrees"
    elif layer.crs and places.fit_degrees(bounds) and any(bounds):
        contradicted = "degrees"
    return dataclasses.replace(
        layer,
        notes=tuple(notes),
        contradicted=contradicted,
        looks_like=places.looks_like(bounds),
        misread=places.misread(bounds),
    )


def _first_shapes(layer: Layer) -> pa.Array:
    with batches(layer, columns=[], rows=SAMPLE_ROWS) as reader:
        for batch in reader:
            return batch.column(geometry_name(batch.schema)).slice(0, SAMPLE_ROWS).cast(pa.binary())
    return pa.array([], pa.binary())
