"""Source columns become registry columns; every row arrives, and what is not understood is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point, from_wkb
from support import Take

PROFILE = """
name = "poles"
requires = ["ID", "KIND"]
last_segment = true
[fields]
source_id = "ID"
owner = "OWNER"
name = "NAME"
source_material = "MAT"
built_from = "FIRST"
built_to = "LAST"
width_mm = {field = "WIDTH", unit = "cm"}
height_mm = {field = ["TALL", "HEIGHT"], unit = "m"}
shape = "SHAPE"
[shapes]
Rond = "round"
[unknown]
text = ["", "onbekend"]
years = [0, 1900]
[asset_type]
from = ["KIND", "MAT"]
rule = [
  { KIND = "lichtmast", MAT = ["Staal"], type = "lamp_post_steel" },
  { KIND = "lichtmast", type = "lamp_post_unknown" },
]
"""
BASE = {"ID": "1", "KIND": "lichtmast", "MAT": "Staal"}


def poles(folder: Path, *rows: dict[str, Any], profile: str = PROFILE) -> tuple[Path, Path]:
    """A file with these rows, and its profile."""
    (folder / "poles.toml").write_text(profile)
    path = folder / "poles.gpkg"
    path.unlink(missing_ok=True)
    frame = gpd.GeoDataFrame(
        [BASE | {"ID": str(number)} | row for number, row in enumerate(rows)],
        geometry=[Point(155_000 + number, 463_000) for number in range(len(rows))],
        crs=28992,
    )
    frame.to_file(path, layer="poles")
    return path, folder / "poles.toml"


def test_a_row_in_all_its_columns(tmp_path: Path, take: Take) -> None:
    row = {
        "OWNER": "G0153", "NAME": " onbekend ", "FIRST": 1960, "LAST": 1970, "WIDTH": "12,5", "HEIGHT": 4.0,
        "SHAPE": "http://x/def#rond", "MAT": "http://x/1.6/Staal",
    }  # fmt: skip
    source, profile = poles(tmp_path, row)
    rows, delivery = take(source, profile=profile)
    (got,) = rows.to_dict("records")
    assert (got["source_id"], got["asset_type"], got["owner"]) == ("0", "lamp_post_steel", "G0153")
    assert got["name"] is None
    assert got["source_material"] == "Staal"
    assert (got["built_from"], got["built_to"], got["built_basis"]) == (1960, 1970, "register")
    assert (got["width_mm"], got["height_mm"], got["shape"]) == (125.0, 4000.0, "round")
    assert json.loads(got["attributes"])["SHAPE"] == "http://x/def#rond"
    assert from_wkb(got["geom"]) == Point(155_000, 463_000)
    assert not got["superseded"]
    assert got["reject_code"] is None
    assert (delivery.dataset, delivery.namespace, delivery.profile) == ("poles", "poles", "poles")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1960", "1970", (1960, 1970)),
        ("1960", None, (None, None)),
        ("1900", "1970", (None, None)),
        ("1960-05-01", "1960-12-31", (1960, 1960)),
        ("3000", "3000", (None, None)),
        ("31-12-1985", "19861231", (1985, 1986)),
        ("0", "0.0", (None, None)),
        ("ca. 1960", "1970", (None, None)),
    ],
)
def test_years(
    tmp_path: Path, take: Take, first: str, last: str | None, expected: tuple[int | None, int | None]
) -> None:
    source, profile = poles(tmp_path, {"FIRST": first, "LAST": last}, {"FIRST": "1950", "LAST": "1950"})
    rows, delivery = take(source, profile=profile)
    odd = {value for value in (first, last) if value in ("3000", "ca. 1960")}
    assert {each.value for each in delivery.warnings if each.code == "unreadable-year"} == odd
    found = tuple(None if value != value else value for value in rows.loc[0, ["built_from", "built_to"]])  # noqa: PLR0124
    assert found == expected
    assert (rows.loc[0, "built_basis"] == "register") == (expected[0] is not None)


def test_a_value_that_no_rule_knows_goes_to_quarantine_with_its_reason(tmp_path: Path, take: Take) -> None:
    source, profile = poles(tmp_path, {"KIND": "lichtmast"}, {"KIND": "vuurtoren"})
    rows, _ = take(source, profile=profile)
    assert list(rows["reject_code"]) == [None, "unknown-value"]
    assert rows.loc[1, "reject_message"] == "the profile has no asset type for KIND 'vuurtoren', MAT 'Staal'"


def test_with_a_default_unknown_values_are_taken_and_counted(tmp_path: Path, take: Take) -> None:
    text = PROFILE.replace('from = ["KIND", "MAT"]', 'from = ["KIND", "MAT"]\ndefault = "furniture_other"')
    rows = [{"KIND": "vuurtoren"}] * 3 + [{"KIND": "molen"}, {"KIND": "onbekend", "MAT": ""}]
    source, profile = poles(tmp_path, *rows, profile=text)
    found, delivery = take(source, profile=profile)
    assert set(found["asset_type"]) == {"furniture_other"}
    assert [each.as_dict() for each in delivery.warnings] == [
        {"code": "unknown-value", "field": "KIND, MAT", "value": "vuurtoren, Staal", "count": 3},
        {"code": "unknown-value", "field": "KIND, MAT", "value": "molen, Staal", "count": 1},
    ]


def test_the_same_id_twice_keeps_the_first(tmp_path: Path, take: Take) -> None:
    source, profile = poles(tmp_path, {"ID": "x"}, {"ID": "x"}, {"ID": "y"})
    rows, _ = take(source, profile=profile)
    assert list(rows["reject_code"]) == [None, "duplicate-id", None]


@pytest.mark.parametrize("ids", [[1, 2], [1.0, 2.0], ["1", "2"]])
def test_an_id_is_the_same_in_whatever_type_a_source_keeps_it(tmp_path: Path, take: Take, ids: list[Any]) -> None:
    path, profile = poles(tmp_path, *({"ID": each} for each in [*ids, None]))
    rows, _ = take(path, profile=profile)
    assert list(rows["source_id"].dropna()) == ["1", "2"]


def test_fields_called_as_the_geometry_or_as_each_other_in_other_capitals(tmp_path: Path, take: Take) -> None:
    row = {"id": "a", "ID": "1", "kind": "x", "KIND": "lichtmast", "MAT": "Staal", "wkb_geometry": "rond"}
    point = {"type": "Point", "coordinates": [5.3, 52.1]}
    feature = {"type": "Feature", "properties": row, "geometry": point}
    (tmp_path / "poles.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (tmp_path / "poles.toml").write_text(PROFILE)
    rows, _ = take(tmp_path / "poles.geojson", profile=tmp_path / "poles.toml")
    assert (rows.loc[0, "source_id"], rows.loc[0, "asset_type"]) == ("1", "lamp_post_steel")
    assert json.loads(rows.loc[0, "attributes"]) == row
    assert from_wkb(rows.loc[0, "geom"]).wkt == "POINT (5.3 52.1)"


def test_odd_names_of_fields_are_only_names(tmp_path: Path, take: Take) -> None:
    odd = {'x"; DROP TABLE asset; --': "1", "SELECT": "2", "naam met spatie": "3", "ünïcödé": "4"}
    source, profile = poles(tmp_path, odd)
    rows, _ = take(source, profile=profile)
    assert odd.items() <= json.loads(rows.loc[0, "attributes"]).items()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(
        st.tuples(
            st.sampled_from(["lichtmast", "vuurtoren", "", None]),
            st.sampled_from(["a", "b", "c", None]),
            st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_in_the_rows_each_arrives_once(tmp_path: Path, take: Take, values: list[Any]) -> None:
    source, profile = poles(tmp_path, *[{"KIND": kind, "ID": key, "NAME": name} for kind, key, name in values])
    rows, delivery = take(source, profile=profile)
    assert list(rows["row_number"]) == list(range(1, len(values) + 1))
    assert delivery.declared_rows == len(values)
    usable = rows["reject_code"].isna()
    assert (rows["asset_type"].notna() | ~usable).all()
    named = rows[usable & rows["source_id"].notna()]
    assert named["source_id"].is_unique
