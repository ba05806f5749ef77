"""Makes the sample town: `python data/sample/generate.py` writes the two deliveries beside it, the same every time.

Formats are those that analysts receive: roads as a zipped shapefile in RD with Dutch field names in cp1252, sewers as a
GeoPackage in PDOK's GWSW layers, furniture as GeoJSON in RD, areas and planned works as GeoPackages, inspections as
CSV. See README.md.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import plan
from furniture import furniture
from inspections import inspections
from shapely import Polygon, affinity
from surfaces import surfaces
from underground import GWSW, underground
from works import PROGRAMME, ground

HERE = Path(__file__).parent
SEED = 9901
RD = 28992
MOMENT = "2026-01-01T00:00:00.000Z"  # in GeoPackages, so that the same town has the same bytes
SQLITE_COUNTERS = (slice(24, 28), slice(92, 96))  # of changes: they tell how it was written, not what
RECONSTRUCTED = ("Julianastraat", "Emmastraat", "Korenstraat", "Smidsgang")
OWNER = "G9901"

Tables = dict[str, gpd.GeoDataFrame]


def town() -> Tables:
    """The town as it stood when the first delivery was made."""
    random = np.random.default_rng(SEED)
    streets = plan.streets(random)
    pipes, nodes = underground(streets, random)
    return {
        "wegen": _roads(streets, random),
        "beheer_leiding": _pipes(pipes),
        "beheer_put": _nodes(nodes),
        "straatmeubilair": _furniture(streets, random),
    }


def a_year_later(tables: Tables) -> Tables:
    """What a year changes: streets reconstructed with their sewers, lamps made LED, things gone and things new."""
    random = np.random.default_rng(SEED + 1)
    roads, pipes, things = (tables[name].copy() for name in ("wegen", "beheer_leiding", "straatmeubilair"))
    relaid = roads["STRAATNAAM"].isin(RECONSTRUCTED) & roads["WEGDEEL"].isin(["Rijbaan", "Kruisingsvlak"])
    roads.loc[relaid, ["VERHARDING", "AANLEGJR"]] = ["Gebakken klinkers", 2025]
    under = roads.loc[relaid].union_all().buffer(3)
    renewed = pipes.geometry.centroid.within(under)
    pipes.loc[renewed, ["begindatum", "materiaalleiding"]] = ["2025", GWSW + "PVC"]
    lamps = things.index[things["soort"].eq("lichtmast") & things["lamp"].eq("conventioneel")]
    led = random.choice(lamps, 120, replace=False)
    things.loc[led, ["lamp", "jaar"]] = ["LED", 2025]
    gone = random.choice(things.index[~things.index.isin(led)], 45, replace=False)
    new = things.loc[random.choice(things.index, 30, replace=False)].copy()
    new["id"] = [f"SM{90_000 + index}" for index in range(len(new))]
    new["jaar"] = 2025
    new["geometry"] = [affinity.translate(shape, 1.5, 0.8) for shape in new.geometry]
    things = pd.concat([things.drop(index=gone), new], ignore_index=True)
    return {**tables, "wegen": roads, "beheer_leiding": pipes, "straatmeubilair": things}


def _roads(streets: list[plan.Street], random: np.random.Generator) -> gpd.GeoDataFrame:
    made = surfaces(streets, random)
    frame = gpd.GeoDataFrame(
        {
            "WEGVAKID": [f"W{index:05d}" for index in range(1, len(made) + 1)],
            "STRAATNAAM": [each.street for each in made],
            "WEGDEEL": [each.use for each in made],
            "VERHARDING": [each.paving for each in made],
            "AANLEGJR": [each.year for each in made],
            "BREEDTE": [each.width_m for each in made],
            "EIGENAAR": [each.owner for each in made],
            "BEHEERDER": OWNER,
        },
        geometry=[each.geometry for each in made],
        crs=RD,
    )
    return _flawed(frame)


def _flawed(roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What real deliveries have: a twisted outline, a row without geometry, an id twice, a value that nobody knows."""
    west, south, east, north = roads.geometry.iloc[10].bounds
    roads.loc[10, "geometry"] = Polygon([(west, south), (east, north), (east, south), (west, north)])
    roads.loc[20, "geometry"] = None
    roads.loc[30, "WEGVAKID"] = roads.loc[29, "WEGVAKID"]
    roads.loc[40, "VERHARDING"] = "Kunstgras"
    return roads


def _pipes(pipes: list[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "uri": [f"http://data.gwsw.nl/wolderkamp/leiding/L{index:05d}" for index in range(1, len(pipes) + 1)],
            "naam": [f"L{index:05d}" for index in range(1, len(pipes) + 1)],
            "type": [GWSW + each.type for each in pipes],
            "stelseltype": [GWSW + each.system for each in pipes],
            "begindatum": [each.built for each in pipes],
            "materiaalleiding": [each.material and GWSW + each.material for each in pipes],
            "vormleiding": [GWSW + each.shape for each in pipes],
            "breedteleiding": [each.width_mm for each in pipes],
            "hoogteleiding": [each.height_mm or each.width_mm for each in pipes],
            "lengteleiding": [round(each.geometry.length, 2) for each in pipes],
        },
        geometry=[each.geometry for each in pipes],
        crs=RD,
    )


