"""One layer of a source, recognised and mapped: what the store takes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import pyarrow as pa

from importers import profiles
from importers.columns import resolve
from importers.errors import SourceError
from importers.evidence import EvidenceMapper
from importers.layers import Layer, Note
from importers.mapping import AssetMapper, Reader, RowMapper
from importers.profiles import Home, Profile
from importers.reading import batches
from importers.sources import Left, Source, open_source
from importers.unfit import fitting, why_nothing
from importers.untaken import why_untaken
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


def note_as_warning(note: Note, rows: int) -> Warning:
    """A note of a layer with so many rows, as receipts tell it."""
    return Warning(note.code, "*", note.value, rows if note.count is None else note.count)


class Delivery:
    """A layer to be taken in: assets, or statements (`rows`, one of `batch.ROWS`).

    `batches` may be read once; `warnings` are complete after the last of them. `profile_toml`: the text of a profile
    that came from a file, so that the delivery's quarantine can be replayed. `about`: the assets that statements mean
    first.
    """

    def __init__(
        self,
        layer: Layer,
        profile: Profile,
        *,
        srid: int,
        dataset: str,
        day: dt.date,
        about: Home | None = None,
        profile_toml: str | None = None,
    ) -> None:
        self.profile = profile.name
        self.profile_toml = profile_toml
        self.rows = profile.rows
        self.dataset = dataset
        self.namespace = profile.namespace or dataset
        self.about = about
        self.layer = layer.name
        self.srid = srid
        self.encoding = layer.encoding
        self.declared_rows = layer.rows
        self._layer = layer
        self._reader = Reader(row_fates(layer, profile, day))
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
        if ending := self._reader.fates.ending:
            told.append(Warning("still-standing", "*", "the end that they tell is still to come", ending))
        return told + [note_as_warning(note, self.declared_rows) for note in self._layer.notes]


@dataclass(frozen=True)
class Deliveries:
    """All layers of a source that a profile fits, to be opened one after the other; `left` are the others, and why."""

    path: Path
    layers: tuple[tuple[Layer, Profile], ...]
    left: tuple[Left, ...]
    crs: str | None
    dataset: str | None
    owner: str | None
    day: dt.date
    profile_toml: str | None = None

    def names(self) -> list[str]:
        """The datasets that the layers go to."""
        return [profile.dataset_of(layer.name, self.owner, self.dataset) for layer, profile in self.layers]

    def only(self) -> Delivery:
        """The one layer that there is. Raises SourceError where there are more."""
        if len(self.layers) > 1:
            several = ", ".join(layer.name for layer, _ in self.layers)
            raise SourceError(f"{self.path}: several layers can be imported ({several}): choose one with --layer")
        return next(iter(self))

    def __iter__(self) -> Iterator[Delivery]:
        """Each layer as a delivery. Raises SourceError for one that cannot be opened."""
        for (layer, profile), name in zip(self.layers, self.names(), strict=True):
            srid = layer.srid(self.crs, profile.crs)
            about = profile.about_of(self.dataset)
            yield Delivery(
                layer, profile, srid=srid, dataset=name, day=self.day, about=about, profile_toml=self.profile_toml
            )


def open_deliveries(
    path: Path,
    *,
    profile: str | Path | None = None,
    layer: str | None = None,
    layers: Collection[str] = (),
    crs: str | None = None,
    dataset: str | None = None,
    owner: str | None = None,
    day: dt.date | None = None,
    scratch: Path,
) -> Deliveries:
    """All layers of a source that concern us, or those called `layer` or one of `layers`, with the profiles that fit.

    `scratch` is an empty folder that GDAL may write to. `day`: that the delivery tells of (today).
    Raises SourceError for whatever is wrong with the source as a whole, or with the CRS of a layer: one line that says
    what, where and what to do.
    """
    source = open_source(path, scratch)
    candidates = _candidates(profile)
    wanted = {*layers, *([layer] if layer is not None else [])}
    found = _wanted(source, wanted)
    known = [(each, fitting) for each in found if (fitting := recognise(each, candidates)) is not None]
    filled = tuple((each, fitting) for each, fitting in known if each.rows)
    if not filled:
        raise SourceError(why_nothing(path, found, known, candidates if profile is not None else []))
    taken = {id(each) for each, _ in filled}
    others = [
        Left(each.name, *((why_untaken(each.name), "no-profile") if each.rows else ("is empty", "empty")))
        for each in found
        if id(each) not in taken
    ]
    for each, fitting in filled:
        each.srid(crs, fitting.crs)
    left = (*others, *(() if wanted else source.left))
    own = Path(profile).read_text(encoding="utf-8") if _is_file(profile) else None
    return Deliveries(path, filled, left, crs, dataset, owner, day or dt.datetime.now().astimezone().date(), own)


def recognise(layer: Layer, candidates: list[Profile]) -> Profile | None:
    """The profile that fits a layer: of those that do, the one that finds most of its fields.

    Of two that find as many, the one that asks for a layer of this whole name, not for a word in it.
    """
    fits = fitting(layer, candidates)
    if layer.geometry_type is None:
        fits = [each for each in fits if each.rows != "assets"]

    def rank(each: Profile) -> tuple[int, bool]:
        return len(resolve(each, layer)), layer.name.lower() in each.layers

    return max(fits, key=rank, default=None)


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
    return [profiles.of_any_layer(named[0])] if len(named) == 1 else named


def _wanted(source: Source, names: Collection[str]) -> list[Layer]:
    """The layers of these names, of the layer or its file; all where none is named."""
    called = [{each.name, each.path.name, each.path.stem} for each in source.layers]
    for name in sorted(names):
        if not any(name in each for each in called):
            known = ", ".join(each.name for each in source.layers)
            raise SourceError(f"{source.path}: has no layer '{name}'; it has {known}")
    return [layer for layer, own in zip(source.layers, called, strict=True) if not names or own & set(names)]
