"""Small sources of our own for any test that imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import support
from shapely import Geometry

from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.intake.receipt import Receipt


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


@pytest.fixture
def say(registry: Registry, tmp_path: Path) -> support.Say:
    """Import statements of a kind, with or without geometry."""

    def go(kind: str, rows: list[dict[str, Any]], places: list[Geometry] | None = None, **options: Any) -> Receipt:
        frame = pd.DataFrame(rows)
        path = tmp_path / (f"{kind}.csv" if places is None else f"{kind}.gpkg")
        if places is None:
            frame.to_csv(path, index=False)
        else:
            path.unlink(missing_ok=True)
            gpd.GeoDataFrame(frame, geometry=places, crs=28992).to_file(path, layer=kind)
        receipt = registry.import_source(path, ImportOptions(**options))
        assert receipt.adds_up()
        assert receipt.rows == kind
        return receipt

    return go