def _nodes(nodes: list[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "uri": [f"http://data.gwsw.nl/wolderkamp/put/P{index:05d}" for index in range(1, len(nodes) + 1)],
            "naam": [f"P{index:05d}" for index in range(1, len(nodes) + 1)],
            "type": [GWSW + each.type for each in nodes],
            "begindatum": [each.built for each in nodes],
            "materiaalput": [each.material and GWSW + each.material for each in nodes],
            "vormput": GWSW + "Rond",
            "breedteput": [each.width_mm for each in nodes],
            "maaiveldhoogte": [round(27.0 + (each.geometry.x - plan.CENTRE[0]) / 900, 2) for each in nodes],
        },
        geometry=[each.geometry for each in nodes],
        crs=RD,
    )


def _furniture(streets: list[plan.Street], random: np.random.Generator) -> gpd.GeoDataFrame:
    things = furniture(streets, random)
    return gpd.GeoDataFrame(
        {
            "id": [f"SM{index:05d}" for index in range(1, len(things) + 1)],
            "soort": [each.kind for each in things],
            "materiaal": [each.material for each in things],
            "lamp": [each.lamp for each in things],
            "hoogte_m": [each.height_m for each in things],
            "jaar": [each.year for each in things],
            "straat": [each.street for each in things],
            "eigenaar": OWNER,
        },
        geometry=[each.geometry for each in things],
        crs=RD,
    )


def write(tables: Tables, folder: Path) -> None:
    """Write one delivery."""
    folder.mkdir(exist_ok=True)
    _write_shapefile(tables["wegen"], folder / "wegen.zip")
    sewers = {name: tables[name] for name in ("beheer_leiding", "beheer_put")}
    _write_geopackage(sewers, folder / "riolering.gpkg")
    _write_geojson(tables["straatmeubilair"], folder / "straatmeubilair.geojson")
    found = pd.DataFrame(plan.areas(), columns=["code", "naam", "kind", "geometry"])
    areas = {
        layer: gpd.GeoDataFrame(found[found["kind"] == kind].drop(columns="kind"), geometry="geometry", crs=RD)
        for layer, kind in (("gemeente", "municipality"), ("buurten", "neighbourhood"))
    }
    _write_geopackage(areas, folder / "gebieden.gpkg")


def planned_works() -> gpd.GeoDataFrame:
    """What is planned in the coming years, in the registry's own words."""
    streets = plan.streets(np.random.default_rng(SEED))
    return gpd.GeoDataFrame(
        {
            "source_id": [each.code for each in PROGRAMME],
            "name": [each.name for each in PROGRAMME],
            "reason": [each.reason for each in PROGRAMME],
            "year_from": [each.years[0] for each in PROGRAMME],
            "year_to": [each.years[1] for each in PROGRAMME],
        },
        geometry=[ground(each, streets) for each in PROGRAMME],
        crs=RD,
    )


def _write_shapefile(frame: gpd.GeoDataFrame, path: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch, zipfile.ZipFile(path, "w") as archive:
        frame.to_file(Path(scratch) / "wegen.shp", encoding="cp1252", engine="pyogrio")
        for part in sorted(Path(scratch).iterdir()):
            entry = zipfile.ZipInfo(part.name, date_time=(2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _undated(part), compresslevel=9)


def _undated(part: Path) -> bytes:
    """A dbf begins with the day on which it was written."""
    content = part.read_bytes()
    return content[:1] + bytes((126, 1, 1)) + content[4:] if part.suffix == ".dbf" else content


def _write_geopackage(layers: Tables, path: Path) -> None:
    path.unlink(missing_ok=True)
    for name, frame in layers.items():
        frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio", SPATIAL_INDEX="NO")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", [MOMENT])
    with sqlite3.connect(path) as database:
        database.execute("VACUUM")
    content = bytearray(path.read_bytes())
    for counter in SQLITE_COUNTERS:
        content[counter] = (1).to_bytes(4, "big")
    path.write_bytes(content)


def _write_geojson(frame: gpd.GeoDataFrame, path: Path) -> None:
    """In RD and with a `crs` member, as municipal exports are, whatever RFC 7946 says."""
    features = json.loads(frame.to_json(drop_id=True))["features"]
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}'
    head = f'{{"type":"FeatureCollection","name":"straatmeubilair","crs":{crs},"features":[\n'
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def main() -> None:
    """Write both deliveries."""
    first = town()
    write(first, HERE / "delivery-2025")
    second, last = a_year_later(first), HERE / "delivery-2026"
    write(second, last)
    _write_geopackage({"planned_works": planned_works()}, last / "planned_works.gpkg")
    seen = inspections(second["wegen"], second["straatmeubilair"])
    seen.to_csv(last / "inspections.csv", sep=";", index=False, lineterminator="\n")
    for name, frame in first.items():
        print(f"{name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
