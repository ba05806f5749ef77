"""Looking before importing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import square, write_streets

from importers import inspect
from importers.errors import SourceError

ROWS = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0)), ("c", "asfalt", 0, None)]


def test_a_layer_with_its_fields_and_samples(tmp_path: Path) -> None:
    report = inspect(write_streets(tmp_path / "streets.gpkg", ROWS))
    (layer,) = report.layers
    assert (layer.name, layer.rows, layer.crs, layer.profile, layer.driver) == (
        "streets",
        3,
        "EPSG:28992",
        None,
        "GPKG",
    )
    fields = {field.name: field for field in layer.fields}
    assert fields["SURFACE"].samples == ["asfalt", "klinkers"]
    assert (fields["BUILT"].type, fields["SURFACE"].type) == ("int", "str")
    json.dumps(report.as_dict())


def test_a_layer_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no layer 'x'; it has streets"):
        inspect(write_streets(tmp_path / "streets.gpkg", ROWS), "x")


def test_a_known_layer_tells_its_profile(shared_data: Path) -> None:
    (layer,) = inspect(shared_data / "bgt-delft" / "bgt_wegdeel.sqlite").layers
    assert (layer.profile, layer.rows) == ("bgt-flat", 151)


def test_the_sample_towns_layers_are_seen(sample_dir: Path) -> None:
    (roads,) = inspect(sample_dir / "delivery-2025" / "wegen.zip").layers
    assert {"WEGVAKID", "VERHARDING"} <= {field.name for field in roads.fields}
    assert len(inspect(sample_dir / "delivery-2025" / "riolering.gpkg").layers) == 2
