"""What an import did, in numbers that always add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Receipt:
    """`read = inserted + updated + unchanged + superseded + quarantined`, for every import.

    `superseded`: rows that the source itself marks as no longer current, or that are older than what the registry
    holds. `layer`: of the source. `closed`: assets that a full delivery no longer contains, or that are told to be
    gone. `reasons`: how many rows are in quarantine, by code. `rows`: what the rows are: assets, areas, or statements
    of some kind. `warnings`: code, what it is about, count.
    """

    dataset: str
    profile: str
    delivery: str
    layer: str = ""
    rows: str = "assets"
    import_id: int | None = None
    owners: dict[str, int] = field(default_factory=dict)
    read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    superseded: int = 0
    quarantined: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    closed: int = 0
    repaired: int = 0
    warnings: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    def adds_up(self) -> bool:
        """Whether every row that was read has exactly one fate."""
        fates = self.inserted + self.updated + self.unchanged + self.superseded + self.quarantined
        return self.read == fates

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Receipt:
        """A receipt that was kept as JSON."""
        return cls(**{("import_id" if name == "importId" else name): value for name, value in told.items()})

    def as_dict(self) -> dict[str, Any]:
        """The JSON form that docs and scripts rely on."""
        told = asdict(self)
        return {"importId": told.pop("import_id"), **told}
