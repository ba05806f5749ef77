"""Any polygon by way of cells: the same as looking at every asset, to nine digits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, affinity
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from support import PROFILE, Street, write_streets

from assetregistry.registry import ImportOptions, Registry, SupplyQuestion
from assetregistry.settings import Settings
from assetregistry.store.derived import cells, drawn
from assetregistry.store.derived.cohorts import CLOCK

EAST, NORTH = 155_000.0, 463_000.0
CORNER = np.array([EAST, NORTH])
SPAN = 20_000.0  # several cells of 4 km, and parts of two of 16 km
POINTS = np.random.default_rng(8).uniform(0, SPAN, (200, 2))
SQUARES = 250.0 * np.random.default_rng(9).integers(0, 80, (50, 2))  # of 50 m, in the corners of cells
KEYS = ["asset_type", "owner", "layer_id", "suspect", *CLOCK]

PLAIN = """
WITH part AS MATERIALIZED (
    SELECT asset.id AS asset_id, CASE
        WHEN ST_Dimension(asset.geom) = 0 THEN 1
        WHEN ST_Dimension(asset.geom) = 1
        THEN ST_Length(ST_Intersection(asset.geom, given.geom)) / ST_Length(asset.geom)
        ELSE ST_Area(ST_Intersection(asset.geom, given.geom)) / ST_Area(asset.geom) END AS share
    FROM asset JOIN (SELECT ST_SetSRID(ST_GeomFromWKB(:wkb), 28992) AS geom) AS given
        ON ST_Intersects(asset.geom, given.geom)
)
SELECT asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, count(*) AS count, sum(share * kg) AS kg,
    sum((share * kg) ^ 2) AS kg2
