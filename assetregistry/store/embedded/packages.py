"""PostgreSQL with PostGIS from Debian's packages, unpacked into a folder without being root."""

from __future__ import annotations

import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

from assetregistry.errors import RegistryError

WANTED = "postgresql-postgis"
ADVICE = "with `apt-get install postgresql-postgis` as root, or set ASSETREGISTRY_DATABASE_URL"
NEEDED = ("apt-get", "apt-cache", "dpkg-deb")
AT_ONCE = 40


def environment(root: Path) -> dict[str, str]:
    """What programs under `root` need to find their libraries and the data of PROJ and GDAL."""
    triplet = f"{platform.machine()}-linux-gnu"
    libraries = [root / "usr/lib" / triplet, root / "lib" / triplet, root / "usr/lib"]
    # BLAS and LAPACK lie in folders of their own, which Debian links by alternatives that unpacking does not set.
    libraries += [path.parent for path in (root / "usr/lib" / triplet).glob("*/lib*.so.3")]
    return {
        "LD_LIBRARY_PATH": ":".join(map(str, libraries)),
        "PROJ_LIB": str(root / "usr/share/proj"),
        "PROJ_DATA": str(root / "usr/share/proj"),
        "GDAL_DATA": str(root / "usr/share/gdal"),
    }


def unpack(root: Path) -> None:
    """Download the packages and unpack them into `root`, all or nothing; takes a minute or two.

    Raises RegistryError when the machine has no apt, or its packages cannot be reached.
    """
    if not all(shutil.which(program) for program in NEEDED):
        raise RegistryError(f"there is no PostgreSQL with PostGIS on this machine: install it {ADVICE}")
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        downloads, unpacked = Path(folder) / "deb", Path(folder) / "root"
        downloads.mkdir()
        names = _closure()
        for start in range(0, len(names), AT_ONCE):
            _run(["apt-get", "download", "-qq", *names[start : start + AT_ONCE]], downloads)
        for package in sorted(downloads.glob("*.deb")):
            _run(["dpkg-deb", "-x", str(package), str(unpacked)], downloads)
        unpacked.chmod(0o755)
        unpacked.rename(root)


def _closure() -> list[str]:
    """The wanted package and all that it depends on."""
    command = [
        "apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks",
        "--no-replaces", "--no-enhances", WANTED,
    ]  # fmt: skip
    told = _run(command, Path("/"))
    return sorted({line.strip() for line in told.splitlines() if line and not line.startswith((" ", "<"))})


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RegistryError(f"PostGIS cannot be fetched from Debian's packages ({last}): install it {ADVICE}")
    return done.stdout
