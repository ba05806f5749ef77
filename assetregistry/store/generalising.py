"""Assets as tiles show them from afar: simplified beforehand, and what is told of them beside their shape.

Wide tiles hold many assets, and would have to look up each of them twice and to simplify all. Made with the
cells, which are stale when these are.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from assetregistry.store.engine import run, source
from assetregistry.store.tile_sources import sources

INDEX = "CREATE INDEX ix_generalised_asset_geom ON generalised_asset USING gist (geom)"


def make_fresh(connection: Connection, *, whole: bool) -> None:
    """Make all anew, or only stale assets. Lives must be fresh; `registry_state` locked, with its old `cells_version`.

    Until that is raised nobody reads the table (`store.tiles`), so it can be emptied at once.
    """
    which = "true" if whole else source("generalised/stale")
    shown = source("tiles/shown").replace("{which}", which)
    staging = source("generalised/staging").replace("{shown}", shown)
    connection.execute(text(staging), sources()["assets"].generalised.model_dump(exclude={"maxzoom"}))
    if whole:
        connection.execute(text("TRUNCATE generalised_asset"))
        connection.execute(text("DROP INDEX ix_generalised_asset_geom"))
    else:
        run(connection, "generalised/forget")
    run(connection, "generalised/put")
    if whole:
        connection.execute(text(INDEX))
        connection.execute(text("ANALYZE generalised_asset"))
    connection.execute(text("DROP TABLE staging_generalised"))
