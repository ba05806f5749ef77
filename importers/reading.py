"""A layer as a stream of Arrow batches."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pandas as pd
import pyarrow as pa
import pyogrio
import pyogrio.errors
import shapely

from importers.batch import BATCH_ROWS
from importers.columns import plain_frame
from importers.errors import SourceError
from importers.layers import Layer

WKB = {b"ARROW:extension:name": b"geoarrow.wkb"}
WKB_NAMES = (b"ogc.wkb", b"geoarrow.wkb")
# As WKB counts them; with heights and measures 1000 more for each.
SURFACES = frozenset({3, 6, 10, 12, 15, 16, 17})
LINES = frozenset({2, 5, 8, 9, 11, 13})
FAILURES = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    pa.ArrowException,
    OSError,
    RuntimeError,
    UnicodeDecodeError,
)


@contextmanager
def batches(
    layer: Layer, *, columns: list[str] | None = None, geometry: bool = True, rows: int = BATCH_ROWS
) -> Iterator[Iterable[pa.RecordBatch]]:
    """Batches of the layer's columns (all, or those named), with geometry as WKB in the column `geometry_name(…)`.

    Of several geometries the widest counts: a footprint, not its label point. The others become text (WKT).

    Raises SourceError when reading cannot go on: nothing of the layer must then be used.
    """
    try:
        if layer.stream is not None:
            yield (_chosen(_apart(batch), columns, geometry=geometry) for batch in layer.stream())
            return
        alike = len({name.lower() for name in layer.fields}) < len(layer.fields)  # GDAL takes Nr and nr for one
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL warns of was noted when the layer was opened
            with pyogrio.open_arrow(
                layer.path,
                layer=layer.name,
                columns=None if alike else columns,
                read_geometry=geometry,
                batch_size=rows,
                use_pyarrow=True,
            ) as (_, reader):
                proper = (_worded(_proper(batch), layer) for batch in with_one_geometry(map(_apart, reader)))
                yield (_chosen(batch, columns, geometry=geometry) for batch in proper) if alike else proper
    except FAILURES as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise SourceError(f"layer {layer.name}: reading broke off ({reason}); nothing was imported") from None


def samples(layer: Layer, rows: int) -> pd.DataFrame:
    """The attributes of the first rows, as all columns are read. Raises SourceError."""
    with batches(layer, rows=rows) as reader:
        for batch in reader:
            table = pa.Table.from_batches([batch]).slice(0, rows)
            shape = geometry_name(batch.schema)
            return plain_frame(table.drop_columns([shape]) if shape in batch.schema.names else table)
    return pd.DataFrame(columns=list(layer.fields))


def geometry_field(name: str = "wkb_geometry") -> pa.Field:
    """The field of a stream's geometry."""
    return pa.field(name, pa.binary(), metadata=WKB)


def geometry_name(schema: pa.Schema) -> str:
    """The column that holds the geometry."""
    return next(iter(_geometry_names(schema)), "wkb_geometry")


def _geometry_names(schema: pa.Schema) -> list[str]:
    return [field.name for field in schema if _is_geometry(field)]


def _is_geometry(field: pa.Field) -> bool:
    return (field.metadata or {}).get(b"ARROW:extension:name") in WKB_NAMES


def _apart(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch, its geometry under a name of its own where the source has a field that is called so too."""
    names = batch.schema.names
    if len(set(names)) == len(names):
        return batch
    fields = [
        field.with_name(f"{field.name}_of_row") if names.count(field.name) > 1 and _is_geometry(field) else field
        for field in batch.schema
    ]
    return pa.record_batch(batch.columns, schema=pa.schema(fields))


def with_one_geometry(reader: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Of several geometries the widest of the first batch stays one; the others become text (WKT)."""
    chosen: str | None = None
    for batch in reader:
        names = _geometry_names(batch.schema)
        if len(names) > 1:
            chosen = chosen or max(names, key=lambda name: _dimension(batch.column(name)))
            for name in set(names) - {chosen}:
                words = pa.array(
                    shapely.to_wkt(
                        shapely.from_wkb(batch.column(name).to_numpy(zero_copy_only=False), on_invalid="fix")
                    ),
                    pa.string(),
                )
                batch = batch.set_column(batch.schema.get_field_index(name), name, words)  # noqa: PLW2901
        yield batch


def _dimension(column: pa.Array) -> int:
    """The widest in the column: 2 for surfaces, arcs included, 1 for lines, 0 for the rest."""
    kinds = {int.from_bytes(wkb[1:5], "little" if wkb[0] else "big") % 1000 for wkb in column.drop_null().to_pylist()}
    return 2 if kinds & SURFACES else 1 if kinds & LINES else 0


def _proper(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch, if all its text is text: what is not UTF-8 would be lost or refused much later."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            try:
                column.validate(full=True)
            except pa.ArrowInvalid:
                raise RuntimeError(f"the text in {name} is in another encoding than the file says") from None
    return batch


def _worded(batch: pa.RecordBatch, layer: Layer) -> pa.RecordBatch:
    """The batch with words for codes; a code without one stays."""
    for name, words in layer.words.items():
        at = batch.schema.get_field_index(name)
        if at >= 0:
            coded = batch.column(at).dictionary_encode()
            codes = map(_code, coded.dictionary.to_pylist())
            told = pa.array([words.get(code, code) for code in codes], pa.string())
            column = pa.DictionaryArray.from_arrays(coded.indices, told).dictionary_decode()
            batch = batch.set_column(at, name, column)
    return batch


def _code(value: object) -> str:
    """A code as text: 1 is 1, whether a field keeps it as a whole number or with decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _chosen(batch: pa.RecordBatch, columns: list[str] | None, *, geometry: bool) -> pa.RecordBatch:
    shape = geometry_name(batch.schema)
    wanted = [name for name in batch.schema.names if name != shape] if columns is None else columns
    return batch.select([*wanted, *([shape] if geometry and shape in batch.schema.names else [])])
