"""The first reading of a layer: which rows are no longer current, and which repeat an id.

Kept small on purpose: a 64-bit hash per id and a number per version, so that a province fits in memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from importers.columns import is_after, moments_of, resolve
from importers.layers import Layer
from importers.names import finder
from importers.profiles import Profile
from importers.reading import batches

END_COLUMNS = ("version_to", "ended")


@dataclass(frozen=True)
class RowFates:
    """Flags per row of the layer, in its order; `ending`: rows whose end is told, and still to come."""

    superseded: npt.NDArray[np.bool_]
    duplicate: npt.NDArray[np.bool_]
    ending: int = 0


@dataclass(frozen=True)
class _Telling:
    """Fields that tell of versions and ends. `words` say that an object is gone, `unknown` that nothing is known."""

    identity: Sequence[str]
    version_from: str | None
    ends: Sequence[str]
    words: Mapping[str, frozenset[str]]
    unknown: frozenset[str]
    day: dt.date

    def fields(self) -> list[str]:
        """All of them, each once."""
        since = [] if self.version_from is None else [self.version_from]
        return list(dict.fromkeys([*self.identity, *since, *self.ends, *self.words]))


def row_fates(layer: Layer, profile: Profile, day: dt.date) -> RowFates:
    """superseded: ended by `day`, or older than another version of its object; duplicate: the same id again."""
    columns = resolve(profile, layer)
    find = finder(layer.fields)
    telling = _Telling(
        identity=[columns[name] for name in profile.identity(columns)],
        version_from=columns.get("version_from"),
        ends=[columns[name] for name in END_COLUMNS if name in columns],
        words={found: values for name, values in profile.ended_when.items() if (found := find(name)) is not None},
        unknown=profile.unknown_text | {""},
        day=day,
    )
    parts = []
    with batches(layer, columns=telling.fields(), geometry=False) as reader:
        for batch in reader:
            frame = pa.Table.from_batches([batch]).to_pandas()
            parts.append(_slim(frame, telling))
    if not parts:
        return RowFates(np.zeros(0, bool), np.zeros(0, bool))
    rows = pd.concat(parts, ignore_index=True)
    ended, ending = rows["ended"].to_numpy(), int((rows["ending"] & ~rows["ended"]).sum())
    current = rows[~ended & rows["named"]]
    repeated = np.zeros(len(rows), bool)
    earlier = _earlier(current, layer)
    repeated[earlier.index[earlier]] = True
    if telling.version_from is not None:
        return RowFates(ended | repeated, np.zeros(len(rows), bool), ending)
    return RowFates(ended, repeated, ending)


def _earlier(current: pd.DataFrame, layer: Layer) -> pd.Series:
    """Whether another row of the same identity counts instead: the latest; of those of one version one by what it says.

    So the order of a file's rows decides nothing. All that rows say is read only where it decides.
    """
    if not current["key"].duplicated().any():
        return pd.Series(data=False, index=current.index)
    order = current.assign(content=np.uint64(0), place=-current.index.to_numpy())
    contested = order.duplicated(["key", "version"], keep=False).to_numpy()
    if contested.any():
        numbers = order.index.to_numpy()[contested]
        order.loc[numbers, "content"] = _content(layer, numbers)
    return order.sort_values(["version", "content", "place"]).duplicated("key", keep="last")


def _content(layer: Layer, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.integer[Any]]:
    """A hash of all that each of these rows says."""
    hashes: list[npt.NDArray[np.integer[Any]]] = []
    start = 0
    with batches(layer) as reader:
        for batch in reader:
            here = numbers[(numbers >= start) & (numbers < start + batch.num_rows)] - start
            start += batch.num_rows
            taken = pa.Table.from_batches([batch]).take(pa.array(here))
            said = pd.DataFrame({name: map(repr, taken.column(name).to_pylist()) for name in taken.schema.names})
            hashes.append(pd.util.hash_pandas_object(said, index=False).to_numpy())
    return np.concatenate(hashes)


def _slim(frame: pd.DataFrame, telling: _Telling) -> pd.DataFrame:
    """key: hash of the identity; named: whether there is one; version: as a number; ended: by the source's word;
    ending: it tells an end that is still to come."""
    ids = frame[list(telling.identity)].astype("string")
    none = np.zeros(len(frame), bool)
    told = [(_is_told(frame[name], telling.unknown), is_after(frame[name], telling.day)) for name in telling.ends]
    gone = [frame[name].astype("string").str.lower().isin(values) for name, values in telling.words.items()]
    version = pd.Series(0, index=frame.index)
    if telling.version_from is not None:
        version = moments_of(frame[telling.version_from]).astype("int64")
    return pd.DataFrame(
        {
            "key": pd.util.hash_pandas_object(ids, index=False, categorize=False).to_numpy(),  # ids seldom repeat
            "named": frame[telling.identity[0]].notna().to_numpy(),
            "version": version.to_numpy(),
            "ended": np.logical_or.reduce([none, *(end & ~later for end, later in told), *gone]),
            "ending": np.logical_or.reduce([none, *(end & later for end, later in told)]),
        }
    )


def _is_told(values: pd.Series, unknown: frozenset[str]) -> npt.NDArray[np.bool_]:
    """Whether a value is there, and is no word for unknown."""
    if not pd.api.types.is_object_dtype(values):
        return values.notna().to_numpy(bool)
    return (values.notna() & ~values.astype("string").str.strip().str.lower().isin(unknown)).to_numpy(bool)
