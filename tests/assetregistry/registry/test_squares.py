"""Squares as places: each asset counts in one of each size, so that together they are the registry."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from conftest import AS_OF
from shapely import Point, box
from sqlalchemy import text
from support import square, write_streets

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion
from assetregistry.settings import Settings
from assetregistry.squares import SIZES_M, kind_of, square_of
from assetregistry.store import upgrading
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine
from assetregistry.store.lookup import squares

YEARS = (2027, 2076)
KINDS = [kind_of(size_m) for size_m in SIZES_M]
BUSY = kind_of(250)


@pytest.fixture(scope="module")
def busiest(town: Registry) -> str:
    """The code of the square of 250 m that holds most assets."""
    found = town.areas(BUSY)
    return str(found.loc[found["assets"].idxmax(), "code"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by", [(), ("year",), ("material", "route"), ("owner", "asset_type")])
def test_squares_together_are_the_registry(town: Registry, kind: str, by: tuple[str, ...]) -> None:
    whole = town.supply(SupplyQuestion(*YEARS, by))
    each = town.supply(SupplyQuestion(*YEARS, by, each_kind=kind))
    keys = list(by) or [pd.Series(0, each.rows.index, name="all")]
    sums = each.rows.groupby(keys)["expected_kg"].sum().sort_index().to_numpy()
    rows = whole.rows.sort_values(list(by)) if by else whole.rows
    assert sums == pytest.approx(rows["expected_kg"].to_numpy(), rel=1e-9)
    held, plain = (told.withheld.groupby("material")["expected_kg"].sum().to_numpy() for told in (each, whole))
    assert held == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_one_square_is_its_row_of_all(town: Registry, kind: str) -> None:
    every = town.supply(SupplyQuestion(*YEARS, ("material",), each_kind=kind)).rows
    for code in every["area"].unique()[:5]:
        one = town.supply(SupplyQuestion(*YEARS, ("material",), area=code))
        assert one.area == (code, code)
        row = every[every["area"] == code].drop(columns="area").reset_index(drop=True)
        pd.testing.assert_frame_equal(one.rows, row, rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_squares_are_areas_with_what_they_hold(town: Registry, kind: str) -> None:
    found = town.areas(kind)
    assert found["code"].is_monotonic_increasing
    assert found["code"].is_unique
    assert found["id"].is_unique
    assert set(found["kind"]) == {kind}
    assert found["assets"].sum() == town.summary()["assets"]
    assert found["stock_kg"].sum() == pytest.approx(town.stock()["kg"].sum(), rel=1e-9)
    outlines = found.to_crs(28992).geometry
    for code, outline in zip(found["code"], outlines, strict=True):
        drawn = square_of(code)
        assert drawn is not None
        assert outline.symmetric_difference(box(*drawn.bounds())).area < 0.01 * outline.area
    one = found.iloc[0]
    assert one.to_dict() == town.areas(code=one["code"]).iloc[0].to_dict()


def test_an_asset_counts_where_the_middle_of_its_box_lies(town: Registry, busiest: str) -> None:
    of_code = square_of(busiest)
    assert of_code is not None
    with town.engine.connect() as connection:
        boxes = connection.execute(text("SELECT ST_AsBinary(ST_Envelope(geom)) FROM asset")).scalars()
        middles = [shapely.from_wkb(bytes(each)).centroid for each in boxes]
    west, south, east, north = of_code.bounds()
    inside = sum(west <= middle.x < east and south <= middle.y < north for middle in middles)
    assert inside == town.areas(code=busiest)["assets"].iloc[0]


def test_a_square_is_explained_by_the_assets_in_it(town: Registry, busiest: str) -> None:
    question = SupplyQuestion(2027, 2036, (), area=busiest)
    told = town.explain(question, top=100)
    (total,) = town.supply(question).rows["expected_kg"]
    assert told.assets["expected_kg"].sum() + told.others_kg == pytest.approx(total, rel=1e-9)
    assert told.assumptions["expected_kg"].sum() == pytest.approx(total, rel=1e-9)


def test_circularity_of_a_square(town: Registry, busiest: str) -> None:
    told = town.circularity(SupplyQuestion(2027, 2036, area=busiest))
    area = town.areas(code=busiest).iloc[0]
    assert told.coverage["assets"] == area["assets"]
    assert told.stock_kg == pytest.approx(area["stock_kg"], rel=1e-9)


def test_an_empty_registry_has_no_squares(registry: Registry) -> None:
    for kind in KINDS:
        assert registry.areas(kind).empty
        assert registry.supply(SupplyQuestion(*YEARS, each_kind=kind)).rows.empty
    with pytest.raises(NotFoundError, match="no asset lies in the square 'E155N463'"):
        registry.supply(SupplyQuestion(*YEARS, area="E155N463"))


def test_an_area_goes_before_a_square_of_the_same_code(registry: Registry, tmp_path: Path) -> None:
    field = gpd.GeoDataFrame({"code": ["E155N463"], "name": ["Veld"]}, geometry=[square(0, 0)], crs=28992)
    field.to_file(tmp_path / "field.gpkg")
    registry.import_areas(tmp_path / "field.gpkg", "custom")
    assert registry.supply(SupplyQuestion(*YEARS, area="E155N463")).area == ("E155N463", "Veld")
    assert list(registry.areas(code="E155N463")["kind"]) == ["custom"]


def test_the_grid_is_in_the_crs_of_the_registry(cluster: EmbeddedCluster, profile: str, tmp_path: Path) -> None:
    """West of Greenwich, in metres of web Mercator."""
    cluster.create_database("mercator")
    settings = Settings(database_url=cluster.url("mercator"), srid=3857, data_dir=tmp_path, basemap_url="none", port=0)
    upgrading.upgrade(make_engine(cluster.url("mercator")), srid=3857)
    registry = Registry.open(settings, as_of=AS_OF)
    places = [Point(-11_100, 6_711_500), Point(-10_900, 6_711_500), Point(100, 6_711_500)]
    streets = [(f"s{n}", "asfalt", 1990, place.buffer(20)) for n, place in enumerate(places)]
    source = write_streets(tmp_path / "streets.gpkg", streets, crs=3857)
    registry.import_source(source, ImportOptions(profile=profile))
    found = registry.areas("square-1000")
    assert dict(zip(found["code"], found["assets"], strict=True)) == {"W12N6711": 1, "W11N6711": 1, "E0N6711": 1}
    where = gpd.GeoSeries(places, crs=3857).to_crs(4326)
    by_code = found.set_index("code").geometry
    for code, place in zip(["W12N6711", "W11N6711", "E0N6711"], where, strict=True):
        assert by_code[code].contains(place)
    rows = registry.supply(SupplyQuestion(*YEARS, (), each_kind="square-1000")).rows
    whole = registry.supply(SupplyQuestion(*YEARS, ())).rows
    assert rows["expected_kg"].sum() == pytest.approx(whole["expected_kg"].sum(), rel=1e-9)
    registry.engine.dispose()


def test_what_is_no_square_is_told(town: Registry) -> None:
    with pytest.raises(NotFoundError, match="no asset lies in the square '4kmE4N4'"):
        town.areas(code="4kmE4N4")
    with pytest.raises(NotFoundError, match="no area has the code '4kmE5N4'"):
        town.areas(code="4kmE5N4")
    with pytest.raises(RegistryError, match="choose square-250"):
        town.areas("square-500")
    with pytest.raises(RegistryError, match="choose square-250"):
        town.supply(SupplyQuestion(*YEARS, each_kind="square-1"))


def test_too_many_squares_are_refused_with_what_to_ask(town: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(squares, "MOST", 2)
    with pytest.raises(RegistryError, match="2 is the most in one answer: ask for square-1000"):
        town.areas("square-250")
    with pytest.raises(RegistryError, match="ask for square-1000"):
        town.supply(SupplyQuestion(*YEARS, each_kind="square-250"))
