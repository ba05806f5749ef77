"""Opening: what is a source, what is refused, and that the original stays as it was."""

from __future__ import annotations

import sqlite3
import stat
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from support import open_layers, square, write_streets, zipped

from importers.errors import SourceError
from importers.sources import open_source

ROWS = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf", ".gml": "GML"}


@pytest.mark.parametrize(("suffix", "driver"), FORMATS.items())
def test_a_format_is_read_as_a_file_a_folder_and_a_zip(tmp_path: Path, suffix: str, driver: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / f"streets{suffix}"
    gpd.read_file(write_streets(tmp_path / "streets.gpkg", ROWS)).to_file(path, driver=driver)
    for number, source in enumerate((path, folder, zipped(folder, tmp_path / "streets.zip"))):
        scratch = tmp_path / f"scratch{number}"
        scratch.mkdir()
        (layer,) = open_layers(source, scratch)
        assert (layer.name, layer.rows, layer.srid(None)) == ("streets", 2, 28992)


def test_nothing_is_written_beside_the_original(tmp_path: Path, scratch: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    gpd.read_file(write_streets(tmp_path / "streets.gpkg", ROWS)).to_file(folder / "streets.gml", driver="GML")
    (folder / "streets.xsd").unlink()
    write_streets(folder / "streets.gpkg", ROWS)
    before = {path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.iterdir()}
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert len(open_layers(folder, scratch)) == 2
    finally:
        folder.chmod(stat.S_IRWXU)
    assert {path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.gml", None, "no such file"),
        ("broken.gml", b"this is no GML", "cannot be read"),
        ("broken.zip", b"this is no zip", "is no zip file"),
        ("broken.gpkg", b"SQLite format 3\0" + b"\0" * 40, "cannot be read"),
        ("masten.xls", b"\xd0\xcf\x11\xe0", "save it as .xlsx or .csv"),
        ("masten.ods", b"PK\3\4", "save it as .xlsx or .csv"),
        ("masten.dbf", b"\3", "give the .shp"),
        ("masten.MDB", b"", "write it as a GeoPackage"),
        ("masten.dwg", b"AC1027", "export the layer from the management system"),
        ("riool.RIB", b"*RIOO|6400065|1|", "of SUF-RIB.* ask .* for RibX"),
        ("putten.rmb", b"*RMB|", "of SUF-RIB"),
        ("stelsel.suf", b"*ALGE|", "of SUF-RIB"),
        ("stelsel.hyd", b"*ALG|", "export them as HydX"),
        ("masten.geojson.gz", b"\x1f\x8b", "unpack it"),
        ("truncated.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Fea', "cannot be read"),
    ],
)
def test_what_is_no_source_is_told_in_one_line(
    tmp_path: Path, scratch: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=said) as refused:
        open_layers(tmp_path / name, scratch)
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_zips_in_a_zip_are_read_too_each_in_a_folder_of_its_own(tmp_path: Path, scratch: Path) -> None:
    packed = tmp_path / "streets"
    for depth in range(4):
        packed.mkdir()
        write_streets(packed / f"streets-{depth}.gpkg", ROWS)
        if depth:
            zipped(tmp_path / str(depth - 1), packed / "deeper.zip")
        packed = packed.rename(tmp_path / str(depth)).parent / "streets"
    source = open_source(zipped(tmp_path / "3", tmp_path / "all.zip"), scratch)
    assert [layer.path.stem for layer in source.layers] == ["streets-1", "streets-2", "streets-3"]
    assert [(each.name, "give it by itself" in each.reason) for each in source.left] == [("deeper.zip", True)]


def test_a_zip_in_a_zip_may_do_no_harm(tmp_path: Path, scratch: Path) -> None:
    for name, content in (("broken", b"PK"), ("outside", None)):
        with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
            inner.writestr("../../out.csv", "id")
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as outer:
            outer.writestr("in.zip", content or (tmp_path / "inner.zip").read_bytes())
    with pytest.raises(SourceError, match=r"broken.zip: in.zip: the zip file is broken"):
        open_layers(tmp_path / "broken.zip", scratch / "a")
    with pytest.raises(SourceError, match=r"outside.zip: in.zip: the zip file would write outside its folder"):
        open_layers(tmp_path / "outside.zip", scratch / "b")


def test_a_zip_with_a_password_is_told_as_such(tmp_path: Path, scratch: Path) -> None:
    with zipfile.ZipFile(tmp_path / "locked.zip", "w") as archive:
        archive.writestr("a.csv", "id")
    locked = bytearray((tmp_path / "locked.zip").read_bytes())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(SourceError, match="asks for a password: unpack it"):
        open_layers(tmp_path / "locked.zip", scratch)


def test_of_a_folder_without_a_layer_each_reason_is_told_once_with_a_file(tmp_path: Path, scratch: Path) -> None:
    folder = tmp_path / "extract"
    folder.mkdir()
    (folder / "levering.xml").write_text("<levering/>")
    for name in ("ligplaatsen.zip", "panden.zip", "standplaatsen.zip"):
        with zipfile.ZipFile(folder / name, "w") as inner:
            inner.writestr("a.txt", "")
    with pytest.raises(SourceError) as refused:
        open_source(folder, scratch)
    assert str(refused.value) == (
        f"{folder}: levering.xml cannot be read as a GIS file (it is XML, but no GML); "
        "ligplaatsen.zip (and 2 more) is a zip among other files, or deep within others: give it by itself"
    )


def test_a_file_in_a_folder_is_named_in_what_is_wrong_with_it(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "streets.gml").write_text("no GML")
    with pytest.raises(SourceError, match=r"in: streets.gml cannot be read"):
        open_source(tmp_path / "in", scratch)


def test_a_database_that_is_cut_off_is_refused(tmp_path: Path, scratch: Path) -> None:
    """Its first layers could be read, and the others not."""
    path = write_streets(tmp_path / "streets.gpkg", ROWS)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1_500])
    with pytest.raises(SourceError, match=rf"is cut off: {len(whole) - 1_500:,} of its {len(whole):,} bytes are there"):
        open_source(path, scratch)


