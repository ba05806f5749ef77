"""Tiles and drawn polygons over a crowded region, beside tipg on the same features, over HTTP, in one run.

tipg reads a table of its own that holds the same polygons with a typed geometry, its index, and the six properties
worked out beforehand; ours works them out for each tile. Both answer in a process of their own.
"""

from __future__ import annotations

import multiprocessing
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import zip_longest
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from typing import Any

import asyncpg
import geopandas as gpd
import httpx
import numpy as np
import shapely
import uvicorn
from fastapi import FastAPI
from pyproj import Transformer
from shapely import Point
from shapely.geometry import mapping
from sqlalchemy import text
from tipg.collections import register_collection_catalog
from tipg.database import connection_factory
from tipg.factory import Endpoints
from tipg.settings import DatabaseSettings

from assetregistry.api import create_app
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
from assetregistry.store import upgrading
from assetregistry.store.derived import cells
from assetregistry.store.engine import make_engine, reading
from benchmarks.import_roads import PROFILE, Place, own_cluster, roads

REGION: Place = (240_000, 460_000, 270_000, 490_000)  # 30 by 30 km: as many things per km² as a town has
TILES = 25  # different ones per zoom
USERS, TILES_EACH = 50, 20
CROWD_S = 20  # time enough for all of their tiles on a slow machine
AREA_SIZES_M = {"municipality": 10_000, "district": 3_000, "neighbourhood": 1_000}
CORNERS_PER_SIDE = 50
RADII_M = (500, 2_000, 8_000, 14_000, 100_000)
TO_DEGREES = Transformer.from_crs(28992, 4326, always_xy=True)

# For wrk: each address once, then the thread stops. Of what it measured, one line in ms.
CROWD = """
local paths, asked = {}, 0
for path in io.lines("{paths}") do paths[#paths + 1] = path end
request = function()
  asked = asked + 1
  if asked > #paths then wrk.thread:stop() end
  return wrk.format("GET", paths[math.min(asked, #paths)], {["Accept-Encoding"] = "gzip"})
end
done = function(summary, latency)
  local errors = summary.errors
  local refused = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  print(summary.requests, refused, latency:percentile(50) / 1000, latency:percentile(95) / 1000)
end
"""

PEER = """
CREATE SCHEMA peer;
CREATE TABLE peer.asset AS
SELECT asset.id, type.number AS t, outlook.material_number AS m, asset.built_from AS b,
    CAST(outlook.end_p50 AS integer) AS e, CAST(outlook.suspect AS integer) AS s, organisation.number AS o,
    CAST(asset.geom AS geometry(Polygon, 28992)) AS geom
FROM asset JOIN catalogue_type AS type ON type.code = asset.asset_type
JOIN organisation ON organisation.code = asset.owner
JOIN asset_life AS life ON life.asset_id = asset.id LEFT JOIN outlook ON outlook.id = life.outlook_id;
ALTER TABLE peer.asset ADD PRIMARY KEY (id);
CREATE INDEX ON peer.asset USING gist (geom);
ANALYZE peer.asset
"""


