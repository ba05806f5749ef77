"""Drawings: each asset as a map shows it from afar, made beforehand so that a tile of thousands is there at once.

After a change only the cells that hold a changed asset are drawn anew; where that is most of them, all are.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, select, text, update

from assetregistry.store.engine import run, source
from assetregistry.store.models import RegistryState
from assetregistry.store.tile_sources import sources

DRAWING_LOCK = 72_017_003
TOLERANCE_M = 0.5  # less than a quarter of a pixel of zoom 15 anywhere south of 65 degrees
WHOLE = 0.3  # share of the assets from which on all are drawn anew: a new table is filled several times as fast
MEMORY = "128MB"
INDEXES = {"geom": "", "first": "WHERE zoom <= 13", "left_out": "WHERE left_out IS NOT NULL"}


def refresh(engine: Engine) -> None:
    """Make the drawings fit the assets. Readers see the old ones whole; whoever comes second finds the work done."""
    with engine.connect() as connection:
        if is_fresh(connection):
            return
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": DRAWING_LOCK})
        if not is_fresh(connection):
            _redraw(connection)


def is_fresh(connection: Connection) -> bool:
    """Whether the drawings are of the assets that this connection sees."""
    fresh = select(RegistryState.drawings_version == RegistryState.data_version)
    return bool(connection.execute(fresh).scalar_one())


def _redraw(connection: Connection) -> None:
    """An import that ends meanwhile makes them stale again, and what it changed is found the next time."""
    state = connection.execute(select(RegistryState.data_version, RegistryState.drawings_version)).one()
    connection.execute(text(f"SET LOCAL work_mem = '{MEMORY}'"))
    run(connection, "drawings/changed", all_of_them=state.drawings_version < 0)
    assets = run(connection, "drawings/touched").one()
    if assets.touched > WHOLE * assets.held:
        run(connection, "drawings/every")
        _anew(connection)
    else:
        run(connection, "drawings/erase")
        _draw(connection, "drawing")
    connection.execute(text("DROP TABLE changed_cell"))
    connection.execute(update(RegistryState).values(drawings_version=state.data_version))


def _anew(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE drawing_next (LIKE drawing INCLUDING DEFAULTS)"))
    _draw(connection, "drawing_next")
    for name, where in INDEXES.items():
        connection.execute(text(f"CREATE INDEX drawing_next_{name} ON drawing_next USING gist (geom) {where}"))
    connection.execute(text("ANALYZE drawing_next"))
    connection.execute(text("DROP TABLE drawing"))
    connection.execute(text("ALTER TABLE drawing_next RENAME TO drawing"))
    for name in INDEXES:
        connection.execute(text(f"ALTER INDEX drawing_next_{name} RENAME TO ix_drawing_{name}"))


def _draw(connection: Connection, table: str) -> None:
    """The assets of all changed cells into a table."""
    run(connection, "drawings/ranked")
    connection.execute(text("ANALYZE staging_drawing"))
    shown = sources()["assets"]
    connection.execute(
        text(source("drawings/draw").format(table=table)),
        {"most": shown.most_per_cell, "first": shown.minzoom, "last": shown.maxzoom, "tolerance_m": TOLERANCE_M},
    )
    connection.execute(text("DROP TABLE staging_drawing"))
