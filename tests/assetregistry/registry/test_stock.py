"""The stock of a part: as many assets as lists have, as many kg as forecasts are of."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from support import WriteStreets, square

from assetregistry.api import create_app
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.questions import Only
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion

FILTERS = [
    {},
    {"owner": "P9901"},
    {"owner": "G9901,P9901", "assetType": "road_asphalt_local,road_asphalt_cycleway"},
    {"material": "asphalt"},
    {"hazard": "suspect"},
    {"hazard": "suspect", "material": "asphalt"},
]


@pytest.fixture(scope="module")
def client(town: Registry) -> TestClient:
    return TestClient(create_app(town))


def listed(client: TestClient, **asked: str) -> int:
    count, cursor = 0, "0"
    while page := client.get("/v1/assets", params={**asked, "limit": "1000", "cursor": cursor}).json()["features"]:
        count, cursor = count + len(page), str(page[-1]["id"])
    return count


@pytest.mark.parametrize("where", ["", "neighbourhood"])
@pytest.mark.parametrize("asked", FILTERS)
def test_as_many_assets_as_lists_have(client: TestClient, asked: dict[str, str], where: str) -> None:
    if where:
        asked = {**asked, "areaCode": client.get(f"/v1/areas?kind={where}").json()["features"][0]["properties"]["code"]}
    told = client.get("/v1/stock", params=asked)
    assert told.status_code == 200
    assert told.json()["assets"] == listed(client, **asked) > 0


@pytest.mark.parametrize("asked", FILTERS)
def test_the_kg_are_those_of_the_layers(client: TestClient, town: Registry, asked: dict[str, str]) -> None:
    code = client.get("/v1/areas?kind=neighbourhood").json()["features"][0]["properties"]["code"]
    with town.engine.connect() as connection:
        query = text(
            "SELECT sum(share * kg) FROM asset_layer AS made JOIN asset_area USING (asset_id) "
            "JOIN area ON area.id = area_id AND area.code = :code "
            "JOIN catalogue_layer AS layer ON layer.id = abs(made.layer_id) % 1000000 "
            "WHERE (:owner = '' OR owner = ANY(string_to_array(:owner, ','))) "
            "AND (:type = '' OR made.asset_type = ANY(string_to_array(:type, ','))) "
            "AND (:material = '' OR coalesce(made.told_material, layer.material) = :material) "
            "AND (:hazard = '' OR suspect IS NOT NULL)"
        )
        given = {"owner": "owner", "type": "assetType", "material": "material", "hazard": "hazard"}
        values = {name: asked.get(key, "") for name, key in given.items()}
        expected = connection.execute(query, {"code": code, **values}).scalar_one()
    told = client.get("/v1/stock", params={**asked, "areaCode": code}).json()
    assert told["kg"] == pytest.approx(expected, rel=1e-9)
    assert told["area"]["code"] == code


def test_without_a_filter_it_is_what_the_registry_holds(client: TestClient, town: Registry) -> None:
    meta = client.get("/v1/meta").json()
    told = client.get("/v1/stock").json()
    assert told["assets"] == meta["assets"]
    assert told["kg"] == pytest.approx(meta["stockKg"], rel=1e-9)
    assert "only" not in told
    squares = client.get("/v1/areas?kind=square-4000").json()["features"]
    parts = [client.get("/v1/stock", params={"areaCode": each["properties"]["code"]}).json() for each in squares]
    assert sum(each["assets"] for each in parts) == told["assets"]
    assert sum(each["kg"] for each in parts) == pytest.approx(told["kg"], rel=1e-9)


def test_in_the_end_all_of_it_comes_out(town: Registry) -> None:
    """Supply and what it withholds are of the same kg."""
    only = Only(owners=("P9901",), material="asphalt")
    answer = town.supply(SupplyQuestion(2026, 2500, (), only=only))
    coming = answer.rows["expected_kg"].sum() + answer.withheld["expected_kg"].sum()
    assert coming == pytest.approx(town.stock_of(only=only).kg, rel=1e-3)


def test_what_nobody_knows_is_refused(town: Registry, client: TestClient) -> None:
    with pytest.raises(RegistryError, match="no material 'gold'"):
        town.stock_of(only=Only(material="gold"))
    with pytest.raises(NotFoundError):
        town.stock_of(area="NOWHERE")
    assert client.get("/v1/stock?route=reuse").status_code == 400
    assert client.get("/v1/stock?owner=G0001").json()["code"] == "unknown-owner"


def test_an_empty_registry_holds_nothing(registry: Registry) -> None:
    assert (registry.stock_of().assets, registry.stock_of(only=Only(suspect=True)).kg) == (0, 0.0)


def test_what_came_in_since_counts(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    """What is kept in memory is of one data version."""
    options = ImportOptions(profile=profile)
    streets = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 2005, square(20, 0))]
    registry.import_source(write_streets(streets[:1]), options)
    first = registry.stock_of()
    registry.import_source(write_streets(streets), options)
    both = registry.stock_of()
    assert (first.assets, both.assets) == (1, 2)
    assert both.kg > first.kg
    assert registry.stock_of(only=Only(asset_types=("road_asphalt_local",))).kg == first.kg
    assert registry.prepare(registry.prepare()) == registry.refresh()
