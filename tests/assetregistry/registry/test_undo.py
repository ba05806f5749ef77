"""Undo: whatever was imported and undone in whatever order, the registry holds what the remaining deliveries say."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from support import PROFILE, WriteStreets, square, write_streets

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.questions import AssetFilter
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
from assetregistry.store.areas import resolve_touched
from assetregistry.store.intake import undoing

Rows = dict[str, tuple[str, int]]
IDS = "abcd"
PLACES = {name: square(20 * number, 0) for number, name in enumerate(IDS)}


@dataclasses.dataclass(frozen=True)
class Delivery:
    """Rows by id, as (surface, year)."""

    rows: Rows
    full: bool


deliveries = st.builds(
    Delivery,
    st.dictionaries(
        st.sampled_from(IDS),
        st.tuples(st.sampled_from(["asfalt", "klinkers"]), st.sampled_from([1990, 2005])),
        min_size=1,
    ),
    st.booleans(),
)
histories = st.lists(deliveries, min_size=1, max_size=5).flatmap(
    lambda given: st.tuples(st.just(given), st.lists(st.sampled_from(range(len(given))), unique=True))
)


def _expected(given: list[Delivery]) -> Rows:
    """The rules in four lines: rows replace rows, a full delivery leaves only its own."""
    held: Rows = {}
    for delivery in given:
        held = {**({} if delivery.full else held), **delivery.rows}
    return held


def _held(registry: Registry) -> Rows:
    with registry.engine.connect() as connection:
        rows = connection.execute(text("SELECT source_id, source_material, built_from FROM asset"))
        return {row.source_id: (row.source_material, row.built_from) for row in rows}


def test_who_asks_meanwhile_does_not_wait(
    registry: Registry, write_streets: WriteStreets, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_streets([("a", "asfalt", 1990, square(0, 0))])
    receipt = registry.import_source(source, ImportOptions(profile=profile, dataset="streets"))
    asked: list[str] = []

    def resolve_and_ask(connection: Connection) -> None:
        resolve_touched(connection)
        with registry.engine.begin() as reader:
            reader.execute(text("SELECT FROM registry_state FOR UPDATE NOWAIT"))  # as who derives anew what is stale
        asked.append(registry.refresh())

    monkeypatch.setattr(undoing, "resolve_touched", resolve_and_ask)
    assert registry.undo_import(receipt.import_id or 0).removed == 1
    assert asked
    assert registry.refresh() != asked[0]
    assert registry.summary()["assets"] == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_undo_leaves_what_the_remaining_deliveries_say(
    history: tuple[list[Delivery], list[int]], make_database: object, tmp_path: Path
) -> None:
    given_deliveries, undone = history
    registry = Registry.open(Settings(database_url=make_database(), data_dir=tmp_path, basemap_url="none"))  # type: ignore[operator]
    profile = tmp_path / "streets.toml"
    profile.write_text(PROFILE)
    ids = []
    for delivery in given_deliveries:
        source = write_streets(
            tmp_path / "streets.gpkg", [(name, *row, PLACES[name]) for name, row in delivery.rows.items()]
        )
        options = ImportOptions(profile=str(profile), dataset="streets", full=delivery.full)
        receipt = registry.import_source(source, options)
        assert receipt.adds_up()
        ids.append(receipt.import_id or 0)
    assert _held(registry) == _expected(given_deliveries)
    for number in undone:
        registry.undo_import(ids[number])
        remaining = set(range(len(given_deliveries))) - set(undone[: undone.index(number) + 1])
        assert _held(registry) == _expected([given_deliveries[each] for each in sorted(remaining)])
    registry.engine.dispose()


STREETS = [("a", "asfalt", 1990, PLACES["a"]), ("b", "klinkers", 2005, PLACES["b"])]


@pytest.fixture
def options(profile: str) -> ImportOptions:
    return ImportOptions(profile=profile, dataset="streets")


def test_an_undone_state_is_back_to_the_letter(
    registry: Registry, write_streets: WriteStreets, options: ImportOptions
) -> None:
    registry.import_source(write_streets(STREETS), options)
    before = _everything(registry)
    changed = [("a", "klinkers", 2026, square(500, 0)), ("b", "klinkers", 2005, PLACES["b"]), ("c", "asfalt", 1, None)]
    second = registry.import_source(write_streets(changed), dataclasses.replace(options, full=True))
    receipt = registry.undo_import(second.import_id or 0)
    assert (receipt.restored, receipt.removed, receipt.kept, receipt.conflict_count) == (1, 0, 0, 0)
    assert _everything(registry) == before


def test_a_conflict_is_listed_and_left_alone(
    registry: Registry, write_streets: WriteStreets, options: ImportOptions
) -> None:
    registry.import_source(write_streets(STREETS), options)
    second = registry.import_source(write_streets([("a", "klinkers", 2010, PLACES["a"])]), options)
    third = registry.import_source(write_streets([("a", "asfalt", 2020, PLACES["a"])]), options)
    receipt = registry.undo_import(second.import_id or 0)
    assert [(each["code"], each["sourceId"], each["becauseOf"]) for each in receipt.conflicts] == [
        ("changed-later", "a", third.import_id)
    ]
    assert _held(registry)["a"] == ("asfalt", 2020)


def test_an_undo_is_listed_and_done_once(
    registry: Registry, write_streets: WriteStreets, options: ImportOptions
) -> None:
    first = registry.import_source(write_streets(STREETS), options).import_id or 0
    undo = registry.undo_import(first).import_id
    listed = {row["id"]: (row["undoes"], row["undoneBy"]) for row in registry.imports()}
    assert listed == {first: (None, undo), undo: (first, None)}
    with pytest.raises(RegistryError, match="undone already"):
        registry.undo_import(first)
    with pytest.raises(RegistryError, match="is itself an undo"):
        registry.undo_import(undo)
    with pytest.raises(NotFoundError, match="no import 99"):
        registry.undo_import(99)


def test_maps_and_forecasts_follow_an_undo(
    registry: Registry, write_streets: WriteStreets, options: ImportOptions
) -> None:
    first = registry.import_source(write_streets(STREETS), options)
    version = registry.summary()["dataVersion"]
    registry.undo_import(first.import_id or 0)
    assert registry.summary()["dataVersion"] != version
    assert registry.summary()["assets"] == 0
    assert registry.find_assets(AssetFilter()) == []


def _everything(registry: Registry) -> list[tuple[object, ...]]:
    with registry.engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                text(
                    "SELECT id, import_id, namespace, source_id, asset_type, owner, name, source_material, built_from, "
                    "built_to, built_basis, length_m, area_m2, repaired, attributes::text, row_hash, ST_AsEWKB(geom) "
                    "FROM asset ORDER BY id"
                )
            )
        ]
