"""GeoParquet as a stream, with the CRS that its metadata names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from pyproj import CRS
from pyproj.exceptions import CRSError

from importers.batch import BATCH_ROWS
from importers.errors import SourceError
from importers.formats.examining import examined
from importers.formats.table import SAMPLE, find_place, table_layer
from importers.layers import Layer
from importers.reading import geometry_field

LONGITUDE_LATITUDE = "EPSG:4326"  # what the standard means where it names no CRS


def read(path: Path) -> list[Layer]:
    """The one layer of a Parquet file; a table without metadata of a geometry is looked at as one of text is.

    Raises SourceError.
    """
    try:
        file = parquet.ParquetFile(path)
        geo = json.loads((file.metadata.metadata or {}).get(b"geo", b"{}"))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(f"cannot be read as Parquet ({str(error).splitlines()[0]})") from None
    shape = geo.get("primary_column")
    about = geo.get("columns", {}).get(shape, {})
    if shape is not None and str(about.get("encoding", "")).upper() != "WKB":
        raise SourceError(f"keeps its geometry as {about.get('encoding')}: write it as WKB")
    schema = file.schema_arrow
    columns = [field.name for field in schema if field.name != shape and not pa.types.is_nested(field.type)]

    def rows() -> Iterator[pa.RecordBatch]:
        return _rows(path, columns, shape)

    if shape is None and (table := _table_with_place(path, columns, lambda: map(_as_text, rows()))) is not None:
        return [table]
    layer = Layer(
        path=path,
        name=path.stem,
        fields=tuple(columns),
        rows=file.metadata.num_rows,
        geometry_type=None if shape is None else " or ".join(about.get("geometry_types") or ["Unknown"]),
        crs=_crs(about) if shape is not None else None,
        encoding="UTF-8",
        driver="Parquet",
        stream=rows,
    )
    return [examined(layer)]


def _rows(path: Path, columns: list[str], shape: str | None) -> Iterator[pa.RecordBatch]:
    file = parquet.ParquetFile(path)
    for batch in file.iter_batches(BATCH_ROWS, columns=[*columns, *([shape] if shape else [])]):
        arrays = [batch.column(name) for name in columns]
        fields = [batch.schema.field(name) for name in columns]
        if shape is not None:
            arrays.append(batch.column(shape).cast(pa.binary()))
            fields.append(geometry_field(shape))
        yield pa.record_batch(arrays, schema=pa.schema(fields))


def _table_with_place(path: Path, columns: list[str], rows: Callable[[], Iterator[pa.RecordBatch]]) -> Layer | None:
    """The file as a table of text, where its first rows have coordinates by name; None where they have none."""
    try:
        first = next(rows(), None)
        if first is None or find_place(first.slice(0, SAMPLE).to_pandas()) is None:
            return None
        return table_layer(path, path.stem, columns, rows, driver="Parquet")
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"cannot be read as Parquet ({str(error).splitlines()[0]})") from None


def _as_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with all values as text, bytes as hexadecimal digits."""
    arrays = [
        pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())
        if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)
        else column.cast(pa.string())
        for column in batch.columns
    ]
    return pa.record_batch(arrays, names=batch.schema.names)


def _crs(about: dict[str, Any]) -> str | None:
    if "crs" not in about:
        return LONGITUDE_LATITUDE
    try:
        return None if about["crs"] is None else CRS.from_user_input(about["crs"]).to_string()
    except CRSError:
        return None
