"""What a filter may name: of a code that there is none of, an empty answer would pass for nothing that is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from assetregistry.errors import RegistryError
from assetregistry.questions import AssetFilter, listed
from assetregistry.registry.base import Base
from assetregistry.store import organisations

SUSPECT = "suspect"  # of any hazard
LISTED = 12  # of more choices only those that are spelled nearly so are told
NEAR = 5


class UnknownError(RegistryError):
    """A filter names what there is none of: `wrong` has each by the filter's field; code and values are the first's."""

    def __init__(self, wrong: Sequence[tuple[str, RegistryError]]) -> None:
        first = wrong[0][1]
        super().__init__("; ".join(str(error) for _, error in wrong), code=first.code, **first.values)
        self.wrong = tuple(wrong)


class Knowing(Base):
    """Looking whether what is asked about is there."""

    def require_known(
        self,
        *,
        owners: Collection[str] = (),
        asset_types: Collection[str] = (),
        material: str | None = None,
        hazard: str | None = None,
    ) -> None:
        """Raise UnknownError with everything that there is none of: organisations, and entries of the catalogue.

        An owner of nothing is known all the same.
        """
        wrong = [
            *self._unknown_owners(owners),
            *self._unknown_types(asset_types),
            *self._unknown_materials([] if material is None else [material]),
            *self._unknown_hazards([] if hazard is None else [hazard]),
        ]
        if wrong:
            raise UnknownError(wrong)

    def require_known_in(self, where: AssetFilter) -> None:
        """The same of a filter of assets."""
        self.require_known(
            owners=listed(where.owner),
            asset_types=listed(where.asset_type),
            material=where.material,
            hazard=where.hazard,
        )

    def _unknown_owners(self, codes: Collection[str]) -> Iterator[tuple[str, RegistryError]]:
        if not codes:
            return
        with self.engine.connect() as connection:
            known = [row["code"] for row in organisations.list_organisations(connection)]
        for code in (each for each in codes if each not in known):
            told = f"there is no organisation '{code}'{_instead(code, known, 'organisations list')}"
            yield "owner", RegistryError(told, code="unknown-owner", owner=code)

    def _unknown_types(self, codes: Collection[str]) -> Iterator[tuple[str, RegistryError]]:
        known = self.catalogue.asset_types
        for code in (each for each in codes if each not in known):
            told = f"the catalogue has no asset type '{code}'{_instead(code, known, 'catalogue list types')}"
            yield "asset_type", RegistryError(told, code="unknown-asset-type", type=code)

    def _unknown_materials(self, codes: Collection[str]) -> Iterator[tuple[str, RegistryError]]:
        known = self.catalogue.materials
        for code in (each for each in codes if each not in known):
            told = f"the catalogue has no material '{code}'{_instead(code, known, 'catalogue list materials')}"
            yield "material", RegistryError(told, code="unknown-material", material=code)

    def _unknown_hazards(self, codes: Collection[str]) -> Iterator[tuple[str, RegistryError]]:
        known = [SUSPECT, *self.catalogue.hazards]
        for code in (each for each in codes if each not in known):
            told = f"the catalogue has no hazard '{code}'{_instead(code, known, 'catalogue list hazards')}"
            yield "hazard", RegistryError(told, code="unknown-hazard", hazard=code)


def _instead(code: str, known: Collection[str], command: str) -> str:
    """What to choose in its place."""
    near = sorted(known) if len(known) <= LISTED else get_close_matches(code, known, NEAR)
    return (f": choose from {', '.join(near)}" if near else "") + f"; see `assetregistry {command}`"
