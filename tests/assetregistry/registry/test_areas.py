"""Areas taken in: each row has one fate, and what does not change costs nothing."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon
from shapely.affinity import translate
from sqlalchemy import text
from support import WriteStreets, square

from assetregistry.errors import ConflictError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.intake.area_imports import OUTSIDE

EAST, NORTH = 155_000, 463_000
FAR = square(5_000_000, 5_000_000)


def write(path: Path, rows: dict[str, Polygon | None], name: str = "area") -> Path:
    frame = gpd.GeoDataFrame({"code": list(rows), "name": name}, geometry=list(rows.values()), crs=28992)
    frame.to_file(path)
    return path


def data_version(registry: Registry) -> int:
    with registry.engine.connect() as connection:
        return int(connection.execute(text("SELECT data_version FROM registry_state")).scalar_one())


def test_every_row_has_one_fate(registry: Registry, tmp_path: Path) -> None:
    here = {"A": square(0, 0), "B": square(20, 0), "C": square(40, 0)}
    first = registry.import_areas(write(tmp_path / "1.gpkg", here), "custom")
    assert (first.read, first.inserted) == (3, 3)
    before = data_version(registry)
    again = registry.import_areas(tmp_path / "1.gpkg", "custom")
    assert (again.read, again.unchanged) == (3, 3)
    assert data_version(registry) == before

    moved = here | {"B": translate(here["B"], 1), "D": square(60, 0), "E": None, "F": FAR}
    second = registry.import_areas(write(tmp_path / "2.gpkg", moved), "custom")
    assert (second.read, second.inserted, second.updated, second.unchanged, second.quarantined) == (6, 1, 1, 2, 2)
    assert second.adds_up()
    refused = registry.import_shown(second.import_id or 0)["quarantine"]["rows"]
    assert {each["sourceId"]: each["code"] for each in refused} == {"E": "no-geometry", "F": "outside-crs-area"}
    assert set(registry.areas("custom")["code"]) == {"A", "B", "C", "D"}
    changed = registry.areas("custom").set_index("code").loc[["B", "D"]]
    assert registry.import_shown(second.import_id or 0)["bbox"] == pytest.approx(changed.total_bounds, abs=1e-6)
    renamed = registry.import_areas(write(tmp_path / "3.gpkg", here, name="other"), "custom")
    assert renamed.updated == 3


def test_what_is_held_follows_every_import_of_areas_and_its_undoing(registry: Registry, tmp_path: Path) -> None:
    assert registry.summary()["kindHa"] == {}
    first = registry.import_areas(write(tmp_path / "1.gpkg", {"A": square(0, 0)}), "custom")
    assert registry.summary()["kindHa"] == {"custom": 0.01}
    larger = registry.import_areas(write(tmp_path / "2.gpkg", {"A": square(0, 0).buffer(45)}), "custom")
    assert registry.summary()["kindHa"]["custom"] > 0.5
    for receipt, held in ((larger, {"custom": 0.01}), (first, {})):
        registry.undo_import(receipt.import_id or 0)
        assert registry.summary()["kindHa"] == held


def test_a_dry_run_tells_the_receipt_and_changes_nothing(registry: Registry, tmp_path: Path) -> None:
    source = write(tmp_path / "1.gpkg", {"A": square(0, 0), "B": None})
    before = data_version(registry)
    dry = registry.import_areas(source, "custom", dry_run=True)
    assert (dry.import_id, dry.read, dry.inserted, dry.quarantined) == (None, 2, 1, 1)
    assert dry.reasons == {"no-geometry": 1}
    assert (len(registry.areas("custom")), len(registry.imports()), data_version(registry)) == (0, 0, before)
    wet = registry.import_areas(source, "custom")
    assert (wet.read, wet.inserted, wet.quarantined) == (2, 1, 1)


def test_rows_of_one_area_are_counted_each(registry: Registry, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ["A", "A", "B"]}, geometry=[square(i * 20, 0) for i in range(3)], crs=28992)
    frame.assign(name="x").to_file(tmp_path / "parts.gpkg")
    receipt = registry.import_areas(tmp_path / "parts.gpkg", "custom")
    assert (receipt.read, receipt.inserted) == (3, 3)
    assert len(registry.areas("custom")) == 2


def test_an_import_of_areas_is_kept_as_any_other(registry: Registry, tmp_path: Path) -> None:
    receipt = registry.import_areas(write(tmp_path / "1.gpkg", {"A": square(0, 0), "B": None}), "custom")
    (kept,) = registry.imports()
    assert (kept["id"], kept["source"], kept["receipt"]) == (receipt.import_id, "1.gpkg", receipt.as_dict())
    assert (receipt.dataset, receipt.rows, receipt.quarantined) == ("areas-custom", "areas", 1)


def test_quarantine_is_corrected_and_replayed(registry: Registry, tmp_path: Path) -> None:
    source = write(tmp_path / "1.gpkg", {"A": square(0, 0), "B": FAR}, name="Veld")
    refused = registry.import_areas(source, "custom")
    corrections = tmp_path / "corrections.gpkg"
    assert registry.write_quarantine(refused.import_id or 0, corrections) == 1
    frame = gpd.read_file(corrections)
    assert frame.iloc[0].drop("geometry").to_dict() == {
        "name": "Veld",
        "code": "B",
        "_row_number": 2,
        "_reason": "outside-crs-area",
        "_message": OUTSIDE,
    }
    corrected = tmp_path / "corrected.gpkg"
    frame.set_geometry([square(20, 0)], crs=28992).to_file(corrected)
    again = registry.replay_quarantine(refused.import_id or 0, corrected)
    assert (again.read, again.inserted, again.quarantined) == (1, 1, 0)
    assert set(registry.areas("custom")["code"]) == {"A", "B"}
    (row,) = registry.import_shown(refused.import_id or 0)["quarantine"]["rows"]
    assert row["replayedBy"] == again.import_id
    registry.undo_import(again.import_id or 0)
    assert set(registry.areas("custom")["code"]) == {"A"}
    assert registry.write_quarantine(refused.import_id or 0, tmp_path / "once-more.gpkg") == 1


class Town:
    """Areas and an asset in them, and what the registry says of both."""

    def __init__(self, registry: Registry, folder: Path) -> None:
        self.registry, self.folder = registry, folder

    def take(self, shapes: dict[str, Polygon], name: str = "area", kind: str = "custom") -> int:
        return self.registry.import_areas(write(self.folder / "areas.gpkg", shapes, name), kind).import_id or 0

    def state(self) -> list[tuple[object, ...]]:
        query = (
            "SELECT area.code, area.name, area.kind, ST_AsText(area.geom), round(CAST(sum(share) AS numeric), 6) "
            "FROM area FULL JOIN asset_area ON area_id = area.id GROUP BY area.id ORDER BY 1"  # shares of no area too
        )
        with self.registry.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def town(registry: Registry, write_streets: WriteStreets, profile: str, tmp_path: Path) -> Town:
    """A street that lies in the first of two neighbouring squares."""
    registry.import_source(write_streets([("a", "asfalt", 1990, square(5, 0))]), ImportOptions(profile=profile))
    return Town(registry, tmp_path)


BOTH = {"A": square(0, 0, 20), "B": square(20, 0, 20)}
MOVED = {"A": square(0, 0, 10), "B": square(10, 0, 30), "C": square(60, 0)}


def test_undo_puts_areas_and_shares_back(town: Town) -> None:
    town.take(BOTH)
    before = town.state()
    second = town.take(MOVED, "other", "neighbourhood")
    assert town.state() != before
    dry = town.registry.undo_import(second, dry_run=True)
    receipt = town.registry.undo_import(second)
    assert (
        (receipt.removed, receipt.restored, receipt.conflict_count)
        == (1, 2, 0)
        == (
            dry.removed,
            dry.restored,
            dry.conflict_count,
        )
    )
    assert town.state() == before
    with pytest.raises(ConflictError, match="undone already"):
        town.registry.undo_import(second)


def test_a_point_on_a_common_border_counts_once_for_each_kind(
    town: Town, write_streets: WriteStreets, profile: str
) -> None:
    town.take(BOTH)
    town.take({"C": BOTH["A"], "D": BOTH["B"]}, kind="district")
    registry = town.registry
    places = {"on": Point(EAST + 20, NORTH + 5), "left": Point(EAST + 3, NORTH + 5), "corner": Point(EAST, NORTH)}
    posts = write_streets([(name, "asfalt", 1990, place) for name, place in places.items()])
    added = registry.import_source(posts, ImportOptions(profile=profile, dataset="posts"))
    query = (
        "SELECT asset.source_id, string_agg(area.code, ',' ORDER BY area.code), min(share), max(share) FROM asset "
        "JOIN asset_area ON asset_id = asset.id JOIN area ON area.id = area_id WHERE source_id <> 'a' GROUP BY 1"
    )
    with registry.engine.connect() as connection:
        held = {row[0]: tuple(row[1:]) for row in connection.execute(text(query))}
    assert held == dict.fromkeys(places, ("A,C", 1, 1))
    before = town.state()
    registry.undo_import(added.import_id or 0)
    assert [float(str(row[4] or 0)) for row in before] == [4, 0, 4, 0]
    assert [float(str(row[4] or 0)) for row in town.state()] == [1, 0, 1, 0]


def test_what_a_later_import_says_stays(town: Town) -> None:
    first = town.take(BOTH)
    town.take({"B": MOVED["B"]})
    last = town.take({"A": BOTH["A"]})
    after = town.state()
    receipt = town.registry.undo_import(first)
    assert (receipt.removed, receipt.kept, receipt.conflict_count) == (0, 1, 1)
    assert [(each["code"], each["sourceId"]) for each in receipt.conflicts] == [("changed-later", "B")]
    assert town.state() == after
    assert town.registry.undo_import(last).removed == 1  # it now stands alone for A
    assert [row[0] for row in town.state()] == ["B"]


ROUND = st.dictionaries(st.sampled_from("ABC"), st.sampled_from([square(0, 0), square(5, 0), square(9, 5)]), min_size=1)


@settings(
    max_examples=8, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rounds=st.lists(ROUND, min_size=2, max_size=4), data=st.data())
def test_undoing_one_is_as_if_it_had_not_been(
    town: Town, rounds: list[dict[str, Polygon]], data: st.DataObject
) -> None:
    without = data.draw(st.integers(0, len(rounds) - 1))
    imports = [town.take(each, f"round {number}") for number, each in enumerate(rounds)]
    town.registry.undo_import(imports[without])
    undone = town.state()
    others = [number for number in reversed(range(len(rounds))) if number != without]
    for number in others:
        town.registry.undo_import(imports[number])
    assert town.state() == []
    for number in reversed(others):
        town.take(rounds[number], f"round {number}")
    assert town.state() == undone
    for row in town.registry.imports()[: len(others)]:
        town.registry.undo_import(row["id"])
