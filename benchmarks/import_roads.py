"""Import of road polygons (16 vertices, GeoPackage): the whole import with receipt, against ogr2ogr's bare load.

ogr2ogr copies rows and builds a spatial index. The registry also maps, checks validity, measures, resolves owners,
hashes for the next delivery, quarantines and writes a receipt.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from assetregistry.store import schema
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine

DATA = Path(__file__).with_name(".data")
VERTICES = 16
Place = tuple[int, int, int, int]  # west, south, east, north in RD
COUNTRY: Place = (20_000, 320_000, 270_000, 610_000)
MEMORY_ROWS = 50_000  # the small file that peak memory is compared with

PROFILE = """
name = "benchmark-roads"
title = "Road polygons of the benchmark"
dataset = "benchmark-roads"
requires = ["road_id", "surface", "built"]
[fields]
source_id = "road_id"
owner = "owner"
source_material = "surface"
built_year = "built"
[asset_type]
from = ["surface"]
[[asset_type.rule]]
surface = "asfalt"
type = "road_asphalt_local"
[[asset_type.rule]]
surface = "klinkers"
type = "road_clay_pavers_carriageway"
[[asset_type.rule]]
surface = "tegels"
type = "road_concrete_tiles"
"""

IMPORT = """
import sys
from pathlib import Path
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
registry = Registry.open(Settings(database_url=sys.argv[1]))
receipt = registry.import_source(Path(sys.argv[2]), ImportOptions(profile=sys.argv[3]))
assert receipt.inserted == int(sys.argv[4]), receipt
# VmHWM is of this program alone; the usage that getrusage tells begins with its parent's.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) / 1024)
"""


def roads(rows: int, place: Place = COUNTRY) -> Path:
    """A GeoPackage of `rows` polygons spread over a place in RD; made once."""
    path = DATA / ("-".join(str(part) for part in ("roads", rows, *(place if place != COUNTRY else ()))) + ".gpkg")
    if path.exists():
        return path
    DATA.mkdir(exist_ok=True)
    random = np.random.default_rng(20261124)
    angle = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    centre = random.uniform(place[:2], place[2:], (rows, 2))
    half = random.uniform((5, 2), (60, 6), (rows, 2))
    ring = centre[:, None] + half[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    frame = gpd.GeoDataFrame(
        {
            "road_id": [f"W{number:07d}" for number in range(rows)],
            "owner": random.choice(["G0153", "G0141", "G0164"], rows),
            "surface": random.choice(["asfalt", "klinkers", "tegels"], rows),
            "built": random.integers(1950, 2026, rows),
        },
        geometry=shapely.polygons(ring),
        crs=28992,
    )
    frame.to_file(path, driver="GPKG", layer="roads")
    return path


def table(rows: int, runs: int) -> str:
    """Run ours and ogr2ogr's in turn, `runs` times, and tell medians and their ratio."""
    if shutil.which("ogr2ogr") is None:
        sys.exit("ogr2ogr is needed for the comparison: apt-get install gdal-bin")
    source, small = roads(rows), roads(MEMORY_ROWS)
    ours: list[float] = []
    peers: list[float] = []
    with own_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "roads.toml"
        profile.write_text(PROFILE)
        for _ in range(runs):
            peers.append(_ogr2ogr(cluster, source))
            seconds, megabytes = _ours(cluster, source, profile, rows)
            ours.append(seconds)
        _, small_megabytes = _ours(cluster, small, profile, MEMORY_ROWS)
    our, peer = statistics.median(ours), statistics.median(peers)
    return "\n".join(
        [
            f"| import of {rows:,} road polygons | median of {runs} | ratio |",
            "|---|---|---|",
            f"| ogr2ogr, PG_USE_COPY, spatial index | {peer:.1f} s | 1 |",
            f"| assetregistry, whole import with receipt | {our:.1f} s | {our / peer:.2f} |",
            f"| peak memory of the import, {rows:,} rows | {megabytes:.0f} MB | {megabytes / small_megabytes:.2f} |",
            f"| peak memory of the import, {MEMORY_ROWS:,} rows | {small_megabytes:.0f} MB | 1 |",
        ]
    )


@contextmanager
def own_cluster() -> Iterator[EmbeddedCluster]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = EmbeddedCluster(Path(folder))
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.remove()


def _ours(cluster: EmbeddedCluster, source: Path, profile: Path, rows: int) -> tuple[float, float]:
    """Seconds and peak MB of one import in a process of its own, its start and reading of the catalogue included."""
    cluster.create_database("ours")
    engine = make_engine(cluster.url("ours"))
    schema.upgrade(engine, srid=28992)
    engine.dispose()
    command = [sys.executable, "-c", IMPORT, cluster.url("ours"), str(source), str(profile), str(rows)]
    started = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    cluster.drop_database("ours")
    return seconds, float(done.stdout)


def _ogr2ogr(cluster: EmbeddedCluster, source: Path) -> float:
    cluster.create_database("peer")
    engine = make_engine(cluster.url("peer"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
    engine.dispose()
    command = [
        "ogr2ogr",
        "-f",
        "PostgreSQL",
        "--config",
        "PG_USE_COPY",
        "YES",
        f"PG:{cluster.url('peer')}",
        str(source),
    ]
    started = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    seconds = time.perf_counter() - started
    cluster.drop_database("peer")
    return seconds
