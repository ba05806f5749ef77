"""The first reading of a layer: which rows are no longer current, and which repeat an id.

Kept small on purpose: a 64-bit hash per id and a number per version, so that a province fits in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from importers.columns import resolve
from importers.layers import Layer
from importers.profiles import Profile
from importers.reading import batches

END_COLUMNS = ("version_to", "ended")


@dataclass(frozen=True)
class RowFates:
    """Flags per row of the layer, in its order."""

    superseded: npt.NDArray[np.bool_]
    duplicate: npt.NDArray[np.bool_]


def row_fates(layer: Layer, profile: Profile) -> RowFates:
    """superseded: ended in the source, or older than another version of its object; duplicate: the same id again."""
    columns = resolve(profile, layer)
    known = {name.lower(): name for name in layer.fields}
    words = {known[name]: values for name, values in profile.ended_when.items() if name in known}
    identity = [columns[name] for name in profile.identity(columns)]
    wanted = {name: columns[name] for name in ("version_from", *END_COLUMNS) if name in columns}
    fields = list(dict.fromkeys([*identity, *wanted.values(), *words]))
    parts = []
    with batches(layer, columns=fields, geometry=False) as reader:
        for batch in reader:
            frame = pa.Table.from_batches([batch]).to_pandas()
            parts.append(_slim(frame, wanted, identity, words))
    if not parts:
        return RowFates(np.zeros(0, bool), np.zeros(0, bool))
    rows = pd.concat(parts, ignore_index=True)
    ended = rows["ended"].to_numpy()
    current = rows[~ended & rows["named"]]
    repeated = np.zeros(len(rows), bool)
    earlier = _earlier(current, layer)
    repeated[earlier.index[earlier]] = True
    if "version_from" in wanted:
        return RowFates(ended | repeated, np.zeros(len(rows), bool))
    return RowFates(ended, repeated)


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


def _slim(
    frame: pd.DataFrame, columns: Mapping[str, str], identity: Sequence[str], words: Mapping[str, frozenset[str]]
) -> pd.DataFrame:
    """key: hash of the identity; named: whether there is one; version: as a number; ended: by the source's word."""
    ids = frame[list(identity)].astype("string")
    ended = [frame[columns[name]].notna() & (frame[columns[name]] != "") for name in END_COLUMNS if name in columns]
    ended += [frame[name].astype("string").str.lower().isin(values) for name, values in words.items()]
    version = pd.Series(0, index=frame.index)
    if "version_from" in columns:
        moments = pd.to_datetime(frame[columns["version_from"]], errors="coerce", utc=True, format="mixed")
        version = moments.astype("int64")
    return pd.DataFrame(
        {
            "key": pd.util.hash_pandas_object(ids, index=False, categorize=False).to_numpy(),  # ids seldom repeat
            "named": frame[identity[0]].notna().to_numpy(),
            "version": version.to_numpy(),
            "ended": np.logical_or.reduce([np.zeros(len(frame), bool), *(each.to_numpy(bool) for each in ended)]),
        }
    )
