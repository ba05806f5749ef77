"""The CO2 factors that come with the package, and what is refused of a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetregistry.catalogue import load_catalogue
from assetregistry.catalogue.factors import BUILT_IN, load_factors
from assetregistry.errors import RegistryError

ENTRY = 'primary_co2_kg_per_kg = 1.0\nsource = "A supplier"\nconfidence = "B"\n'
MATERIALS = ["steel", "granulate"]


def test_the_packages_factors_are_in_order() -> None:
    factors = load_factors(BUILT_IN, load_catalogue().materials)
    for factor in factors.values():
        again = factors[factor.recycled_into] if factor.recycled_into else factor
        assert (again.recycled_co2_kg_per_kg or 0) < again.primary_co2_kg_per_kg
        assert (factor.reused_co2_kg_per_kg or 0) < factor.primary_co2_kg_per_kg
    tile = factors["concrete_tile"]
    assert 9.5 * tile.primary_co2_kg_per_kg == pytest.approx(1.2, abs=0.05)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[gold]\n" + ENTRY, r"\[gold\]: the catalogue has no such material"),
        ("[steel]\ncolour = 1\n" + ENTRY, "unknown key 'colour'"),
        ("[steel]\n" + ENTRY.replace("1.0", "nan"), "primary_co2_kg_per_kg = nan"),
        ("[steel]\n" + ENTRY + 'recycled_into = "granulate"', "'granulate' has no recycled_co2_kg_per_kg"),
        ("[steel]\nrecycled_co2_kg_per_kg = 1\n" + ENTRY + 'recycled_into = "steel"', "keep one of the two"),
        ("steel = 1", r"\[steel\]"),
        ("[steel", "not readable as TOML"),
    ],
)
def test_a_bad_file_is_refused_with_place_and_remedy(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(content)
    with pytest.raises(RegistryError, match=said) as refused:
        load_factors(path, MATERIALS)
    assert "own.toml" in str(refused.value)
    with pytest.raises(RegistryError, match="not readable"):
        load_factors(tmp_path / "none.toml", MATERIALS)
