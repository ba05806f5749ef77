"""What is asked for, how much may be asked, and what a source's name says: without anything that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from importers.remote.services import NAME, URL


@dataclass(frozen=True)
class Limits:
    """How long and how much. `answer_s`: for one answer from first to last byte; `wait_s`: for a service to finish."""

    allow_private: bool = False
    connect_s: float = 10.0
    read_s: float = 60.0
    answer_s: float = 600.0
    wait_s: float = 3600.0
    poll_s: float = 5.0
    attempts: int = 5
    pause_s: float = 1.0
    page_bytes: int = 256 * 1024**2
    total_bytes: int = 20 * 1024**3


@dataclass(frozen=True)
class Area:
    """What is asked for: the outline in the CRS `srid`, and its code."""

    code: str
    outline: BaseGeometry
    srid: int

    def to(self, srid: int) -> BaseGeometry:
        """The outline in another CRS, east (or longitude) first."""
        if srid == self.srid:
            return self.outline
        change = Transformer.from_crs(self.srid, srid, always_xy=True)

        def moved(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            return np.column_stack(change.transform(corners[:, 0], corners[:, 1]))

        return shapely.transform(self.outline, moved)


@dataclass(frozen=True)
class Reach:
    """What may be asked and where things are kept: the registry's settings, as far as they matter here.

    `srid`: the CRS that is asked for where a service offers it. `cache`: a folder for what was fetched.
    `base_urls`: other addresses of services, by their names.
    """

    cache: Path
    srid: int
    limits: Limits = field(default_factory=Limits)
    base_urls: Mapping[str, str] = field(default_factory=dict)


def is_remote(source: str) -> bool:
    """Whether a source is an address or the name of a service, and no file here."""
    return URL.fullmatch(source) is not None or is_service(source)


def is_service(source: str) -> bool:
    """Whether a source is the name of a service (as pdok:bgt), known or not."""
    return NAME.fullmatch(source) is not None and not Path(source).exists()
