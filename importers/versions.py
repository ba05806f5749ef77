"""The first reading of a layer: which rows are no longer current, and which repeat an id.

Kept small on purpose: a 64-bit hash per id and a number per version, so that a province fits in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from importers.reading import batches
from importers.sources import Layer

ID_COLUMNS = ("source_id", "namespace")
END_COLUMNS = ("version_to", "ended")


@dataclass(frozen=True)
class RowFates:
    """Flags per row of the layer, in its order."""

    superseded: npt.NDArray[np.bool_]
    duplicate: npt.NDArray[np.bool_]


def row_fates(layer: Layer, columns: Mapping[str, str]) -> RowFates:
    """superseded: ended in the source, or older than another version of its object; duplicate: the same id again.

    `columns` tells the layer's field for each registry column that it has.
    """
    wanted = {name: columns[name] for name in (*ID_COLUMNS, "version_from", *END_COLUMNS) if name in columns}
    with batches(layer, columns=list(wanted.values()), geometry=False) as reader:
        parts = [_slim(pa.Table.from_batches([batch]).to_pandas(), wanted) for batch in reader]
    if not parts:
        return RowFates(np.zeros(0, bool), np.zeros(0, bool))
    rows = pd.concat(parts, ignore_index=True)
    ended = rows["ended"].to_numpy()
    current = rows[~ended & rows["named"]]
    repeated = np.zeros(len(rows), bool)
    if "version_from" in wanted:
        latest = current.sort_values("version", kind="stable").duplicated("key", keep="last")
    else:
        latest = current.duplicated("key", keep="first")
    repeated[latest.index[latest]] = True
    if "version_from" in wanted:
        return RowFates(ended | repeated, np.zeros(len(rows), bool))
    return RowFates(ended, repeated)


def _slim(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """key: hash of the identity; named: whether there is one; version: as a number; ended: by the source's word."""
    ids = frame[[columns[name] for name in ID_COLUMNS if name in columns]].astype("string")
    ended = [frame[columns[name]].notna() & (frame[columns[name]] != "") for name in END_COLUMNS if name in columns]
    version = pd.Series(0, index=frame.index)
    if "version_from" in columns:
        moments = pd.to_datetime(frame[columns["version_from"]], errors="coerce", utc=True, format="mixed")
        version = moments.astype("int64")
    return pd.DataFrame(
        {
            "key": pd.util.hash_pandas_object(ids, index=False).to_numpy(),
            "named": frame[columns["source_id"]].notna().to_numpy(),
            "version": version.to_numpy(),
            "ended": np.logical_or.reduce([each.to_numpy(bool) for each in ended])
            if ended
            else np.zeros(len(frame), bool),
        }
    )
