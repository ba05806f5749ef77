"""Coordinates that are written wrong: a refusal says what they look like, and what to do."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import points

from importers.errors import SourceError
from importers.layers import Layer
from importers.sources import open_source

RD = [(257_100.0, 471_200.0), (257_900.5, 471_800.5)]
CASES = [
    ([(y, x) for x, y in RD], 28992, "with x and y swapped: x is the east, of 0 to 300,000"),
    ([(x * 1000, y * 1000) for x, y in RD], 28992, "in millimetres: divide them by 1,000"),
    ([(x / 1000, y / 1000) for x, y in RD], 28992, "in kilometres, or their full stops were read as decimal points"),
    ([(x - 200_000, y - 400_000) for x, y in RD], 28992, "without their first digits: give whole coordinates"),
    ([(52.21, 6.89), (52.23, 6.91)], 4326, "with the latitude first: x is the longitude"),
]


def _table(path: Path, places: list[tuple[float, float]]) -> Path:
    path.write_text("id;x;y\n" + "".join(f"{number};{x};{y}\n" for number, (x, y) in enumerate(places)))
    return path


def _open(path: Path, scratch: Path) -> Layer:
    (layer,) = open_source(path, scratch).layers
    return layer


@pytest.mark.parametrize(("places", "srid", "said"), CASES)
def test_a_table_is_told_what_its_coordinates_look_like(
    tmp_path: Path, scratch: Path, places: list[tuple[float, float]], srid: int, said: str
) -> None:
    layer = _open(_table(tmp_path / "poles.csv", places), scratch)
    with pytest.raises(SourceError, match=f"like EPSG:{srid} {said}"):
        layer.srid(None)
    with pytest.raises(SourceError, match=f"its coordinates are no EPSG:{srid}; they look like it {said}"):
        layer.srid(f"EPSG:{srid}")


@pytest.mark.parametrize("suffix", ["gpkg", "parquet"])
@pytest.mark.parametrize(("places", "srid", "said"), CASES)
def test_a_file_that_names_the_system_is_told_so_too(
    tmp_path: Path, scratch: Path, suffix: str, places: list[tuple[float, float]], srid: int, said: str
) -> None:
    frame = gpd.GeoDataFrame({"id": range(len(places))}, geometry=list(points(places)), crs=srid)
    path = tmp_path / f"poles.{suffix}"
    frame.to_parquet(path) if suffix == "parquet" else frame.to_file(path)
    layer = _open(path, scratch)
    with pytest.raises(SourceError, match=rf"{said}|says .* but its coordinates are degrees"):
        layer.srid(None)


def test_what_few_rows_say_is_no_sign_of_how_a_file_is_written(tmp_path: Path, scratch: Path) -> None:
    layer = _open(_table(tmp_path / "poles.csv", [(6.89, 52.2), *(RD * 15)]), scratch)
    assert (layer.looks_like, layer.misread) == ("EPSG:28992", None)
    assert layer.srid("EPSG:28992") == 28992


def test_commas_between_thousands_are_no_decimal_commas(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "poles.csv").write_text('id;x;y\n1;"257,100.50";"471,200.25"\n')
    assert _open(tmp_path / "poles.csv", scratch).looks_like == "EPSG:28992"


@pytest.mark.parametrize(("east", "system"), [(730_000, "EPSG:25831"), (360_000, "EPSG:25832")])
def test_of_utm_the_zone_is_told(tmp_path: Path, scratch: Path, east: int, system: str) -> None:
    assert _open(_table(tmp_path / "poles.csv", [(east, 5_780_000)]), scratch).looks_like == system


def test_heights_of_parquet_are_told(tmp_path: Path, scratch: Path) -> None:
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[points([257_100, 471_200, 3])], crs=28992)
    frame.to_parquet(tmp_path / "poles.parquet")
    assert [note.code for note in _open(tmp_path / "poles.parquet", scratch).notes] == ["z-dropped"]
