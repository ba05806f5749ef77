"""What is said of one asset."""

from __future__ import annotations

from pydantic import Field

from assetregistry.api.answers import Told


class Basis(Told):
    """Who says so."""

    basis: str = Field(description="name of the dataset, or source: the asset's own")
    import_id: int | None
    by_desk: bool = Field(description="whether it was said as an edit")


class BuiltSaid(Basis):
    """Between which years it was built."""

    from_: int | None = Field(alias="from")
    to: int | None
    source_basis: str | None = Field(None, description="how the source's own year is known; absent of what was said")


class TypeSaid(Basis):
    """What it is."""

    code: str


class ConditionSaid(Basis):
    """What the newest inspection found."""

    condition: int = Field(description="1 (excellent) to 6 (very poor), NEN 2767")
    on: str | None = Field(description="day (ISO 8601)")


class PlannedSaid(Basis):
    """Between which years it is planned to go."""

    from_: int | None = Field(alias="from")
    to: int | None


class NoteSaid(Basis):
    """A note."""

    text: str | None


class LineSaid(Basis):
    """A line of a passport."""

    layer: str | None
    material: str | None
    kg_low: float | None = Field(description="kg; less is unlikely")
    kg: float | None = Field(description="kg, typical")
    kg_high: float | None = Field(description="kg; more is unlikely")


class NowSaid(Told):
    """What holds now, each with who says so."""

    built: BuiltSaid
    asset_type: TypeSaid
    condition: ConditionSaid | None
    planned: PlannedSaid | None
    note: NoteSaid | None
    lines: list[LineSaid]


class WordSaid(Told):
    """A statement; what it says nothing of is absent."""

    kind: str
    field: str = Field(description="of an edit that it belongs to")
    name: str | None = None
    happened_on: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    condition: int | None = None
    reason: str | None = None
    layer: str | None = None
    material: str | None = None
    kg_low: float | None = Field(None, description="kg; less is unlikely")
    kg: float | None = Field(None, description="kg, typical")
    kg_high: float | None = Field(None, description="kg; more is unlikely")
    asset_type: str | None = None
    taken_back: bool
    replaced_by: int | None = Field(description="id of the statement that came in its place")


class UndoneBy(Told):
    """The undo of an edit."""

    import_id: int
    at: str


class EditTold(Told):
    """An import that spoke of the asset."""

    import_id: int
    at: str = Field(description="instant (ISO 8601)")
    dataset: str
    source: str
    by_desk: bool
    undone: UndoneBy | None
    said: list[WordSaid]


class EditsTold(Told):
    """What is said of an asset now, and everything that was, the newest first."""

    id: int
    version: str = Field(description="give it with an edit, so that nothing is overwritten unseen")
    now: NowSaid
    edits: list[EditTold]
