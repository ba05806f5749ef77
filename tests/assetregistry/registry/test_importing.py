"""From a file to rows: receipts that add up, nothing lost, nothing half done."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from shapely import Point, Polygon
from shapely.geometry import shape as as_shape
from sqlalchemy import text
from support import Street, WriteStreets, square

from assetregistry.errors import RegistryError
from assetregistry.questions import AssetFilter
from assetregistry.registry import ImportOptions, Registry
from assetregistry.store import upgrading
from assetregistry.store.intake import merging
from assetregistry.store.intake.receipt import Receipt
from importers.errors import SourceError

STREETS = [
    ("a", "asfalt", 1990, square(0, 0)),
    ("b", "klinkers", 2005, square(20, 0)),
    ("c", "onbekend", 0, square(40, 0)),
]
BOW_TIE = Polygon([(155_000, 463_000), (155_010, 463_010), (155_010, 463_000), (155_000, 463_010)])


def test_importing_twice_is_importing_once(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    source, options = write_streets(STREETS), ImportOptions(profile=profile)
    first, second = registry.import_source(source, options), registry.import_source(source, options)
    assert (first.read, first.inserted, first.unchanged) == (3, 3, 0)
    assert (second.read, second.inserted, second.unchanged) == (3, 0, 3)
    assert first.owners == second.owners == {"G0153": 3}
    assert registry.summary()["assets"] == 3


def test_what_lies_together_is_laid_down_together(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    """Walked by their numbers, 16 by 16 assets in no order are seldom further apart than their neighbours are."""
    places = np.random.default_rng(5).permutation(256)
    streets = [(f"s{n}", "asfalt", 1990, square(100 * (n % 16), 100 * (n // 16))) for n in places.tolist()]
    registry.import_source(write_streets(streets), ImportOptions(profile=profile))
    query = text("SELECT ST_X(ST_Centroid(geom)), ST_Y(ST_Centroid(geom)) FROM asset ORDER BY id")
    with registry.engine.connect() as connection:
        walk = np.array([tuple(row) for row in connection.execute(query)])
    assert np.hypot(*np.diff(walk, axis=0).T).mean() < 200


def test_a_changed_row_is_updated_and_its_former_state_kept(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    options = ImportOptions(profile=profile)
    registry.import_source(write_streets(STREETS), options)
    receipt = registry.import_source(write_streets([("a", "klinkers", 2026, square(0, 0))]), options)
    assert (receipt.updated, receipt.closed) == (1, 0)
    card = _card(registry, "road_clay_pavers_carriageway", built=2026)
    former = card["history"][0]
    assert (former["change"], former["assetType"], former["builtFrom"]) == ("updated", "road_asphalt_local", 1990)


def test_a_load_in_bulk_leaves_all_that_keeps_the_registry_right(
    registry: Registry, write_streets: WriteStreets, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "BULK_ROWS", 1)
    options = ImportOptions(profile=profile)
    assert registry.import_source(write_streets(STREETS), options).inserted == 3  # into an empty registry
    further = [*STREETS, *((each, "asfalt", 1990, square(0, 20 * number)) for number, each in enumerate("defg", 1))]
    receipt = registry.import_source(write_streets(further), options)  # more than it holds
    assert (receipt.inserted, receipt.unchanged) == (4, 3)
    assert registry.summary()["assets"] == 7
    with registry.engine.connect() as connection:
        upgrading.differences(connection)
        kept = connection.execute(text("SELECT count(*) FROM pg_constraint WHERE conrelid = 'asset'::regclass"))
        assert kept.scalar_one() == 5  # its key, its identity, its interval of years, its import and its owner


def test_only_a_full_delivery_closes(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    options = ImportOptions(profile=profile, dataset="streets")
    registry.import_source(write_streets(STREETS), options)
    fewer = write_streets(STREETS[:1])
    assert registry.import_source(fewer, options).closed == 0
    receipt = registry.import_source(fewer, dataclasses.replace(options, full=True))
    assert (receipt.unchanged, receipt.closed) == (1, 2)
    assert registry.summary()["assets"] == 1


def test_a_full_delivery_of_one_dataset_leaves_the_others_alone(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    registry.import_source(write_streets(STREETS), ImportOptions(profile=profile, dataset="one"))
    receipt = registry.import_source(
        write_streets(STREETS[:1]), ImportOptions(profile=profile, dataset="two", full=True)
    )
    assert (receipt.inserted, receipt.closed) == (1, 0)
    assert registry.summary()["assets"] == 4


def test_a_dry_run_tells_the_same_and_changes_nothing(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    source = write_streets(STREETS)
    dry = registry.import_source(source, ImportOptions(profile=profile, dry_run=True))
    assert registry.summary()["assets"] == 0
    assert registry.imports() == []
    wet = registry.import_source(source, ImportOptions(profile=profile))
    assert _without(dry, "import_id", "seconds") == _without(wet, "import_id", "seconds")


def test_bad_rows_go_to_quarantine_and_the_good_ones_in(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    rows = [
        ("good", "asfalt", 1990, square(0, 0)),
        ("none", "asfalt", 1990, None),
        ("empty", "asfalt", 1990, Polygon()),
        ("far", "asfalt", 1990, Point(5_000_000, 5_000_000).buffer(10)),
        ("odd", "toverstof", 1990, square(20, 0)),
        ("infinite", "asfalt", 1990, Polygon([(155_000, 463_000), (float("inf"), 463_000), (155_000, 463_010)])),
        ("twisted", "asfalt", 1990, BOW_TIE),
    ]
    receipt = registry.import_source(write_streets(rows), ImportOptions(profile=profile))
    assert (receipt.read, receipt.inserted, receipt.quarantined, receipt.repaired) == (7, 2, 5, 1)
    shown = registry.import_shown(receipt.import_id or 0)["quarantine"]
    assert (sum(receipt.reasons.values()), receipt.reasons) == (5, shown["counts"])
    reasons = {row["sourceId"]: row["code"] for row in shown["rows"]}
    assert reasons.pop("none") == "no-geometry"
    assert reasons.pop("empty") in {"empty-geometry", "no-geometry"}
    assert reasons == {"far": "outside-crs-area", "odd": "unknown-value", "infinite": "infinite-coordinates"}
    assert all(row["message"] and row["attributes"]["STREET"] == "Dorpsstraat" for row in shown["rows"])


def test_an_import_tells_where_lies_what_it_brought(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    def taken_in(*rows: Street) -> int:
        return registry.import_source(write_streets(list(rows)), ImportOptions(profile=profile)).import_id or 0

    here, there = square(0, 0), square(500, 0)
    first = taken_in(("a", "asfalt", 1990, here), ("b", "asfalt", 1990, there))
    around = registry.import_shown(first)["bbox"]
    assert around == pytest.approx(registry.summary()["bounds"])
    second = taken_in(("a", "klinkers", 1990, here), ("b", "asfalt", 1990, there))
    changed = _card(registry, "road_clay_pavers_carriageway", built=1990)
    assert registry.import_shown(second)["bbox"] == pytest.approx(as_shape(changed["geometry"]).bounds, abs=1e-6)
    assert registry.import_shown(first)["bbox"][0] > around[0], "what a later import has changed is that one's"
    assert registry.import_shown(taken_in(("b", "asfalt", 1990, there)))["bbox"] is None, "it found what was there"


def test_a_repaired_geometry_is_valid_and_says_so(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    registry.import_source(write_streets([("x", "asfalt", 1990, BOW_TIE)]), ImportOptions(profile=profile))
    card = _card(registry, "road_asphalt_local", built=1990)
    assert card["repaired"] == "made valid"
    assert as_shape(card["geometry"]).is_valid
    assert card["measures"]["areaM2"] == pytest.approx(50.0)


def test_rows_without_an_owner_need_one_from_the_command(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    source = write_streets(STREETS, owner=None)
    with pytest.raises(RegistryError, match=r"3 rows name no owner.*--owner"):
        registry.import_source(source, ImportOptions(profile=profile))
    assert registry.imports() == []
    receipt = registry.import_source(source, ImportOptions(profile=profile, owner="W0663"))
    assert receipt.owners == {"W0663": 3}


def test_the_option_never_overrides_what_a_row_says(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    receipt = registry.import_source(write_streets(STREETS), ImportOptions(profile=profile, owner="W0663"))
    assert receipt.owners == {"G0153": 3}


def test_a_code_of_the_bgt_form_is_registered_on_first_use(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    options = ImportOptions(profile=profile)
    first = registry.import_source(write_streets(STREETS), options)
    assert [(each["code"], each["value"]) for each in first.warnings] == [("organisation-registered", "G0153")]
    assert registry.import_source(write_streets(STREETS), options).warnings == []


@pytest.mark.parametrize("owner", ["Enschede", "0153", "G153", "' OR 1=1 --"])
def test_an_owner_that_is_no_code_is_refused(
    registry: Registry, write_streets: WriteStreets, profile: str, owner: str
) -> None:
    with pytest.raises(RegistryError, match="organisations add"):
        registry.import_source(write_streets(STREETS, owner=owner), ImportOptions(profile=profile))
    assert registry.summary()["assets"] == 0
    assert registry.organisations() == []


def test_an_organisation_that_was_added_may_have_any_code(
    registry: Registry, write_streets: WriteStreets, profile: str
) -> None:
    registry.add_organisation("Enschede", "Gemeente Enschede")
    receipt = registry.import_source(write_streets(STREETS, owner="Enschede"), ImportOptions(profile=profile))
    assert receipt.owners == {"Enschede": 3}


def test_a_failed_import_leaves_no_table_behind(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    with pytest.raises(RegistryError):
        registry.import_source(write_streets(STREETS, owner=None), ImportOptions(profile=profile))
    with registry.engine.connect() as connection:
        left = connection.execute(text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'staging%'")).all()
    assert left == []


def test_a_large_first_load_has_all_its_indexes(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    """A load that doubles the table drops and rebuilds them; the models must still describe what is there."""
    many = [(f"s{i}", "asfalt", 1990, square(i % 250 * 12, i // 250 * 12)) for i in range(50_500)]
    receipt = registry.import_source(write_streets(many), ImportOptions(profile=profile))
    assert receipt.inserted == 50_500
    with registry.engine.connect() as connection:
        upgrading.differences(connection)
        keys = connection.execute(text("SELECT count(*) FROM pg_constraint WHERE conrelid = 'asset'::regclass"))
        assert keys.scalar_one() == 5


def test_a_source_that_is_none_changes_nothing(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "roads.gml"
    path.write_text("this is no GML")
    with pytest.raises(SourceError, match=r"roads\.gml"):
        registry.import_source(path)
    assert registry.imports() == []


def _card(registry: Registry, asset_type: str, *, built: int) -> dict[str, object]:
    found = registry.find_assets(AssetFilter(asset_type=asset_type))
    (row,) = [row for row in found if row["built_from"] == built]
    return registry.asset(row["id"])


def _without(receipt: Receipt, *names: str) -> dict[str, object]:
    kept = {key: value for key, value in dataclasses.asdict(receipt).items() if key not in names}
    return {**kept, "warnings": list(receipt.warnings)}
