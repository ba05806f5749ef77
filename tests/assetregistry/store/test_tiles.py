"""Tiles against shapely and pyproj: everything in its place, nothing twice, nothing from elsewhere."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely import LineString, Point, Polygon, box
from sqlalchemy import text
from support import WriteStreets, square
from tiles_support import EXTENT, Feature, decode, in_tile, tile_at

from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.tiles import BUFFER, tile_frame

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
        tile = decode(registry.asset_tile(*place))
        for name in ("surface", "with-a-hole", "line", "point"):
            for feature in (each for each in tile.get(LAYER[name], []) if each.id == ids[name]):
                window = box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
                exact = in_tile(SHAPES[name], *place).intersection(window)
                assert feature.geometry.hausdorff_distance(exact) < ROUNDING + AFFINE[z] + simplified
                found += 1
    assert found >= 4


def test_each_asset_is_whole_over_the_tiles_that_hold_it(drawn: tuple[Registry, dict[str, int]]) -> None:
    """The parts inside the tiles proper, buffers left out, add up to the asset: no gap and nothing double."""
    registry, ids = drawn
    proper = box(0, 0, EXTENT, EXTENT)
    inside = 0.0
    for place in _around(16):
        for feature in decode(registry.asset_tile(*place)).get("polygon", []):
            if feature.id == ids["surface"]:
                inside += feature.geometry.intersection(proper).area
    exact = in_tile(SHAPES["surface"], *_here(16)).area
    assert inside == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("z", [13, 14, 15, 16])
def test_an_asset_is_in_a_tile_once_and_only_within_its_buffer(drawn: tuple[Registry, dict[str, int]], z: int) -> None:
    registry, ids = drawn
    reach = box(-BUFFER - 1, -BUFFER - 1, EXTENT + BUFFER + 1, EXTENT + BUFFER + 1)
    for place in _around(z):
        features = _all(decode(registry.asset_tile(*place)))
        assert max(Counter(each.id for each in features).values(), default=1) == 1
        assert all(reach.covers(each.geometry) for each in features)
        held = {each.id for each in features}
        expected = {ids[name] for name, shape in SHAPES.items() if in_tile(shape, *place).intersects(reach.buffer(-3))}
        assert expected <= held


def test_small_surfaces_become_points_far_away_and_shapes_again_near(drawn: tuple[Registry, dict[str, int]]) -> None:
    registry, ids = drawn
    for z, layer in ((13, "point"), (16, "polygon")):
        tiles = [decode(registry.asset_tile(*place)) for place in _around(z)]
        assert any(each.id == ids["speck"] for tile in tiles for each in tile.get(layer, []))


def test_properties_are_six_small_integers_that_the_codes_explain(drawn: tuple[Registry, dict[str, int]]) -> None:
    registry, ids = drawn
    (feature,) = (each for each in decode(registry.asset_tile(*_here(16)))["polygon"] if each.id == ids["surface"])
    card = registry.asset(ids["surface"])
    assert set(feature.properties) <= {"t", "m", "b", "e", "h", "o"}
    assert all(isinstance(value, int) for value in feature.properties.values())
    assert feature.properties["t"] == registry.catalogue.asset_types["road_asphalt_local"].number
    materials = {material.number: code for code, material in registry.catalogue.materials.items()}
    assert materials[feature.properties["m"]] == card["layers"][0]["material"]
    assert feature.properties["b"] == 1990
    assert feature.properties["e"] == round(card["end"]["p50"])
    assert feature.properties["o"] == registry.organisations()[0]["number"]


def test_the_same_tile_has_the_same_bytes(town: Registry) -> None:
    west, south, east, north = town.summary()["bounds"]
    place = tile_at((west + east) / 2, (south + north) / 2, 14)
    tile = town.asset_tile(*place)
    assert tile == town.asset_tile(*place)
    for features in decode(tile).values():
        ids = [each.id for each in features]
        assert ids == sorted(set(ids))


def test_where_nothing_is_the_tile_is_empty(registry: Registry) -> None:
    assert registry.asset_tile(*_here(14)) == b""


def _all(tile: dict[str, list[Feature]]) -> list[Feature]:
    return [each for features in tile.values() for each in features]
