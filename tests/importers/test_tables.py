"""Tables of text: where their coordinates are, and how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from support import Take

from importers import inspect
from importers.errors import SourceError

BENCHES = """
name = "benches"
requires = ["nr"]
[fields]
source_id = "nr"
built_year = "jaar"
[asset_type]
default = "bench_unknown"
"""


@pytest.fixture
def benches(tmp_path: Path) -> Path:
    """A profile of benches."""
    path = tmp_path / "benches.toml"
    path.write_text(BENCHES)
    return path


def test_hexadecimal_wkb_tells_its_system(tmp_path: Path, take: Take, benches: Path) -> None:
    shapes = [shapely.set_srid(shapely.Point(257_000 + n, 471_000), 28992) for n in range(2)]
    lines = [f"{n};{shapely.to_wkb(shape, hex=True, include_srid=True)}" for n, shape in enumerate(shapes)]
    (tmp_path / "a.csv").write_text("\n".join(["nr;geom", *lines]))
    rows, delivery = take(tmp_path / "a.csv", profile=benches)
    assert delivery.srid == 28992
    assert shapely.from_wkb(rows.loc[1, "geom"]).equals(shapely.Point(257_001, 471_000))


@pytest.mark.parametrize(
    ("field", "first", "second", "crs"),
    [
        ("geo_point_2d", "52.22, 6.89", "52.23,6.90", "EPSG:4326"),
        ("Coördinaten", "(52.22 6.89)", "", "EPSG:4326"),
        ("locatie", "257000.5,471000", "257001 471001", "EPSG:28992"),
    ],
)
def test_two_numbers_in_one_column_are_a_point(
    tmp_path: Path, take: Take, benches: Path, field: str, first: str, second: str, crs: str
) -> None:
    (tmp_path / "a.csv").write_text(f'nr;{field}\n1;"{first}"\n2;{second}\n', encoding="utf-8")
    rows, _ = take(tmp_path / "a.csv", profile=benches, crs=crs)
    point = shapely.from_wkb(rows.loc[0, "geom"])
    assert (point.x, point.y) == ((6.89, 52.22) if crs == "EPSG:4326" else (257_000.5, 471_000))
    assert (rows.loc[1, "geom"] is None) == (second == "")


def test_rows_with_more_or_fewer_cells_are_kept_whole_and_told(tmp_path: Path, take: Take, benches: Path) -> None:
    lines = ["nr;jaar;x;y", "1;1990;257000;471000;", "2;1991", "3;1992;257001;471001;let op;x", "4;1993;257002;471002"]
    (tmp_path / "a.csv").write_text("\n".join([*lines, "5;1994;257003;471003", "", "(5 rows)"]))
    rows, delivery = take(tmp_path / "a.csv", profile=benches, crs="EPSG:28992")
    assert list(rows["source_id"]) == ["1", "2", "3", "4", "5", "(5 rows)"]
    assert list(rows["geom"].isna()) == [False, True, False, False, False, True]
    assert '"column_5":"let op","column_6":"x"' in rows.loc[2, "attributes"]
    assert [(each.code, each.count) for each in delivery.warnings] == [("uneven-rows", 3)]


def test_a_text_most_of_whose_rows_differ_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nr;naam;x\n1;a;2;3\n2;b;4;5\n3;c;6\n")
    with pytest.raises(SourceError, match=r"cannot be read as a table .*: export it anew"):
        inspect(tmp_path / "a.csv")


def test_a_header_with_another_delimiter_than_its_rows(tmp_path: Path, take: Take, benches: Path) -> None:
    (tmp_path / "a.csv").write_text("nr,jaar,x,y\n1;1990;257000;471000\n2;1991;257001;471001\n")
    rows, _ = take(tmp_path / "a.csv", profile=benches, crs="EPSG:28992")
    assert list(rows["source_id"]) == ["1", "2"]
    assert rows["geom"].notna().all()


@pytest.mark.parametrize(
    ("told", "years"),
    [
        (["631152000000", "-315619200000", "x"], [1990, 1960, 0]),  # milliseconds, as ArcGIS gives days
        (["36526", "29221.5", "0", ""], [2000, 1980, 0, 0]),  # days, as spreadsheets count them
        (["1990", "19855", "2001"], [1990, 0, 2001]),  # a slip of the pen among years is none
        (["31-12-1999", "1-1-2001 00:00:00", "19850601"], [1999, 2001, 1985]),
    ],
)
def test_years_of_days_that_are_counted(
    tmp_path: Path, take: Take, benches: Path, told: list[str], years: list[int]
) -> None:
    lines = [f"{nr};{year};257000;471000" for nr, year in enumerate(told)]
    (tmp_path / "a.csv").write_text("\n".join(["nr;jaar;x;y", *lines]))
    rows, _ = take(tmp_path / "a.csv", profile=benches, crs="EPSG:28992")
    assert list(rows["built_from"].fillna(0)) == years
