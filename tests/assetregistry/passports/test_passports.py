"""Passports of the sample town: every form tells the same masses, and the linked ones fit our shapes."""

from __future__ import annotations

import json
from pathlib import Path

import pyshacl
import pytest
from fastapi.testclient import TestClient
from rdflib import Graph

import assetregistry.passports
from assetregistry.api import create_app
from assetregistry.errors import RegistryError
from assetregistry.passports.linked import NEN2660, WEIGHT_KG
from assetregistry.registry import Registry
from assetregistry.store.assets import AssetFilter

SHAPES = Path(assetregistry.passports.__file__).parent / "shapes.ttl"
TYPES = ["road_asphalt_local", "road_unknown_open_light", "lamp_post_unknown", "sewer_gravity_concrete", "traffic_sign"]


def _any_of(town: Registry, asset_type: str) -> int:
    found = town.find_assets(AssetFilter(asset_type=asset_type), limit=1)
    if not found:
        pytest.skip(f"the town has no {asset_type}")
    return int(found[0]["id"])


@pytest.mark.parametrize("asset_type", TYPES)
def test_every_form_tells_the_same_masses(town: Registry, asset_type: str) -> None:
    asset = _any_of(town, asset_type)
    told = json.loads(town.passport(asset))
    assert sum(each["kg"]["typical"] for each in told["materials"]) == pytest.approx(told["kg"]["typical"])
    assert sum(each["massShare"] for each in told["materials"]) == pytest.approx(1)
    for form in ("ttl", "jsonld"):
        graph = Graph().parse(data=town.passport(asset, form), format={"ttl": "turtle", "jsonld": "json-ld"}[form])
        parts = list(graph.objects(predicate=NEN2660.consistsOf))
        masses = [float(str(graph.value(part, WEIGHT_KG))) for part in parts]
        assert len(parts) == len(told["materials"])
        assert sum(masses) == pytest.approx(told["kg"]["typical"], abs=1e-3)
        conforms, _, report = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES))
        assert conforms, report


def test_the_shapes_refuse_a_broken_passport(town: Registry) -> None:
    graph = Graph().parse(data=town.passport(_any_of(town, "road_asphalt_local"), "ttl"), format="turtle")
    graph.remove((None, WEIGHT_KG, None))
    assert not pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES))[0]


def test_an_unknown_surface_is_told_as_missing(town: Registry) -> None:
    assert "material" in json.loads(town.passport(_any_of(town, "road_unknown_open_light")))["missing"]
    with pytest.raises(RegistryError, match="choose from"):
        town.passport(1, "doc")


def test_the_form_is_negotiated(town: Registry) -> None:
    client, asset = TestClient(create_app(town)), _any_of(town, "road_asphalt_local")
    path = f"/v1/assets/{asset}/passport"
    assert client.get(path).headers["content-type"] == "application/json"
    assert client.get(path, headers={"Accept": "text/turtle"}).text == town.passport(asset, "ttl")
    assert client.get(f"{path}?format=jsonld").headers["content-type"] == "application/ld+json"
    assert client.get(f"{path}?format=doc").status_code == 400
    assert client.get("/v1/assets/99999999/passport").status_code == 404
