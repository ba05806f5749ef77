"""OGC API Features and Tiles at /ogc, for QGIS and other GIS programs: tipg over the views of the schema `ogc`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from cql2 import Expr
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.types import Receive, Scope, Send
from tipg.collections import Catalog, PgCollection, register_collection_catalog
from tipg.database import connection_factory
from tipg.errors import DEFAULT_STATUS_CODES, add_exception_handlers
from tipg.factory import Endpoints
from tipg.settings import DatabaseSettings

PATH = "/ogc"
SCHEMAS = ["ogc"]
CONNECTIONS = 5
INDEXED = "indexed_geom"  # the same shape as `geom`, as an index holds it; see migration 0008
# Extents would mean reading every asset at each start; functions are none of a reader's business.
VIEWS = DatabaseSettings(
    schemas=SCHEMAS, functions=[], spatial_extent=False, datetime_extent=False, application_schema="pg_temp"
)


class IndexedCollection(PgCollection):
    """A view of assets: which lie within a box, or a tile, or fit a filter, is asked of the column with the index."""

    def cql_where(self, *args: Any, **asked: Any) -> Expr | None:
        """The condition of a question, as tipg makes it."""
        where = super().cql_where(*args, **asked)
        return None if where is None else Expr(_indexed(where.to_json()))


def _indexed(node: Any) -> Any:
    if node == {"property": "geom"}:
        return {"property": INDEXED}
    if isinstance(node, dict):
        return {key: _indexed(value) for key, value in node.items()}
    return [_indexed(each) for each in node] if isinstance(node, list) else node


def _with_index(catalog: Catalog) -> Catalog:
    """The collections, those that have the column asking it and showing it to nobody."""
    for name, found in catalog["collections"].items():
        if found.get_column(INDEXED) is not None:
            held = found.model_dump(by_alias=True)
            for columns in ("properties", "table_columns"):
                held[columns] = [each for each in held[columns] if each["name"] != INDEXED]
            catalog["collections"][name] = IndexedCollection.model_validate(held)
    return catalog


def mount(app: FastAPI) -> None:
    """Mount the service; it answers while `running`."""
    service = FastAPI(title="assetregistry: OGC API", openapi_url="/api", docs_url="/api.html")
    service.include_router(Endpoints(title="assetregistry", with_tiles_viewer=False).router)
    add_exception_handlers(service, DEFAULT_STATUS_CODES)
    app.state.ogc = service

    async def rooted(scope: Scope, receive: Receive, send: Send) -> None:
        """The service writes its links from where it is mounted, not from the root of the whole application."""
        await service({**scope, "app_root_path": scope["root_path"], "router": service.router}, receive, send)

    app.mount(PATH, rooted)


@asynccontextmanager
async def running(service: FastAPI, engine: Engine) -> AsyncIterator[None]:
    """Hold the connections of the service: tipg is asynchronous and needs a driver of its own kind."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    pool = await asyncpg.create_pool(
        url, min_size=1, max_size=CONNECTIONS, init=connection_factory(SCHEMAS, VIEWS.tipg_schema)
    )
    async with pool:
        service.state.pool = pool
        await register_collection_catalog(service, db_settings=VIEWS)
        _with_index(service.state.collection_catalog)
        yield
