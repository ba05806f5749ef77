"""`python -m assetregistry.worker`: the worker that `serve` starts beside itself, and that ends with it."""

import logging
import signal

from assetregistry.settings import Settings
from assetregistry.worker.main import work
from assetregistry.worker.parent import die_with_parent

if __name__ == "__main__":
    die_with_parent(signal.SIGTERM)
    logging.basicConfig(level=logging.WARNING, format="worker: %(message)s")
    work(Settings())
