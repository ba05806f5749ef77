"""RibX: pipes and manholes as inspectors found them, and their inspections."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ribx_support import CONCRETE, damage, manhole, pipe, sizes, write_ribx
from shapely import from_wkb
from support import open_layers

from importers import Deliveries, open_deliveries, profiles
from importers.errors import SourceError

Write = Callable[..., Path]
Rows = list[dict[str, Any]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file of these objects."""

    def write(*objects: str, name: str = "inspectie.ribx") -> Path:
        return write_ribx(tmp_path / name, *objects)

    return write


@pytest.fixture
def layers(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Deliveries]:
    """The layers of a file that a profile fits."""

    def layers(path: Path, **options: Any) -> Deliveries:
        return open_deliveries(path, scratch=tmp_path_factory.mktemp("scratch"), **options)

    return layers


@pytest.fixture
def rows_of(layers: Callable[..., Deliveries]) -> Callable[..., tuple[Rows, list[dict[str, Any]]]]:
    """The rows of one layer, and its warnings."""

    def rows_of(path: Path, layer: str, **options: Any) -> tuple[Rows, list[dict[str, Any]]]:
        delivery = layers(path, layer=layer, **options).only()
        rows = [row for batch in delivery.batches for row in batch.to_pylist()]
        return rows, [each.as_dict() for each in delivery.warnings]

    return rows_of


RowsOf = Callable[..., tuple[Rows, list[dict[str, Any]]]]


@pytest.mark.parametrize("name", ["inspectie.ribx", "inspectie.xml"])
def test_pipes_have_material_size_year_and_a_line_between_their_ends(write: Write, rows_of: RowsOf, name: str) -> None:
    path = write(
        pipe("1", "2020-05-01", sizes("A", 300, "", "AA", 1981) + "<AXE>45</AXE>"),
        pipe("2", "2020-05-01", sizes("C", 600, "<ACC>400</ACC>", "AG", "")),
        manhole("p1", "2020-01-01"),
        name=name,
    )
    rows, _ = rows_of(path, "Leiding")
    assert [row["asset_type"] for row in rows] == ["sewer_gravity_asbestos_cement", "sewer_gravity_concrete"]
    assert [(row["width_mm"], row["height_mm"], row["wall_mm"], row["shape"]) for row in rows] == [
        (300, 300, 45, "round"),
        (400, 600, None, "egg"),
    ]
    assert [row["built_from"] for row in rows] == [1981, None]
    assert from_wkb(rows[0]["geom"]).wkt == "LINESTRING (155000 463000, 155040 463000)"
    told = json.loads(str(rows[0]["attributes"]))
    assert (told["AAJ"], told["observed"]) == ("Caféstraat", "BAB 2, BCD 1")


def test_a_year_may_be_a_period(write: Write, rows_of: RowsOf) -> None:
    told = ["1980-1985", "1980 - 1985", "1985-1980", "1985-0601", "1985", "0", "soon"]
    path = write(*(pipe(year, "2020-05-01", sizes("A", 300, "", "AG", year)) for year in told))
    rows, _ = rows_of(path, "Leiding")
    assert [(row["built_from"], row["built_to"]) for row in rows] == [
        (1980, 1985), (1980, 1985), (1985, 1985), (1985, 1985), (1985, 1985), (None, None), (None, None),
    ]  # fmt: skip


def test_of_two_inspections_of_a_pipe_the_later_one_tells_what_it_is(write: Write, rows_of: RowsOf) -> None:
    path = write(
        pipe("1", "2020-05-01", sizes("A", 300, "", "AX", 1981)),
        pipe("1", "2012-05-01", CONCRETE),
    )
    rows, _ = rows_of(path, "Leiding")
    assert [(row["asset_type"], row["superseded"]) for row in rows] == [
        ("sewer_gravity_pvc", False),
        ("sewer_gravity_concrete", True),
    ]


def test_manholes_have_material_year_and_their_point(write: Write, rows_of: RowsOf) -> None:
    path = write(manhole("p1", "2020-01-01", "<CCD>AD</CCD><CCN>1931</CCN>"), manhole("p2", "2020-01-01"))
    rows, _ = rows_of(path, "Put")
    assert [row["asset_type"] for row in rows] == ["manhole_brick", "manhole_unknown"]
    assert [row["built_from"] for row in rows] == [1931, None]
    assert from_wkb(rows[0]["geom"]).wkt == "POINT (155000 463000)"


