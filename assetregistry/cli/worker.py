"""worker."""

from __future__ import annotations

from assetregistry.cli.loading import loading
from assetregistry.cli.output import say
from assetregistry.settings import Settings


def worker() -> None:
    """Work on imports that were sent to the API or the explorer, until Ctrl-C; `serve` does so by itself.

    Example: assetregistry worker
    """
    with loading():
        from assetregistry.worker.main import work
    say("waiting for imports that are sent; Ctrl-C stops")
    work(Settings())
