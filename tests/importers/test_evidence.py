"""Statements about assets: buildings, planned works, inspections, passports, removals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point
from support import Open, Take, square

from importers import profiles
from importers.batch import EVIDENCE, ROWS
from importers.errors import SourceError


def table(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Rows as a GeoPackage layer of points."""
    shapes = [Point(155_000 + number, 463_000) for number in range(len(rows))]
    gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs=28992).to_file(path)
    return path


@pytest.mark.parametrize(
    "columns",
    [
        {"identificatie": "0153100000000001", "bouwjaar": 1965, "status": "Pand in gebruik"},
        {
            "identificatie": "0153100000000001", "oorspronkelijkBouwjaar": "1965", "status": "Pand in gebruik",
            "tijdstipRegistratie": "2020-01-01T00:00:00",
        },
    ],
)  # fmt: skip
def test_bag_buildings_in_either_layout(tmp_path: Path, take: Take, columns: dict[str, Any]) -> None:
    year = next(name for name in columns if name.lower().endswith("bouwjaar"))
    rows = [columns, columns | {"identificatie": "2", year: type(columns[year])(9999)}]
    gone = columns | {"identificatie": "3", "status": "Pand gesloopt"}
    found, delivery = take(table(tmp_path / "pand.gpkg", [*rows, gone]))
    assert (delivery.rows, delivery.profile, delivery.namespace) == ("buildings", "bag-pand", "NL.IMBAG.Pand")
    assert list(found["source_id"]) == ["0153100000000001", "2", "3"]
    assert found.loc[0, ["year_from", "year_to"]].tolist() == [1965, 1965]
    assert found["year_from"].isna().tolist() == [False, True, False]
    assert found["superseded"].tolist() == [False, False, True]
    assert found["reject_code"].isna().all()
    assert delivery.warnings == []


def test_batches_have_the_schema_of_statements(tmp_path: Path, opened: Open) -> None:
    source = table(tmp_path / "inspections.gpkg", [{"subject": "a", "happened_on": "2024-05-01", "condition": "3"}])
    with opened(source) as delivery:
        assert all(batch.schema == EVIDENCE for batch in delivery.batches)


def test_inspections(tmp_path: Path, take: Take) -> None:
    rows = [
        {"subject": "a", "happened_on": "2024-05-01", "condition": "3"},
        {"subject": "a", "happened_on": "31-12-2024", "condition": "2,5"},
        {"subject": "b", "happened_on": "20240501", "condition": "slecht"},
        {"subject": "c", "happened_on": "gisteren", "condition": "1"},
        {"subject": "a", "happened_on": "2024-05-01", "condition": "3"},
    ]
    found, delivery = take(table(tmp_path / "inspections.gpkg", rows))
    assert list(found["happened_on"])[:3] == ["2024-05-01", "2024-12-31", "2024-05-01"]
    assert list(found["condition"])[:2] == [3.0, 2.5]
    codes = list(found["reject_code"])
    assert codes[1:4] == [None, "no-condition", "no-date"]
    assert {codes[0], codes[4]} == {None, "duplicate-id"}
    assert found.loc[0, "source_id"] == "a 2024-05-01"
    told = {(each.code, each.value) for each in delivery.warnings}
    assert told == {("unreadable-number", "slecht"), ("unreadable-date", "gisteren")}


def test_the_worst_of_a_list_counts_if_all_of_it_is_known_and_sightings_are_held(tmp_path: Path, take: Take) -> None:
    (tmp_path / "p.toml").write_text(
        """
name = "schouw"
rows = "inspections"
requires = ["OBJECT", "GEZIEN"]
sightings = true
[fields]
subject = "OBJECT"
happened_on = "DATUM"
condition = { field = "GEZIEN", list = ",", worst = true }
[values.condition]
scheur = 3
gat = 5
"""
    )
    words = ["Scheur", "scheur, GAT,scheur", "4, scheur", "gat, mos", None]
    rows = [{"OBJECT": str(number), "DATUM": "2024-05-01", "GEZIEN": said} for number, said in enumerate(words)]
    found, delivery = take(table(tmp_path / "x.gpkg", rows), profile=tmp_path / "p.toml")
    assert found["condition"].fillna(0).tolist() == [3, 5, 4, 0, 0]
    assert found["reject_code"].isna().all()
    assert {(each.code, each.value, each.count) for each in delivery.warnings} == {
        ("condition-inferred", "3", 1), ("condition-inferred", "4", 1), ("condition-inferred", "5", 1),
        ("no-condition", "no condition is told: held as seen that day", 2),
    }  # fmt: skip