def test_the_inspectors_name_is_not_kept_and_a_remark_on_other_is(write: Write, rows_of: RowsOf) -> None:
    path = write(pipe("1", "2020-05-01", '<ABL ADE="op papier">Z</ABL>' + CONCRETE))
    for layer in ("Leiding", "Leidinginspectie"):
        ((row,), _) = rows_of(path, layer)
        assert "Jansen" not in json.dumps(row, default=str)
    ((row,), _) = rows_of(path, "Leiding")
    assert json.loads(str(row["attributes"]))["ABL.ADE"] == "op papier"


def test_the_first_version_names_no_kind_and_marks_what_is_dutch(write: Write, rows_of: RowsOf) -> None:
    old = pipe("1", "2014-05-01", CONCRETE + "<nl:AZE>60</nl:AZE>").replace("ZB_A", "ZB")
    path = write(old, manhole("p1", "2014-05-01").replace("ZB_C", "ZB"))
    rows, _ = rows_of(path, "Leiding")
    assert [(row["source_id"], row["wall_mm"]) for row in rows] == [("1", 60)]
    assert [row["source_id"] for row in rows_of(path, "Put")[0]] == ["p1"]


def test_an_inspection_without_a_class_is_held_as_a_sighting_and_told(write: Write, rows_of: RowsOf) -> None:
    path = write(pipe("1", "2020-05-01", CONCRETE), manhole("p1", "2021-06-07", seen=damage("DAF", "B")))
    ((row,), told) = rows_of(path, "Leidinginspectie")
    assert (row["subject"], row["happened_on"], row["condition"]) == ("1", "2020-05-01", None)
    assert (row["reject_code"], row["geom"]) == (None, None)
    assert told == [
        {
            "code": "no-condition",
            "field": "structure",
            "value": "no condition is told: held as seen that day",
            "count": 1,
        }
    ]
    kept = json.loads(str(row["attributes"]))
    assert (kept["structure"], kept["observed"], kept["runs"]) == ("BAB; BAB B", "BAB 2, BCD 1", "1")
    ((row,), _) = rows_of(path, "Putinspectie")
    assert (row["subject"], row["happened_on"], row["condition"]) == ("p1", "2021-06-07", None)


def test_a_pipe_seen_from_both_ends_on_one_day_is_one_inspection(write: Write, rows_of: RowsOf) -> None:
    path = write(
        pipe("1", "2020-05-01", CONCRETE, damage("BAC", "C")),
        pipe("1", "2020-05-01", CONCRETE, damage("BAF", "A") + damage("BAC", "C")),
        pipe("1", "2021-05-01", CONCRETE, ""),
        pipe("2", "2020-05-01", CONCRETE, ""),
    )
    rows, _ = rows_of(path, "Leidinginspectie")
    assert [(row["subject"], row["happened_on"]) for row in rows] == [
        ("1", "2020-05-01"),
        ("1", "2021-05-01"),
        ("2", "2020-05-01"),
    ]
    kept = json.loads(str(rows[0]["attributes"]))
    assert (kept["runs"], kept["structure"], kept["observed"]) == ("2", "BAC C; BAF A", "BAC 2, BAF 1")


def test_what_was_only_ordered_or_not_treated_is_no_inspection(write: Write, rows_of: RowsOf) -> None:
    ordered = pipe("2", "", CONCRETE, "").replace("<ABF></ABF>", "")
    skipped = pipe("3", "2020-05-01", "<AXD>D</AXD>" + CONCRETE, "")
    path = write(pipe("1", "2020-05-01", CONCRETE), ordered, skipped)
    rows, told = rows_of(path, "Leidinginspectie")
    assert [row["subject"] for row in rows] == ["1"]
    assert ("not-inspected", 2) in {(each["code"], each["count"]) for each in told}
    assert [row["source_id"] for row in rows_of(path, "Leiding")[0]] == ["1", "2", "3"]


def test_a_file_that_is_only_an_order_has_no_inspections(write: Write, layers: Callable[..., Deliveries]) -> None:
    found = layers(write(pipe("1", "", CONCRETE, "")))
    assert found.names() == ["ribx-leiding"]
    assert [(each.name, each.code) for each in found.left] == [("Leidinginspectie", "empty")]


def test_an_inspection_without_its_day_or_object_is_refused(write: Write, rows_of: RowsOf) -> None:
    path = write(pipe("1", "", CONCRETE), pipe("", "2020-05-01", CONCRETE), pipe("", "2020-05-01", CONCRETE))
    rows, _ = rows_of(path, "Leidinginspectie")
    assert [row["reject_code"] for row in rows] == ["no-date", "no-subject", "no-subject"]


