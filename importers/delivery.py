"""One layer of a source, recognised and mapped: what the store takes in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import pyarrow as pa

from importers import profiles
from importers.errors import SourceError
from importers.mapping import Mapper, resolve
from importers.profiles import Profile
from importers.reading import batches
from importers.sources import Layer, open_layers
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
    """A layer to be taken in. `batches` may be read once; `warnings` are complete after the last of them.

    `profile_toml`: the text of a profile that came from a file, so that the delivery's quarantine can be replayed.
    """

    def __init__(
        self, layer: Layer, profile: Profile, *, srid: int, dataset: str, profile_toml: str | None = None
    ) -> None:
        self.profile = profile.name
        self.rows = "assets"
        self.profile_toml = profile_toml
        self.dataset = dataset
        self.namespace = profile.namespace or dataset
        self.layer = layer.name
        self.srid = srid
        self.encoding = layer.encoding
        self.declared_rows = layer.rows
        self._layer = layer
        self._mapper = Mapper(layer, profile, row_fates(layer, resolve(profile, layer)))

    @property
    def batches(self) -> Iterator[pa.RecordBatch]:
        """Asset batches (`batch.SCHEMA`). Raises SourceError when fewer rows come than the source declares."""
        with batches(self._layer) as reader:
            for batch in reader:
                if batch.num_rows:
                    yield self._mapper.map(batch)
        if self._mapper.rows != self.declared_rows:
            raise SourceError(
                f"layer {self.layer} declares {self.declared_rows:,} rows, {self._mapper.rows:,} could be read: "
                "nothing was imported; repair or export the file anew"
            )

    @property
    def warnings(self) -> list[Warning]:
        """What people should know, most frequent first."""
        told = [
            Warning("unknown-value", field, value, count)
            for (field, value), count in self._mapper.unknown.most_common()
        ]
        if self._layer.encoding_note:
            told.append(Warning("encoding", "*", self._layer.encoding_note, self.declared_rows))
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
    name = dataset or fitting.dataset or "-".join(filter(None, [fitting.name, owner and owner.lower()]))
    own = Path(profile).read_text(encoding="utf-8") if _is_file(profile) else None
    yield Delivery(chosen, fitting, srid=chosen.srid(crs), dataset=name, profile_toml=own)


def recognise(layer: Layer, candidates: list[Profile]) -> Profile | None:
    """The profile that fits a layer: of those that do, the one that finds most of its fields."""
    fitting = [each for each in candidates if each.fits(layer.name, layer.path.stem, layer.fields)]
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
