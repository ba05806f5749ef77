"""Kerbs from the borders of road parts: where they are, how long, and that they are told from registered things."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from support import square

from assetregistry.errors import RegistryError
from assetregistry.registry import ImportOptions, Registry

PARTS = [
    # id, function, square: a carriageway with a footway to its east, a verge of another function, a footway at a corner
    ("road", "rijbaan lokale weg", square(0, 0)),
    ("path", "voetpad", square(10, 0)),
    ("cycle", "fietspad", square(0, 10)),
    ("corner", "voetpad", square(10, 10)),
    ("bay", "parkeervlak", square(20, 0, 5)),
]


@pytest.fixture
def roads(registry: Registry, tmp_path: Path) -> Registry:
    """A street of BGT road parts."""
    frame = gpd.GeoDataFrame(
        {
            "lokaal_id": [part[0] for part in PARTS],
            "namespace": "NL.IMGeo",
            "bronhouder": "G0153",
            "tijdstip_registratie": "2020-01-01T00:00:00",
            "functie": [part[1] for part in PARTS],
            "fysiek_voorkomen": "open verharding",
            "plus_fysiek_voorkomen": "tegels",
        },
        geometry=[part[2] for part in PARTS],
        crs=28992,
    )
    path = tmp_path / "wegdeel.gpkg"
    frame.to_file(path, layer="wegdeel")
    assert registry.import_source(path, ImportOptions()).inserted == len(PARTS)
    return registry


def test_kerbs_lie_where_carriageway_and_footway_meet(roads: Registry) -> None:
    kerbs = roads.inferred_kerbs().set_index("source_id")
    assert kerbs["length_m"].to_dict() == pytest.approx({"road|path": 10, "bay|path": 5})
    assert set(kerbs.geom_type) == {"LineString"}
    assert set(kerbs["owner"]) == {"G0153"}


def test_what_is_inferred_is_imported_as_such_and_undone(roads: Registry, tmp_path: Path) -> None:
    path = tmp_path / "kerbs.gpkg"
    assert roads.write_kerbs(path) == 2
    before = roads.stock().set_index("material")["kg"]
    receipt = roads.import_source(path, ImportOptions())
    assert (receipt.profile, receipt.dataset, receipt.inserted) == ("inferred-kerbs", "inferred-kerbs", 2)
    after = roads.stock().set_index("material")["kg"]
    assert after["concrete_kerb"] == pytest.approx(15 * 82)
    assert "concrete_kerb" not in before
    assert roads.import_source(path, ImportOptions()).unchanged == 2
    roads.undo_import(receipt.import_id or 0)
    assert len(roads.inferred_kerbs()) == 2, "kerbs are inferred from roads, never from kerbs"


def test_what_cannot_be_is_refused(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"\.gpkg"):
        registry.write_kerbs(tmp_path / "kerbs.shp")
    with pytest.raises(RegistryError, match="import BGT wegdeel"):
        registry.write_kerbs(tmp_path / "kerbs.gpkg")
