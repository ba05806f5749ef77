"""The explorer's files: one page for every address that the page itself understands, real files, or 404.

Who comes by an address that there is not gets the page all the same, with status 404: it says so and shows the map.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

import maps
from assetregistry.api.problems import problem_of

VIEWS = ("", "stock", "supply", "offers", "imports")
PROGRAMS = ("v1", "tiles", "ogc", "health", "assets")  # what addresses begin with that people seldom type
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

    @app.exception_handler(HTTPStatus.NOT_FOUND)
    async def _lost(request: Request, error: HTTPException) -> Response:
        if "text/html" not in request.headers.get("accept", "") or _is_for_programs(request.url.path):
            return problem_of(request, error)
        answer = page()
        answer.status_code = HTTPStatus.NOT_FOUND
        return answer


def _is_for_programs(path: str) -> bool:
    return path.split("/")[1] in PROGRAMS
