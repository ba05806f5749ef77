"""Step 8 of the walk: the tables that forecasts and tiles read, rebuilt when what they are made of has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, text
from sqlalchemy.orm import InstrumentedAttribute

from assetregistry.store.derived import cells, drawn, life
from assetregistry.store.engine import reading, run, run_columns, statement
from assetregistry.store.models import Area, CatalogueType, Cohort, Organisation, Outlook, RegistryState
from assetregistry.store.places import Place

WHOLE_REGISTRY = 0
MOST_AREAS = 30  # of more than these, making all anew is no slower
CLOCK = ("built_from", "built_to", "works_year", "sewer_lifetime", "sewer_built_from", "sewer_built_to")
STATE = select(
    RegistryState.data_version,
    RegistryState.cohorts_version,
    RegistryState.outlook_version,
    RegistryState.outlook_as_of,
    RegistryState.life_year,
)
OutlookOf = Callable[[pd.DataFrame], pd.DataFrame]


def refresh(engine: Engine, as_of: dt.date, outlook_of: OutlookOf) -> int:
    """Make the derived tables fit the data and the day; returns the data version that they now stand for.

    `outlook_of` takes the clocks (columns id, asset_type, CLOCK, lifetime, material_number, suspect) and adds end_p10,
    end_p50, end_p90: what the science knows and the database does not. Readers meanwhile see the old tables whole;
    whoever comes second waits and finds the work done.
    """
    with reading(engine) as connection:
        version = version_if_fresh(connection, as_of)
    if version is not None:
        return version
    with engine.begin() as connection:
        version = version_if_fresh(connection, as_of, lock=True)
        if version is None:
            version = _rebuild(connection, as_of, outlook_of)
        return version


def version_if_fresh(connection: Connection, as_of: dt.date, *, lock: bool = False) -> int | None:
    """The data version, if the derived tables stand for it and for the day; `lock` keeps it so until the end."""
    state = connection.execute(STATE.with_for_update() if lock else STATE).one()
    versions = {state.data_version, state.cohorts_version, state.outlook_version}
    fresh = len(versions) == 1 and state.outlook_as_of == as_of and state.life_year in (None, as_of.year)
    return int(state.data_version) if fresh else None


def whole_version(connection: Connection) -> int:
    """The last data version at which more changed than what statements say of some assets."""
    return connection.execute(select(RegistryState.whole_version)).scalar_one()


def stock_kg(connection: Connection) -> float:
    """The mass of all that stands. The tables must be fresh."""
    total = select(func.coalesce(func.sum(Cohort.kg), 0.0)).where(Cohort.area_id == WHOLE_REGISTRY)
    return connection.execute(total).scalar_one()


def _rebuild(connection: Connection, as_of: dt.date, outlook_of: OutlookOf) -> int:
    life.turn_year(connection, as_of)
    life.derive(connection, as_of)
    state = connection.execute(select(RegistryState)).one()
    if state.cohorts_version != state.data_version:
        _make_cohorts(connection, as_of, state)
    clocks = pd.read_sql_query(statement("forecast/clocks"), connection)
    connection.execute(delete(Outlook))
    rows = outlook_of(clocks).drop(columns="lifetime").astype(object)
    if len(rows):
        connection.execute(insert(Outlook), _records(rows))
    connection.execute(
        text(
            "UPDATE registry_state SET cohorts_version = data_version, outlook_version = data_version, "
            "outlook_as_of = :as_of"
        ),
        {"as_of": as_of},
    )
    run(connection, "forget_stale")
    return int(state.data_version)


def _make_cohorts(connection: Connection, as_of: dt.date, state: Row[Any]) -> None:
    """Only those of areas with stale assets, when these are all that has changed; else all of them."""
    if min(state.cohorts_version, state.cells_version) >= state.whole_version:
        areas = connection.execute(statement("forecast/stale_areas")).scalars().all()
        if len(areas) <= MOST_AREAS:
            cells.make_fresh(connection, as_of)
            anew = {WHOLE_REGISTRY: drawn.registry_sums(connection)}
            anew |= {area: sums for area in areas if (sums := drawn.area_sums(connection, area)) is not None}
            if len(anew) == 1 + len(areas):
                for area, sums in anew.items():
                    _put_cohorts(connection, area, sums)
                return
    connection.execute(delete(Cohort))
    run(connection, "forecast/cohorts")


def _put_cohorts(connection: Connection, area_id: int, sums: np.ndarray) -> None:
    connection.execute(delete(Cohort).where(Cohort.area_id == area_id))
    columns = {name: sums[name].tolist() for name in ("layers", "kg", "kg2")}
    run(connection, "forecast/put_cohorts", area_id=area_id, keys=sums["key"].tolist(), **columns)


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as SQLAlchemy takes them: null for what is missing."""
    return [
        {str(key): value for key, value in row.items()} for row in rows.where(rows.notna(), None).to_dict("records")
    ]


def read_cohorts(connection: Connection, *, area_id: int = WHOLE_REGISTRY, kind: str | None = None) -> pd.DataFrame:
    """The cohorts of one area (0: the whole registry), or of every area of a kind.

    Columns area (code; null for the whole), asset_type, owner, layer_id, suspect, CLOCK (see `models.Cohort`; null: not
    known, or none), count, kg (Σ m) and kg2 (Σ m²).
    """
    columns = run_columns(connection, "forecast/read_cohorts", area_id=area_id, kind=kind)
    coded = {"area": Area.id, "asset_type": CatalogueType.number, "owner": Organisation.number}
    decoded = {name: _decoded(connection, columns[name], number) for name, number in coded.items()}
    return pd.DataFrame(columns | decoded)


def _decoded(connection: Connection, numbers: np.ndarray, column: InstrumentedAttribute[int]) -> np.ndarray:
    """The codes of numbers of a table; None of a number that is not in it."""
    rows = connection.execute(select(column, column.class_.code)).all()
    position = pd.Index([number for number, _ in rows]).get_indexer(pd.Index(numbers))
    codes: np.ndarray = np.array([*(code for _, code in rows), None], dtype=object)[position]
    return codes


def coverage(connection: Connection, place: Place, without_recipe: list[str]) -> dict[str, Any]:
    """What is known of a place's assets beyond its cohorts: assets, with_passport, without_recipe, passport_kg."""
    words = place.statement("circularity/coverage")
    return dict(connection.execute(words, place.given(without_recipe=without_recipe)).mappings().one())
