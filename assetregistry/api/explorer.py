"""The explorer's files: one page for every address that the page itself understands, real files, or 404."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

import maps

VIEWS = ("", "stock", "supply", "offers", "imports")
NOT_BUILT = "The explorer is not built yet: run `make explorer` in the project's folder. The API is at /v1/docs.\n"


def explorer_home() -> Path:
    """Where the build puts the explorer."""
    return Path(maps.__file__).parent / "web" / "dist"


def mount(app: FastAPI, folder: Path | None = None) -> None:
    """Serve the built explorer; without one, its page says how to make it."""
    home = folder or explorer_home()

    def page() -> Response:
        index = home / "index.html"
        if not index.is_file():
            return PlainTextResponse(NOT_BUILT, status_code=404)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    for view in VIEWS:
        app.add_api_route(f"/{view}", page, include_in_schema=False)
    app.mount("/assets", StaticFiles(directory=home / "assets", check_dir=False), name="assets")
