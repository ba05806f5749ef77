"""The whole database in one file, and back: PostgreSQL's own dump, all of it or nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Engine, text

from assetregistry.errors import RegistryError
from assetregistry.store import reader, schema
from assetregistry.store.embedded import Binaries


def backup(url: str, path: Path, binaries: Binaries) -> int:
    """Write the database to `path`; returns the file's bytes. An existing file is replaced only by a whole one."""
    half = path.with_name(f"{path.name}.part")
    try:
        _run(binaries, ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={half}", url], path)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return path.stat().st_size


def restore(engine: Engine, url: str, path: Path, binaries: Binaries, *, replace: bool) -> None:
    """Make the database what the file says, in one transaction.

    Consumers of the feed are told to start again, by a new feed id: the file may be older than what they have read.
    Raises RegistryError when the registry holds assets and `replace` is not said, or the file is no backup.
    """
    if not path.is_file():
        raise RegistryError(f"{path}: no such file")
    held = _assets(engine)
    if held and not replace:
        raise RegistryError(f"the registry holds {held:,} assets that this would replace: say --replace, or back it up")
    options = ["--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-privileges", f"--dbname={url}"]
    engine.dispose()
    _run(binaries, ["pg_restore", *options, str(path)], path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE offer_feed SET feed = gen_random_uuid()"))
    reader.prepare(engine)  # a backup carries no rights


def _assets(engine: Engine) -> int:
    with schema.connect(engine) as connection:
        if schema.revision(connection) is None:
            return 0
        found: int = connection.execute(text("SELECT count(*) FROM asset")).scalar_one()
        return found


def _run(binaries: Binaries, command: list[str], path: Path) -> None:
    program = binaries.program(command[0])
    if not Path(program).is_file():
        program = shutil.which(command[0]) or program
    done = subprocess.run(
        [program, *command[1:]], env=binaries.full_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["no message"])[0].removeprefix(f"{command[0]}: error: ")
        raise RegistryError(f"{path}: {command[0]} failed ({said}); nothing was changed")
