"""Where PostgreSQL's programs are: installed with PostGIS, or unpacked from Debian's packages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assetregistry.errors import RegistryError
from assetregistry.store.embedded import packages

DEBIAN_ROOT = Path("/usr/lib/postgresql")
DEBIAN_SHARE = Path("/usr/share/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl, and the environment that they need."""

    bin_dir: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.bin_dir)

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.bin_dir / name)

    def major(self) -> int:
        """PostgreSQL's major version."""
        told = subprocess.run([self.program("postgres"), "--version"], capture_output=True, text=True, check=True)
        found = re.search(r"(\d+)", told.stdout)
        if found is None:
            raise RegistryError(f"{self.bin_dir}/postgres does not tell its version: {told.stdout!r}")
        return int(found.group(1))

    def full_environment(self) -> dict[str, str]:
        """The environment for a server or tool: ours, without what belongs to other clusters."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", **self.environment}


def find_binaries() -> Binaries | None:
    """Installed programs that have PostGIS, the newest first; None when there are none."""
    return next(_installed(), None)


def require_binaries(cache: Path) -> Binaries:
    """Installed programs, else Debian's packages unpacked into `cache`.

    Raises RegistryError that says what to install when there is neither.
    """
    found = find_binaries() or _unpacked(cache)
    if found is not None:
        return found
    packages.unpack(cache)
    found = _unpacked(cache)
    if found is None:
        raise RegistryError(f"{cache}: Debian's packages hold no PostgreSQL: install PostGIS, {packages.ADVICE}")
    return found


def _installed() -> Iterator[Binaries]:
    for bin_dir in sorted(DEBIAN_ROOT.glob("*/bin"), key=lambda path: -int(path.parent.name)):
        if (DEBIAN_SHARE / bin_dir.parent.name / "extension" / "postgis.control").is_file() and _complete(bin_dir):
            yield Binaries(bin_dir)
    config = shutil.which("pg_config")
    if config is not None:
        bin_dir, share_dir = (Path(_ask(config, question)) for question in ("--bindir", "--sharedir"))
        if (share_dir / "extension" / "postgis.control").is_file() and _complete(bin_dir):
            yield Binaries(bin_dir)


def _unpacked(cache: Path) -> Binaries | None:
    for bin_dir in sorted((cache / "usr/lib/postgresql").glob("*/bin")):
        if _complete(bin_dir):
            return Binaries(bin_dir, packages.environment(cache))
    return None


def _complete(bin_dir: Path) -> bool:
    return all((bin_dir / name).is_file() for name in ("initdb", "postgres", "pg_ctl"))


def _ask(config: str, question: str) -> str:
    return subprocess.run([config, question], capture_output=True, text=True, check=True).stdout.strip()
