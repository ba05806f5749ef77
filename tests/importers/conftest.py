"""Small real files, made in code, and one way to read a whole delivery."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import support

from importers import Delivery, open_deliveries


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The profile of the sources that `support.write_streets` makes."""
    path = tmp_path / "streets.toml"
    path.write_text(support.PROFILE)
    return path


@pytest.fixture
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder."""
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture
def opened(scratch: Path) -> support.Open:
    """The one delivery of a source, read through a scratch folder of its own."""

    @contextmanager
    def opened(source: Path, **options: Any) -> Iterator[Delivery]:
        yield open_deliveries(source, scratch=scratch, **options).only()

    return opened


@pytest.fixture
def take(tmp_path_factory: pytest.TempPathFactory) -> support.Take:
    """Read a delivery to its end: its rows as a frame, and the delivery with its warnings."""

    def take(source: Path, **options: Any) -> tuple[pd.DataFrame, Delivery]:
        delivery = open_deliveries(source, scratch=tmp_path_factory.mktemp("scratch"), **options).only()
        frames = [batch.to_pandas() for batch in delivery.batches]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(), delivery

    return take
