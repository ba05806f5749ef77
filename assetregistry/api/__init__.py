"""The HTTP door: FastAPI over a Registry, after the Dutch government's REST API Design Rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi_offline import FastAPIOffline
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assetregistry import __version__
from assetregistry.api import (
    areas,
    asset_files,
    assets,
    calibration,
    catalogue,
    circularity,
    edits,
    explorer,
    health,
    imports,
    jobs,
    offers,
    ogc,
    problems,
    search,
    stock,
    supply,
    supply_files,
    tiles,
    uploads,
    works,
)
from assetregistry.api.preparing import preparing
from assetregistry.api.tilekeeping import TileKeeper
from assetregistry.registry import Registry

ROUTERS = (
    health,
    catalogue,
    areas,
    asset_files,  # before the assets, whose ids its path would be taken for
    assets,
    search,
    edits,
    stock,
    supply,
    supply_files,
    circularity,
    calibration,
    offers,
    works,
    tiles,
    uploads,
    imports,
    jobs,
)
SMALLEST_COMPRESSED_BYTES = 500


def create_app(registry: Registry, *, explorer_dir: Path | None = None) -> FastAPI:
    """An application on one registry. `explorer_dir`: the built explorer, when it is not in its usual place."""
    app = FastAPIOffline(
        title="assetregistry",
        version=__version__,
        description="Which materials come out of public space: where, when, how much and how surely.",
        openapi_url="/v1/openapi.json",
        docs_url="/v1/docs",
        redoc_url=None,
        static_url="/v1/docs/files",
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        lifespan=_lifespan,
        responses=problems.DESCRIBED,
    )
    app.state.registry = registry
    app.state.tiles = TileKeeper()
    problems.install(app)
    problems.describe(app)
    for module in ROUTERS:
        app.include_router(module.router)
    ogc.mount(app)
    explorer.mount(app, explorer_dir)
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED_BYTES)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        expose_headers=["API-Version", "Link", "ETag", "Location"],
    )
    app.add_middleware(StatingVersion)
    app.add_middleware(AnsweringHeads)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    registry: Registry = app.state.registry
    async with ogc.running(app.state.ogc, registry.engine), preparing(registry, app.state.tiles):
        yield
    registry.engine.dispose()


class AnsweringHeads:
    """Who asks for the head of an answer gets it, as of a GET; its body is worked out, and not sent."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as a GET, and all else as it is."""

        async def bodiless(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, bodiless)
        else:
            await self._app(scope, receive, send)


class StatingVersion:
    """Every answer says which version of the API gave it."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass all on, with a header more."""

        async def stating(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["API-Version"] = __version__
            await send(message)

        await self._app(scope, receive, stating)
