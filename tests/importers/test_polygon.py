"""What people give as a polygon: taken as they meant it, or refused with a line that says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely import Point, box
from shapely.geometry import mapping

from importers.errors import SourceError
from importers.polygon import (
    MAX_VERTICES,
    GivenPolygon,
    polygon_from_file,
    polygon_from_geojson,
    polygon_from_wkt,
)

BOUNDS = (-20_000.0, 270_000.0, 310_000.0, 660_000.0)  # about where RD holds
SQUARE = box(155_000, 463_000, 156_000, 464_000)
BOW_TIE = [[[6.0, 52.0], [6.1, 52.1], [6.1, 52.0], [6.0, 52.1], [6.0, 52.0]]]


def _degrees(geometry: shapely.Polygon) -> Any:
    back = Transformer.from_crs(28992, 4326, always_xy=True)
    return shapely.transform(geometry, back.transform, interleaved=False)


def _placed(document: Any, crs: str | None = None) -> GivenPolygon:
    return polygon_from_geojson(document, crs).placed(28992, BOUNDS)


def test_degrees_metres_features_and_the_old_crs_member_mean_the_same_place() -> None:
    in_degrees = mapping(_degrees(SQUARE))
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    given = [
        _placed(in_degrees),
        _placed({"type": "Feature", "properties": {}, "geometry": in_degrees}),
        _placed(mapping(SQUARE), "EPSG:28992"),
        _placed({**mapping(SQUARE), "crs": named}),
    ]
    for polygon in given:
        assert (
            shapely.symmetric_difference(polygon.geometry, SQUARE).area < 100.0
        )  # of a million m²: an edge of 1 km that is straight in degrees
        assert polygon.notes == ()
    assert given[2].geometry.equals(SQUARE)


def test_a_self_crossing_polygon_is_repaired_and_says_so() -> None:
    polygon = _placed({"type": "Polygon", "coordinates": BOW_TIE})
    assert polygon.geometry.is_valid
    assert polygon.geometry.area > 0
    (note,) = polygon.notes
    assert note.code == "polygon-repaired"
    assert "Self-intersection" in note.value


def test_a_sliver_stays_valid_in_the_registrys_crs() -> None:
    """Corners within 1e-13 degrees of a line: some cross over when they are rounded to metres anew."""
    random = np.random.default_rng(1)
    start, way = np.array([6.74, 52.28]), np.array([-0.05, 0.03])
    tried = 0
    while tried < 20:
        there = start + np.outer(np.sort(random.uniform(0, 1, 5)), way)
        sliver = shapely.Polygon([*there, *(there[::-1] + random.uniform(-1e-13, 1e-13, (5, 2)))])
        if sliver.is_valid:
            assert _placed(mapping(sliver)).geometry.is_valid
            tried += 1


def test_well_known_text_means_the_same_as_geojson() -> None:
    drawn = _degrees(SQUARE)
    assert polygon_from_wkt(drawn.wkt).placed(28992, BOUNDS) == _placed(mapping(drawn))
    assert polygon_from_wkt(SQUARE.wkt, "EPSG:28992").placed(28992, BOUNDS).geometry.equals(SQUARE)
    for words in ("POLYGON((6 52", "", "POINT(6 52)", "POLYGON EMPTY"):
        with pytest.raises(SourceError, match="the polygon"):
            polygon_from_wkt(words)


def test_the_world_is_cut_to_where_the_registry_holds() -> None:
    world = _placed(mapping(box(-180, -90, 180, 90)))
    assert shapely.box(*BOUNDS).covers(world.geometry)
    assert world.geometry.area == pytest.approx(shapely.box(*BOUNDS).area, rel=1e-6)


def test_what_lies_elsewhere_is_empty_not_an_error() -> None:
    assert _placed(mapping(box(100, -30, 101, -29))).geometry.is_empty


def test_a_long_edge_is_straight_in_the_crs_in_which_it_was_drawn() -> None:
    """From 4° to 7° along 52° north: in RD that line bends by kilometres."""
    polygon = _placed(mapping(box(4, 51.9, 7, 52)))
    middle = Transformer.from_crs(4326, 28992, always_xy=True).transform(5.5, 52.0)
    assert polygon.geometry.boundary.distance(Point(middle)) < 0.1


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (None, "GeoJSON object"),
        ([], "GeoJSON object"),
        ({}, "not None"),
        ({"type": "Point", "coordinates": [6, 52]}, "not Point"),
        ({"type": "Feature", "geometry": None}, "not None"),
        ({"type": "Polygon"}, "coordinates"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "empty"),
        ({"type": "Polygon", "coordinates": [[[6, 52], [6.1, 52]]]}, "coordinates cannot be read"),
        ({"type": "Polygon", "coordinates": "POLYGON EMPTY"}, "coordinates cannot be read"),
        ({"type": "Polygon", "coordinates": [[[6, 52], ["a", "b"], [6, 53], [6, 52]]]}, "coordinates cannot be read"),
        ({"type": "Polygon", "coordinates": [[[6, 52], [6.1, 52], [6.2, 52], [6, 52]]]}, "encloses nothing"),
        ({"type": "Polygon", "coordinates": [[[6, 52], [6.1, float("nan")], [6, 53], [6, 52]]]}, "no numbers"),
        (mapping(SQUARE), "no degrees"),
        ({**mapping(SQUARE), "crs": {"type": "name", "properties": {"name": "EPSG:0"}}}, "no known coordinate system"),
    ],
)
def test_what_is_no_polygon_is_refused_in_one_line(document: Any, says: str) -> None:
    with pytest.raises(SourceError, match=says) as refused:
        polygon_from_geojson(document)
    assert "\n" not in str(refused.value)


def test_too_many_corners_are_refused() -> None:
    angle = np.linspace(0, 2 * np.pi, MAX_VERTICES + 4)
    star = shapely.Polygon(np.column_stack([155_000 + 5_000 * np.cos(angle), 463_000 + 5_000 * np.sin(angle)]))
    with pytest.raises(SourceError, match=r"100,0.. corners.*simplify"):
        polygon_from_geojson(mapping(star), "EPSG:28992")


def test_all_polygons_of_a_file_are_one(tmp_path: Path) -> None:
    path = tmp_path / "work.gpkg"
    parts = [SQUARE, box(155_500, 463_000, 157_000, 464_000)]
    gpd.GeoDataFrame(geometry=parts, crs=28992).to_file(path, layer="work")
    assert polygon_from_file(path).geometry.area == pytest.approx(2_000_000)


@pytest.mark.parametrize(
    ("shapes", "crs", "says"),
    [
        ([Point(155_000, 463_000)], 28992, "polygon layer"),
        ([SQUARE], None, "coordinate system"),
        ([], 28992, "no polygon in it"),
    ],
    ids=["points", "no-crs", "empty"],
)
def test_files_that_hold_no_polygon_are_refused(
    tmp_path: Path, shapes: list[shapely.Geometry], crs: int | None, says: str
) -> None:
    path = tmp_path / "work.shp"
    frame = gpd.GeoDataFrame({"name": ["x"] * len(shapes)}, geometry=shapes, crs=crs)
    frame.to_file(path, geometry_type="Polygon" if not shapes else None)
    with pytest.raises(SourceError, match=says):
        polygon_from_file(path)


def test_a_file_of_several_polygon_layers_asks_which(tmp_path: Path) -> None:
    path = tmp_path / "work.gpkg"
    for layer in ("north", "south"):
        gpd.GeoDataFrame(geometry=[SQUARE], crs=28992).to_file(path, layer=layer)
    with pytest.raises(SourceError, match="north, south"):
        polygon_from_file(path)
    assert polygon_from_file(path, layer="north").geometry.area == pytest.approx(1_000_000)
    with pytest.raises(SourceError, match="no layer 'east'"):
        polygon_from_file(path, layer="east")


def test_no_gis_file_at_all(tmp_path: Path) -> None:
    path = tmp_path / "work.gpkg"
    with pytest.raises(SourceError, match="no such file"):
        polygon_from_file(path)
    path.write_text("not a GeoPackage")
    with pytest.raises(SourceError, match="cannot be read"):
        polygon_from_file(path)