def table(rows: int) -> str:
    """Load once, ask both, tell medians and 95th percentiles."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed for the crowd: apt-get install wrk")
    lines = [
        f"| {rows:,} assets on 900 km² | p50 ms | p95 ms | largest kB | tipg p50 ms | ratio |",
        "|---|---|---|---|---|---|",
    ]
    with own_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        cluster.create_database("tiles")
        url = cluster.url("tiles")
        seconds = _load(url, rows, Path(folder))
        with served(serve_registry, url) as ours, served(_peer, url) as peer, httpx.Client(timeout=120) as client:
            lines += list(_tiles(client, ours, peer, "cells", "assets"))
            lines += list(_polygons(client, ours))
            lines += list(_crowd(ours, Path(folder)))
            # Last: they are not what the numbers above are of.
            seconds["areas of three kinds"] = _seconds(lambda: _add_areas(url, Path(folder)))
            lines += list(_tiles(client, ours, peer, "areas"))
    lines += [f"| {name} | {value:.1f} s | | | | |" for name, value in seconds.items()]
    return "\n".join(lines)


def _load(url: str, rows: int, folder: Path) -> dict[str, float]:
    engine = make_engine(url)
    upgrading.upgrade(engine, srid=28992)
    profile = folder / "roads.toml"
    profile.write_text(PROFILE)
    source = roads(rows, REGION)
    registry = Registry.open(Settings(database_url=url))
    seconds = {
        "import": _seconds(lambda: registry.import_source(source, ImportOptions(profile=str(profile)))),
        "derived tables": _seconds(registry.refresh),
        "cells of five sizes": _seconds(lambda: cells.refresh(registry.engine, registry.as_of)),
    }
    with engine.begin() as connection:
        connection.execute(text(PEER))
    with reading(engine) as connection:
        connection.execute(text("VACUUM"))  # PostgreSQL does so by itself a minute later, beside what is measured
    engine.dispose()
    return seconds


def _add_areas(url: str, folder: Path) -> None:
    """Municipalities, districts and neighbourhoods (10, 3 and 1 km wide) with outlines as winding as real ones."""
    registry = Registry.open(Settings(database_url=url))
    west, south, east, north = REGION
    winding = 12 * np.sin(np.linspace(0, 40 * np.pi, CORNERS_PER_SIDE))  # metres, nothing at the corners
    for kind, size in AREA_SIZES_M.items():
        lefts, bottoms = (axis.ravel() for axis in np.meshgrid(range(west, east, size), range(south, north, size)))
        along = np.linspace(0, size, CORNERS_PER_SIDE)
        sides = [(along, winding), (size + winding, along), (along[::-1], size + winding), (winding, along[::-1])]
        ring = np.concatenate([np.column_stack(np.broadcast_arrays(*side)) for side in sides])
        shapes = shapely.polygons(ring[None] + np.column_stack([lefts, bottoms])[:, None])
        codes = [f"{kind}-{number}" for number in range(len(shapes))]
        gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs=28992).to_file(folder / f"{kind}.gpkg")
        registry.import_areas(folder / f"{kind}.gpkg", kind, code_field="code", name_field="name")
    registry.refresh()


def _tiles(client: httpx.Client, ours: str, peer: str, *names: str) -> Iterator[str]:
    for source in names:
        tilejson = client.get(f"{ours}/tiles/{source}.json").json()
        template = tilejson["tiles"][0]
        zooms = range(tilejson["minzoom"], tilejson["maxzoom"] + 1)
        for z in zooms:
            places = _places(z)
            addresses = [template.format(z=z, x=x, y=y) for x, y in places]
            first, sizes = _ask(client, addresses)
            again, _ = _ask(client, addresses)
            unchanged, _ = _ask(client, addresses, etag=client.get(addresses[0]).headers["etag"])
            theirs = ""
            if source == "assets":
                base = f"{peer}/collections/peer.asset/tiles/WebMercatorQuad/{z}"
                other = statistics.median(_ask(client, [f"{base}/{x}/{y}" for x, y in places])[0])
                theirs = f"{other:.0f} | {other / statistics.median(first):.1f}"
            yield f"| {source} z{z} | {_two(first)} | {max(sizes) / 1000:.0f} | {theirs or '|'} |"
            if z == zooms[-1]:
                yield f"| {source} z{z}, kept | {_two(again)} | | | |"
                yield f"| {source} z{z}, 304 | {_two(unchanged)} | | | |"


def _polygons(client: httpx.Client, ours: str) -> Iterator[str]:
    random = np.random.default_rng(3)
    for radius in RADII_M:
        taken = []
        for _ in range(5):
            centre = random.uniform(np.add(REGION[:2], 12_000), np.subtract(REGION[2:], 12_000))
            polygon = mapping(Point(*centre).buffer(radius, quad_segs=16))
            asked = {"polygon": polygon, "crs": "EPSG:28992", "fromYear": 2027, "toYear": 2036, "by": "material"}
            started = time.perf_counter()
            client.post(f"{ours}/v1/supply", json=asked).raise_for_status()
            taken.append(1000 * (time.perf_counter() - started))
        yield f"| supply of a drawn circle of {radius:,} m | {_two(taken)} | | | |"


def _crowd(ours: str, folder: Path) -> Iterator[str]:
    """Everybody pans at once over tiles that few have seen yet, each on a connection of its own."""
    template = httpx.get(f"{ours}/tiles/assets.json").json()["tiles"][0].removeprefix(ours)
    seeds = np.random.default_rng(4).integers(0, 1 << 30, USERS)
    walks = [_places(15, count=TILES_EACH, seed=int(seed)) for seed in seeds]
    steps = (step for steps in zip_longest(*walks) for step in steps if step is not None)
    (folder / "paths").write_text("\n".join(template.format(z=15, x=x, y=y) for x, y in steps))
    (folder / "crowd.lua").write_text(CROWD.replace("{paths}", str(folder / "paths")))
    command = ["wrk", "-t1", f"-c{USERS}", f"-d{CROWD_S}s", "--timeout", "60s", "-s", str(folder / "crowd.lua"), ours]
    before = _memory_mb(serve_registry)
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    answered, refused, p50, p95 = (float(number) for number in told.split())
    yield f"| {USERS} users at once, {answered:.0f} assets z15, {refused:.0f} refused | {p50:.1f} | {p95:.1f} | | | |"
    after = _memory_mb(serve_registry)
    yield f"| memory of the server, before and after them | {before:.0f} MB | {after:.0f} MB | | | |"


def _memory_mb(serve: Any) -> float:
    """What the process that `served` started for this holds in memory now."""
    (pid,) = (process.pid for process in multiprocessing.active_children() if process.name == serve.__name__)
    (resident,) = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(resident) / 1024


def _ask(client: httpx.Client, addresses: Sequence[str], etag: str | None = None) -> tuple[list[float], list[int]]:
    """Milliseconds and bytes on the wire of each."""
    taken, sizes = [], []
    for address in addresses:
        headers = {"Accept-Encoding": "gzip", **({"If-None-Match": etag} if etag else {})}
        started = time.perf_counter()
        with client.stream("GET", address, headers=headers) as response:
            body = b"".join(response.iter_raw())
        taken.append(1000 * (time.perf_counter() - started))
        assert response.status_code == (304 if etag else 200), (address, response.status_code)
        sizes.append(len(body))
    return taken, sizes


def _places(z: int, *, count: int = TILES, seed: int = 2) -> list[tuple[int, int]]:
    random = np.random.default_rng(seed)
    found = []
    for east, north in random.uniform(REGION[:2], REGION[2:], (count, 2)):
        lon, lat = TO_DEGREES.transform(east, north)
        y = (1 - asinh(tan(radians(lat))) / pi) / 2
        found.append((floor((lon + 180) / 360 * 2**z), floor(y * 2**z)))
    return list(dict.fromkeys(found))


def _two(milliseconds: list[float]) -> str:
    return f"{statistics.median(milliseconds):.1f} | {np.percentile(milliseconds, 95):.1f}"


def _seconds(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def served(serve: Any, url: str) -> Iterator[str]:
    """The address of a server in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(url, port), name=serve.__name__, daemon=True
    )
    process.start()
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(address)
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.join()


def serve_registry(url: str, port: int) -> None:
    """The registry and its explorer at a port of this machine."""
    uvicorn.run(create_app(Registry.open(Settings(database_url=url))), port=port, log_level="error")


def _peer(url: str, port: int) -> None:
    settings = DatabaseSettings(schemas=["peer"], functions=[], spatial_extent=False, datetime_extent=False)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> Any:
        init = connection_factory(["peer"], settings.tipg_schema)
        async with asyncpg.create_pool(url, min_size=1, max_size=5, init=init) as app.state.pool:
            await register_collection_catalog(app, db_settings=settings)
            yield

    app = FastAPI(lifespan=lifespan)
    app.include_router(Endpoints(with_tiles_viewer=False).router)
    uvicorn.run(app, port=port, log_level="error")
