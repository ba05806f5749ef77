"""Tiles against shapely and pyproj: everything in its place, nothing twice, nothing from elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely import LineString, Point, Polygon, box
from sqlalchemy import text
from support import WriteStreets, square
from tiles_support import EXTENT, Feature, decode, in_tile, tile_at

from assetregistry.errors import NotFoundError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.derived import cells
from assetregistry.store.lookup.tiles import BUFFER, tile_frame
from assetregistry.store.tile_sources import sources

EAST, NORTH = 155_000.0, 463_000.0
ROUNDING = 0.5 * 2**0.5  # of a tile unit: half a unit along each axis
AFFINE = {13: 0.9, 14: 0.5, 15: 0.3, 16: 0.2}  # tile units by which one affine map may be off within a tile

SHAPES = {
    "surface": square(0, 0, 60),
    "with-a-hole": Polygon(
        [(EAST, NORTH + 100), (EAST + 90, NORTH + 100), (EAST + 90, NORTH + 190), (EAST, NORTH + 190)],
        [[(EAST + 30, NORTH + 130), (EAST + 60, NORTH + 130), (EAST + 60, NORTH + 160), (EAST + 30, NORTH + 160)]],
    ),
    "line": LineString([(EAST, NORTH + 200), (EAST + 50, NORTH + 230), (EAST + 120, NORTH + 210)]),
    "point": Point(EAST + 40, NORTH + 260),
    "speck": square(100, 0, 1),
}
LAYER = {"surface": "polygon", "with-a-hole": "polygon", "line": "line", "point": "point", "speck": "polygon"}


@pytest.fixture
def drawn(registry: Registry, write_streets: WriteStreets, profile: str) -> tuple[Registry, dict[str, int]]:
    """A registry with one asset of each shape, and their ids by name."""
    rows = [(name, "asfalt", 1990, shape) for name, shape in SHAPES.items()]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile))
    with registry.engine.connect() as connection:
        ids = {row.source_id: row.id for row in connection.execute(text("SELECT source_id, id FROM asset"))}
    return registry, ids


def _here(z: int) -> tuple[int, int, int]:
    lon, lat = Transformer.from_crs(28992, 4326, always_xy=True).transform(EAST + 50, NORTH + 100)
    return tile_at(lon, lat, z)


def _around(z: int) -> list[tuple[int, int, int]]:
    _, x, y = _here(z)
    return [(z, x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


@pytest.mark.parametrize("z", [13, 14, 15, 16])
def test_the_affine_map_agrees_with_the_projection(z: int) -> None:
    """Over the whole country, the corners and middles of tiles: what pyproj says, to a fraction of a unit."""
    to_degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    random = np.random.default_rng(1)
    for east, north in random.uniform((20_000, 320_000), (270_000, 610_000), (20, 2)):
        place = tile_at(*to_degrees.transform(east, north), z)
        frame = tile_frame(28992, *place)
        a, b, d, e, xoff, yoff = frame.affine
        west, south, right, top = frame.bounds
        points = random.uniform((west, south), (right, top), (50, 2))
        ours = np.column_stack([points @ (a, b) + xoff, EXTENT - (points @ (d, e) + yoff)])
        exact = shapely.get_coordinates(in_tile(shapely.MultiPoint(points), *place))
        assert np.hypot(*(ours - exact).T).max() < AFFINE[z]


@pytest.mark.parametrize("z", [13, 14, 15, 16])
def test_features_lie_where_the_projection_puts_them(drawn: tuple[Registry, dict[str, int]], z: int) -> None:
    registry, ids = drawn
    simplified = EXTENT / 256 / 4 if z < 16 else 0.0
    found = 0
    for place in _around(z):
        tile = decode(registry.tile("assets", *place).data)
        for name in ("surface", "with-a-hole", "line", "point"):
            for feature in (each for each in tile.get(LAYER[name], []) if each.id == ids[name]):
                window = box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
                exact = in_tile(SHAPES[name], *place).intersection(window)
                assert feature.geometry.hausdorff_distance(exact) < ROUNDING + AFFINE[z] + simplified
                found += 1
    assert found >= 4


@pytest.mark.parametrize("z", [13, 14, 16])
def test_rings_go_the_way_round_that_vector_tiles_ask_for(drawn: tuple[Registry, dict[str, int]], z: int) -> None:
    """Outer rings have a positive area where y points downwards, holes a negative one: by that they are told apart."""
    registry, _ = drawn
    tiles = [decode(registry.tile("assets", *place).data) for place in _around(z)]
    polygons = [part for tile in tiles for each in tile.get("polygon", []) for part in shapely.get_parts(each.geometry)]
    assert all(polygon.exterior.is_ccw for polygon in polygons)
    holes = [ring for polygon in polygons for ring in polygon.interiors]
    assert holes
    assert not any(ring.is_ccw for ring in holes)


def test_each_asset_is_whole_over_the_tiles_that_hold_it(drawn: tuple[Registry, dict[str, int]]) -> None:
    """The parts inside the tiles proper, buffers left out, add up to the asset: no gap and nothing double."""
    registry, ids = drawn
    proper = box(0, 0, EXTENT, EXTENT)
    inside = 0.0
    for place in _around(16):
        for feature in decode(registry.tile("assets", *place).data).get("polygon", []):
            if feature.id == ids["surface"]:
                inside += feature.geometry.intersection(proper).area
    exact = in_tile(SHAPES["surface"], *_here(16)).area
    assert inside == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("z", [13, 14, 15, 16])
def test_an_asset_is_in_a_tile_once_and_only_within_its_buffer(drawn: tuple[Registry, dict[str, int]], z: int) -> None:
    registry, ids = drawn
    reach = box(-BUFFER - 1, -BUFFER - 1, EXTENT + BUFFER + 1, EXTENT + BUFFER + 1)
    for place in _around(z):
        features = _all(decode(registry.tile("assets", *place).data))
        assert max(Counter(each.id for each in features).values(), default=1) == 1
        assert all(reach.covers(each.geometry) for each in features)
        held = {each.id for each in features}
        expected = {ids[name] for name, shape in SHAPES.items() if in_tile(shape, *place).intersects(reach.buffer(-3))}
        assert expected <= held


def test_small_surfaces_become_points_far_away_and_shapes_again_near(drawn: tuple[Registry, dict[str, int]]) -> None:
    registry, ids = drawn
    for z, layer in ((13, "point"), (16, "polygon")):
        tiles = [decode(registry.tile("assets", *place).data) for place in _around(z)]
        assert any(each.id == ids["speck"] for tile in tiles for each in tile.get(layer, []))


@pytest.mark.parametrize("z", [13, 14, 15, 16])
def test_what_is_smaller_than_a_unit_of_the_tile_leaves_no_feature_without_geometry(
    registry: Registry, write_streets: WriteStreets, profile: str, z: int
) -> None:
    """One such feature, and MapLibre shows nothing of its tile."""
    random = np.random.default_rng(3)
    shapes: list[shapely.Geometry] = []
    for east, north in random.uniform((EAST, NORTH), (EAST + 100, NORTH + 100), (40, 2)):
        shapes += [LineString([(east, north), (east + 0.02, north)]), Point(east, north).buffer(0.01)]
    shapes.append(LineString([(EAST, NORTH), (EAST + 50, NORTH)]))
    rows = [(f"small-{number}", "asfalt", 1990, shape) for number, shape in enumerate(shapes)]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile))
    features = _all(decode(registry.tile("assets", *_here(z)).data))
    assert features
    assert not any(each.geometry.is_empty for each in features)


def test_properties_are_six_small_integers_that_the_codes_explain(drawn: tuple[Registry, dict[str, int]]) -> None:
    registry, ids = drawn
    (feature,) = (
        each for each in decode(registry.tile("assets", *_here(16)).data)["polygon"] if each.id == ids["surface"]
    )
    card = registry.asset(ids["surface"])
    assert set(feature.properties) <= {"t", "m", "b", "e", "s", "o"}
    assert all(isinstance(value, int) for value in feature.properties.values())
    assert feature.properties["t"] == registry.catalogue.asset_types["road_asphalt_local"].number
    materials = {material.number: code for code, material in registry.catalogue.materials.items()}
    assert materials[feature.properties["m"]] == card["layers"][0]["material"]
    assert feature.properties["b"] == 1990
    assert feature.properties["e"] == math.floor(card["end"]["p50"])
    assert feature.properties["o"] == registry.organisations()[0]["number"]


def test_what_has_no_recipe_is_shown_by_its_type(drawn: tuple[Registry, dict[str, int]]) -> None:
    registry, ids = drawn
    registry.edit_asset(ids["surface"], {"asset_type": "furniture_other"})
    registry.refresh()
    (feature,) = (
        each for each in decode(registry.tile("assets", *_here(16)).data)["polygon"] if each.id == ids["surface"]
    )
    assert feature.properties["t"] == registry.catalogue.asset_types["furniture_other"].number
    assert not {"m", "e"} & set(feature.properties)


def test_the_same_tile_has_the_same_bytes(town: Registry) -> None:
    west, south, east, north = town.summary()["bounds"]
    place = tile_at((west + east) / 2, (south + north) / 2, 14)
    tile = town.tile("assets", *place).data
    assert tile == town.tile("assets", *place).data
    for features in decode(tile).values():
        ids = [each.id for each in features]
        assert ids == sorted(set(ids))


@pytest.mark.parametrize("z", [13, 14])
def test_from_afar_assets_are_shown_as_they_were_made_beforehand(
    drawn: tuple[Registry, dict[str, int]], write_streets: WriteStreets, profile: str, z: int
) -> None:
    """The same bytes as without; and what has changed since then is shown as it is."""
    registry, ids = drawn
    live = [registry.tile("assets", *place).data for place in _around(z)]
    assert any(live)
    cells.refresh(registry.engine, registry.as_of)
    assert [registry.tile("assets", *place).data for place in _around(z)] == live
    with registry.engine.begin() as connection:
        connection.execute(text("DELETE FROM generalised_asset WHERE asset_id = :id"), {"id": ids["line"]})
    assert ids["line"] not in _ids_around(registry, z)  # so these are what is read
    more = write_streets([("more", "asfalt", 1990, square(200, 0, 60))])
    registry.import_source(more, ImportOptions(profile=profile))
    assert ids["line"] in _ids_around(registry, z)


def _ids_around(registry: Registry, z: int) -> set[int]:
    return {each.id for place in _around(z) for each in _all(decode(registry.tile("assets", *place).data))}


def test_where_nothing_is_the_tile_is_empty(registry: Registry) -> None:
    assert registry.tile("assets", *_here(14)).data == b""


@pytest.mark.parametrize("source", list(sources()))
def test_every_source_sends_the_layers_and_keys_that_its_file_says_and_no_other(town: Registry, source: str) -> None:
    found = sources()[source]
    west, south, east, north = town.summary()["bounds"]
    sent: set[str] = set()
    for z in range(found.minzoom, found.maxzoom + 1):
        tile = decode(town.tile(source, *tile_at((west + east) / 2, (south + north) / 2, z)).data)
        assert {name for name in tile if found.layers[name].minzoom > z} == set()
        for features in tile.values():
            assert features
            assert {key for each in features for key in each.properties} <= set(found.keys)
            assert len({each.id for each in features}) == len(features)
        sent |= set(tile)
    assert sent <= set(found.layers)
    assert len(sent) >= min(2, len(found.layers))


def test_tile_numbers_beyond_the_source_or_the_world_are_refused(town: Registry) -> None:
    for source, z, x, y in [("assets", 12, 0, 0), ("areas", 15, 0, 0), ("cells", 9, 512, 0), ("x", 9, 0, 0)]:
        with pytest.raises(NotFoundError, match=f"{z}/{x}/{y}" if source in sources() else "'x'"):
            town.tile(source, z, x, y)


@pytest.mark.parametrize("z", [5, 8, 11, 14])
def test_areas_lie_where_the_projection_puts_them(town: Registry, z: int) -> None:
    with town.engine.connect() as connection:
        area = gpd.read_postgis("SELECT code, geom FROM area WHERE kind = 'municipality'", connection, geom_col="geom")
    west, south, east, north = town.summary()["bounds"]
    place = tile_at((west + east) / 2, (south + north) / 2, z)
    (feature,) = decode(town.tile("areas", *place).data)["municipality"]
    window = box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
    exact = in_tile(area.geometry[0], *place).intersection(window)
    half_a_pixel = EXTENT / 256 / 2
    assert feature.properties["code"] == area["code"][0]
    assert feature.geometry.hausdorff_distance(exact) < 2 * half_a_pixel + ROUNDING


@pytest.mark.parametrize("z", range(8, 14))
def test_cells_of_all_tiles_hold_each_asset_once(town: Registry, z: int) -> None:
    """A cell on the edge of two tiles is in both, with one id and the same numbers."""
    west, south, east, north = town.summary()["bounds"]
    (_, left, top), (_, right, bottom) = tile_at(west, north, z), tile_at(east, south, z)
    held = {
        each.id: each.properties
        for x in range(left - 1, right + 2)
        for y in range(top - 1, bottom + 2)
        for each in decode(town.tile("cells", z, x, y).data).get("cell", [])
    }
    summary = town.summary()
    assert sum(each["n"] for each in held.values()) == summary["assets"]
    assert sum(each["kg"] for each in held.values()) == pytest.approx(summary["stockKg"], rel=0.005)


def test_an_outline_that_crosses_itself_when_it_is_simplified_is_mended(registry: Registry, tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    start = np.array([250_000, 480_000])
    walks = [start + np.cumsum(random.normal(0, 60, (40, 2)), axis=0) for _ in range(60)]
    shapes = [shape for walk in walks if (shape := LineString(walk).buffer(12, quad_segs=2)).geom_type == "Polygon"]
    codes = [str(number) for number in range(len(shapes))]
    gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs=28992).to_file(tmp_path / "areas.gpkg")
    registry.import_areas(tmp_path / "areas.gpkg", "municipality")
    place = tile_at(*Transformer.from_crs(28992, 4326, always_xy=True).transform(250_000, 480_000), 10)
    with registry.engine.connect() as connection:
        query = text("SELECT count(*) FROM area WHERE NOT ST_IsValid(ST_Simplify(geom, :tolerance_m, true))")
        crossed = connection.execute(query, {"tolerance_m": tile_frame(28992, *place).pixel_m / 2}).scalar_one()
    assert crossed > 10
    features = decode(registry.tile("areas", *place).data)["municipality"]
    assert len(features) == len(shapes)
    assert all(feature.geometry.is_valid for feature in features)


def test_offers_are_counted_by_area(town: Registry) -> None:
    west, south, east, north = town.summary()["bounds"]
    places = {tile_at(lon, lat, 9) for lon in (west, east) for lat in (south, north)}
    seen = {
        each.properties["code"]: each.properties["n"]
        for p in places
        for each in _all(decode(town.tile("offers", *p).data))
    }
    expected = Counter(offer["areaCode"] for offer in town.offers()["offers"])
    assert seen == dict(expected)


def _all(tile: dict[str, list[Feature]]) -> list[Feature]:
    return [each for features in tile.values() for each in features]
