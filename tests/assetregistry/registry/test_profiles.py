"""Importers know no catalogue: here it is checked that what their profiles name is in it."""

from __future__ import annotations

import pytest

from assetregistry.catalogue import load_catalogue
from importers import profiles

KNOWN = frozenset(load_catalogue().asset_types)


@pytest.mark.parametrize("profile", profiles.built_in(), ids=lambda each: f"{each.name}: {each.dataset}")
def test_every_type_of_a_built_in_profile_is_in_the_catalogue(profile: profiles.Profile) -> None:
    assert profile.asset_types() <= KNOWN
