"""Import from GeoPackage of road polygons (16 vertices), and of polygons, lines and points mixed.

The whole import with receipt, against the bare loads of ogr2ogr and of geopandas' to_postgis. These copy rows and build
a spatial index. The registry also maps, checks validity, measures, resolves owners, hashes for the next delivery,
quarantines and writes a receipt.
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
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from assetregistry.store import upgrading
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine

DATA = Path(__file__).with_name(".data")
VERTICES = 16
Place = tuple[int, int, int, int]  # west, south, east, north in RD
COUNTRY: Place = (20_000, 320_000, 270_000, 610_000)
SMALL_ROWS = 100_000  # the small file that peak memory is compared with
PEER = "ogr2ogr, PG_USE_COPY, spatial index"
MEMORY = "peak memory of the import"

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
[[asset_type.rule]]
surface = "buis"
type = "sewer_gravity_concrete"
[[asset_type.rule]]
surface = "mast"
type = "lamp_post_steel"
"""

IMPORT = """
import sys
import time
from pathlib import Path
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
registry = Registry.open(Settings(database_url=sys.argv[1]))
receipt = registry.import_source(Path(sys.argv[2]), ImportOptions(profile=sys.argv[3]))
assert receipt.inserted == int(sys.argv[4]), receipt
if "again" in sys.argv:
    started = time.perf_counter()
    receipt = registry.import_source(Path(sys.argv[2]), ImportOptions(profile=sys.argv[3]))
    assert receipt.unchanged == int(sys.argv[4]), receipt
    print(time.perf_counter() - started)
# VmHWM is of this program alone; the usage that getrusage tells begins with its parent's.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) / 1024)
"""


def roads(rows: int, place: Place = COUNTRY) -> Path:
    """A GeoPackage of `rows` polygons spread over a place in RD; made once."""
    path = DATA / ("-".join(str(part) for part in ("roads", rows, *(place if place != COUNTRY else ()))) + ".gpkg")
    if not path.exists():
        _write(path, rows, place, mixed=False)
    return path


def mixed(rows: int) -> Path:
    """A GeoPackage of which a third each are polygons, lines and points; made once."""
    path = DATA / f"mixed-{rows}.gpkg"
    if not path.exists():
        _write(path, rows, COUNTRY, mixed=True)
    return path


def _write(path: Path, rows: int, place: Place, *, mixed: bool) -> None:
    DATA.mkdir(exist_ok=True)
    random = np.random.default_rng(20261124)
    angle = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    centre = random.uniform(place[:2], place[2:], (rows, 2))
    half = random.uniform((5, 2), (60, 6), (rows, 2))
    ring = centre[:, None] + half[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    surface = random.choice(["asfalt", "klinkers", "tegels"], rows).astype(object)
    shapes = shapely.polygons(ring)
    if mixed:
        shapes[1::3] = shapely.linestrings(ring[1::3, :4])
        shapes[2::3] = shapely.points(centre[2::3])
        surface[1::3], surface[2::3] = "buis", "mast"
    frame = gpd.GeoDataFrame(
        {
            "road_id": [f"W{number:07d}" for number in range(rows)],
            "owner": random.choice(["G0153", "G0141", "G0164"], rows),
            "surface": surface,
            "built": random.integers(1950, 2026, rows),
        },
        geometry=shapes,
        crs=28992,
    )
    frame.to_file(path, driver="GPKG", layer="roads")


def table(rows: int, runs: int) -> str:
    """Run ours and the peers' in turn, `runs` times, and tell medians and their ratio."""
    if shutil.which("ogr2ogr") is None:
        sys.exit("ogr2ogr is needed for the comparison: apt-get install gdal-bin")
    with own_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "roads.toml"
        profile.write_text(PROFILE)
        of_roads = _compared(cluster, roads(rows), profile, rows, runs)
        of_mixed = _compared(cluster, mixed(2 * rows), profile, 2 * rows, 1)
        small = _ours(cluster, mixed(SMALL_ROWS), profile, SMALL_ROWS, again=False)
    head = [f"| import from GeoPackage | {rows:,} polygons, median of {runs} | ratio | {2 * rows:,} mixed | ratio |"]
    head.append("|---|---|---|---|---|")
    lines = [
        f"| {name} | {one:.1f} s | {one / of_roads[PEER]:.2f} | {two:.1f} s | {two / of_mixed[PEER]:.2f} |"
        for (name, one), two in zip(of_roads.items(), of_mixed.values(), strict=True)
        if name != MEMORY
    ]
    ours, least = of_mixed[MEMORY], small.megabytes
    lines.append(f"| {MEMORY}, against {SMALL_ROWS:,} rows | | | {ours:.0f} MB, {least:.0f} MB | {ours / least:.2f} |")
    return "\n".join([*head, *lines])


def _compared(cluster: EmbeddedCluster, source: Path, profile: Path, rows: int, runs: int) -> dict[str, float]:
    """Medians by name, of seconds; of MEMORY, megabytes."""
    found: dict[str, list[float]] = {}
    for run in range(runs):
        found.setdefault(PEER, []).append(_ogr2ogr(cluster, source))
        if run == 0:  # it takes long, and its ratio is not close
            found.setdefault("geopandas, to_postgis, spatial index", []).append(_to_postgis(cluster, source))
        ours = _ours(cluster, source, profile, rows)
        found.setdefault("assetregistry, whole import with receipt", []).append(ours.seconds)
        found.setdefault("assetregistry, the same file again", []).append(ours.again_seconds)
        found.setdefault(MEMORY, []).append(ours.megabytes)
    return {name: statistics.median(values) for name, values in found.items()}


@contextmanager
def own_cluster() -> Iterator[EmbeddedCluster]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = EmbeddedCluster(Path(folder))
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.remove()


@dataclass(frozen=True)
class Ours:
    """Seconds of the first import (with the start of its process), of the same file again, and the peak of memory."""

    seconds: float
    again_seconds: float
    megabytes: float


def _ours(cluster: EmbeddedCluster, source: Path, profile: Path, rows: int, *, again: bool = True) -> Ours:
    """An import in a process of its own, its start and reading of the catalogue included."""
    cluster.create_database("ours")
    engine = make_engine(cluster.url("ours"))
    upgrading.upgrade(engine, srid=28992)
    engine.dispose()
    command = [sys.executable, "-c", IMPORT, cluster.url("ours"), str(source), str(profile), str(rows)]
    started = time.perf_counter()
    done = subprocess.run([*command, *(["again"] if again else [])], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    cluster.drop_database("ours")
    *before, megabytes = map(float, done.stdout.split())
    return Ours(seconds - sum(before), sum(before), megabytes)


def _to_postgis(cluster: EmbeddedCluster, source: Path) -> float:
    cluster.create_database("peer")
    engine = make_engine(cluster.url("peer"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
    started = time.perf_counter()
    gpd.read_file(source).to_postgis("roads", engine)  # builds a spatial index too
    seconds = time.perf_counter() - started
    engine.dispose()
    cluster.drop_database("peer")
    return seconds


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
