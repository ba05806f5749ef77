"""A filter that names what there is none of is refused at every door: an empty answer would pass for nothing there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assetregistry.api import create_app
from assetregistry.errors import NotFoundError
from assetregistry.questions import AssetFilter, OfferFilter, Only
from assetregistry.registry import Registry, SupplyQuestion
from assetregistry.registry.knowing import UnknownError
from assetregistry.store.lookup.listing import Sort

YEARS = "fromYear=2027&toYear=2030"
OWNER = "there is no organisation 'X': choose from G9901, P9901; see `assetregistry organisations list`"
NOBODY = Only(owners=("P9901", "X"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda town: town.supply(SupplyQuestion(2027, 2030, only=NOBODY)),
        lambda town: town.explain(SupplyQuestion(2027, 2030, only=NOBODY)),
        lambda town: town.stock_of(only=NOBODY),
        lambda town: town.find_assets(AssetFilter(owner="P9901,X")),
        lambda town: town.sorted_assets(AssetFilter(owner="X"), Sort("kg")),
        lambda town: town.assets(owner="X"),
        lambda town: town.assets_as_of(owner="X"),
    ],
)
def test_an_owner_that_there_is_not(town: Registry, ask: Callable[[Registry], Any]) -> None:
    with pytest.raises(UnknownError) as refused:
        ask(town)
    assert str(refused.value) == OWNER


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (f"/v1/supply?{YEARS}&owner=X", {("owner", "unknown-owner")}),
        (f"/v1/supply/explanation?{YEARS}&owner=X", {("owner", "unknown-owner")}),
        (f"/v1/supply/file?{YEARS}&owner=X&format=csv", {("owner", "unknown-owner")}),
        (f"/v1/supply/report?{YEARS}&owner=X", {("owner", "unknown-owner")}),
        (f"/v1/supply?{YEARS}&route=sea", {("route", "unfit")}),
        ("/v1/stock?owner=X", {("owner", "unknown-owner")}),
        ("/v1/assets?hazard=lead", {("hazard", "unknown-hazard")}),
        ("/v1/assets/file?owner=X&format=csv", {("owner", "unknown-owner")}),
        ("/v1/assets/as-of?assetType=road_of_gold", {("assetType", "unknown-asset-type")}),
        ("/v1/offers?owner=G0000", {("owner", "unknown-owner")}),
        ("/v1/offers/file?format=csv&material=gold", {("material", "unknown-material")}),
        ("/v1/offers?material=gold", {("material", "unknown-material")}),
        (
            "/v1/assets?owner=P9901,X,Y&assetType=road_asfalt&material=gold",
            {("owner", "unknown-owner"), ("assetType", "unknown-asset-type"), ("material", "unknown-material")},
        ),
    ],
)
def test_over_http_each_field_is_told(town: Registry, path: str, wrong: set[tuple[str, str]]) -> None:
    answer = TestClient(create_app(town)).get(path)
    assert answer.status_code == 400
    refused = answer.json()
    assert {(each["field"], each["code"]) for each in refused["errors"]} == wrong
    assert all(each["message"] in refused["detail"] for each in refused["errors"])


def test_what_is_spelled_nearly_so_is_told(town: Registry) -> None:
    with pytest.raises(UnknownError, match=r"choose from road_asphalt.*; see `assetregistry catalogue list types`"):
        town.find_assets(AssetFilter(asset_type="road_asphalt_lokal"))
    with pytest.raises(UnknownError, match=r"no material '\?\?'; see `assetregistry catalogue list materials`"):
        town.find_assets(AssetFilter(material="??"))


def test_places_that_there_are_not(town: Registry) -> None:
    client = TestClient(create_app(town))
    assert client.get("/v1/offers?areaCode=BU00000000").status_code == 404
    assert client.get("/v1/areas?kind=neigbourhood").status_code == 404
    with pytest.raises(NotFoundError, match="kind 'county': choose municipality, neighbourhood, square-250"):
        town.areas("county")
    assert town.areas("district").empty


def test_what_is_known_but_has_nothing_is_no_error(registry: Registry) -> None:
    registry.add_organisation("Z1", "Nobody's")
    assert registry.find_assets(AssetFilter(owner="Z1", material="asphalt", hazard="suspect")) == []
    assert registry.offers(OfferFilter(material="asphalt"))["offers"] == []
    assert registry.stock_of(only=Only(owners=("Z1",))).assets == 0
    assert registry.supply(SupplyQuestion(2027, 2030, only=Only(owners=("Z1",)))).rows.empty


def test_a_filter_that_is_left_empty_lets_everything_through(town: Registry) -> None:
    client = TestClient(create_app(town))
    assert client.get("/v1/assets?owner=&assetType=&limit=5").json() == client.get("/v1/assets?limit=5").json()
