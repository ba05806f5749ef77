"""A layer as a stream of Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyogrio

from importers.batch import BATCH_ROWS
from importers.errors import SourceError
from importers.sources import FAILURES, Layer


@contextmanager
def batches(layer: Layer, *, columns: list[str] | None = None, geometry: bool = True) -> Iterator[pa.RecordBatchReader]:
    """Batches of the layer's columns (all, or those named), with geometry as WKB in the column `geometry_name(…)`.

    Raises SourceError when GDAL cannot go on: nothing of the layer must then be used.
    """
    try:
        with pyogrio.open_arrow(
            layer.path,
            layer=layer.name,
            columns=columns,
            read_geometry=geometry,
            batch_size=BATCH_ROWS,
            use_pyarrow=True,
        ) as (_, reader):
            yield reader
    except (*FAILURES, pa.ArrowException, RuntimeError, UnicodeDecodeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise SourceError(f"layer {layer.name}: reading broke off ({reason}); nothing was imported") from None


def geometry_name(schema: pa.Schema) -> str:
    """The column that holds the geometry."""
    for field in schema:
        if (field.metadata or {}).get(b"ARROW:extension:name") in (b"ogc.wkb", b"geoarrow.wkb"):
            return str(field.name)
    return "wkb_geometry"