FROM part JOIN asset_layer USING (asset_id)
WHERE share > 1e-9 AND kg > 0
GROUP BY asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
"""


@pytest.fixture(scope="module")
def country(make_database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:  # type: ignore[no-untyped-def]
    """Some 1,500 assets with all kinds of clocks: crowded and empty places, specks and sewers that cross many cells."""
    folder: Path = tmp_path_factory.mktemp("country")
    (folder / "streets.toml").write_text(PROFILE)
    registry = Registry.open(Settings(database_url=make_database(), data_dir=folder, basemap_url="none", port=0))
    source = write_streets(folder / "streets.gpkg", _streets())
    registry.import_source(source, ImportOptions(profile=str(folder / "streets.toml")))
    works = gpd.GeoDataFrame({"source_id": ["w"], "year_from": [2030], "year_to": [2031], "reason": ["riool"]})
    outline = Point(EAST + 6_000, NORTH + 9_000).buffer(300)
    works.set_geometry([outline], crs=28992).to_file(folder / "planned_works.gpkg", layer="planned_works")
    registry.import_source(folder / "planned_works.gpkg")
    yield registry
    registry.engine.dispose()


def _streets() -> list[Street]:
    random = np.random.default_rng(7)
    centres = (
        np.concatenate(
            [random.uniform(0, SPAN, (700, 2)), random.normal((6_000, 9_000), 400, (500, 2))],
        )
        + CORNER
    )
    surfaces: list[BaseGeometry] = [Point(*centre).buffer(random.uniform(1, 60), quad_segs=3) for centre in centres]
    surfaces[-len(SQUARES) :] = [shapely.box(*(place + CORNER), *(place + CORNER + 50)) for place in SQUARES]
    points = [Point(*place) for place in POINTS + CORNER]
    starts, ends = random.uniform(0, SPAN, (100, 2)), random.normal(0, 2_000, (100, 2))
    lines = [LineString([start, start + way]) for start, way in zip(starts + CORNER, ends, strict=True)]
    kinds = random.choice(["asfalt", "klinkers", "onbekend"], 1_500)
    kinds[-len(lines) :] = "riool"
    years = random.choice([0, 1960, 1985, 1998, 2015], 1_500)
    shapes: list[BaseGeometry] = [*surfaces, *points, *lines]
    return [
        (f"s{number}", str(kind), int(year), shape)
        for number, (kind, year, shape) in enumerate(zip(kinds, years, shapes, strict=True))
    ]


def _by_cells(registry: Registry, polygon: BaseGeometry) -> pd.DataFrame:
    cells.refresh(registry.engine, registry.as_of)
    with registry.engine.connect() as connection:
        return drawn.polygon_cohorts(connection, polygon, 28992)


def _plainly(registry: Registry, polygon: BaseGeometry) -> pd.DataFrame:
    with registry.engine.connect() as connection:
        return pd.read_sql_query(text(PLAIN), connection, params={"wkb": shapely.to_wkb(polygon)})  # type: ignore[arg-type]


def _same(registry: Registry, polygon: BaseGeometry) -> int:
    """Compare both ways; the number of layers found."""
    ours, plain = (
        frame.astype(dict.fromkeys(KEYS, str)).set_index(KEYS).sort_index()
        for frame in (_by_cells(registry, polygon), _plainly(registry, polygon))
    )
    assert ours["count"].to_dict() == plain["count"].to_dict()
    # Corners are held to some 1e-11 m: the longer the edges, the less sure the little that lies in a sliver.
    slack_kg = 1e-6 + 1e-9 * polygon.length
    for column, power in (("kg", 1.0), ("kg2", 0.5)):
        mine, theirs = (frame[column].to_numpy(dtype=float) ** power for frame in (ours, plain))
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=slack_kg)
    return int(ours["count"].sum())


# Anywhere, or on an asset: points and corners of squares lie on the outline then.
coordinates = st.one_of(
    st.tuples(st.floats(-2_000, SPAN + 2_000), st.floats(-2_000, SPAN + 2_000)),
    st.sampled_from([tuple(place) for place in np.concatenate([POINTS, SQUARES, SQUARES + 50]).tolist()]),
)


@st.composite
def polygons(draw: st.DrawFn) -> BaseGeometry:
    """Convex, concave, with holes, in parts, slivers, very small and very large ones."""
    rings = [
        np.array(ring) + CORNER
        for ring in draw(st.lists(st.lists(coordinates, min_size=3, max_size=9), min_size=1, max_size=3))
    ]
    shape: BaseGeometry = shapely.make_valid(Polygon(rings[0]), method="structure")
    for ring in rings[1:]:
        other = shapely.make_valid(Polygon(ring), method="structure")
        shape = shape.difference(other) if draw(st.booleans()) else shape.union(other)
    narrow = affinity.scale(shape, xfact=draw(st.sampled_from([1.0, 1.0, 0.01, 0.0005])))
    shape = shapely.make_valid(narrow, method="structure")  # corners that were rounded anew may have crossed
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1e-3]
    return shapely.MultiPolygon(parts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(polygon=polygons())
def test_any_polygon_is_answered_as_by_looking_at_every_asset(country: Registry, polygon: BaseGeometry) -> None:
    _same(country, polygon)


@pytest.mark.parametrize(
    ("polygon", "least"),
    [
        (Point(EAST + 6_000, NORTH + 9_000).buffer(700), 500),
        (Point(EAST + 8_000, NORTH + 8_000).buffer(6_000) - Point(EAST + 8_000, NORTH + 8_000).buffer(5_900), 20),
        (Point(EAST + 8_000, NORTH + 8_000).buffer(8_000, quad_segs=2_000), 500),
        (
            shapely.MultiPolygon(
                [
                    Point(EAST + 6_000, NORTH + 9_000).buffer(3_000, quad_segs=500)
                    - Point(EAST + 6_000, NORTH + 9_000).buffer(200, quad_segs=500),
                    Point(EAST + 14_000, NORTH + 6_000).buffer(3_000),
                ]
            ),
            400,
        ),
        (shapely.box(EAST + 5_000, NORTH + 5_000, EAST + 10_000, NORTH + 10_000), 300),
        (shapely.box(EAST - 1e5, NORTH - 1e5, EAST + 2e5, NORTH + 1e5), 1_500),
        (shapely.box(EAST + 6_000, NORTH, EAST + 6_000.1, NORTH + SPAN), 1),
    ],
    ids=["crowded", "thin-ring", "many-corners", "hole-and-parts", "along-cells", "covers-all", "sliver"],
)
def test_particular_polygons(country: Registry, polygon: BaseGeometry, least: int) -> None:
    assert _same(country, polygon) >= least


def test_clocks_are_part_of_what_is_compared(country: Registry) -> None:
    held = _by_cells(country, Point(EAST + 6_000, NORTH + 9_000).buffer(2_000))
    assert held["works_year"].notna().any()
    assert held["sewer_lifetime"].notna().any()


def test_what_lies_elsewhere_gives_nothing(country: Registry) -> None:
    assert _same(country, shapely.box(EAST - 50_000, NORTH, EAST - 49_000, NORTH + 1_000)) == 0
    assert _same(country, shapely.MultiPolygon()) == 0


def test_two_halves_make_a_whole(country: Registry) -> None:
    whole = Point(EAST + 8_000, NORTH + 8_000).buffer(5_000)
    west = shapely.box(EAST - 50_000, NORTH - 50_000, EAST + 7_777.7, NORTH + 50_000)
    kg = [_by_cells(country, part)["kg"].sum() for part in (whole, whole & west, whole - west)]
    assert kg[1] + kg[2] == pytest.approx(kg[0], rel=1e-9)


def test_every_level_holds_the_same_assets_and_mass(country: Registry) -> None:
    cells.refresh(country.engine, country.as_of)
    with country.engine.connect() as connection:
        levels = connection.execute(
            text(
                "SELECT level, sum(assets) AS assets, sum(kg) AS kg, count(*) AS cells FROM cell "
                "GROUP BY level ORDER BY level"
            )
        ).all()
        outside = connection.execute(
            text(
                "SELECT count(*) FROM asset LEFT JOIN cell ON level = 0 "
                "AND east = cell_index(ST_XMin(geom), ST_XMax(geom)) "
                "AND north = cell_index(ST_YMin(geom), ST_YMax(geom)) "
                "WHERE ST_CoveredBy(geom, extent) IS NOT TRUE"
            )
        ).scalar_one()
    assert [row.level for row in levels] == list(range(cells.TOP_LEVEL + 1))
    assert {row.assets for row in levels} == {1_500}
    assert [row.kg for row in levels] == pytest.approx([country.stock()["kg"].sum()] * len(levels), rel=1e-9)
    assert outside == 0
    assert [row.cells for row in levels] == sorted((row.cells for row in levels), reverse=True)


def test_an_import_shows_in_the_next_answer(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "streets.toml").write_text(PROFILE)
    options = ImportOptions(profile=str(tmp_path / "streets.toml"), dataset="streets", full=True)
    around = Point(EAST, NORTH).buffer(500)
    held = []
    for count in (3, 5, 2):
        streets = [(f"s{n}", "asfalt", 1990, Point(EAST + 30 * n, NORTH).buffer(5)) for n in range(count)]
        registry.import_source(write_streets(tmp_path / "streets.gpkg", streets), options)
        assert _same(registry, around) > 0
        held.append(_by_cells(registry, around)["kg"].sum())
    assert held[1] > held[0] > held[2] > 0


def test_cells_are_prepared_of_data_that_have_stood(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "streets.toml").write_text(PROFILE)
    source = write_streets(tmp_path / "streets.gpkg", [("a", "asfalt", 1990, Point(EAST, NORTH).buffer(5))])
    registry.import_source(source, ImportOptions(profile=str(tmp_path / "streets.toml")))

    def fresh() -> bool:
        with registry.engine.connect() as connection:
            return cells.is_fresh(connection)

    version = registry.prepare()
    assert not fresh()
    assert registry.prepare(version) == version
    assert fresh()


def test_an_area_and_its_outline_as_a_polygon_agree(town: Registry, tmp_path: Path) -> None:
    """The supply of a neighbourhood, asked by its code and by its outline as a file."""
    with town.engine.connect() as connection:
        outline = gpd.read_postgis(
            "SELECT code, geom FROM area WHERE kind = 'neighbourhood' ORDER BY code LIMIT 1",
            connection,
            geom_col="geom",
        )
    path = tmp_path / "outline.gpkg"
    outline.set_crs(28992, allow_override=True).to_file(path, driver="GPKG")
    by_code = town.supply(SupplyQuestion(2027, 2036, ("material",), area=outline["code"][0])).rows
    drawn = town.polygon_of_file(path)
    by_outline = town.supply(SupplyQuestion(2027, 2036, ("material",), polygon=drawn)).rows
    pd.testing.assert_frame_equal(by_code, by_outline, rtol=1e-9)
