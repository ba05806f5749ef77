"""The contract between importers and the store: every source row becomes exactly one row of this schema."""

from __future__ import annotations

import pyarrow as pa

BATCH_ROWS = 65_536

# geom is the source's WKB, untouched. source_material: as the source words it. superseded: the source itself calls the
# row no longer current. A row with a reject_code could not be mapped; the store quarantines it.
SCHEMA = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),
        ("source_id", pa.string()),
        ("namespace", pa.string()),
        ("asset_type", pa.string()),
        ("owner", pa.string()),
        ("manager", pa.string()),
        ("source_holder", pa.string()),
        ("name", pa.string()),
        ("source_material", pa.string()),
        ("built_from", pa.int16()),
        ("built_to", pa.int16()),
        ("built_basis", pa.string()),
        ("width_mm", pa.float32()),
        ("height_mm", pa.float32()),
        ("wall_mm", pa.float32()),
        ("shape", pa.string()),
        ("version_from", pa.string()),
        pa.field("superseded", pa.bool_(), nullable=False),
        ("attributes", pa.string()),
        ("geom", pa.binary()),
        ("reject_code", pa.string()),
        ("reject_message", pa.string()),
    ]
)
