"""GWSW-Hyd (HydX): a sewer network as a folder of CSV files; nodes, and links between them with their profiles."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from importers.encodings import mend_text, refuse_zero_bytes
from importers.errors import SourceError
from importers.formats.table import points_of
from importers.layers import Layer, Note
from importers.reading import geometry_field

PARTS = (
    "knooppunt",
    "verbinding",
    "profiel",
    "kunstwerk",
    "meta",
    "oppervlak",
    "debiet",
    "itobject",
    "nwrw",
    "verloop",
)
NODES, LINKS, PROFILES = PARTS[:3]
COLUMNS = {
    NODES: ("UNI_IDE", "KNP_XCO", "KNP_YCO", "KNP_MAT", "KNP_BRE"),
    LINKS: ("UNI_IDE", "KN1_IDE", "KN2_IDE", "VRB_TYP", "PRO_IDE"),
    PROFILES: ("PRO_IDE", "PRO_MAT", "PRO_VRM", "PRO_BRE"),
}


def is_part(path: Path) -> bool:
    """Whether a file is one of a network's tables."""
    return path.suffix.lower() == ".csv" and path.stem.lower() in PARTS and is_network(path.parent)


def is_network(folder: Path) -> bool:
    """Whether a folder holds a network: its nodes and its links."""
    return {NODES, LINKS} <= {part.stem.lower() for part in parts(folder)}


def parts(folder: Path) -> list[Path]:
    """The tables of a network in a folder."""
    return [path for path in sorted(folder.glob("*")) if path.suffix.lower() == ".csv" and path.stem.lower() in PARTS]


def read(folder: Path) -> list[Layer]:
    """Nodes as points, links as lines with what is known of their profiles. Raises SourceError."""
    paths = {path.stem.lower(): path for path in parts(folder)}
    notes: list[Note] = []
    tables = {name: _table(paths[name], name, notes) for name in (NODES, LINKS, PROFILES) if name in paths}
    nodes, links = tables[NODES], tables[LINKS]
    if PROFILES in tables:
        profiles = tables[PROFILES].drop_duplicates("PRO_IDE").drop(columns="ALG_TOE", errors="ignore")
        links = links.merge(profiles, how="left", on="PRO_IDE")
    points = points_of(nodes, "KNP_XCO", "KNP_YCO")
    return [
        _layer(paths[NODES], "Knooppunt", "Point", nodes, points, notes),
        _layer(paths[LINKS], "Verbinding", "LineString", links, _lines(nodes, links, points), notes),
    ]


def _lines(nodes: pd.DataFrame, links: pd.DataFrame, points: np.ndarray) -> np.ndarray:
    """A straight line per link; None where a node is missing, or both ends are in one place."""
    place = pd.Series(points, index=nodes["UNI_IDE"]).groupby(level=0).first()
    ends = [links[name].map(place).to_numpy(object) for name in ("KN1_IDE", "KN2_IDE")]
    lines = np.full(len(links), None, dtype=object)
    for row, (first, last) in enumerate(zip(*ends, strict=True)):
        if isinstance(first, shapely.Point) and isinstance(last, shapely.Point) and first != last:
            lines[row] = shapely.LineString([first, last])
    return lines


def _table(path: Path, name: str, notes: list[Note]) -> pd.DataFrame:
    if (note := mend_text(path)) is not None:
        notes.append(Note("encoding", f"{path.name}: {note}"))
    refuse_zero_bytes(path)
    try:
        table = pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL, index_col=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceError(f"{path.name} cannot be read as a table ({str(error).splitlines()[0]})") from None
    table.columns = [str(column).strip().upper() for column in table.columns]
    if missing := [column for column in COLUMNS[name] if column not in table]:
        raise SourceError(f"{path.name} lacks the columns {', '.join(missing)}: it is no HydX")
    return table


def _layer(path: Path, name: str, kind: str, rows: pd.DataFrame, shapes: np.ndarray, notes: list[Note]) -> Layer:
    fields = [pa.field(str(column), pa.string()) for column in rows.columns]
    arrays = [pa.array(rows[column], pa.string(), from_pandas=True) for column in rows.columns]
    batch = pa.record_batch(
        [*arrays, pa.array(shapely.to_wkb(shapes), pa.binary())], schema=pa.schema([*fields, geometry_field()])
    )

    def stream() -> Iterator[pa.RecordBatch]:
        yield batch

    return Layer(
        path=path,
        name=name,
        fields=tuple(map(str, rows.columns)),
        rows=len(rows),
        geometry_type=kind,
        crs=None,
        encoding="UTF-8",
        driver="HydX",
        notes=tuple(notes),
        stream=stream,
    )
