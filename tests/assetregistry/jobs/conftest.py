"""A town to import into."""

from __future__ import annotations

from pathlib import Path

import pytest
from jobs_support import Town

from assetregistry.registry import Registry


@pytest.fixture
def town(registry: Registry, tmp_path: Path) -> Town:
    """A town whose registry is empty."""
    return Town(registry, tmp_path)
