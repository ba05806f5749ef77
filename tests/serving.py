"""A registry behind a real server, as browsers and other clients meet it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from assetregistry.api import create_app
from assetregistry.registry import Registry

PATIENCE_SECONDS = 60


@contextmanager
def served(registry: Registry) -> Iterator[str]:
    """The address of a running server, without a slash at its end."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(registry), log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not server.started:
        assert thread.is_alive(), "the server does not start"
        assert time.monotonic() < deadline, "the server does not start in time"
        time.sleep(0.02)
    httpx.get(f"{url}/health", timeout=PATIENCE_SECONDS).raise_for_status()
    yield url
    server.should_exit = True
    thread.join(timeout=10)
