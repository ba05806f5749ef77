"""Cells of square grids: what lies where, added up beforehand, so that any polygon is answered exactly and at once.

Level 0 has cells of 250 m, each further level cells four times as wide. An asset belongs to the cell that holds the
middle of its bounding box, wherever else it reaches.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, Engine, delete, select, text, update

from assetregistry.store.derived import generalising, life
from assetregistry.store.derived.cell_models import Cell, CellKey
from assetregistry.store.derived.cell_records import COHORT, LAYER, cohorts_of, records, summed
from assetregistry.store.engine import run, source, statement
from assetregistry.store.models import RegistryState

SMALLEST_M = 250
TOP_LEVEL = 4  # 64 km
REBUILD_MEMORY = "128MB"  # sorting and hashing of a rebuild, of which there is one at a time
CELLS_AT_ONCE = 64  # in memory while larger ones are made of them


def size_m(level: int) -> int:
    """The side of a cell."""
    return int(SMALLEST_M * 4**level)


def refresh(engine: Engine, as_of: dt.date) -> None:
    """Make the cells, and the lives that they count, fit the data.

    Readers see the old cells whole; whoever comes second finds the work done.
    """
    with engine.connect() as connection:
        if is_fresh(connection):
            return
    with engine.begin() as connection:
        connection.execute(select(RegistryState.id).with_for_update())
        if not is_fresh(connection):
            make_fresh(connection, as_of)


def is_fresh(connection: Connection) -> bool:
    """Whether the cells, as this connection sees them, are made of the assets that it sees."""
    fresh = select(RegistryState.cells_version == RegistryState.data_version)
    return bool(connection.execute(fresh).scalar_one())


def make_fresh(connection: Connection, as_of: dt.date) -> None:
    """Make cells, and assets as seen from afar, anew: all, or those of stale assets when nothing else has changed.

    The row of `registry_state` must be locked.
    """
    life.derive(connection, as_of)
    state = connection.execute(select(RegistryState)).one()
    whole = state.cells_version < state.whole_version
    if whole:
        for table in (CellKey, Cell):
            connection.execute(delete(table))
    connection.execute(text(f"SET LOCAL work_mem = '{REBUILD_MEMORY}'"))
    assets = "SELECT id, geom FROM asset" if whole else source("cells/beside_stale")
    connection.execute(text(source("cells/places").replace("{assets}", assets)))
    run(connection, "cells/anew")
    connection.execute(text("ANALYZE staging_place, staging_cell"))
    only = "" if whole else source("cells/of_these")
    connection.execute(text(source("cells/layers").replace("{only}", only)))
    connection.execute(text("ANALYZE staging_layer"))
    run(connection, "cells/keys")
    for level in range(TOP_LEVEL + 1):
        run(connection, "cells/forget", level=level)
        _make(connection, level, state.srid)
    connection.execute(text("DROP TABLE staging_place, staging_cell, staging_layer"))
    connection.execute(text("ANALYZE cell"))
    generalising.make_fresh(connection, whole=whole)
    connection.execute(update(RegistryState).values(cells_version=RegistryState.data_version))
    run(connection, "forget_stale")


def _make(connection: Connection, level: int, srid: int) -> None:
    """The cells of a level: the smallest of assets, the others of the cells below them."""
    if level == 0:
        run(connection, "cells/smallest", srid=srid)
        return
    of_level = {"level": level, "srid": srid}
    found = connection.execute(statement("cells/larger"), of_level, execution_options={"yield_per": CELLS_AT_ONCE})
    for some in found.mappings().partitions():
        rows = [{**cell, **of_level, "cohorts": _together(**cell)} for cell in some]
        connection.execute(statement("cells/put"), rows)


def _together(layers: bytes | None, cohorts: bytes | None, **_: object) -> bytes:
    """The cohorts of cells together, which hold layers one by one or cohorts."""
    held = cohorts_of(records(LAYER, [layers])) if cohorts is None else records(COHORT, [cohorts])
    return summed(held).tobytes()
