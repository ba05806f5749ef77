"""Every real file: a delivery that reads to its end, or one clear error. No crash, no hang."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import source_files

from importers import SourceError, inspect, open_deliveries

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.mark.parametrize("path", source_files(DATA), ids=lambda path: str(path.relative_to(DATA)))
def test_a_file_is_read_to_its_end_or_refused_in_one_line(path: Path, scratch: Path) -> None:
    said = "read"
    try:
        inspect(path)
        for delivery in open_deliveries(path, scratch=scratch):
            assert sum(batch.num_rows for batch in delivery.batches) == delivery.declared_rows
    except SourceError as error:
        said = str(error)
    assert said.splitlines() == [said]
