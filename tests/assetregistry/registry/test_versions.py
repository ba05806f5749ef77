"""Which catalogue a number was made with can be told later, from the number's own data version."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from assetregistry.catalogue.comparing import version_in
from assetregistry.cli import main
from assetregistry.errors import NotFoundError
from assetregistry.registry import Registry
from assetregistry.settings import Settings

LIFE = """
[luminaire]
distribution = "weibull"
mean_years = {years}
low_years = 10
high_years = 40
cv = 0.28
source = "Our own lamps"
confidence = "A"
"""


def opened(settings: Settings, folder: Path | None, years: float = 0) -> Registry:
    """The registry with the package's catalogue, or with one life of its own."""
    if folder is None:
        return Registry.open(settings)
    folder.mkdir(exist_ok=True)
    (folder / "lifetimes.toml").write_text(LIFE.format(years=years))
    return Registry.open(settings.model_copy(update={"catalogue_dir": folder}))


def test_what_differs_is_told_from_the_answers_version(settings: Settings, tmp_path: Path) -> None:
    first = opened(settings, tmp_path / "own", 21)
    answer = first.refresh()
    second = opened(settings, tmp_path / "own", 22)
    version, found = second.catalogue_differences(answer)
    assert version == first.catalogue.version
    (life,) = found
    assert (life.kind, life.code, life.change) == ("lifetimes", "luminaire", "changed")
    assert life.values == (("mean_years", 21.0, 22.0),)
    assert second.catalogue_differences(second.catalogue.version) == (second.catalogue.version, [])


def test_every_return_to_a_version_is_kept(settings: Settings, tmp_path: Path) -> None:
    opened(settings, tmp_path / "own", 21)
    last = opened(settings, None)
    kept = last.catalogue_versions()
    assert [(each["version"], each["current"], len(each["adopted_at"])) for each in kept] == [
        (last.catalogue.version, True, 2),
        (opened(settings, tmp_path / "own", 21).catalogue.version, False, 1),
    ]
    again = opened(settings, None)
    assert [len(each["adopted_at"]) for each in again.catalogue_versions()] == [3, 2]
    opened(settings, None)
    assert [len(each["adopted_at"]) for each in again.catalogue_versions()] == [3, 2], "opening again adopts nothing"


def test_a_registry_from_before_keeps_the_version_it_holds(registry: Registry, settings: Settings) -> None:
    with registry.engine.begin() as connection:
        connection.execute(text("DELETE FROM catalogue_version"))
    kept = opened(settings, None).catalogue_versions()
    assert [(each["version"], each["current"]) for each in kept] == [(registry.catalogue.version, True)]


def test_a_version_that_never_held_is_not_found(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match=r"no version that held here begins with 'ffffff'.*catalogue versions"):
        registry.catalogue_differences("ffffff")


@pytest.mark.parametrize(
    ("said", "part"),
    [("12-0a1b2c3d-20261124", "0a1b2c3d"), ("0a1b2c3d4e5f6071", "0a1b2c3d4e5f6071"), ("own", None), ("abc", None)],
)
def test_a_version_is_told_from_a_folder(said: str, part: str | None) -> None:
    assert version_in(said) == part


def test_by_command(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = opened(settings, tmp_path / "own", 21).catalogue.version
    now = opened(settings, None)
    monkeypatch.setattr("assetregistry.cli.catalogue.open_registry", lambda: now)
    for arguments in (["diff", before[:8]], ["versions"]):
        for extra in ([], ["--json"]):
            monkeypatch.setattr(sys, "argv", ["assetregistry", "catalogue", *arguments, *extra])
            with pytest.raises(SystemExit) as ended:
                main()
            assert not ended.value.code
            told = capsys.readouterr().out
            assert before in told
    assert [each["version"] for each in json.loads(told)] == [now.catalogue.version, before]
    assert {"version", "current", "adoptedAt", "types"} == set(json.loads(told)[0])
