"""What a source holds, for people to look at before they import it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from importers import profiles
from importers.batch import BATCH_ROWS
from importers.delivery import recognise
from importers.errors import SourceError
from importers.layers import Layer
from importers.reading import samples
from importers.sources import Left, open_source
from importers.suggesting.likely_rows import areas_command, likely_statements
from importers.suggesting.profile import suggest
from importers.suggesting.together import together

SAMPLE_ROWS = 200  # of a layer that is recognised; of any other many more, for exports have like with like
SAMPLE_VALUES = 4
UNNAMED = re.compile(r"(?:sheet|blad|tabelle|feuil|werkblad|tabel)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True)
class FieldReport:
    """A field with some of its values. type: as the source declares it (str:80, int32, date), else that of a value."""

    name: str
    type: str
    samples: list[Any]


@dataclass(frozen=True)
class LayerReport:
    """A layer; `profile` is the one that fits. Where none does, `suggested` is the TOML of one to start from, or
    `instead` says what the layer is and what to do with it.

    rows: None where a service does not tell how many it has.
    """

    name: str
    rows: int | None
    geometry_type: str | None
    crs: str | None
    encoding: str | None
    driver: str
    profile: str | None
    fields: list[FieldReport]
    suggested: str | None = None
    instead: str | None = None


@dataclass(frozen=True)
class SourceReport:
    """A source and its layers; `left`: files of it that hold none, and why."""

    source: str
    layers: list[LayerReport]
    left: list[Left] = field(default_factory=list)

    @property
    def suggested(self) -> str | None:
        """The TOML of the profiles of all layers that need one, as one file; None where none does."""
        found = [(each.name, each.suggested) for each in self.layers if each.suggested is not None]
        return together(found) if found else None

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def inspect(source: Path, layer: str | None = None, own: Sequence[profiles.Profile] = ()) -> SourceReport:
    """Look at all layers, or at one; `own` are profiles beside the built-in ones. Raises SourceError."""
    with tempfile.TemporaryDirectory(prefix="assetregistry-") as scratch:
        found = open_source(source, Path(scratch))
        layers = found.layers
        chosen = [each for each in layers if layer in (None, each.name)]
        if not chosen:
            names = ", ".join(each.name for each in layers)
            raise SourceError(f"{source}: has no layer '{layer}'; it has {names}")
        candidates = [*own, *profiles.built_in()]
        left = found.left if layer is None else []
        return SourceReport(str(source), [_report(each, candidates) for each in chosen], left)


def _report(layer: Layer, candidates: list[profiles.Profile]) -> LayerReport:
    fitting, types = recognise(layer, candidates), _declared_types(layer)
    rows = samples(layer, SAMPLE_ROWS if fitting is not None else BATCH_ROWS)
    suggested, instead = (
        (None, None) if fitting is not None or not (layer.rows and layer.fields) else _rather(layer, rows)
    )
    return LayerReport(
        name=layer.name,
        rows=layer.rows,
        geometry_type=layer.geometry_type,
        crs=layer.crs if layer.crs is None or len(layer.crs) < 30 else layer.crs.split('"')[1],  # noqa: PLR2004
        encoding=layer.encoding,
        driver=layer.driver,
        profile=fitting.name if fitting else None,
        fields=[_field(name, types.get(name), rows) for name in layer.fields],
        suggested=suggested,
        instead=instead,
    )


def _rather(layer: Layer, rows: pd.DataFrame) -> tuple[str | None, str | None]:
    """What is suggested for a layer that no profile fits, or what to do with it instead."""
    name, geometry = _called(layer), layer.geometry_type
    if (command := areas_command(name, rows, geometry)) is not None:
        return None, f"looks like areas: {command}"
    if geometry is None and likely_statements(name, rows, geometry) is None:
        return None, None
    return suggest(name, rows, geometry), None


def _called(layer: Layer) -> str:
    """The name of a layer; of a sheet that nobody gave one, that of its file: datasets are told apart by it."""
    return layer.path.stem if UNNAMED.fullmatch(layer.name) else layer.name


def _declared_types(layer: Layer) -> dict[str, str]:
    """The types of fields as fiona's schema names them, with widths; of what GDAL does not read, none."""
    if layer.stream is not None:
        return {}
    import fiona  # takes long to load, and no import needs it
    from fiona.errors import FionaError

    try:
        with fiona.open(layer.path, layer=layer.name) as records:
            return {str(name): str(kind) for name, kind in records.schema["properties"].items()}
    except (FionaError, ValueError):  # it knows no layer of this name where it reads a file by another driver
        return {}


def _field(name: str, declared: str | None, rows: pd.DataFrame) -> FieldReport:
    values = rows[name].dropna().tolist() if name in rows else []
    distinct = list(filter(None, dict.fromkeys(str(value) for value in values)))
    kind = declared or (type(values[0]).__name__ if values else "unknown")
    return FieldReport(name, kind, distinct[:SAMPLE_VALUES])
