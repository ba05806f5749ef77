"""The notebooks of the documentation run from the first cell to the last, and carry no output in git."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from assetregistry.registry import Registry, SupplyQuestion
from assetregistry.registry.knowing import UnknownError

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(
    path: Path, cluster: object, town: Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", str(town.settings.database_url))
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    assert "leaflet" in code[-1].outputs[0].data["text/html"]


def test_assets_come_as_a_frame(town: Registry) -> None:
    found = town.assets()
    assert found.crs.to_epsg() == 4326
    assert len(found) == town.summary()["assets"]
    assert found["id"].is_unique
    code = town.areas("neighbourhood")["code"].iloc[0]
    assert set(town.assets(area=code)["id"]) < set(found["id"])
    with pytest.raises(UnknownError, match="no organisation 'nobody': choose from"):
        town.assets(owner="nobody")
    rows = town.supply(SupplyQuestion(2027, 2036, ("material",))).rows
    assert {"material", "expected_kg"} <= set(rows.columns)
