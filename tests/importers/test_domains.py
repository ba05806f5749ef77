"""Codes in the fields of databases are read as the words that the database gives for them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import Point
from support import Take

from importers import inspect
from importers.formats.domains import coded_values

PROFILE = """
name = "things"
requires = ["NR"]
[fields]
source_id = "NR"
source_material = "MATERIAAL"
[asset_type]
from = ["SOORT"]
default = "furniture_other"
rule = [{ SOORT = "bank", type = "bench_unknown" }, { SOORT = "boomrooster", type = "tree_grate" }]
"""
SCHEMA = """
CREATE TABLE gpkg_data_columns (table_name TEXT, column_name TEXT, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT);
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT, constraint_type TEXT, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT);
INSERT INTO gpkg_data_columns (table_name, column_name, constraint_name)
    VALUES ('things', 'SOORT', 'soort'), ('things', 'MATERIAAL', 'materiaal');
INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)
    VALUES ('soort', 'enum', '1', 'bank'), ('soort', 'enum', '2', 'boomrooster'),
    ('materiaal', 'enum', 'ST', 'staal'), ('materiaal', 'enum', '{long}', 'x');
"""
DOMAIN = """<GPCodedValueDomain2><DomainName>{}</DomainName><CodedValues>
<CodedValue><Name>{}</Name><Code>1</Code></CodedValue><CodedValue><Name>{}</Name><Code>2</Code></CodedValue>
</CodedValues></GPCodedValueDomain2>"""
FIELD = "<GPFieldInfoEx><Name>{}</Name><FieldType>esriFieldTypeInteger</FieldType>{}</GPFieldInfoEx>"
SUBTYPE = """<Subtype><SubtypeName>{}</SubtypeName><SubtypeCode>{}</SubtypeCode><FieldInfos><SubtypeFieldInfo>
<FieldName>STEEN</FieldName><DomainName>{}</DomainName></SubtypeFieldInfo></FieldInfos></Subtype>"""


@pytest.mark.parametrize(("long", "material"), [("HT", "staal"), ("gewapend beton", "ST")])
def test_of_a_geopackage_by_its_schema(tmp_path: Path, take: Take, long: str, material: str) -> None:
    rows = {"NR": ["a", "b", "c"], "SOORT": [1, 2, 3], "MATERIAAL": "ST"}
    shapes = [Point(155_000 + n, 463_000) for n in range(3)]
    gpd.GeoDataFrame(rows, geometry=shapes, crs=28992).to_file(tmp_path / "things.gpkg", layer="things")
    with sqlite3.connect(tmp_path / "things.gpkg") as database:
        database.executescript(SCHEMA.format(long=long))
    database.close()
    (tmp_path / "p.toml").write_text(PROFILE)
    taken, delivery = take(tmp_path / "things.gpkg", profile=tmp_path / "p.toml")
    assert list(taken["asset_type"]) == ["bench_unknown", "tree_grate", "furniture_other"]
    assert set(taken["source_material"]) == {material}
    assert [each.code for each in delivery.warnings] == ["unknown-value", "coded-values"]
    (layer,) = inspect(tmp_path / "things.gpkg").layers
    assert next(each.samples for each in layer.fields if each.name == "SOORT") == ["bank", "boomrooster", "3"]


def test_of_a_geodatabase_by_its_items_and_subtypes(tmp_path: Path) -> None:
    """The items are a table; that GDAL reads one here that a GeoPackage holds makes no difference."""
    layer = (
        "<DEFeatureClassInfo>{}<SubtypeFieldName>SOORT</SubtypeFieldName><Subtypes>{}</Subtypes></DEFeatureClassInfo>"
    )
    fields = FIELD.format("SOORT", "") + FIELD.format("MAT", "<DomainName>mat</DomainName>") + FIELD.format("STEEN", "")
    subtypes = SUBTYPE.format("weg", 1, "van wegen") + SUBTYPE.format("pad", 2, "van paden")
    items = {
        "mat": DOMAIN.format("mat", "hout", "staal"),
        "van wegen": DOMAIN.format("van wegen", "asfalt", "beton"),
        "van paden": DOMAIN.format("van paden", "asfalt", "tegels"),
        "Verharding": layer.format(fields, subtypes),
        "broken": "<DEFeatureClassInfo>",
    }
    table = pd.DataFrame({"Name": items.keys(), "Definition": items.values()})
    pyogrio.write_dataframe(table, tmp_path / "items.gpkg", layer="GDB_Items", driver="GPKG")
    path = (tmp_path / "items.gpkg").rename(tmp_path / "items.gdb")
    assert coded_values(path)["verharding"] == {
        "SOORT": {"1": "weg", "2": "pad"},
        "MAT": {"1": "hout", "2": "staal"},
        "STEEN": {"1": "asfalt", "2": "2"},  # 2 is beton of the one and tegels of the other
    }


def test_what_has_no_codes_or_cannot_be_read_has_no_words(tmp_path: Path) -> None:
    (tmp_path / "broken.gpkg").write_bytes(b"SQLite format 3\0")
    assert coded_values(tmp_path / "broken.gpkg") == {}
    assert coded_values(tmp_path / "none.gdb") == {}
    assert coded_values(tmp_path / "a.csv") == {}
