"""Rows that could not be taken in: kept whole, written out, corrected, given again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Geometry, Point
from sqlalchemy import text
from support import PROFILE, WriteStreets, square, write_streets

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
from importers.errors import SourceError

GOOD = ("good", "asfalt", 1990, square(0, 0))
BAD = [
    ("odd", "toverstof", 1990, square(20, 0)),
    ("none", "asfalt", 1990, None),
    ("far", "asfalt", 1990, Point(5_000_000, 5_000_000).buffer(10)),
]


@pytest.fixture
def refused(registry: Registry, write_streets: WriteStreets, profile: str) -> int:
    """An import with three rows in quarantine."""
    receipt = registry.import_source(write_streets([GOOD, *BAD]), ImportOptions(profile=profile, dataset="streets"))
    assert receipt.quarantined == 3
    return receipt.import_id or 0


def test_it_is_a_geopackage_with_the_sources_own_columns(registry: Registry, refused: int, tmp_path: Path) -> None:
    out = tmp_path / "quarantine.gpkg"
    assert registry.write_quarantine(refused, out) == 3
    assert pyogrio.list_layers(out)[0][0] == "streets"
    frame = gpd.read_file(out).set_index("STREET_ID")
    assert frame.crs.to_epsg() == 28992
    assert dict(frame["_reason"]) == {"odd": "unknown-value", "none": "no-geometry", "far": "outside-crs-area"}
    assert frame.loc["odd", ["SURFACE", "BUILT", "STREET", "OWNER"]].tolist() == [
        "toverstof", 1990, "Dorpsstraat", "G0153",
    ]  # fmt: skip
    assert frame.loc["odd"].geometry.equals(square(20, 0))
    assert frame.loc["none"].geometry is None


def test_corrected_rows_are_taken_in_and_the_rest_stays(registry: Registry, refused: int, tmp_path: Path) -> None:
    out = tmp_path / "quarantine.gpkg"
    registry.write_quarantine(refused, out)
    frame = gpd.read_file(out)
    frame.loc[frame["STREET_ID"] == "odd", "SURFACE"] = "klinkers"
    frame.loc[frame["STREET_ID"] == "none", "geometry"] = square(40, 0)
    frame.to_file(out, driver="GPKG", layer="streets")
    receipt = registry.replay_quarantine(refused, out)
    assert (receipt.read, receipt.inserted, receipt.quarantined) == (3, 2, 1)
    shown = registry.import_shown(refused)["quarantine"]["rows"]
    assert {row["replayedBy"] for row in shown} == {receipt.import_id}
    with pytest.raises(RegistryError, match="no rows in quarantine"):
        registry.write_quarantine(refused, out)
    assert registry.write_quarantine(receipt.import_id or 0, out) == 1
    assert gpd.read_file(out)["STREET_ID"].tolist() == ["far"]


def test_fields_with_the_names_of_a_geopackages_own_or_alike_are_corrected_too(
    registry: Registry, tmp_path: Path
) -> None:
    profile, source, out = tmp_path / "p.toml", tmp_path / "banken.csv", tmp_path / "quarantine.gpkg"
    profile.write_text(
        'name = "banken"\nrequires = ["Nr"]\n[fields]\nsource_id = "Nr"\n[asset_type]\nfrom = ["Soort"]\n'
        'rule = [{ Soort = ["bank"], type = "bench_unknown" }]\n'
    )
    source.write_text("Nr;nr;Soort;soort;fid;geometry;geom\n1;a;zetel;bank;7;rond;POINT (155000 463000)\n")
    options = ImportOptions(profile=str(profile), crs="EPSG:28992", owner="G0153")
    refused = registry.import_source(source, options)
    assert registry.write_quarantine(refused.import_id or 0, out) == 1
    frame = gpd.read_file(out)
    names = ["Nr", "nr_2", "Soort", "soort_2", "fid", "geometry_2"]
    assert frame.loc[0, names].tolist() == ["1", "a", "zetel", "bank", "7", "rond"]
    frame["Soort"] = "bank"
    frame.to_file(out, driver="GPKG", layer="banken", FID="_fid")
    assert registry.replay_quarantine(refused.import_id or 0, out).inserted == 1


def test_a_replay_can_be_undone(registry: Registry, refused: int, tmp_path: Path) -> None:
    out = tmp_path / "quarantine.gpkg"
    registry.write_quarantine(refused, out)
    frame = gpd.read_file(out)
    frame["SURFACE"] = "klinkers"
    frame.to_file(out, driver="GPKG", layer="streets")
    receipt = registry.replay_quarantine(refused, out)
    assert registry.undo_import(receipt.import_id or 0).removed == 1
    assert registry.write_quarantine(refused, out) == 3


def test_a_replay_tells_of_the_day_of_its_delivery(registry: Registry, tmp_path: Path) -> None:
    profile, source, out = tmp_path / "p.toml", tmp_path / "banken.csv", tmp_path / "quarantine.gpkg"
    profile.write_text(
        'name = "banken"\nrequires = ["Nr"]\n[fields]\nsource_id = "Nr"\nended = "Weg"\n'
        '[asset_type]\nfrom = ["Soort"]\nrule = [{ Soort = ["bank"], type = "bench_unknown" }]\n'
    )
    source.write_text("Nr;Soort;Weg;geom\n1;zetel;2021-06-01;POINT (155000 463000)\n")
    day = dt.date(2020, 1, 1)
    options = ImportOptions(profile=str(profile), crs="EPSG:28992", owner="G0153", delivered_on=day)
    refused = registry.import_source(source, options).import_id or 0
    registry.write_quarantine(refused, out)
    gpd.read_file(out).assign(Soort="bank").to_file(out, driver="GPKG", layer="banken")
    receipt = registry.replay_quarantine(refused, out)
    assert (receipt.inserted, receipt.superseded) == (1, 0)
    assert registry.import_shown(receipt.import_id or 0)["deliveredOn"] == day


def test_what_is_refused(registry: Registry, refused: int, write_streets: WriteStreets, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no import 99"):
        registry.write_quarantine(99, tmp_path / "q.gpkg")
    with pytest.raises(RegistryError, match=r"\.gpkg"):
        registry.write_quarantine(refused, tmp_path / "q.shp")
    with pytest.raises(SourceError, match="no such file"):
        registry.replay_quarantine(refused, tmp_path / "nowhere.gpkg")
    with pytest.raises(SourceError, match="_row_number"):
        registry.replay_quarantine(refused, write_streets([GOOD]))


Shape = Geometry | None
corrections = st.lists(
    st.tuples(st.sampled_from(["asfalt", "klinkers", "toverstof"]), st.booleans()), min_size=1, max_size=6
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=corrections)
def test_quarantine_and_replay_is_a_clean_import(
    faults: list[tuple[str, bool]], make_database: object, tmp_path: Path
) -> None:
    profile = tmp_path / "streets.toml"
    profile.write_text(PROFILE)
    options = ImportOptions(profile=str(profile), dataset="streets")
    broken = [
        (f"s{n}", surface, 1990, square(20 * n, 0) if has_shape else None)
        for n, (surface, has_shape) in enumerate(faults)
    ]
    clean = [(f"s{n}", "asfalt" if surface == "toverstof" else surface, 1990, square(20 * n, 0))
             for n, (surface, _) in enumerate(faults)]  # fmt: skip
    mended, straight = (
        Registry.open(Settings(database_url=make_database(), data_dir=tmp_path, basemap_url="none"))  # type: ignore[operator]
        for _ in range(2)
    )
    straight.import_source(write_streets(tmp_path / "streets.gpkg", clean), options)
    first = mended.import_source(write_streets(tmp_path / "streets.gpkg", broken), options)
    if first.quarantined:
        out = tmp_path / "quarantine.gpkg"
        mended.write_quarantine(first.import_id or 0, out)
        frame = gpd.read_file(out, engine="pyogrio")
        frame["SURFACE"] = frame["SURFACE"].replace("toverstof", "asfalt")
        frame = frame.set_geometry([square(20 * int(name[1:]), 0) for name in frame["STREET_ID"]], crs=28992)
        frame.to_file(out, driver="GPKG", layer="streets")
        assert mended.replay_quarantine(first.import_id or 0, out).quarantined == 0
    assert _held(mended) == _held(straight)
    again = mended.import_source(write_streets(tmp_path / "streets.gpkg", clean), options)
    assert again.unchanged == len(clean)
    for registry in (mended, straight):
        registry.engine.dispose()


def _held(registry: Registry) -> list[tuple[object, ...]]:
    query = text(
        "SELECT namespace, source_id, asset_type, owner, name, built_from, area_m2, attributes, ST_AsText(geom) "
        "FROM asset ORDER BY source_id"
    )
    with registry.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]
