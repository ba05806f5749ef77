"""PostgreSQL refuses to run as root: who runs it, and which folders that account can reach."""

from __future__ import annotations

import os
import pwd
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The account that the server runs under; `drops` when it is not the one that runs this program."""

    name: str
    uid: int
    gid: int
    drops: bool

    @classmethod
    def choose(cls) -> Account:
        """Oneself; or, for root, `postgres` where it exists, else `nobody`."""
        if os.geteuid() != 0:
            own = pwd.getpwuid(os.geteuid())
            return cls(own.pw_name, own.pw_uid, own.pw_gid, drops=False)
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = next(known[name] for name in CANDIDATES if name in known)
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, drops=True)

    def subprocess_options(self) -> dict[str, Any]:
        """What `subprocess` needs to run a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}

    def own(self, folders: Sequence[Path]) -> None:
        """Make folders and give them to this account alone."""
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self.drops:
                os.chown(folder, self.uid, self.gid)

    def reaches(self, folder: Path) -> bool:
        """Whether this account may pass through every folder above `folder`."""
        return not self.drops or all(_passable(parent) for parent in [folder, *folder.parents] if parent.exists())


def _passable(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o001)
