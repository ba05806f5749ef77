"""Assets as tiles show them from afar: simplified beforehand, and what is told of them beside their shape.

Wide tiles hold many assets, and would have to look up each of them twice and to simplify all. Made with the
cells, which are stale when these are.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from assetregistry.store.engine import composed, run
from assetregistry.store.tile_sources import sources


def make_fresh(connection: Connection, *, whole: bool) -> None:
    """Make all anew, or only stale assets. Lives must be fresh, `registry_state` locked with its old `cells_version`.

    Until that is raised nobody reads the table (`store.lookup.tiles`), so it can be emptied at once.
    """
    which = "generalised/every" if whole else "generalised/stale"
    staging = composed("generalised/staging", shown="tiles/shown", which=which)
    connection.execute(staging, sources()["assets"].generalised.model_dump(exclude={"maxzoom"}))
    run(connection, "generalised/empty" if whole else "generalised/forget")
    run(connection, "generalised/put")
    if whole:
        run(connection, "generalised/index")
    connection.execute(text("DROP TABLE staging_generalised"))
