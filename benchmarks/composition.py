"""What assets are made of, all at once, and the forecast of one neighbourhood and of all, from a database of many.

Streets, lamp posts and cabinets of four layers each, half of their years told, stand in a grid of neighbourhoods.
Composition is the view that everything derives from, written out; the forecast is `Registry.supply` of one of them, by
material and year with ranges.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from sqlalchemy import Connection, text

from assetregistry.catalogue import load_catalogue
from assetregistry.registry import Registry, SupplyQuestion
from assetregistry.settings import Settings
from assetregistry.store import upgrading
from assetregistry.store.derived import cells
from assetregistry.store.engine import make_engine
from benchmarks.import_roads import own_cluster

LAYERS = 4
ASSETS_PER_AREA = 2_000
FROM_YEAR, YEARS = 2027, 75
OWNER, SRID = "G0153", 28992

FILL = (
    "INSERT INTO organisation (code, name) VALUES (:owner, 'Benchmark')",
    "INSERT INTO dataset (name, profile) VALUES ('benchmark', 'benchmark')",
    "INSERT INTO import (dataset_id, source, layer, srid) SELECT id, 'benchmark', 'benchmark', :srid FROM dataset",
    """
    INSERT INTO asset (
        import_id, namespace, source_id, asset_type, owner, built_from, built_to, length_m, area_m2, row_hash, geom
    )
    SELECT
        "import".id, 'benchmark', CAST(number AS text),
        (CAST(:types AS text[]))[1 + number % cardinality(CAST(:types AS text[]))], :owner, told.year, told.year, 50,
        200 + number % 300, number, ST_SetSRID(ST_MakeEnvelope(
            place.east, place.north, place.east + 20, place.north + 10), CAST(:srid AS integer))
    FROM generate_series(0, CAST(:rows AS integer) - 1) AS number
    CROSS JOIN "import"
    CROSS JOIN LATERAL (
        SELECT CASE WHEN number % 2 = 0 THEN CAST(1950 + number * 7 % 75 AS smallint) END AS year
    ) AS told
    CROSS JOIN LATERAL (
        SELECT 150000 + 25 * (number % 1000) AS east, 450000 + 15 * (number / 1000) AS north
    ) AS place
    """,
    """
    INSERT INTO area (code, name, kind, geom)
    SELECT
        'BU' || number, 'Area ' || number, 'neighbourhood', ST_SetSRID(ST_MakeEnvelope(
            150000, 450000 + 30 * number, 175000, 450029 + 30 * number), CAST(:srid AS integer))
    FROM generate_series(0, (CAST(:rows AS integer) - 1) / CAST(:per_area AS integer)) AS number
    """,
    """
    INSERT INTO asset_area (area_id, asset_id, share)
    SELECT area.id, asset.id, 1
    FROM asset
    JOIN area ON area.code = 'BU' || CAST(asset.source_id AS integer) / CAST(:per_area AS integer)
    """,
    "UPDATE registry_state SET data_version = data_version + 1",
    "ANALYZE",
)  # fmt: skip


def table(rows: int, runs: int) -> str:
    """Fill once, compose `runs` times, ask ten areas `runs` times."""
    with own_cluster() as cluster:
        cluster.create_database("composition")
        engine = make_engine(cluster.url("composition"))
        upgrading.upgrade(engine, srid=SRID)
        registry = Registry(engine, Settings(database_url=cluster.url("composition")))
        with engine.begin() as connection:
            _fill(connection, rows)
        derived = _seconds(registry.refresh)
        composed = statistics.median(_seconds(lambda: _compose(registry)) for _ in range(runs))
        areas = [f"BU{number % (1 + (rows - 1) // ASSETS_PER_AREA)}" for number in range(10)]
        asked = [_seconds(lambda area=area: _ask(registry, area)) for _ in range(runs) for area in areas]
        every = statistics.median(_seconds(lambda: _ask_all(registry)) for _ in range(runs))
        edited = _after_edits(registry, runs)
        engine.dispose()
    one_area = 1000 * statistics.median(asked)
    return "\n".join(
        [
            f"| {rows:,} assets of {LAYERS} layers | time | aim at 1,000,000 |",
            "|---|---|---|",
            f"| composition, set-based | {composed:.1f} s | 20 s |",
            f"| one area by year and material, {YEARS} years with ranges | {one_area:.0f} ms | 50 ms |",
            f"| all {1 + (rows - 1) // ASSETS_PER_AREA:,} areas by year and material, the same | {every:.1f} s | 5 s |",
            f"| lives, cohorts and outlook, derived afresh | {derived:.1f} s | |",
            f"| the same after an edit of a year, areas and cells too | {edited:.2f} s | |",
        ]
    )


def _fill(connection: Connection, rows: int) -> None:
    types = [code for code, each in load_catalogue().asset_types.items() if len(each.layers) == LAYERS]
    given = {"rows": rows, "types": types, "owner": OWNER, "srid": SRID, "per_area": ASSETS_PER_AREA}
    for sql in FILL:
        statement = text(sql)
        connection.execute(statement, {name: given[name] for name in statement.compile().params})


def _after_edits(registry: Registry, runs: int) -> float:
    """The median of several edits, of an asset in a neighbourhood in which half of all infer their year."""
    cells.refresh(registry.engine, registry.as_of)
    taken = []
    for number in range(runs):
        registry.edit_asset(1 + number, {"year_from": 1960 + number, "reason": "benchmark"})
        taken.append(_seconds(registry.refresh))
    return statistics.median(taken)


def _compose(registry: Registry) -> None:
    """Every layer of every asset with its masses, written where nobody reads it."""
    with registry.engine.connect() as connection:
        connection.execute(text("CREATE TEMP TABLE composed AS SELECT * FROM asset_layer"))
        connection.rollback()


def _ask(registry: Registry, area: str) -> None:
    registry.supply(SupplyQuestion(FROM_YEAR, FROM_YEAR + YEARS - 1, ("year", "material"), area=area))


def _ask_all(registry: Registry) -> None:
    registry.supply(SupplyQuestion(FROM_YEAR, FROM_YEAR + YEARS - 1, ("year", "material"), each_kind="neighbourhood"))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
