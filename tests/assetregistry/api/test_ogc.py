"""OGC API Features and Tiles: what a GIS program finds when it follows the links."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import asyncpg
import pytest
from fastapi.testclient import TestClient
from shapely.geometry import box, shape
from sqlalchemy import text
from tiles_support import decode, tile_at

from assetregistry.api import create_app
from assetregistry.questions import AssetFilter
from assetregistry.registry import Registry

COLLECTIONS = {"ogc.asset_polygon", "ogc.asset_line", "ogc.asset_point", "ogc.area", "ogc.offer"}


@pytest.fixture(scope="module")
def client(town: Registry) -> Iterator[TestClient]:
    with TestClient(create_app(town)) as client:
        yield client


def test_every_link_leads_somewhere_below_the_service(client: TestClient) -> None:
    collections = client.get("/ogc/collections").json()["collections"]
    assert {each["id"] for each in collections} == COLLECTIONS
    links = [link["href"] for each in collections for link in each["links"] if "{" not in link["href"]]
    links += [link["href"] for link in client.get("/ogc/").json()["links"] if not link.get("templated")]
    assert len(links) > 20
    for link in links:
        assert link.startswith("http://testserver/ogc")
        assert client.get(link).status_code == 200, link


def test_all_assets_are_there_with_a_whole_number_as_key(client: TestClient, town: Registry) -> None:
    matched = 0
    for kind, geometry in (("polygon", "MultiPolygon"), ("line", "MultiLineString"), ("point", "MultiPoint")):
        page = client.get(f"/ogc/collections/ogc.asset_{kind}/items?limit=5").json()
        matched += page["numberMatched"]
        for feature in page["features"]:
            assert feature["geometry"]["type"] == geometry
            assert feature["properties"]["asset_type"] in town.catalogue.asset_types
            west, south, east, north = town.summary()["bounds"]
            lon, lat = feature["geometry"]["coordinates"][0][0][0] if kind == "polygon" else (west, south)
            assert west - 0.01 <= lon <= east + 0.01
            assert south - 0.01 <= lat <= north + 0.01
    assert matched == town.summary()["assets"]


def test_assets_tell_their_condition(client: TestClient, town: Registry) -> None:
    page = client.get("/ogc/collections/ogc.asset_polygon/items?limit=1000&condition=5").json()
    found = {each["id"]: each["properties"]["condition_on"] for each in page["features"]}
    wanted = {each["id"]: each["condition_on"] for each in town.find_assets(AssetFilter(condition="5"), limit=1000)}
    assert found.items() <= wanted.items()
    assert found
    assert page["numberMatched"] == len(found)


def test_collections_tell_where_their_things_lie(client: TestClient, town: Registry) -> None:
    extents = town.extents()
    west, south, east, north = town.summary()["bounds"]
    assert extents["assets"] == [west, south, east, north]
    for each in client.get("/ogc/collections").json()["collections"]:
        one = client.get(f"/ogc/collections/{each['id']}").json()
        wanted = extents["assets" if "asset" in each["id"] else "areas"]
        assert each["extent"]["spatial"]["bbox"] == one["extent"]["spatial"]["bbox"] == [wanted]
        for feature in client.get(f"/ogc/collections/{each['id']}/items?limit=1000").json()["features"]:
            assert shape(feature["geometry"]).within(box(*wanted).buffer(1e-4))


def test_tiles_tell_where_their_things_lie_whatever_was_asked_before(town: Registry) -> None:
    tiles = "/ogc/collections/ogc.asset_polygon/tiles/WebMercatorQuad/tilejson.json"
    with TestClient(create_app(town)) as fresh:
        assert fresh.get(tiles).json()["bounds"] == town.extents()["assets"]


@pytest.mark.parametrize("name", ["nope", "ogc.nope", "public.asset"])
@pytest.mark.parametrize("below", ["", "/queryables", "/items", "/items/1", "/tiles/WebMercatorQuad/14/8497/5382"])
def test_a_collection_that_is_not_there(client: TestClient, name: str, below: str) -> None:
    response = client.get(f"/ogc/collections/{name}{below}")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    wanted = f"there is no collection '{name}'; choose {', '.join(sorted(COLLECTIONS))}"
    assert response.json()["detail"] == wanted


def test_offers_have_keys_of_their_own(client: TestClient, town: Registry) -> None:
    page = client.get("/ogc/collections/ogc.offer/items?limit=10000").json()
    keys = [feature["id"] for feature in page["features"]]
    assert len(set(keys)) == len(keys) == len(town.offers()["offers"])
    assert all(int(key) < 2**53 for key in keys)


def test_tiles_in_web_mercator(client: TestClient, town: Registry) -> None:
    west, south, east, north = town.summary()["bounds"]
    z, x, y = tile_at((west + east) / 2, (south + north) / 2, 15)
    response = client.get(f"/ogc/collections/ogc.asset_polygon/tiles/WebMercatorQuad/{z}/{x}/{y}")
    assert response.status_code == 200
    ((_, features),) = decode(response.content).items()
    assert len(features) > 50


@pytest.mark.parametrize("collection", ["asset_line", "area", "offer"])
@pytest.mark.parametrize("asked", ["items", "tiles/WebMercatorQuad/14/8497/5382"])
@pytest.mark.parametrize(
    ("language", "condition"),
    [
        ("cql2-text", "length(pg_read_file('/etc/hostname')) > 0"),
        ("cql2-text", "id > 0 AND NOT (lo_creat(-1) < 0)"),
        ("cql2-json", '{"op": ">", "args": [{"op": "lo_creat", "args": [-1]}, 0]}'),
        ("cql2-json", '{"op": "in", "args": [{"property": "id"}, [{"op": "lo_creat", "args": [-1]}]]}'),
    ],
)
def test_a_filter_calls_no_function_of_the_database(
    client: TestClient, collection: str, asked: str, language: str, condition: str
) -> None:
    response = client.get(
        f"/ogc/collections/ogc.{collection}/{asked}", params={"filter": condition, "filter-lang": language}
    )
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert "there is no operator" in response.json()["detail"]


def test_a_filter_asks_of_properties_that_there_are(client: TestClient, town: Registry) -> None:
    def found(condition: str) -> int:
        page = client.get("/ogc/collections/ogc.asset_line/items", params={"filter": condition, "limit": "1"})
        assert page.status_code == 200, page.text
        return int(page.json()["numberMatched"])

    every = found("1 = 1")
    old = found("built_from < 1980 OR built_from IS NULL")
    assert 0 < old < every
    assert old + found("NOT built_from < 1980") == every
    assert found("casei(asset_type) LIKE casei('SEWER%') AND length_m * 2 BETWEEN 1 AND 100000") > 0
    west, south, east, north = town.summary()["bounds"]
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ", ".join(f"{lon} {lat}" for lon, lat in corners)
    assert found(f"s_intersects(geom, POLYGON(({ring})))") == every
    refused = client.get("/ogc/collections/ogc.asset_line/items", params={"filter": "built < 1980"})
    assert refused.status_code == 400
    assert "there is no property 'built'; choose asset_type, built_from" in refused.json()["detail"]
    boxed = {"filter": "s_intersects(geom, BBOX(6, 52, 7, 53))"}
    assert client.get("/ogc/collections/ogc.asset_line/items", params=boxed).status_code == 400


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("asset_line/items?crs=http://www.opengis.net/def/crs/EPSG/0/28992", 400, "no parameter 'crs'"),
        ("asset_line/items?bbox=1,2,3,4&bbox-crs=EPSG:28992", 400, "longitude, latitude (CRS84)"),
        ("asset_line/items?asset_typ=sewer", 400, "choose asset_type, bbox"),
        ("asset_line/tiles/WebMercatorQuad/14/8497/5382?asset_typ=sewer", 400, "no parameter 'asset_typ'"),
        ("asset_line/items?bbox=a,b,c,d", 400, "could not convert string to float: 'a'"),
        ("asset_line/items?bbox=9,9,1,1", 400, "latitude max < latitude min"),
        ("asset_line/items?bbox=200000,400000,300000,500000", 400, "Invalid longitude"),
        ("asset_line/items?datetime=2020-01-01", 400, "Time is mandatory in RFC 3339"),
        ("area/items?datetime=2020-01-01T00:00:00Z", 400, "datetime"),
        ("asset_line/items?filter=((", 400, "cannot be read as CQL2"),
        ('asset_line/items?filter={"op":1}&filter-lang=cql2-json', 400, "cannot be read as CQL2"),
        ("asset_line/items?filter=built_from='x'", 400, "smallint"),
        ("asset_line/items?built_from=x", 400, "smallint"),
        ("asset_line/items?offset=99999999999999999999", 400, "bigint out of range"),
        ("asset_line/items?limit=1000000", 400, "limit"),
        ("asset_line/items?sortby=nothing", 400, "nothing"),
        ("nothing/items", 404, "nothing"),
        ("asset_line/items/999999999", 404, "999999999"),
    ],
)
def test_what_cannot_be_answered_is_told_and_not_left_out(
    client: TestClient, asked: str, status: int, says: str
) -> None:
    response = client.get(f"/ogc/collections/ogc.{asked}")
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert says in response.text


def test_nothing_can_be_written(client: TestClient) -> None:
    for method in (client.post, client.put, client.delete):
        assert method("/ogc/collections/ogc.area/items").status_code == 405
    pool = client.app.state.ogc.state.pool  # type: ignore[attr-defined]
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        client.portal.call(pool.execute, "DELETE FROM asset")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT * FROM public.asset",
        "SELECT * FROM public.statement",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "CREATE TEMPORARY TABLE mine AS SELECT rolpassword FROM pg_authid",
    ],
)
def test_nothing_can_be_read_but_the_views(client: TestClient, asked: str) -> None:
    pool = client.app.state.ogc.state.pool  # type: ignore[attr-defined]
    for _ in range(2):  # a connection that is given back and taken again
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.ReadOnlySQLTransactionError)):
            client.portal.call(pool.fetch, asked)  # type: ignore[union-attr]
    assert client.portal.call(pool.fetchval, "SELECT count(*) FROM ogc.area") > 0  # type: ignore[union-attr]


def _box(town: Registry, part: float) -> tuple[float, float, float, float]:
    """A part of the town around its middle, in degrees."""
    west, south, east, north = town.summary()["bounds"]
    lon, lat = (west + east) / 2, (south + north) / 2
    return (
        lon - part * (east - west),
        lat - part * (north - south),
        lon + part * (east - west),
        lat + part * (north - south),
    )


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_a_box_is_answered_from_the_index(client: TestClient, town: Registry, kind: str) -> None:
    collection = client.app.state.ogc.state.collection_catalog["collections"][f"ogc.asset_{kind}"]  # type: ignore[attr-defined]
    where = collection.cql_where(bbox=list(_box(town, 0.01))).to_sql()
    with town.engine.connect() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        found = connection.execute(text(f"EXPLAIN SELECT id FROM ogc.asset_{kind} WHERE {where}"))  # noqa: S608
        plan = "\n".join(found.scalars())
    assert "ix_asset_geom" in plan
    assert collection.get_column("indexed_geom") is None


# In a process of its own: pyogrio keeps others from running while it waits for the server.
READ = """
import sys
import pyogrio
box = tuple(float(each) for each in sys.argv[3:])
print(len(pyogrio.read_dataframe(sys.argv[1], layer=sys.argv[2], bbox=box)))
"""


@pytest.mark.parametrize("kind", ["polygon", "point"])
def test_gdal_reads_a_box_as_postgis_would(explorer_url: str, town: Registry, kind: str) -> None:
    """GDAL's own driver of OGC API Features, page after page."""
    box = _box(town, 0.1)
    command = [sys.executable, "-c", READ, f"OAPIF:{explorer_url}/ogc", f"ogc.asset_{kind}", *map(str, box)]
    read = int(subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout)
    with town.engine.connect() as connection:
        expected = connection.execute(
            text(
                f"SELECT count(*) FROM ogc.asset_{kind} "  # noqa: S608
                "WHERE ST_Intersects(ST_Transform(geom, 4326), ST_MakeEnvelope(:west, :south, :east, :north, 4326))"
            ),
            dict(zip(("west", "south", "east", "north"), box, strict=True)),
        ).scalar_one()
    assert 0 < expected < town.summary()["assets"] / 2
    assert read == expected
