"""A download service: what is wanted is posted, the service works on it for a while, and a zip is fetched."""

from __future__ import annotations

import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from importers.errors import SourceError
from importers.remote.cache import Kept, kept
from importers.remote.client import Client, RefusedError
from importers.remote.outlines import simplified_outward, wkt
from importers.remote.reach import Area
from importers.remote.services import Service

DONE, FAILED = "COMPLETED", frozenset({"FAILED", "CANCELLED", "ERROR"})
MB = 1_000_000

Told = Callable[[str], None]


def fetch(client: Client, service: Service, layers: list[str], area: Area, cache: Path, into: Path, told: Told) -> Path:
    """The zip with these layers of an area, in the folder `into`. What lies outside the outline may be in it too.

    An interrupted one is gone on with: the same request is waited for. Raises SourceError.
    """
    outline = simplified_outward(area.to(service.srid or area.srid), service.most_vertices)
    url = f"{service.base_url}/full/custom"
    body = {"featuretypes": layers, "format": service.format, "geofilter": wkt(outline)}
    with kept(cache, {"url": url, "body": body}) as folder:
        file = folder.folder / "extract.zip"
        if not (folder.state.get("finished") and file.exists()):
            try:
                _fetch(client, url, body, folder, file, told)
            except RefusedError:
                if not folder.state:
                    raise
                folder.forget()  # an earlier request, which the service no longer knows
                _fetch(client, url, body, folder, file, told)
        into.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(file, into / f"{service.name.replace(':', '-')}.zip"))


def _fetch(client: Client, url: str, body: dict[str, Any], folder: Kept, file: Path, told: Told) -> None:
    if not folder.state:
        told("asking")
        answer, _ = client.json(url, body=body)
        folder.save(status=_link(answer, "status", url))
    link = _waited_for(client, folder.state["status"], told)
    client.download(link, file, lambda size: told(f"downloading, {size / MB:,.0f} MB"))
    if not zipfile.is_zipfile(file):
        folder.forget()
        raise SourceError(f"{link}: what came is no zip file: try again later")
    folder.save(**folder.state, finished=True)


def _waited_for(client: Client, status_url: str, told: Told) -> str:
    """The address of the file, once it is there."""
    until = time.monotonic() + client.limits.wait_s
    while True:
        answer, _ = client.json(status_url)
        status = str(answer.get("status"))
        if status == DONE:
            return _link(answer, "download", status_url)
        if status in FAILED:
            raise RefusedError(f"{status_url}: the service says that it failed ({status}): try again later")
        if time.monotonic() > until:
            raise SourceError(
                f"{status_url}: is not ready after {client.limits.wait_s / 60:,.0f} minutes ({status}): "
                "run the same command later, it goes on from here"
            )
        told(f"waiting for the service, {answer.get('progress', 0)} %")
        time.sleep(client.limits.poll_s)


def _link(answer: dict[str, Any], name: str, url: str) -> str:
    try:
        return str(httpx.URL(url).join(str(answer["_links"][name]["href"])))
    except (KeyError, TypeError, httpx.InvalidURL):
        raise SourceError(f"{url}: the service gives no address for '{name}': its answers have changed") from None
