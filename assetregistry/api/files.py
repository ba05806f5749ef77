"""Answers as files: written to a folder of their own, sent, and removed."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "png": "image/png",
    "svg": "image/svg+xml",
    "html": "text/html; charset=utf-8",
}
NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|]')


def sent_as_file(name: str, write: Callable[[Path], Any]) -> FileResponse:
    """What `write` writes, as a download of that name; its suffix tells the media type.

    Codes of areas are in names as they are, and a code may hold what no file's name may.
    """
    folder = Path(tempfile.mkdtemp(prefix="assetregistry-"))
    path = folder / NOT_IN_NAMES.sub("-", name)
    try:
        write(path)
    except BaseException:
        shutil.rmtree(folder)
        raise
    media_type = MEDIA_TYPES[path.suffix.removeprefix(".")]
    return FileResponse(
        path, media_type=media_type, filename=path.name, background=BackgroundTask(shutil.rmtree, folder)
    )
