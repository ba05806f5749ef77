"""serve."""

from __future__ import annotations

import socket
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from assetregistry.cli.loading import loading
from assetregistry.cli.output import open_registry, say
from assetregistry.errors import RegistryError

if TYPE_CHECKING:
    from assetregistry.registry import Registry

LAST_ANSWERS_SECONDS = 3  # watchers of a job would hold the server open for as long as it runs


def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="port to listen on")] = None,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="work on imports that are sent, too")] = True,
) -> None:
    """Serve the explorer, the API and the tiles until Ctrl-C, with a worker beside it for imports that are sent.

    Example: assetregistry serve --port 8080
    """
    registry = open_registry()
    settings = registry.settings
    run_server(registry, host or settings.host, settings.port if port is None else port, worker=worker)


def run_server(registry: Registry, host: str, port: int, *, worker: bool = True) -> None:
    """Listen first, so that a port in use is refused before anything else; then serve."""
    listener = _listen(host, port)
    with loading():
        import uvicorn

        from assetregistry.api import create_app
        from assetregistry.worker.beside import worker_beside
    address = f"http://{host}:{listener.getsockname()[1]}/"
    say(f"serving on {address} (explorer) and {address}v1/docs (API); Ctrl-C stops")
    config = uvicorn.Config(
        create_app(registry), log_level="warning", access_log=False, timeout_graceful_shutdown=LAST_ANSWERS_SECONDS
    )
    beside = worker_beside(registry.settings) if worker else nullcontext()
    with listener, beside:
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise RegistryError(
            f"cannot listen on {host}:{port} ({error.strerror or error}): choose another with --port, or --host"
        ) from None
