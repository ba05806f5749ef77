"""Planned works over HTTP."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from described import described_client
from shapely.geometry import box, shape

from assetregistry.cli.demo import import_works
from assetregistry.registry import ImportOptions, Registry


def test_works_that_stand_are_told_the_soonest_first(registry: Registry, tmp_path: Path) -> None:
    client = described_client(registry)
    assert client.get("/v1/works").json() == {"type": "FeatureCollection", "features": []}
    rows = [
        {"source_id": "late", "name": "Kerkplein", "year_from": 2031, "year_to": 2032},
        {"source_id": "soon", "name": "Dorpsstraat", "year_from": 2027, "year_to": 2028},
    ]
    source = tmp_path / "planned_works.gpkg"
    squares = [box(250_000, 470_000, 250_030, 470_030), box(250_100, 470_000, 250_130, 470_030)]
    gpd.GeoDataFrame(rows, geometry=squares, crs=28992).to_file(source)
    registry.import_source(source, ImportOptions(owner="G9901"))
    soon, late = client.get("/v1/works").json()["features"]
    assert (soon["properties"]["name"], soon["properties"]["yearFrom"]) == ("Dorpsstraat", 2027)
    assert (late["properties"]["sourceId"], late["properties"]["yearTo"]) == ("late", 2032)
    assert 6.7 < shape(soon["geometry"]).centroid.x < 7
    assert len(client.get("/v1/works?limit=1").json()["features"]) == 1


def test_one_work_tells_who_said_it_and_what_comes_out(registry: Registry, sample_dir: Path) -> None:
    registry.import_source(
        sample_dir / "delivery-2026" / "wegen.zip", ImportOptions(profile=str(sample_dir / "wegen.toml"))
    )
    import_works(registry)
    client = described_client(registry)
    listed = client.get("/v1/works").json()["features"]
    assert len(listed) == len(gpd.read_file(sample_dir / "delivery-2026" / "planned_works.gpkg"))
    for each in listed:
        told = client.get(f"/v1/works/{each['id']}").json()
        assert told["geometry"] == each["geometry"]
        assert told["properties"]["source"]["source"] == "planned_works.gpkg"
        touches = told["properties"]["touches"]
        assert touches["assets"] >= 5
        assert sum(row["kg"] for row in touches["materials"]) == pytest.approx(touches["kg"])
        first = [client.get(f"/v1/assets/{row['id']}").json() for row in touches["first"]]
        assert all(asset["assetType"]["code"].startswith(("road_", "kerb_")) for asset in first)
        # Foundations and sand beds stay where they are.
        assert 0 < sum(row["kg"] for row in touches["first"]) < sum(asset["kg"]["typical"] for asset in first)
    registry.undo_import(told["properties"]["source"]["importId"])
    assert client.get(f"/v1/works/{each['id']}").status_code == 404
