"""A server of this test, and folders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from remote_support import QUICK, Server, running

from importers.remote.client import Client


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    with running() as found:
        yield found


@pytest.fixture
def client() -> Iterator[Client]:
    """A client that may ask this machine, and has little patience."""
    with Client(QUICK) as found:
        yield found
