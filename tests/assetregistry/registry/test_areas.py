"""Areas taken in: each row has one fate, and what does not change costs nothing."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Polygon
from shapely.affinity import translate
from sqlalchemy import text
from support import square

from assetregistry.cli.areas import print_receipt
from assetregistry.registry import Registry

FAR = square(5_000_000, 5_000_000)


def write(path: Path, rows: dict[str, Polygon | None], name: str = "area") -> Path:
    frame = gpd.GeoDataFrame({"code": list(rows), "name": name}, geometry=list(rows.values()), crs=28992)
    frame.to_file(path)
    return path


def data_version(registry: Registry) -> int:
    with registry.engine.connect() as connection:
        return int(connection.execute(text("SELECT data_version FROM registry_state")).scalar_one())


def test_every_row_has_one_fate(registry: Registry, tmp_path: Path) -> None:
    here = {"A": square(0, 0), "B": square(20, 0), "C": square(40, 0)}
    first = registry.import_areas(write(tmp_path / "1.gpkg", here), "custom")
    assert (first.areas, first.read, first.inserted) == (3, 3, 3)
    before = data_version(registry)
    again = registry.import_areas(tmp_path / "1.gpkg", "custom")
    assert (again.read, again.unchanged) == (3, 3)
    assert data_version(registry) == before

    moved = here | {"B": translate(here["B"], 1), "D": square(60, 0), "E": None, "F": FAR}
    second = registry.import_areas(write(tmp_path / "2.gpkg", moved), "custom")
    assert (second.read, second.inserted, second.updated, second.unchanged, second.quarantined) == (6, 1, 1, 2, 2)
    assert second.adds_up()
    assert {each["sourceId"]: each["code"] for each in second.rejected} == {
        "E": "no-geometry",
        "F": "outside-crs-area",
    }
    assert set(registry.areas("custom")["code"]) == {"A", "B", "C", "D"}
    renamed = registry.import_areas(write(tmp_path / "3.gpkg", here, name="other"), "custom")
    assert renamed.updated == 3


def test_rows_of_one_area_are_counted_each(registry: Registry, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ["A", "A", "B"]}, geometry=[square(i * 20, 0) for i in range(3)], crs=28992)
    frame.assign(name="x").to_file(tmp_path / "parts.gpkg")
    receipt = registry.import_areas(tmp_path / "parts.gpkg", "custom")
    assert (receipt.areas, receipt.read, receipt.inserted) == (2, 3, 3)


def test_the_receipt_is_shown(registry: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = registry.import_areas(write(tmp_path / "1.gpkg", {"A": square(0, 0), "B": None}), "custom")
    assert json.loads(json.dumps(receipt.as_dict()))["rejected"][0]["rowNumber"] == 2
    print_receipt(receipt)
    shown = capsys.readouterr().out
    assert "2 read = 1 inserted + 0 updated + 0 unchanged + 1 quarantined" in shown
    assert "the row has no geometry" in shown
