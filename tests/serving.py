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


@contextmanager
def served(registry: Registry) -> Iterator[str]:
    """The address of a running server, without a slash at its end."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(registry), log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    for _ in range(100):
        if server.started and httpx.get(f"{url}/health").is_success:
            break
        time.sleep(0.05)
    yield url
    server.should_exit = True
    thread.join(timeout=10)