def test_the_class_that_a_file_states_gives_a_condition_and_that_is_told(write: Write, rows_of: RowsOf) -> None:
    path = write(
        pipe("1", "2010-05-01", CONCRETE, damage("BAA", "A", "10", "15") + damage("BBB", "A", "5", "10")),
        pipe("2", "2010-05-01", CONCRETE, damage("BAA", "A", "10.0", "15.00")),
        pipe("3", "2010-05-01", CONCRETE, damage("BAA", "A", "10", "15") + damage("BAC", "C")),
        pipe("4", "2010-05-01", CONCRETE, damage("BAA", "A", "12")),
        pipe("5", "2010-05-01", CONCRETE, ""),
    )
    rows, told = rows_of(path, "Leidinginspectie")
    assert [row["condition"] for row in rows] == [4, 4, None, None, None]
    assert {(each["code"], each["field"], each["value"], each["count"]) for each in told} == {
        ("no-condition", "structure", "no condition is told: held as seen that day", 3),
        ("condition-inferred", "structure", "4", 2),
    }


def test_the_classes_of_ones_own_profile_count_and_the_worst_decides(
    tmp_path: Path, write: Write, rows_of: RowsOf
) -> None:
    own = (Path(profiles.__file__).parent / "profiles/ribx.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(own.replace('"BAA A 10-15" = 4', '"BAA A 10-15" = 4\n"BAC C" = 5\n"BAB B" = 2'))
    path = write(
        pipe("1", "2010-05-01", CONCRETE, damage("BAA", "A", "10", "15") + damage("BAC", "C") + damage("BAB", "B")),
        pipe("2", "2010-05-01", CONCRETE, damage("BAB", "B")),
        pipe("3", "2010-05-01", CONCRETE, damage("BAB", "B") + damage("BAI", "A")),
    )
    rows, _ = rows_of(path, "Leidinginspectie", profile=tmp_path / "own.toml")
    assert [row["condition"] for row in rows] == [5, 2, None]


def test_the_kinds_of_a_municipality_stay_apart(write: Write, layers: Callable[..., Deliveries]) -> None:
    path = write(pipe("1", "2020-05-01", CONCRETE), manhole("1", "2020-05-01"))
    found = {each.dataset: each.about and each.about.dataset for each in layers(path)}
    assert found == {
        "ribx-leiding": None,
        "ribx-put": None,
        "ribx-leidinginspectie": "ribx-leiding",
        "ribx-putinspectie": "ribx-put",
    }
    named = {each.dataset: each.about and each.about.dataset for each in layers(path, dataset="ribx-almere")}
    assert named == {
        "ribx-almere": None,
        "ribx-almere-put": None,
        "ribx-almere-leidinginspectie": "ribx-almere",
        "ribx-almere-putinspectie": "ribx-almere-put",
    }
    again = layers(path, layer="Putinspectie", dataset="ribx-almere-putinspectie").only()
    assert again.about is not None
    assert (again.dataset, again.about.dataset) == ("ribx-almere-putinspectie", "ribx-almere-put")
    again = layers(path, layer="Putinspectie", dataset="ribx-putinspectie").only()
    assert again.about is not None
    assert (again.dataset, again.about.dataset) == ("ribx-putinspectie", "ribx-put")


def test_other_kinds_are_named_and_left(write: Write, layers: Callable[..., Deliveries]) -> None:
    cleaned = "<ZB_G><GAA>1</GAA><GBF>2020-01-01</GBF></ZB_G>"
    left = layers(write(pipe("1", "2020-05-01", CONCRETE), cleaned)).left
    assert [(each.name, each.reason.split(",")[0]) for each in left] == [("ZB_G", "is cleaning")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, scratch: Path, encoding: str) -> None:
    path = tmp_path / "a.ribx"
    entity = '<!DOCTYPE DATA [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{entity}<DATA><ZB_A><AAA>&x;</AAA></ZB_A></DATA>'
    path.write_text(text, encoding=encoding)
    with pytest.raises(SourceError, match="declares XML entities"):
        open_layers(path, scratch)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<DATA><ZB_A><AAA>1", "cannot be read as RibX"),
        ("<DATA><ZB_A><gml:Point/></ZB_A></DATA>", "cannot be read as RibX"),
        ("<DATA><ZB_A>\0</ZB_A></DATA>", "cannot be read as RibX"),
        ("<DATA/>", "no RibX"),
    ],
)
def test_what_is_broken_or_empty_is_refused_in_one_line(tmp_path: Path, scratch: Path, text: str, reason: str) -> None:
    (tmp_path / "a.ribx").write_text(text)
    with pytest.raises(SourceError, match=reason) as raised:
        open_layers(tmp_path / "a.ribx", scratch)
    assert "\n" not in str(raised.value)
