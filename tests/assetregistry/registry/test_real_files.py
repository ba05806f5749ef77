"""Real files that nobody here wrote: what goes in must be what their publishers say is in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from assetregistry.registry import ImportOptions, Registry

# Current road area of a village by the commonest materials that BGT names (m²); see the data's own README.
OTTERLO_M2 = {
    "waardeOnbekend": 132_436,
    "asfalt": 114_954,
    "zand": 54_517,
    "tegels": 18_113,
    "betonstraatstenen": 14_953,
    "gebakken klinkers": 5_564,
    "cementbeton": 5_277,
    "grind": 1_416,
}


def test_a_bgt_download_with_history(registry: Registry, shared_data: Path) -> None:
    source = shared_data / "bgt-otterlo" / "bgt_wegdeel.gml"
    first = registry.import_source(source)
    assert (first.read, first.inserted, first.superseded, first.quarantined) == (2444, 1252, 1192, 0)
    assert first.owners == {"G0228": 658, "P0025": 593, "L0003": 1}
    assert first.dataset == "bgt-wegdeel"
    found = _areas_m2(registry)
    assert {material: found[material] for material in OTTERLO_M2} == pytest.approx(OTTERLO_M2, rel=1e-3)
    again = registry.import_source(source)
    assert (again.read, again.inserted, again.unchanged, again.superseded) == (2444, 0, 1252, 1192)
    with registry.engine.connect() as connection:
        former = connection.execute(text("SELECT count(*) FROM asset_history")).scalar_one()
    assert former == 1192


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("bgt-delft/bgt_wegdeel.sqlite", 151),
        ("bgt-otterlo/bgt_straatmeubilair.gml", None),
        ("bgt-otterlo/bgt_ondersteunendwegdeel.gml", 1512),
        ("bgt-denhaag/bgt_bak.gml", 657),
    ],
)
def test_other_bgt_files_add_up(registry: Registry, shared_data: Path, name: str, read: int | None) -> None:
    receipt = registry.import_source(shared_data / name)
    assert receipt.adds_up()
    assert receipt.read == (read or receipt.read)
    assert receipt.inserted > 0
    assert receipt.quarantined == 0
    assert registry.summary()["assets"] == receipt.inserted


def test_what_bgt_calls_beginning_is_never_a_year_of_building(registry: Registry, shared_data: Path) -> None:
    registry.import_source(shared_data / "bgt-otterlo" / "bgt_wegdeel.gml")
    with registry.engine.connect() as connection:
        dated = connection.execute(text("SELECT count(*) FROM asset WHERE built_from IS NOT NULL")).scalar_one()
    assert dated == 0


def test_arcs_become_lines_and_stay_what_they_were(registry: Registry, shared_data: Path) -> None:
    registry.import_source(shared_data / "bgt-otterlo" / "bgt_wegdeel.gml")
    query = text(
        "SELECT count(*) FILTER (WHERE ST_HasArc(geom)) AS arcs, count(curved_geom) AS kept, "
        "max(abs(ST_Area(ST_CurveToLine(curved_geom, 0.0001, 1, 1)) - area_m2)) AS m2 FROM asset"
    )
    with registry.engine.connect() as connection:
        found = connection.execute(query).one()
    assert found.arcs == 0
    assert found.kept > 0
    assert found.m2 < 1.0


def test_a_source_is_not_touched(registry: Registry, shared_data: Path) -> None:
    folder = shared_data / "bgt-otterlo"
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    registry.import_source(folder / "bgt_straatmeubilair.gml", ImportOptions(dry_run=True))
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def _areas_m2(registry: Registry) -> dict[str, float]:
    query = text("SELECT source_material, sum(area_m2) AS m2 FROM asset GROUP BY source_material")
    with registry.engine.connect() as connection:
        return {row.source_material: row.m2 for row in connection.execute(query)}
