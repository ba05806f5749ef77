"""OGC API Features and Tiles at /ogc, for QGIS and other GIS programs: tipg over the views of the schema `ogc`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated, Any

import asyncpg
from asyncpg.exceptions import DataError, SyntaxOrAccessError
from cql2 import Expr
from fastapi import Depends, FastAPI, Path, Query, Request, Response
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline
from pyproj.exceptions import ProjError
from sqlalchemy import Engine
from starlette.types import Receive, Scope, Send
from tipg.collections import Catalog, PgCollection, register_collection_catalog
from tipg.database import connection_factory
from tipg.dependencies import FilterLang, filter_query
from tipg.errors import NotFound, TiPgError
from tipg.factory import Endpoints
from tipg.settings import DatabaseSettings

from assetregistry.api import problems
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.store import reader

PATH = "/ogc"
SCHEMAS = ["ogc"]
CONNECTIONS = 5
INDEXED = "indexed_geom"  # the same shape as `geom`, as an index holds it; see migration 0008
# Extents are those of now (`_placed`), not of the start; functions are none of a reader's business.
VIEWS = DatabaseSettings(
    schemas=SCHEMAS, functions=[], spatial_extent=False, datetime_extent=False, application_schema="pg_temp"
)
# What tipg, what it stands on, and the database say of values that they cannot take.
ASKED_WRONGLY = (TiPgError, ProjError, ValueError, DataError, SyntaxOrAccessError)
# What a filter may ask for. Any other name would be called as a function of the database, such as those that read and
# write the server's files.
OPERATORS = {
    *("and", "or", "not", "=", "<>", "<", ">", "<=", ">=", "isNull", "like", "between", "in", "casei"),
    *("+", "-", "*", "/", "%", "^", "div"),
    *(f"s_{each}" for each in ("contains", "crosses", "disjoint", "equals", "intersects")),
    *(f"s_{each}" for each in ("overlaps", "touches", "within")),
    *(f"t_{each}" for each in ("after", "before", "contains", "disjoint", "during", "equals", "intersects")),
    *(f"t_{each}" for each in ("finishedBy", "finishes", "meets", "metBy", "overlappedBy", "overlaps")),
    *(f"t_{each}" for each in ("startedBy", "starts")),
}
# The addresses that tell a collection's extent, and whose extent each collection has: offers lie in areas.
TILES = "/collections/{collectionId}/tiles"
TELLING_EXTENTS = (
    *("/collections", "/collections/{collectionId}", TILES, f"{TILES}/{{tileMatrixSetId}}"),
    *(f"{TILES}/{{tileMatrixSetId}}/{name}.json" for name in ("tilejson", "style")),
)
OF_AREAS = ("ogc.area", "ogc.offer")


class SafeCollection(PgCollection):
    """A view of which a filter may ask with the operators of CQL2 and its own properties, and with nothing else."""

    def cql_where(self, *args: Any, **asked: Any) -> Expr | None:
        """The condition of a question, as tipg makes it. Raises RegistryError for a filter that asks for more."""
        if asked.get("cql") is not None:
            _check(asked["cql"].to_json(), {each.name for each in self.properties})
        return super().cql_where(*args, **asked)


class IndexedCollection(SafeCollection):
    """A view of assets: which lie within a box, or a tile, or fit a filter, is asked of the column with the index."""

    def cql_where(self, *args: Any, **asked: Any) -> Expr | None:
        """The condition of a question, as tipg makes it."""
        where = super().cql_where(*args, **asked)
        return None if where is None else Expr(_indexed(where.to_json()))


def _check(node: Any, properties: set[str]) -> None:
    if isinstance(node, list):
        for each in node:
            _check(each, properties)
    elif isinstance(node, dict):
        operator, name = node.get("op", "and"), node.get("property")
        if operator not in OPERATORS:
            raise RegistryError(f"filter: there is no operator '{operator}'; choose {', '.join(sorted(OPERATORS))}")
        if name is not None and name not in properties:
            raise RegistryError(f"filter: there is no property '{name}'; choose {', '.join(sorted(properties))}")
        if "bbox" in node:  # tipg takes its numbers for metres of the registry's CRS
            raise RegistryError("filter: write a box as a POLYGON, or ask for it by the parameter bbox")
        _check(list(node.values()), properties)


def _indexed(node: Any) -> Any:
    if node == {"property": "geom"}:
        return {"property": INDEXED}
    if isinstance(node, dict):
        return {key: _indexed(value) for key, value in node.items()}
    return [_indexed(each) for each in node] if isinstance(node, list) else node


def _made_safe(catalog: Catalog) -> Catalog:
    """The collections; those that have the column with the index ask it, and show it to nobody."""
    for name, found in catalog["collections"].items():
        held = found.model_dump(by_alias=True)
        for columns in ("properties", "table_columns"):
            held[columns] = [each for each in held[columns] if each["name"] != INDEXED]
        kind = SafeCollection if found.get_column(INDEXED) is None else IndexedCollection
        catalog["collections"][name] = kind.model_validate(held)
    return catalog


def _collection(
    request: Request,
    collection_id: Annotated[str, Path(alias="collectionId", description="name as /collections has it")],
) -> PgCollection:
    """The collection of this name. Raises NotFoundError."""
    there = request.app.state.collection_catalog["collections"]
    if collection_id not in there:
        raise NotFoundError(f"there is no collection '{collection_id}'; choose {', '.join(sorted(there))}")
    found: PgCollection = there[collection_id]
    return found


def _asked(request: Request, collection: Annotated[PgCollection, Depends(_collection)]) -> PgCollection:
    """The collection that is asked. Raises RegistryError for a parameter that would be left out of account unseen."""
    operation = request.app.openapi()["paths"][request.scope["route"].path]["get"]
    known = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
    known |= {each.name for each in collection.properties}
    unknown = sorted(request.query_params.keys() - known)
    if unknown:
        raise RegistryError(
            f"there is no parameter '{unknown[0]}'; choose {', '.join(sorted(known))}. "
            "Coordinates are asked for and answered as longitude, latitude (CRS84)"
        )
    return collection


def _filter(
    condition: Annotated[str | None, Query(alias="filter")] = None,
    language: Annotated[FilterLang | None, Query(alias="filter-lang")] = None,
) -> Expr | None:
    """The filter, as tipg reads it. Raises RegistryError for one that is no CQL2."""
    try:
        return filter_query(condition, language)
    except Exception as error:  # cql2 raises nothing narrower
        raise RegistryError(f"filter: cannot be read as CQL2: {' '.join(str(error).split())}") from None


def _placed(request: Request) -> None:
    """Before collections are told of: where their things lie now, so that zooming to a layer leads there.

    Read once per version of the data, and put into what all answers share: each puts in the same.
    """
    if request.scope["route"].path not in TELLING_EXTENTS:
        return
    extents = request.app.state.registry.extents()
    for name, collection in request.app.state.collection_catalog["collections"].items():
        bounds = extents["areas" if name in OF_AREAS else "assets"]
        for column in collection.geometry_columns if bounds else ():
            column.bounds = bounds


def _not_there(_request: Request, error: Exception) -> Response:
    return problems.problem(HTTPStatus.NOT_FOUND, str(error))


def _refused(_request: Request, error: Exception) -> Response:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return problems.problem(HTTPStatus.BAD_REQUEST, f"The request cannot be answered: {reason}")


def _described() -> FastAPI:
    """A service whose page of description comes from this machine."""
    page = "/api.html"
    service = FastAPIOffline(
        title="assetregistry: OGC API", openapi_url="/api", docs_url=page, redoc_url=None, static_url="/api-files"
    )
    for route in service.routes:
        if isinstance(route, APIRoute) and route.path == page:
            route.name = "swagger_ui_html"  # by which tipg's pages link to it
    return service


def mount(app: FastAPI) -> None:
    """Mount the service; it answers while `running`."""
    service = _described()
    endpoints = Endpoints(title="assetregistry", with_tiles_viewer=False, collection_dependency=_asked)
    service.include_router(endpoints.router, dependencies=[Depends(_placed)])
    service.state.registry = app.state.registry
    service.dependency_overrides[filter_query] = _filter
    problems.install(service)
    service.add_exception_handler(NotFound, _not_there)
    for kind in ASKED_WRONGLY:
        service.add_exception_handler(kind, _refused)
    app.state.ogc = service

    async def rooted(scope: Scope, receive: Receive, send: Send) -> None:
        """The service writes its links from where it is mounted, not from the root of the whole application."""
        await service({**scope, "app_root_path": scope["root_path"], "router": service.router}, receive, send)

    app.mount(PATH, rooted)


async def _read_only(connection: asyncpg.Connection) -> None:
    """A second wall behind `SafeCollection`: whatever is asked, no table is written to."""
    await connection.execute("SET default_transaction_read_only = on")


async def _read_only_as_reader(connection: asyncpg.Connection) -> None:
    """A third: nothing is read but the views, and no function called that needs more rights than that."""
    await connection.execute(f"{reader.BECOME_READER}; SET default_transaction_read_only = on")


@asynccontextmanager
async def running(service: FastAPI, engine: Engine) -> AsyncIterator[None]:
    """Hold the connections of the service: tipg is asynchronous and needs a driver of its own kind."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    pool = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=CONNECTIONS,
        init=connection_factory(SCHEMAS, VIEWS.tipg_schema),
        setup=_read_only_as_reader if reader.prepare(engine) else _read_only,
    )
    async with pool:
        service.state.pool = pool
        await register_collection_catalog(service, db_settings=VIEWS)
        _made_safe(service.state.collection_catalog)
        yield
