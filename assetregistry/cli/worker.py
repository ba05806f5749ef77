"""worker."""

from __future__ import annotations

from assetregistry.cli.output import console
from assetregistry.settings import Settings
from assetregistry.worker.main import work


def worker() -> None:
    """Work on imports that were sent to the API or the explorer, until Ctrl-C; `serve` does so by itself.

    Example: assetregistry worker
    """
    console.print("waiting for imports that are sent; Ctrl-C stops", highlight=False)
    work(Settings())
