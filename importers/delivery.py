"""One layer of a source, recognised and mapped: what the store takes in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import pyarrow as pa

from importers import profiles
from importers.columns import resolve
from importers.errors import SourceError
from importers.evidence import EvidenceMapper
from importers.layers import Layer
from importers.mapping import AssetMapper, Reader, RowMapper
from importers.profiles import Profile
from importers.reading import batches
from importers.sources import open_layers
from importers.versions import row_fates


@dataclass(frozen=True)
class Warning:  # noqa: A001  (the word of the receipt)
    """Something that people should know of a delivery: values that no rule names, text in another encoding."""

    code: str
    field: str
    value: str
    count: int

    def as_dict(self) -> dict[str, Any]:
        """As receipts tell it."""
        return {"code": self.code, "field": self.field, "value": self.value, "count": self.count}


class Delivery:
    """A layer to be taken in: assets, or statements (`rows`, one of `batch.ROWS`).

    `batches` may be read once; `warnings` are complete after the last of them. `profile_toml`: the text of a profile
    that came from a file, so that the delivery's quarantine can be replayed.
    """

    def __init__(
        self, layer: Layer, profile: Profile, *, srid: int, dataset: str, profile_toml: str | None = None
    ) -> None:
        self.profile = profile.name
        self.profile_toml = profile_toml
        self.rows = profile.rows
        self.dataset = dataset
        self.namespace = profile.namespace or dataset
        self.layer = layer.name
        self.srid = srid
        self.encoding = layer.encoding
        self.declared_rows = layer.rows
        self._layer = layer
        self._reader = Reader(row_fates(layer, profile))
        self._mapper: RowMapper = (AssetMapper if profile.rows == "assets" else EvidenceMapper)(profile, layer)

    @property
    def batches(self) -> Iterator[pa.RecordBatch]:
        """Batches of `batch.SCHEMA` or `batch.EVIDENCE`. Raises SourceError when fewer rows come than declared."""
        with batches(self._layer) as reader:
            for batch in reader:
                if batch.num_rows:
                    yield self._mapper.map(self._reader.read(batch))
        if self._reader.rows != self.declared_rows:
            raise SourceError(
                f"layer {self.layer} declares {self.declared_rows:,} rows, {self._reader.rows:,} could be read: "
                "nothing was imported; repair or export the file anew"
            )

    @property
    def warnings(self) -> list[Warning]:
        """What people should know, most frequent first."""
        told = [Warning(*what, count) for what, count in self._mapper.told.most_common()]
        told += [Warning(note.code, "*", note.value, self.declared_rows) for note in self._layer.notes]
        return told


@contextmanager
def open_delivery(
    source: Path,
    *,
    profile: str | Path | None = None,
    layer: str | None = None,
    crs: str | None = None,
    dataset: str | None = None,
    owner: str | None = None,
    scratch: Path,
) -> Iterator[Delivery]:
    """Open a layer of a source with the profile that fits, or the one that is named (or a TOML file).

    `scratch` is an empty folder that GDAL may write to. Raises SourceError for whatever is wrong with the source as a
    whole: one line that says what, where and what to do.
    """
    layers = open_layers(source, scratch)
    candidates = _candidates(profile)
    chosen, fitting = _choose(source, layers, candidates, layer, named=profile is not None)
    if not chosen.rows:
        raise SourceError(f"{source}: layer {chosen.name} is empty: there is nothing to import")
    name = dataset or fitting.dataset_of(chosen.name, owner)
    own = Path(profile).read_text(encoding="utf-8") if _is_file(profile) else None
    yield Delivery(chosen, fitting, srid=chosen.srid(crs, fitting.crs), dataset=name, profile_toml=own)


def recognise(layer: Layer, candidates: list[Profile]) -> Profile | None:
    """The profile that fits a layer: of those that do, the one that finds most of its fields."""
    fitting = [each for each in candidates if each.fits(layer.name, layer.path.stem, layer.fields)]
    if layer.geometry_type is None:
        fitting = [each for each in fitting if each.rows != "assets"]
    return max(fitting, key=lambda each: len(resolve(each, layer)), default=None)


def _is_file(profile: str | Path | None) -> TypeGuard[str | Path]:
    return str(profile).endswith(".toml")


def _candidates(profile: str | Path | None) -> list[Profile]:
    if profile is None:
        return profiles.built_in()
    if _is_file(profile):
        path = Path(profile)
        if not path.is_file():
            raise SourceError(f"{profile}: no such profile file")
        return profiles.load(path)
    every = profiles.built_in()
    named = [each for each in every if each.name == profile]
    if not named:
        known = ", ".join(sorted({each.name for each in every}))
        raise SourceError(f"no profile is called '{profile}': choose {known}, or give a TOML file")
    return named


def _choose(
    source: Path, layers: list[Layer], candidates: list[Profile], wanted: str | None, *, named: bool
) -> tuple[Layer, Profile]:
    names = ", ".join(layer.name for layer in layers)
    if wanted is not None:
        layers = [layer for layer in layers if wanted in (layer.name, layer.path.name, layer.path.stem)]
        if not layers:
            raise SourceError(f"{source}: has no layer '{wanted}'; it has {names}")
    known = [(layer, profile) for layer in layers if (profile := recognise(layer, candidates)) is not None]
    if len(known) == 1:
        return known[0]
    if known:
        several = ", ".join(layer.name for layer, _ in known)
        raise SourceError(f"{source}: several layers can be imported ({several}): choose one with --layer")
    if named:
        needs = " or ".join(dict.fromkeys("+".join(ref.names[0] for ref in each.requires) for each in candidates))
        raise SourceError(f"{source}: the profile does not fit {names}: it needs the fields {needs}")
    empty = [layer for layer in layers if not layer.rows]
    if len(empty) == len(layers):
        raise SourceError(f"{source}: layer {names} is empty: there is nothing to import")
    raise SourceError(
        f"{source}: no profile fits {names}: see `assetregistry inspect`, and write a TOML for --profile "
        "(docs/importing.md)"
    )
