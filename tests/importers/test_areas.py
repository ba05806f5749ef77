"""Areas from the layouts that CBS and towns use."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point, Polygon
from support import square

from importers.areas import KINDS, AreaDelivery
from importers.areas import read_areas as read_from
from importers.errors import SourceError


def read(source: Path, kind: str, **options: str) -> AreaDelivery:
    with tempfile.TemporaryDirectory() as scratch:
        return read_from(source, kind, scratch=Path(scratch), **options)


def read_areas(source: Path, kind: str, **options: str) -> gpd.GeoDataFrame:
    return read(source, kind, **options).areas


def write(path: Path, columns: dict[str, list[object]], crs: int | None = 28992, size: float = 10.0) -> Path:
    rows = len(next(iter(columns.values())))
    shapes = [square(number * 20, 0, size) for number in range(rows)]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


@pytest.mark.parametrize(
    ("kind", "columns", "code"),
    [
        ("municipality", {"GM_CODE": ["GM0153"], "GM_NAAM": ["Enschede"]}, "GM0153"),
        ("municipality", {"gemeentecode": ["0153"], "gemeentenaam": ["Enschede"]}, "GM0153"),
        ("district", {"wijkcode": ["015301"], "wijknaam": ["Centrum"]}, "WK015301"),
        ("neighbourhood", {"statcode": ["BU01530100"], "statnaam": ["City"]}, "BU01530100"),
        ("custom", {"id": ["A"], "name": ["Plan A"]}, "A"),
    ],
)
def test_known_layouts(tmp_path: Path, kind: str, columns: dict[str, list[object]], code: str) -> None:
    frame = read_areas(write(tmp_path / "areas.gpkg", columns), kind)
    assert list(frame["code"]) == [code]
    assert frame.crs == 28992
    assert frame.geometry.is_valid.all()


def test_parts_with_the_same_code_are_one_area(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.gpkg", {"code": ["A", "A", "B"], "name": ["a", "a", "b"]})
    frame = read_areas(path, "custom")
    assert list(frame["code"]) == ["A", "B"]
    assert list(frame.area) == [200.0, 100.0]


def test_what_areas_lack_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'village' is no kind of area: choose " + ", ".join(KINDS)):
        read_areas(tmp_path / "x.gpkg", "village")
    table = tmp_path / "names.csv"
    table.write_text("code,name\nBU01530100,City\n")
    with pytest.raises(SourceError, match="holds no layer with shapes: areas are polygons"):
        read_areas(table, "neighbourhood")
    with pytest.raises(SourceError, match="no such file"):
        read_areas(tmp_path / "x.gpkg", "custom")
    unnamed = write(tmp_path / "unnamed.gpkg", {"letter": ["A"], "word": ["b"]})
    with pytest.raises(SourceError, match=r"say which field to use with --code-field: letter, word"):
        read_areas(unnamed, "custom")
    assert list(read_areas(unnamed, "custom", code_field="letter", name_field="word")["name"]) == ["b"]
    bare = write(tmp_path / "bare.shp", {"code": ["A"], "name": ["a"]}, crs=None)
    with pytest.raises(SourceError, match="has no coordinate system"):
        read_areas(bare, "custom")
    points = tmp_path / "points.gpkg"
    gpd.GeoDataFrame({"code": ["A"], "name": ["a"]}, geometry=[Point(0, 0)], crs=28992).to_file(points)
    with pytest.raises(SourceError, match=r"no area that can be read \(row 1: the geometry is no polygon\)"):
        read_areas(points, "custom")
    assert sorted(each.name for each in tmp_path.glob("bare.*")) == ["bare.cpg", "bare.dbf", "bare.shp", "bare.shx"]
    assert read_areas(bare, "custom", crs="EPSG:28992").crs == 28992


def test_a_bad_row_is_told_and_the_others_are_areas(tmp_path: Path) -> None:
    bow = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    shapes = [square(0, 0), square(20, 0), None, Point(5, 5), bow, Polygon()]
    path = tmp_path / "mixed.gpkg"
    frame = {"code": ["A", None, "C", "D", "E", "F"], "name": list("abcdef")}
    gpd.GeoDataFrame(frame, geometry=shapes, crs=28992).to_file(path)
    found = read(path, "custom")
    assert (found.read, found.repaired, list(found.areas["code"])) == (6, 1, ["A", "E"])
    assert [(each.row_number, each.reason) for each in found.rejects] == [
        (2, "no-identity"),
        (3, "no-geometry"),
        (4, "no-polygon"),
        (6, "no-polygon"),
    ]
    assert "has no code" in found.rejects[0].message
    assert found.areas.geometry.is_valid.all()


def test_areas_come_in_every_format(tmp_path: Path) -> None:
    table = tmp_path / "areas.csv"
    table.write_text("code;naam;wkt\nA;Caf\xe9;POLYGON ((0 0, 10 0, 10 10, 0 0))\n", encoding="cp1252")
    found = read(table, "custom", crs="EPSG:28992")
    assert (list(found.areas["name"]), found.areas.crs) == (["Caf\xe9"], 28992)
    assert [note.code for note in found.notes] == ["encoding"]


def test_the_municipalities_of_twente(shared_data: Path) -> None:
    frame = read_areas(shared_data / "areas" / "twente_gemeenten_rd.gpkg", "municipality")
    assert len(frame) == 14
    assert {"GM0153", "GM0164"} <= set(frame["code"])
