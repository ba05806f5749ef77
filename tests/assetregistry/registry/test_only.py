"""A forecast of a part of the stock: the parts make the whole."""

from __future__ import annotations

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from assetregistry.api import create_app
from assetregistry.catalogue import ROUTES
from assetregistry.errors import RegistryError
from assetregistry.questions import Only
from assetregistry.registry import Registry, SupplyQuestion

YEARS = (2027, 2036)


def rows(town: Registry, only: Only, by: tuple[str, ...] = ()) -> pd.DataFrame:
    return town.supply(SupplyQuestion(*YEARS, by, only=only)).rows


def kg(town: Registry, only: Only) -> float:
    return float(rows(town, only)["expected_kg"].sum())


def test_owners_types_materials_and_routes_each_add_up_to_the_whole(town: Registry) -> None:
    whole = town.supply(SupplyQuestion(*YEARS, ("owner", "asset_type", "material", "route"))).rows
    total = pytest.approx(whole["expected_kg"].sum(), rel=1e-9)
    assert whole["owner"].nunique() > 1
    assert sum(kg(town, Only(owners=(code,))) for code in whole["owner"].unique()) == total
    assert sum(kg(town, Only(asset_types=(code,))) for code in whole["asset_type"].unique()) == total
    assert sum(kg(town, Only(material=code)) for code in whole["material"].unique()) == total
    assert sum(kg(town, Only(route=route)) for route in ROUTES) == total
    assert kg(town, Only(owners=tuple(whole["owner"].unique()))) == total


@pytest.mark.parametrize(
    ("only", "by"),
    [(Only(material="asphalt"), "material"), (Only(route="reuse"), "route"), (Only(owners=("P9901",)), "owner")],
)
def test_a_part_is_what_grouping_tells_of_it_range_included(town: Registry, only: Only, by: str) -> None:
    part = rows(town, only, ("year",)).set_index("year")
    every = rows(town, Only(), ("year", by))
    wanted = only.owners[0] if only.owners else only.material or only.route
    grouped = every[every[by] == wanted].set_index("year")
    masses = ["expected_kg", "p10_kg", "p50_kg", "p90_kg"]
    pd.testing.assert_frame_equal(part[masses], grouped[masses], rtol=1e-9)


def test_suspects_are_what_else_is_withheld(town: Registry) -> None:
    answer = town.supply(SupplyQuestion(*YEARS, ("material",)))
    asked = town.supply(SupplyQuestion(*YEARS, ("material",), only=Only(suspect=True)))
    assert asked.withheld.empty
    held = answer.withheld.groupby("material")["expected_kg"].sum()
    told = asked.rows.set_index("material")["expected_kg"]
    pd.testing.assert_series_equal(told.sort_index(), held.sort_index(), check_names=False, rtol=1e-9)
    assert (asked.rows["p10_kg"] < asked.rows["p90_kg"]).all()


def test_all_that_narrows_holds_at_once(town: Registry) -> None:
    every = town.supply(SupplyQuestion(*YEARS, ("owner", "asset_type", "material", "route"))).rows
    one = every.sort_values("expected_kg").iloc[-1]
    only = Only(owners=(one["owner"],), asset_types=(one["asset_type"],), material=one["material"], route=one["route"])
    assert kg(town, only) == pytest.approx(one["expected_kg"], rel=1e-9)
    assert town.supply(SupplyQuestion(*YEARS, (), only=only)).as_dict()["only"] == {
        "owner": [one["owner"]],
        "assetType": [one["asset_type"]],
        "material": one["material"],
        "route": one["route"],
    }


@pytest.mark.parametrize(
    ("only", "words"),
    [
        (Only(material="gold"), "no material 'gold'"),
        (Only(asset_types=("road_of_gold",)), "no asset type 'road_of_gold'"),
        (Only(route="sea"), "no such route: 'sea'"),
    ],
)
def test_what_nobody_knows_is_refused(town: Registry, only: Only, words: str) -> None:
    with pytest.raises(RegistryError, match=words):
        town.supply(SupplyQuestion(*YEARS, (), only=only))


def test_the_api_takes_lists_and_says_what_it_counted(town: Registry) -> None:
    client = TestClient(create_app(town))
    asked = {"fromYear": YEARS[0], "toYear": YEARS[1], "by": "", "assetType": "road_concrete_tiles,road_asphalt_local"}
    answer = client.get("/v1/supply", params={**asked, "hazard": "suspect"}).json()
    assert answer["only"] == {"assetType": asked["assetType"].split(","), "hazard": "suspect"}
    expected = kg(town, Only(asset_types=tuple(asked["assetType"].split(",")), suspect=True))
    assert sum(row["expectedKg"] for row in answer["rows"]) == pytest.approx(expected, abs=0.01)
    assert client.get("/v1/supply", params={**asked, "hazard": "none"}).status_code == 400
    refused = client.get("/v1/supply", params={**asked, "route": "sea"})
    assert refused.status_code == 400
    assert "no such route" in refused.text


def test_lists_of_assets_take_the_same_filter(town: Registry) -> None:
    client = TestClient(create_app(town))

    def ids(**asked: str) -> set[int]:
        answer = client.get("/v1/assets", params={"limit": "1000", **asked})
        assert answer.status_code == 200
        return {feature["id"] for feature in answer.json()["features"]}

    kinds = ("road_asphalt_local", "road_asphalt_cycleway")
    local, cycleways = (ids(assetType=kind) for kind in kinds)
    assert local
    assert cycleways
    both = ",".join(kinds)
    assert ids(assetType=both) == local | cycleways
    owners = ("G9901", "P9901")
    assert ids(assetType=both, owner=",".join(owners)) == set().union(
        *(ids(assetType=both, owner=code) for code in owners)
    )
    suspect = ids(assetType=both, hazard="suspect")
    assert suspect
    assert suspect == set().union(*(ids(assetType=both, hazard=code) for code in town.catalogue.hazards))
    assert suspect < local | cycleways
