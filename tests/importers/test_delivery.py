"""A layer is recognised, or it is said what it is and what to do."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from support import Open, Take, square, write_streets

from importers import inspect, open_deliveries
from importers.batch import SCHEMA
from importers.errors import SourceError

ROWS = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]


def test_batches_have_the_schema_of_the_store(tmp_path: Path, opened: Open, profile: Path) -> None:
    with opened(write_streets(tmp_path / "streets.gpkg", ROWS), profile=profile) as delivery:
        batches = list(delivery.batches)
    assert all(batch.schema == SCHEMA for batch in batches)
    assert sum(batch.num_rows for batch in batches) == delivery.declared_rows == 2
    assert (delivery.srid, delivery.layer, delivery.dataset) == (28992, "streets", "streets")


def test_the_dataset_is_named_after_profile_and_owner_or_as_told(tmp_path: Path, opened: Open, profile: Path) -> None:
    source = write_streets(tmp_path / "streets.gpkg", ROWS)
    for options, dataset in (({"owner": "G0153"}, "streets-g0153"), ({"dataset": "mine", "owner": "G0153"}, "mine")):
        with opened(source, profile=profile, **options) as delivery:
            assert (delivery.dataset, delivery.namespace) == (dataset, dataset)


def test_a_known_source_needs_no_options(shared_data: Path, take: Take) -> None:
    rows, delivery = take(shared_data / "bgt-otterlo" / "bgt_straatmeubilair.gml")
    assert (delivery.profile, delivery.dataset, delivery.namespace) == (
        "bgt-citygml",
        "bgt-straatmeubilair",
        "NL.IMGeo",
    )
    assert len(rows) == 16


def test_what_cannot_be_chosen_is_said(tmp_path: Path, opened: Open, profile: Path) -> None:
    source = write_streets(tmp_path / "streets.gpkg", ROWS)
    gpd.read_file(source).to_file(source, layer="lanes")
    empty = gpd.read_file(source).iloc[:0]
    empty.to_file(tmp_path / "empty.gpkg")
    refusals = {
        "has no layer 'x'; it has lanes, streets|has no layer 'x'; it has streets, lanes": {"layer": "x"},
        r"several layers can be imported .*: choose one with --layer": {},
        "no profile is called 'x': choose .*bgt-citygml": {"profile": "x"},
        "no such profile file": {"profile": "x.toml"},
        "the profile does not fit streets, lanes: it needs the fields": {"profile": "bgt-citygml", "layer": "streets"},
    }
    for said, options in refusals.items():
        with pytest.raises(SourceError, match=said), opened(source, **{"profile": profile, **options}):
            pass
    with pytest.raises(SourceError, match="no profile fits streets"), opened(source, layer="streets"):
        pass


def test_an_empty_layer_is_no_delivery(tmp_path: Path, opened: Open, profile: Path) -> None:
    streets = gpd.read_file(write_streets(tmp_path / "streets.gpkg", ROWS))
    streets.iloc[:0].to_file(tmp_path / "empty.gpkg")
    refused = pytest.raises(SourceError, match="is empty: there is nothing to import")
    with refused, opened(tmp_path / "empty.gpkg", profile=profile):
        pass


def test_layers_of_a_standard_that_nothing_is_forecast_of_are_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "bgt.gpkg"
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    for name in ("bgt_waterdeel", "ondersteunendwaterdeel_vlak"):
        write_streets(tmp_path / "one.gpkg", [("a", "water", 0, square(0, 0))])
        gpd.read_file(tmp_path / "one.gpkg").to_file(path, layer=name)
    with pytest.raises(
        SourceError, match=r"bgt_waterdeel \(and 1 more\) is water of the BGT, of which nothing is forecast"
    ):
        open_deliveries(path, scratch=tmp_path / "first")
    reports = inspect(path).layers
    assert all("# If it is what it is called, it is water of the BGT" in str(each.suggested) for each in reports)
    gpd.read_file(tmp_path / "one.gpkg").to_file(path, layer="bomen")
    with pytest.raises(SourceError, match="no profile fits bomen: see"):
        open_deliveries(path, scratch=tmp_path / "second")


def test_a_table_whose_fields_fit_is_told_that_it_lacks_coordinates(
    tmp_path: Path, opened: Open, profile: Path
) -> None:
    (tmp_path / "streets.csv").write_text("STREET_ID;SURFACE;oost;noord\na;asfalt;155000;463000\n")
    with pytest.raises(SourceError, match="streets has no column in which coordinates were found: call them x and y"):
        opened(tmp_path / "streets.csv", profile=profile).__enter__()
