"""What the registry watched: lives of things, from their first delivery until they were seen to go."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, text

from assetregistry.catalogue.life_rules import load_rules
from assetregistry.store.derived.life import LINING_SAID
from assetregistry.store.engine import composed

LAG_YEARS = 1  # a register may learn of a renewal in the year after it
CHAPTERS = ("states", "chained", "redelimited", "dated", "relined")
NEAR_M = 0.5  # lines and points that lie so near to one another are in the same place


def read_lives(connection: Connection) -> pd.DataFrame:
    """Columns asset_type, built_from, built_to (null: not known), outcome, entered_on, gone_after, gone_by (days; null
    for what was not seen to go), followed_to, count, places (of each thing that shares these, the 250 m cell).

    Outcomes: standing; gone; renewed (built anew under the same number); redelimited and retyped, which end no life;
    lost (closed by an import that was undone, and not opened again); unwatched (had ended before it was delivered);
    relined (the wall of a pipe, ended by its lining) and lined_before (that was not watched). A lining is a life of its
    own, of type sewer_lining.
    """
    # Nothing is known beforehand of what is worked out on the way: a planner that expects a few lives walks all of them
    # once per life.
    connection.execute(text("SET LOCAL enable_nestloop = off"))
    parameters = {"lag_years": LAG_YEARS, "near_m": NEAR_M, **load_rules().lining.told()}
    chapters = {name: f"learning/{name}" for name in CHAPTERS}
    lives = composed("learning/lives", row="source", **chapters, lining_said=LINING_SAID)
    return pd.read_sql_query(lives, connection, params=parameters)
