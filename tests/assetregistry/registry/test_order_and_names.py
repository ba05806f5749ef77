"""Whatever order rows come in, and whatever things are called, the registry is the same."""

from __future__ import annotations

import uuid
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shapely import Point
from sqlalchemy import text
from support import PROFILE, Street, square, write_streets

from assetregistry.registry import ImportOptions, Registry
from assetregistry.store.crs import Place

FAR = Point(5_000_000, 5_000_000).buffer(5)
SHAPES = [square(0, 0), square(20, 0), square(20, 0), FAR, None]
STATE = "SELECT source_id, asset_type, built_from, ST_AsText(geom) FROM asset WHERE namespace = :namespace ORDER BY 1"
REFUSED = "SELECT source_id, code, attributes FROM quarantine_row WHERE import_id = :import_id ORDER BY 1, 2, 3"
FATES = ("read", "inserted", "updated", "unchanged", "superseded", "quarantined", "closed")
ODD = "x'; DROP TABLE asset; --"

streets = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.sampled_from(["asfalt", "klinkers", "marmer"]),
        st.sampled_from([0, 1990, 2005]),
        st.sampled_from(range(len(SHAPES))),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=5, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_order_of_rows_never_matters(data: st.DataObject, registry: Registry, tmp_path: Path) -> None:
    """Each order goes to a dataset of its own, whose ids are its own."""
    rows = data.draw(streets)
    (tmp_path / "streets.toml").write_text(PROFILE)
    seen = []
    for order in (rows, data.draw(st.permutations(rows))):
        dataset = f"streets-{uuid.uuid4()}"
        delivery: list[Street] = [(name, *told, SHAPES[shape]) for name, *told, shape in order]  # type: ignore[misc]
        source = write_streets(tmp_path / "streets.gpkg", delivery)
        options = ImportOptions(profile=str(tmp_path / "streets.toml"), dataset=dataset, full=True)
        receipt = registry.import_source(source, options)
        assert receipt.adds_up()
        with registry.engine.connect() as connection:
            state = connection.execute(text(STATE), {"namespace": dataset}).all()
            refused = connection.execute(text(REFUSED), {"import_id": receipt.import_id}).all()
        warnings = sorted(str(warning) for warning in receipt.warnings if warning["code"] != "organisation-registered")
        seen.append(({fate: getattr(receipt, fate) for fate in FATES}, state, refused, warnings))
    assert seen[0] == seen[1]


def test_names_that_look_like_sql_are_only_names(registry: Registry, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"STREET_ID": [ODD, "b"], "SURFACE": ["asfalt", ODD], "OWNER": "G0153", 'a"; DROP TABLE asset; --': 1},
        geometry=[square(0, 0), square(20, 0)],
        crs=28992,
    )
    frame.to_file(tmp_path / "odd.gpkg", layer=ODD)
    profile = tmp_path / "streets.toml"
    profile.write_text(PROFILE)
    receipt = registry.import_source(tmp_path / "odd.gpkg", ImportOptions(profile=str(profile), dataset=ODD))
    assert (receipt.dataset, receipt.layer, receipt.inserted, receipt.quarantined) == (ODD, ODD, 1, 1)
    with registry.engine.connect() as connection:
        assert connection.execute(text("SELECT source_id FROM asset")).scalars().all() == [ODD]
    assert registry.write_quarantine(receipt.import_id or 0, tmp_path / "quarantine.gpkg") == 1
    undone = registry.undo_import(receipt.import_id or 0)
    assert undone.removed == 1


def test_a_system_in_feet_has_its_tolerance_in_feet(registry: Registry) -> None:
    with registry.engine.connect() as connection:
        place = Place.of(connection, 3734)
    assert place.tolerance == pytest.approx(0.01 / 0.3048006096)
