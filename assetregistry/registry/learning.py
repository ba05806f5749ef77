"""Lifetimes learned from the removals that imports saw: proposed, reported, and taken over only when accepted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import tomlkit
from tomlkit.exceptions import TOMLKitError

from assetregistry.catalogue.models import Lifetime
from assetregistry.errors import RegistryError
from assetregistry.learning import backtest, fit, prepared, until
from assetregistry.learning.page import report_markdown, report_page, require_language
from assetregistry.registry.base import Base
from assetregistry.registry.calibration import (
    Backtest,
    Calibration,
    Learned,
    ending_lifetimes,
    learn,
    starting_points,
)
from assetregistry.registry.pictures import draw_survival
from assetregistry.registry.recipes import lifetime_class
from assetregistry.store.lookup.lives import read_lives

FILE = "lifetimes.toml"
REPORTS = (".html", ".md", ".json")


class Learning(Base):
    """Calibration of lifetimes."""

    _learned: Calibration | None = None  # of the data version that was asked about last: seconds for a million assets

    def calibrate(self, backtest_year: int | None = None) -> Calibration:
        """What the removals seen say of each lifetime class; changes nothing.

        `backtest_year`: also hold a forecast from the start of that year against what happened since. Raises
        RegistryError when nothing was watched across that day.
        """
        version = self.refresh()
        if self._learned is None or self._learned.data_version != version:
            self._learned = self._learn(version)
        if backtest_year is None:
            return self._learned
        test = _tested(self._learned.outcomes.lives, starting_points(self.catalogue), backtest_year)
        return replace(self._learned, backtest=test)

    def _learn(self, version: str) -> Calibration:
        with self.engine.connect() as connection:
            watched = read_lives(connection)
        starts = starting_points(self.catalogue)
        outcomes = prepared(watched, ending_lifetimes(self.catalogue), starts)
        learned = [learn(part, starts[str(code)]) for code, part in outcomes.lives.groupby("lifetime")]
        learned.sort(key=lambda each: (-each.removals, -each.things, each.entry.code))
        days = pd.to_datetime(watched["entered_on"]), pd.to_datetime(watched["followed_to"])
        return Calibration(
            as_of=self.as_of,
            data_version=version,
            watched_from=None if days[0].isna().all() else days[0].min().date(),
            watched_to=None if days[1].isna().all() else days[1].max().date(),
            learned=tuple(learned),
            outcomes=outcomes,
            backtest=None,
        )

    def write_calibration(self, calibration: Calibration, path: Path, *, language: str = "nl") -> None:
        """Write the report as .html (with pictures), .md or .json, which knows no language but English.

        Raises RegistryError for another suffix, or a language that there are no words in.
        """
        suffix = path.suffix.lower()
        if suffix not in REPORTS:
            raise RegistryError(f"{path.name}: a report is written as {', '.join(REPORTS)}")
        require_language(language)
        document = calibration.as_dict()
        if suffix == ".html":
            curves = [each for each in calibration.learned if len(each.curve)]
            pictures = {each.entry.code: draw_survival(each.curve, each.fit, language) for each in curves}
            text = report_page(document, pictures, language)
        elif suffix == ".md":
            text = report_markdown(document, language)
        else:
            text = json.dumps(document, ensure_ascii=False, indent=2)
        path.write_text(text, encoding="utf-8")

    def accept_lifetimes(self, calibration: Calibration, folder: Path, only: Sequence[str] = ()) -> list[str]:
        """Write the fits with at least one removal (or of `only` these classes) as catalogue entries into a folder.

        Other entries of its lifetimes.toml stay as they are. Counts from when `ASSETREGISTRY_CATALOGUE_DIR` names the
        folder. Returns the classes. Raises RegistryError; then nothing was written.
        """
        chosen = _chosen(calibration, only)
        if not folder.is_dir():
            raise RegistryError(
                f"{folder}: there is no such folder; make it, and let ASSETREGISTRY_CATALOGUE_DIR name it"
            )
        path = folder / FILE
        try:
            content = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")
        except (TOMLKitError, UnicodeDecodeError) as error:
            raise RegistryError(f"{path}: not readable as TOML ({error}); correct the file") from None
        for each in chosen:
            content[each.entry.code] = _table(each.proposal())
        part = path.with_suffix(".part")
        part.write_text(tomlkit.dumps(content), encoding="utf-8")
        part.replace(path)
        return [each.entry.code for each in chosen]


def _tested(lives: pd.DataFrame, starts: dict[str, Lifetime], year: int) -> Backtest:
    priors = {code: lifetime_class(entry) for code, entry in starts.items()}
    by_catalogue = backtest(lives, priors, float(year))
    if by_catalogue.empty:
        raise RegistryError(
            f"nothing was watched across the start of {year}: choose a year that begins between the first delivery "
            "and the last"
        )
    seen = until(lives, float(year))
    fits = {code: fit(seen[seen["lifetime"] == code], priors[code]).life for code in lives["lifetime"].unique()}
    return Backtest(year, by_catalogue, backtest(lives, fits, float(year)))


def _chosen(calibration: Calibration, only: Sequence[str]) -> list[Learned]:
    seen = {each.entry.code: each for each in calibration.learned if each.removals}
    unseen = [code for code in only if code not in seen]
    if unseen:
        raise RegistryError(f"no removal was seen of {', '.join(unseen)}: there is nothing to accept")
    if not seen:
        raise RegistryError("no removal was seen that teaches a lifetime: there is nothing to accept")
    return [each for code, each in seen.items() if not only or code in only]


def _table(entry: Lifetime) -> tomlkit.items.Table:
    """An entry as its file holds it: under its code, so without it."""
    values = Lifetime.model_validate(entry.model_dump()).model_dump(exclude={"code"})
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, value)
    table.add(tomlkit.nl())
    return table
