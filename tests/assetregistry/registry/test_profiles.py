"""Importers know no catalogue: here it is checked that what their profiles name is in it."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from assetregistry.catalogue import load_catalogue
from importers import profiles

KNOWN = frozenset(load_catalogue().asset_types)


@pytest.mark.parametrize("profile", profiles.built_in(), ids=lambda each: f"{each.name}: {each.dataset}")
def test_every_type_of_a_built_in_profile_is_in_the_catalogue(profile: profiles.Profile) -> None:
    assert profile.asset_types() <= KNOWN


def test_every_type_that_is_suggested_is_in_the_catalogue() -> None:
    names = tomllib.loads(resources.files("importers").joinpath("synonyms.toml").read_text(encoding="utf-8"))
    materials = {asset_type for types in names["materials"].values() for asset_type in types}
    assert {*names["words"], *names["layers"], *names["others"], *names["materials"], *materials} <= KNOWN
