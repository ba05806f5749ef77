"""The contract between importers and the store: every source row becomes exactly one row of one of these schemas."""

from __future__ import annotations

import pyarrow as pa

BATCH_ROWS = 16_384

# geom is the source's WKB, untouched. source_material: as the source words it. superseded: the source itself calls the
# row no longer current; ended_on: when the thing itself ended, by the source. A row with a reject_code could not be
# mapped; the store quarantines it.
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
        ("ended_on", pa.string()),
        ("attributes", pa.string()),
        ("geom", pa.binary()),
        ("reject_code", pa.string()),
        ("reject_message", pa.string()),
    ]
)

# Columns that the export of a quarantine adds to a source's own; mapping leaves them out of the attributes.
QUARANTINE_COLUMNS = ("_row_number", "_reason", "_message")

# What a delivery holds: assets (SCHEMA), or statements about assets and their surroundings (EVIDENCE).
ROWS = ("assets", "buildings", "planned_works", "inspections", "passports", "removals", "corrections")

# source_id: of the statement itself. subject: the asset's own source_id, where the statement names one; else geom
# tells which assets it is about. happened_on: ISO date of an inspection or a removal. year_from, year_to: of building,
# or of a planned work. layer, material, kg_low, kg, kg_high: one line of a passport. asset_type: what a correction says
# that its subject really is.
EVIDENCE = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),
        ("source_id", pa.string()),
        ("namespace", pa.string()),
        ("subject", pa.string()),
        ("subject_namespace", pa.string()),
        ("name", pa.string()),
        ("happened_on", pa.string()),
        ("year_from", pa.int16()),
        ("year_to", pa.int16()),
        ("condition", pa.float32()),
        ("reason", pa.string()),
        ("layer", pa.string()),
        ("material", pa.string()),
        ("kg_low", pa.float64()),
        ("kg", pa.float64()),
        ("kg_high", pa.float64()),
        ("asset_type", pa.string()),
        ("version_from", pa.string()),
        pa.field("superseded", pa.bool_(), nullable=False),
        ("attributes", pa.string()),
        ("geom", pa.binary()),
        ("reject_code", pa.string()),
        ("reject_message", pa.string()),
    ]
)