def test_a_shapefile_that_lacks_a_part_is_told_which(tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / "streets.shp"
    gpd.GeoDataFrame({"ID": ["a"]}, geometry=[square(0, 0)], crs=28992).to_file(path)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(SourceError, match=r"is a shapefile without its \.dbf: give all its parts"):
        open_layers(path, scratch)


def test_what_macos_adds_to_a_zip_is_passed_over(tmp_path: Path, scratch: Path) -> None:
    inside = tmp_path / "in"
    (inside / "__MACOSX").mkdir(parents=True)
    gpd.GeoDataFrame({"ID": ["a"]}, geometry=[square(0, 0)], crs=28992).to_file(inside / "streets.shp")
    for name in ("__MACOSX/._streets.shp", "._streets.shp", ".DS_Store"):
        (inside / name).write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X")
    source = open_source(zipped(inside, tmp_path / "streets.zip"), scratch)
    assert ([layer.name for layer in source.layers], source.left) == (["streets"], [])


def test_an_empty_folder_holds_no_gis_file(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(SourceError, match="holds no GIS file"):
        open_layers(tmp_path / "in", scratch)


def test_a_zip_with_backslashes_is_read_and_does_not_write_outside_either(tmp_path: Path, scratch: Path) -> None:
    """As programs of Windows write folders."""
    path = write_streets(tmp_path / "streets.gpkg", ROWS)
    for name, inside in (
        ("good", "map\\2024\\streets.gpkg"),
        ("bad", "map\\..\\..\\streets.gpkg"),
        ("root", "\\streets.gpkg"),
    ):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("map\\", "")
            archive.write(path, inside)
    assert [layer.rows for layer in open_layers(tmp_path / "good.zip", scratch)] == [2]
    for name in ("bad", "root"):
        with pytest.raises(SourceError, match="would write outside its folder"):
            open_source(tmp_path / f"{name}.zip", tmp_path / name)


def test_a_zip_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", "x" * 10_000)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(SourceError, match=r"cut\.zip: is no zip file, or a broken one"):
        open_layers(path, tmp_path)


def test_a_layer_without_a_crs_needs_one_and_one_with_a_crs_keeps_its_own(tmp_path: Path, scratch: Path) -> None:
    gpd.GeoDataFrame({"a": [1]}, geometry=[square(0, 0)]).to_file(tmp_path / "bare.shp")
    write_streets(tmp_path / "streets.gpkg", ROWS)
    (bare,) = open_layers(tmp_path / "bare.shp", scratch)
    with pytest.raises(SourceError, match=r"no coordinate system.*--crs EPSG:28992"):
        bare.srid(None)
    assert bare.srid("EPSG:28992") == 28992
    with pytest.raises(SourceError, match="is no coordinate system; write it as EPSG:28992"):
        bare.srid("28992 please")
    (streets,) = open_layers(tmp_path / "streets.gpkg", scratch)
    with pytest.raises(SourceError, match="says EPSG:28992, --crs says EPSG:4326: leave out --crs"):
        streets.srid("EPSG:4326")


def test_a_database_of_tiles_is_told_as_such(tmp_path: Path, scratch: Path) -> None:
    path = write_streets(tmp_path / "tiles.gpkg", ROWS)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_contents SET data_type = 'tiles'")
    database.close()
    with pytest.raises(SourceError, match="it holds no layer of objects; it may hold tiles"):
        open_source(path, scratch)
