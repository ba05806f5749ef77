"""A server on this machine that answers as public services do, and can be made to fail."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from importers.remote import Limits

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
QUICK = Limits(allow_private=True, pause_s=0.01, poll_s=0.01, attempts=3)


@dataclass
class Answer:
    """What the server says. `cut`: the connection breaks after so many bytes. `slow`: seconds between two bytes."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    slow: float | None = None


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


Route = Callable[[Asked], Answer]


@dataclass
class Server:
    """Routes by path; `asked` tells what came."""

    url: str
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def paths(self) -> list[str]:
        """The paths that were asked for, with their cursor."""
        return [each.path + (f"@{each.query['cursor']}" if "cursor" in each.query else "") for each in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Looks the path up among the routes of the server."""

    protocol_version = "HTTP/1.1"
    server: Listener

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length)) if length else None
        asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers), body)
        known = self.server.known
        known.asked.append(asked)
        route = known.routes.get(parts.path)
        answer = Answer({"title": "Not Found"}, 404) if route is None else route(asked)
        content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):  # whoever asked has gone
            self._send(content, answer)
        self.close_connection = answer.cut is not None or answer.slow is not None

    def _send(self, content: bytes, answer: Answer) -> None:
        if answer.slow is None:
            self.wfile.write(content[: answer.cut])
            return
        for byte in content:
            self.wfile.write(bytes([byte]))
            if self.server.known.stopping.wait(answer.slow):
                return

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Listener(ThreadingHTTPServer):
    """Listens on a free port of this machine; `known` is what it answers."""

    daemon_threads = True
    known: Server


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port of this machine."""
    listener = Listener(("127.0.0.1", 0), Handler)
    listener.known = Server(f"http://127.0.0.1:{listener.server_port}")
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield listener.known
    listener.known.stopping.set()
    listener.shutdown()
    listener.server_close()
    thread.join(timeout=10)


def point(number: int, east: float, north: float, **properties: Any) -> dict[str, Any]:
    """A feature."""
    geometry = {"type": "Point", "coordinates": [east, north]}
    return {"type": "Feature", "id": number, "geometry": geometry, "properties": {"number": number, **properties}}


def serve_collection(
    server: Server,
    name: str,
    features: list[dict[str, Any]],
    *,
    base: str = "/ogc/v1",
    crs: tuple[str, ...] = (CRS84, RD),
    matched: int | None = None,
) -> str:
    """Put a collection on a server as PDOK's answers look: pages by cursor, no numberMatched unless given."""
    address = f"{base}/collections/{name}"
    server.routes[address] = lambda _: Answer({"id": name, "crs": list(crs), "links": []})

    def items(asked: Asked) -> Answer:
        start, limit = int(asked.query.get("cursor", 0)), int(asked.query["limit"])
        page = features[start : start + limit]
        links = [{"rel": "self", "type": "application/geo+json", "href": server.url + address + "/items"}]
        if start + limit < len(features):
            query = urlencode({**asked.query, "cursor": start + limit})
            links.append(
                {"rel": "next", "type": "application/geo+json", "href": f"{server.url}{address}/items?{query}"}
            )
        body = {"type": "FeatureCollection", "links": links, "numberReturned": len(page), "features": page}
        said = {} if matched is None else {"numberMatched": matched}
        return Answer({**body, **said}, headers={"Content-Crs": f"<{asked.query.get('crs', CRS84)}>"})

    server.routes[address + "/items"] = items
    return server.url + address


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def serve_downloads(server: Server, content: bytes, *, polls: int = 2, ends: str = "COMPLETED") -> str:
    """Put a download service on a server: asked by POST, then a status, then a zip. Returns its base address."""
    base = "/lv/bgt/download/v1_0"
    states = iter(["PENDING"] + ["RUNNING"] * polls)

    def ask(_: Asked) -> Answer:
        links = {"status": {"href": f"{base}/full/custom/a-1/status"}}
        return Answer({"downloadRequestId": "a-1", "_links": links}, 202)

    def status(_: Asked) -> Answer:
        state = next(states, ends)
        if state != "COMPLETED":
            return Answer({"progress": 50, "status": state})
        links = {"download": {"href": f"{base}/extract/a-1/extract.zip"}}
        return Answer({"progress": 100, "status": state, "_links": links}, 201)

    server.routes[f"{base}/full/custom"] = ask
    server.routes[f"{base}/full/custom/a-1/status"] = status
    server.routes[f"{base}/extract/a-1/extract.zip"] = lambda _: Answer(
        content, headers={"Content-Type": "application/zip"}
    )
    return server.url + base
