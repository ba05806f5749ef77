"""Planned works over HTTP."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
from fastapi.testclient import TestClient
from shapely.geometry import box, shape

from assetregistry.api import create_app
from assetregistry.registry import ImportOptions, Registry


def test_works_that_stand_are_told_the_soonest_first(registry: Registry, tmp_path: Path) -> None:
    client = TestClient(create_app(registry))
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
