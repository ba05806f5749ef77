"""Whose assets, built when: what a variant of a mix holds for."""

from __future__ import annotations

from dataclasses import dataclass

EARLIEST, LATEST = 0, 9999  # stand for ends that are left open


@dataclass(frozen=True)
class Window:
    """Assets of `owner` (None: of any) whose whole interval of building lies in `built_from` to `built_to`.

    Both years belong to it; None leaves that end open. Only a window without years holds what was built in an unknown
    year.
    """

    owner: str | None = None
    built_from: int | None = None
    built_to: int | None = None

    def __str__(self) -> str:
        """As in codes: G0164/1970-1993, 1994-, or nothing for all assets."""
        return "/".join(part for part in (self.owner, self.years) if part)

    @property
    def years(self) -> str:
        """1970-1993, 1994-, or nothing for any year."""
        if (self.built_from, self.built_to) == (None, None):
            return ""
        return "-".join("" if year is None else str(year) for year in (self.built_from, self.built_to))

    @property
    def specificity(self) -> tuple[bool, int]:
        """The more specific a window, the smaller: an owner's own go first, then the narrowest."""
        return (self.owner is None, self._last - self._first)

    def holds(self, other: Window) -> bool:
        """Whether all that the other window holds lies in this one."""
        of_owner = self.owner is None or self.owner == other.owner
        return of_owner and self._first <= other._first and other._last <= self._last

    def meet(self, other: Window) -> Window | None:
        """The window of what both hold; None where they have nothing in common."""
        if self.owner is not None and other.owner is not None and self.owner != other.owner:
            return None
        first, last = max(self._first, other._first), min(self._last, other._last)
        if first > last:
            return None
        return Window(
            self.owner or other.owner,
            None if first == EARLIEST else first,
            None if last == LATEST else last,
        )

    def of(self, owner: str) -> Window:
        """The same years of one owner."""
        return Window(owner, self.built_from, self.built_to)

    @property
    def _first(self) -> int:
        return EARLIEST if self.built_from is None else self.built_from

    @property
    def _last(self) -> int:
        return LATEST if self.built_to is None else self.built_to


EVERYTHING = Window()


def closed(windows: set[Window]) -> set[Window]:
    """The windows and all that they have in common: of those that hold a thing, one then lies in all others."""
    owners = {each.owner for each in windows}
    return set().union(*(_closed({each for each in windows if each.owner in (None, owner)}) for owner in owners))


def _closed(found: set[Window]) -> set[Window]:
    """The same of one owner and of any owner: windows of two owners have nothing in common."""
    while True:
        common = {one.meet(other) for one in found for other in found} - found - {None}
        if not common:
            return found
        found |= {each for each in common if each is not None}
