"""The place that a question is about: an area, every area of a kind, a polygon, a square, or the whole registry."""

from __future__ import annotations

import pandas as pd

from assetregistry.errors import NotFoundError
from assetregistry.questions import SupplyQuestion
from assetregistry.registry.knowing import Knowing
from assetregistry.registry.tiling import Tiling
from assetregistry.squares import Square, size_of, square_of
from assetregistry.store import areas, places
from assetregistry.store.derived import cohorts
from assetregistry.store.lookup import squares


class Placing(Tiling, Knowing):
    """From the place of a question to the cohorts and assets that count in it."""

    def _cohorts(self, question: SupplyQuestion) -> tuple[tuple[str, str] | None, pd.DataFrame]:
        """The area that is asked about (code, name), and its cohorts, or those within a polygon, or those of all."""
        if question.polygon is not None:
            return None, self.polygon_cohorts(question.polygon)
        if question.area is not None:
            return self._cohorts_of(question.area)
        size = size_of(question.each_kind)
        if size is not None:
            return None, self._with_cells(lambda connection: squares.square_cohorts(connection, size))
        with self.engine.connect() as connection:
            if question.each_kind is not None:
                areas.require_kind(connection, question.each_kind)
            return None, cohorts.read_cohorts(connection, kind=question.each_kind)

    def _cohorts_of(self, code: str) -> tuple[tuple[str, str], pd.DataFrame]:
        place = self._named(code)
        if isinstance(place, Square):
            held = self._with_cells(lambda connection: squares.square_cohorts(connection, place.size_m, place))
            return (place.code, place.code), held
        area_id, code, name = place
        with self.engine.connect() as connection:
            return (code, name), cohorts.read_cohorts(connection, area_id=area_id)

    def _place(self, question: SupplyQuestion) -> places.Place:
        """The same place, for what is asked of assets one by one."""
        if question.polygon is not None:
            return places.of_polygon(question.polygon.geometry, self.settings.srid)
        if question.area is None:
            return places.EVERYWHERE
        place = self._named(question.area)
        return places.of_square(place, self.settings.srid) if isinstance(place, Square) else places.of_area(place[0])

    def _named(self, code: str) -> tuple[int, str, str] | Square:
        """An area (id, code, name) or, where none of the registry has that code, the square; raises NotFoundError."""
        try:
            with self.engine.connect() as connection:
                return areas.require_area(connection, code)
        except NotFoundError:
            square = square_of(code)
            if square is None:
                raise
            return square
