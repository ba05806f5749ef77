"""Indicators add up: routes to the supply, shares to one; savings worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from forecasts import AS_OF, LAYERS, LIVES, cohort_frames, cohorts
from hypothesis import given, settings

from assetregistry.catalogue.factors import Factor
from assetregistry.circularity import INDICATORS, STOCK_SHARES, avoided, output, stock_shares
from assetregistry.supply import MASSES, forecast, withheld

YEARS = range(2027, 2047)
FOR_EVER = range(2026, 2700)
KNOWN = {"source": "this test", "confidence": "D"}


@given(frame=cohort_frames(suspects=True))
@settings(max_examples=25)
def test_routes_add_up_to_the_supply_and_shares_to_one(frame: pd.DataFrame) -> None:
    found = output(frame, LAYERS, LIVES, YEARS, AS_OF)
    supply = forecast(frame, LAYERS, LIVES, YEARS, AS_OF, ["material"])["expected_kg"].sum()
    held = withheld(frame, LAYERS, LIVES, YEARS, AS_OF)["expected_kg"].sum()
    assert found.routes["expected_kg"].sum() == pytest.approx(supply, rel=1e-9)
    assert found.total["expected_kg"] == pytest.approx(supply, rel=1e-9)
    assert found.withheld["expected_kg"].sum() == pytest.approx(held, rel=1e-9)
    if supply > 0:
        assert found.routes["share"].between(0, 1).all()
        assert found.routes["share"].sum() == pytest.approx(1)
    known = stock_shares(frame, ["other"], passport_kg=frame["kg"].sum() / 3)
    assert known["share"].between(0, 1).all()
    year_known, within_bounds, *_ = known["share"]
    assert year_known + within_bounds == pytest.approx(
        frame["kg"][frame["built_from"].notna()].sum() / frame["kg"].sum()
    )


def test_output_worked_out() -> None:
    """Sand half of which is reused and half recycled, and a pipe of 10, 70, 0 and 20 %, when all has ended."""
    frame = cohorts([{"layer_id": 2, "kg": 4000.0, "kg2": 16e6}, {"layer_id": 3}, {"layer_id": 1, "suspect": "tar"}])
    found = output(frame, LAYERS, LIVES, FOR_EVER, AS_OF)
    assert list(found.routes["indicator"]) == list(INDICATORS.values())
    assert found.routes["expected_kg"].to_numpy() == pytest.approx([2100, 2700, 0, 200], rel=1e-3)
    assert found.routes["share"].to_numpy() == pytest.approx([0.42, 0.54, 0, 0.04], rel=1e-3)
    assert (found.routes["p10_kg"] <= found.routes["p90_kg"]).all()
    (held,) = found.withheld.itertuples()
    assert (held.material, held.reason) == ("asphalt", "tar")
    assert held.expected_kg == pytest.approx(1000, rel=1e-3)
    kept = found.saved.set_index("material")
    assert kept.loc["sand"].to_list() == pytest.approx([2000, 2000], rel=1e-3)
    assert kept.loc["concrete"].to_list() == pytest.approx([100, 700], rel=1e-3)


def test_where_nothing_comes_out_no_share_is_told() -> None:
    found = output(cohorts([{}]), LAYERS, LIVES, range(2000, 2010), AS_OF)
    assert found.total == dict.fromkeys(MASSES, 0.0)
    assert found.routes["share"].isna().all()
    assert avoided(found.saved, {}).empty
    assert stock_shares(cohorts([]), [], 0.0)["share"].isna().all()


def test_the_stock_worked_out() -> None:
    frame = cohorts(
        [
            {"kg": 500.0},
            {"kg": 300.0, "built_from": 1990, "built_to": 1999},
            {"kg": 200.0, "built_from": None, "built_to": None, "asset_type": "unknown_road"},
        ]
    )
    known = stock_shares(frame, ["unknown_road"], passport_kg=100.0).set_index("name")["share"]
    assert known.to_dict() == pytest.approx(dict(zip(STOCK_SHARES, [0.5, 0.3, 0.8, 0.1], strict=True)))


def test_savings_worked_out() -> None:
    saved = pd.DataFrame(
        [("paver", 1000.0, 500.0), ("granulate", 0.0, 200.0), ("wood", 100.0, 50.0), ("gold", 1.0, 1.0)],
        columns=["material", "reuse_kg", "recycle_kg"],
    )
    factors = {
        "paver": Factor(primary_co2_kg_per_kg=0.131, recycled_into="granulate", **KNOWN),
        "granulate": Factor(primary_co2_kg_per_kg=0.008, recycled_co2_kg_per_kg=0.003, **KNOWN),
        "wood": Factor(primary_co2_kg_per_kg=0.27, reused_co2_kg_per_kg=0.04, **KNOWN),
    }
    rows = avoided(saved, factors).set_index("material")
    assert rows["primary_kg"].to_list() == [1500, 200, 150, 2]
    told = [131 + 500 * 0.005, 200 * 0.005, 100 * 0.23, np.nan]
    assert rows["co2_kg"].to_numpy() == pytest.approx(told, nan_ok=True)
    assert rows["factor_source"].to_list() == ["this test"] * 3 + [None]
