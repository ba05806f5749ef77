"""A layer as a stream of Arrow batches."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import fiona.errors
import pyarrow as pa
import pyogrio
import pyogrio.errors

from importers.batch import BATCH_ROWS
from importers.errors import SourceError
from importers.layers import Layer

WKB = {b"ARROW:extension:name": b"geoarrow.wkb"}
FAILURES = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    fiona.errors.FionaError,
    pa.ArrowException,
    RuntimeError,
    UnicodeDecodeError,
)


@contextmanager
def batches(
    layer: Layer, *, columns: list[str] | None = None, geometry: bool = True, rows: int = BATCH_ROWS
) -> Iterator[Iterable[pa.RecordBatch]]:
    """Batches of the layer's columns (all, or those named), with geometry as WKB in the column `geometry_name(…)`.

    Raises SourceError when reading cannot go on: nothing of the layer must then be used.
    """
    try:
        if layer.stream is not None:
            yield (_chosen(batch, columns, geometry=geometry) for batch in layer.stream())
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL warns of was noted when the layer was opened
            with pyogrio.open_arrow(
                layer.path,
                layer=layer.name,
                columns=columns,
                read_geometry=geometry,
                batch_size=rows,
                use_pyarrow=True,
            ) as (_, reader):
                yield (_proper(batch) for batch in reader)
    except FAILURES as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise SourceError(f"layer {layer.name}: reading broke off ({reason}); nothing was imported") from None


def geometry_field(name: str = "wkb_geometry") -> pa.Field:
    """The field of a stream's geometry."""
    return pa.field(name, pa.binary(), metadata=WKB)


def geometry_name(schema: pa.Schema) -> str:
    """The column that holds the geometry."""
    for field in schema:
        if (field.metadata or {}).get(b"ARROW:extension:name") in (b"ogc.wkb", b"geoarrow.wkb"):
            return str(field.name)
    return "wkb_geometry"


def _proper(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch, if all its text is text: what is not UTF-8 would be lost or refused much later."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            try:
                column.validate(full=True)
            except pa.ArrowInvalid:
                raise RuntimeError(f"the text in {name} is in another encoding than the file says") from None
    return batch


def _chosen(batch: pa.RecordBatch, columns: list[str] | None, *, geometry: bool) -> pa.RecordBatch:
    shape = geometry_name(batch.schema)
    wanted = [name for name in batch.schema.names if name != shape] if columns is None else columns
    return batch.select([*wanted, *([shape] if geometry and shape in batch.schema.names else [])])
