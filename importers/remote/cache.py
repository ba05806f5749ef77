"""What was fetched is kept for a while in a folder of its own, so that an interrupted download continues."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from importers.errors import SourceError

STATE = "state.json"
FINISHED_S = 3600.0  # what is complete serves again for so long: a dry run, then the import
UNFINISHED_S = 24 * 3600.0  # after that a server may have forgotten where we were


@dataclass
class Kept:
    """A folder for one request, and how far it came. `save` makes progress last: whole, or not at all."""

    folder: Path
    state: dict[str, Any]

    def save(self, **state: Any) -> None:
        """Replace the state."""
        self.state = state
        draft = self.folder / (STATE + ".part")
        draft.write_text(json.dumps({"at": time.time(), **state}))
        draft.replace(self.folder / STATE)

    def forget(self) -> None:
        """Start anew."""
        for path in self.folder.iterdir():
            if path.name != "lock":
                path.unlink()
        self.state = {}


@contextmanager
def kept(root: Path, request: Mapping[str, Any]) -> Iterator[Kept]:
    """The folder of a request, for this process alone. What has expired is removed, of all requests.

    Raises SourceError when another process is fetching the same.
    """
    root.mkdir(parents=True, exist_ok=True)
    _expire(root)
    text = json.dumps(request, sort_keys=True)
    folder = root / hashlib.sha256(text.encode()).hexdigest()[:32]
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SourceError(f"{request['url']}: another process is fetching it: wait for that") from None
        yield Kept(folder, _state(folder))


def _expire(root: Path) -> None:
    for folder in root.iterdir():
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            state = _state(folder)
            life = FINISHED_S if state.get("finished") else UNFINISHED_S
            if state.get("at", folder.stat().st_mtime) + life < time.time():
                shutil.rmtree(folder)


def _state(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / STATE).read_text())
    except (OSError, ValueError):
        return {}
    return found
