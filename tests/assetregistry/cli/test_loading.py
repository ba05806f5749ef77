"""Help answers at once: what is needed to do the work is loaded when it is done."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assetregistry.cli import COMMANDS

SLOW = ("numpy", "sqlalchemy", "pyogrio", "fastapi", "importers", "assetregistry.registry", "assetregistry.store")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_loads_neither_the_registry_nor_readers(command: str) -> None:
    asked = (
        "import sys\nfrom assetregistry.cli import app\n"
        f"try:\n    app([{command!r}, '--help'])\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', *[name for name in {SLOW!r} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "loaded:"
