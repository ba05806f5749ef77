"""Commands run against a fresh database."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli_support import Outcome, Run

from assetregistry.cli import main


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], database_url: str, tmp_path: Path) -> Run:
    """Run a command against a fresh database, as the shell would."""
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", database_url)
    monkeypatch.setenv("ASSETREGISTRY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["assetregistry", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return run
