"""Small sources of our own for any test that imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import support


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """The profile of the sources that `write_streets` makes."""
    path = tmp_path / "streets.toml"
    path.write_text(support.PROFILE)
    return str(path)


@pytest.fixture
def write_streets(tmp_path: Path) -> support.WriteStreets:
    """Write streets as (id, surface, year built, geometry) to one and the same file of this test."""

    def write(streets: Sequence[support.Street], owner: str | None = "G0153") -> Path:
        return support.write_streets(tmp_path / "streets.gpkg", streets, owner)

    return write
