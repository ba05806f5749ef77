"""Read, build, check: the catalogue that comes with the package, with a user's own entries on top."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from assetregistry.catalogue.building import Builder
from assetregistry.catalogue.checks import check_together
from assetregistry.catalogue.problems import Problems
from assetregistry.catalogue.reading import read_folder
from assetregistry.catalogue.whole import Catalogue

BUILT_IN = Path(__file__).parent
VERSION_DIGITS = 16


def load_catalogue(extra: Path | None = None) -> Catalogue:
    """The built-in catalogue; `extra` names a folder of the same layout whose entries are added or take over.

    An entry of `extra` with a known code replaces that whole entry, and a type the package's variants of it. Raises
    RegistryError that lists every problem of every file: unreadable TOML, unknown or missing keys, unknown references,
    shares that do not add to 1, masses out of order, numbers used twice, mixes that lead back to themselves, variants
    that overlap so that neither is the more specific.
    """
    problems = Problems()
    entries = read_folder(BUILT_IN, problems)
    if extra is not None:
        entries.overlay(read_folder(extra, problems, prefix=f"{extra}/"))
    built = Builder(entries, problems)
    check_together(built, entries, problems)
    problems.raise_if_any()
    catalogue = Catalogue(
        groups=built.groups,
        materials=built.materials,
        lifetimes=built.lifetimes,
        hazards=built.hazards,
        asset_types=built.asset_types,
        variants=built.variants,
        layer_names=built.layer_names,
        version="",
    )
    return catalogue.model_copy(update={"version": _content_hash(catalogue)})


def _content_hash(catalogue: Catalogue) -> str:
    """The same content gives the same hash, whatever the order of files and entries."""
    content = json.dumps(catalogue.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:VERSION_DIGITS]
