"""Importers know no catalogue: here it is checked that what their profiles name is in it."""

from __future__ import annotations

import pytest

from assetregistry.catalogue import load_catalogue
from importers import profiles
from importers.suggesting.synonyms import synonyms

KNOWN = frozenset(load_catalogue().asset_types)


@pytest.mark.parametrize("profile", profiles.built_in(), ids=lambda each: f"{each.name}: {each.dataset}")
def test_every_type_of_a_built_in_profile_is_in_the_catalogue(profile: profiles.Profile) -> None:
    assert profile.asset_types() <= KNOWN


def test_every_type_that_is_suggested_is_in_the_catalogue() -> None:
    names = synonyms()
    of_materials = {asset_type for types in names["materials"].values() for asset_type in types}
    finer = {asset_type for types in names["finer"].values() for asset_type in types.values()}
    tables = ("words", "layers", "others", "materials", "finer", "made_as_called", "called_by_fields")
    assert {*of_materials, *finer, *(each for table in tables for each in names[table])} <= KNOWN