def test_a_profile_translates_words_and_tonnes(tmp_path: Path, take: Take) -> None:
    (tmp_path / "p.toml").write_text(
        """
name = "paspoort"
rows = "passports"
requires = ["OBJECT", "STOF"]
[fields]
subject = "OBJECT"
material = "STOF"
kg = { field = "MASSA", unit = "t" }
kg_high = { field = "MAX", unit = "t" }
[values.material]
"Gebakken klinkers" = "clay_paver"
beton = "concrete"
"""
    )
    rows = [
        {"OBJECT": "a", "STOF": "gebakken klinkers", "MASSA": "1,5", "MAX": "2"},
        {"OBJECT": "a", "STOF": "Beton", "MASSA": "1.234,5", "MAX": None},
        {"OBJECT": "a", "STOF": "toverstof", "MASSA": "1", "MAX": "1"},
        {"OBJECT": "b", "STOF": "beton", "MASSA": None, "MAX": None},
    ]
    found, delivery = take(table(tmp_path / "x.gpkg", rows), profile=tmp_path / "p.toml")
    assert list(found["material"])[:2] == ["clay_paver", "concrete"]
    assert found.loc[0, ["kg_low", "kg", "kg_high"]].tolist() == [1500.0, 1500.0, 2000.0]
    assert found.loc[1, ["kg_low", "kg", "kg_high"]].tolist() == [1_234_500.0] * 3
    assert list(found["reject_code"]) == [None, None, "unknown-material", "no-mass"]
    assert [each.as_dict() for each in delivery.warnings] == [
        {"code": "unknown-value", "field": "STOF", "value": "toverstof", "count": 1}
    ]


def test_planned_works_are_told_from_one_another_by_their_id(tmp_path: Path, take: Take) -> None:
    rows = [
        {"source_id": "w1", "name": "Dorpsstraat", "year_from": 2027, "year_to": 2028},
        {"source_id": "w2", "name": "Kerkplein", "year_from": None, "year_to": 2028},
    ]
    source = tmp_path / "planned_works.gpkg"
    gpd.GeoDataFrame(rows, geometry=[square(0, 0), square(50, 0)], crs=28992).to_file(source)
    found, _ = take(source)
    assert found.loc[0, ["year_from", "year_to"]].tolist() == [2027, 2028]
    assert list(found["reject_code"]) == [None, "no-year"]


def test_every_kind_of_row_has_a_profile_without_a_file() -> None:
    assert {each.rows for each in profiles.built_in()} == set(ROWS)


def test_corrections_tell_a_year_or_a_type(tmp_path: Path, take: Take) -> None:
    told = {"happened_on": "2026-05-01", "reason": "seen in the street"}
    rows = [
        {"subject": "a", "year_from": "1987", "year_to": "1989", "asset_type": None, **told},
        {"subject": "b", "year_from": None, "year_to": None, "asset_type": "road_asphalt_local", **told},
        {"subject": "c", "year_from": None, "year_to": None, "asset_type": None, **told},
        {"subject": None, "year_from": "1987", "year_to": "1987", "asset_type": None, **told},
    ]
    path = tmp_path / "corrections.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    found, delivery = take(path)
    assert delivery.rows == "corrections"
    assert found.loc[0, ["year_from", "year_to"]].tolist() == [1987, 1989]
    assert found.loc[1, "asset_type"] == "road_asphalt_local"
    assert list(found["reject_code"]) == [None, None, "no-correction", "no-subject"]


def test_who_names_a_profile_need_not_name_the_layer_so(tmp_path: Path, take: Take) -> None:
    path = table(tmp_path / "BAG Ede.gpkg", [{"identificatie": "0228100000000001", "bouwjaar": 1965}])
    found, delivery = take(path, profile="bag-pand")
    assert (delivery.dataset, found.loc[0, "year_from"]) == ("bag-pand", 1965)
    with pytest.raises(SourceError, match=r"lokaal_id\+.* in a layer called wegdeel"):
        take(path, profile="bgt-ogc")
