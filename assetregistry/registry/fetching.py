"""Sources on other machines are brought here first; then they are taken in as any file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from assetregistry.errors import RegistryError
from assetregistry.registry.base import Base
from assetregistry.store import areas
from importers import Left, SourceError, SourceReport, inspect
from importers.remote import Area, Limits, Reach, is_remote, is_service

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class AtHand:
    """A source that can be read: where it is, what it is called, and what was left out on the way.

    `whole`: its layers have been chosen already.
    """

    path: Path
    name: str
    left: tuple[Left, ...] = ()
    whole: bool = False


class Fetching(Base):
    """Files stay where they are; addresses and named services are asked."""

    @cached_property
    def reach(self) -> Reach:
        """What the settings let us ask."""
        return Reach(
            cache=self.settings.data_dir / "fetched",
            srid=self.settings.srid,
            limits=Limits(allow_private=self.settings.allow_private_sources),
            base_urls=self.settings.service_urls,
        )

    def inspect_remote(
        self, source: str, progress: Progress, *, area: str | None = None, layer: str | None = None
    ) -> SourceReport:
        """What an address or a named service holds, of which the first features are fetched.

        Raises SourceError, and RegistryError for an area that is not known.
        """
        from importers.remote.bringing import look

        wanted = None if area is None else self._area(area)
        with tempfile.TemporaryDirectory(prefix="assetregistry-") as folder:
            found = look(source, self.reach, Path(folder), progress, area=wanted, layer=layer)
            with named_as(found.path, called(source)):
                report = inspect(found.path)
        layers = [replace(each, rows=found.rows.get(each.name, each.rows)) for each in report.layers]
        return SourceReport(called(source), layers)

    @contextmanager
    def _at_hand(
        self, source: Path | str, progress: Progress, *, area: str | None, layer: str | None
    ) -> Iterator[AtHand]:
        """Raises SourceError, and RegistryError for an area that is not known or not asked for."""
        if isinstance(source, Path) or not is_remote(source):
            if area is not None:
                raise RegistryError(
                    f"{source}: --area is for addresses and services; for a full delivery, say --within"
                )
            yield AtHand(Path(source), Path(source).name)
            return
        from importers.remote.bringing import bring

        wanted = None if area is None else self._area(area)
        with tempfile.TemporaryDirectory(prefix="assetregistry-") as folder:
            found = bring(source, self.reach, Path(folder), progress, area=wanted, layer=layer)
            left = tuple(Left(*each) for each in found.left)
            with named_as(found.path, called(source)):
                yield AtHand(found.path, called(source), left, whole=is_service(source))

    @contextmanager
    def _areas_at_hand(self, source: Path | str, kind: str, year: int | None, progress: Progress) -> Iterator[AtHand]:
        if isinstance(source, Path) or not is_remote(source):
            if year is not None:
                raise RegistryError(f"{source}: --year is for services, such as cbs:areas")
            yield AtHand(Path(source), Path(source).name)
            return
        from importers.remote.bringing import bring_areas

        with tempfile.TemporaryDirectory(prefix="assetregistry-") as folder:
            path = bring_areas(source, kind, self.reach, Path(folder), progress, year=year)
            with named_as(path, called(source)):
                yield AtHand(path, called(source))

    def _area(self, code: str) -> Area:
        with self.engine.connect() as connection:
            return Area(code, areas.outline(connection, code), self.settings.srid)


def called(source: str) -> str:
    """What is kept of an address: not its query, which may hold a key."""
    return source.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]


@contextmanager
def named_as(path: Path, name: str) -> Iterator[None]:
    """Errors name the source that was asked for, not the folder that it came to."""
    try:
        yield
    except SourceError as error:
        raise SourceError(str(error).replace(str(path), name)) from None
    except RegistryError as error:
        raise type(error)(str(error).replace(str(path), name)) from None
