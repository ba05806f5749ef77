"""What stands, counted by all that a filter can ask for."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from assetregistry.store.engine import run
from assetregistry.store.places import Place


def kinds(connection: Connection, place: Place) -> pd.DataFrame:
    """Columns owner, asset_type, recipe_id, suspect (null: of nothing) and assets: a row for each that differs."""
    return pd.read_sql_query(place.statement("stock/kinds"), connection, params=place.given())


def recipes_of(connection: Connection, material: str) -> list[int]:
    """The recipes that a material may be part of."""
    return list(run(connection, "stock/recipes", material=material).scalars())
