"""Uploaded files: in the data folder under a random name, with a row that tells of them."""

from __future__ import annotations

import json
import re
import shutil
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, text

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.store.engine import run

FOLDER = "uploads"
PROFILE = ".toml"
LONGEST_NAME = 120
ARRIVING_SECONDS = 24 * 3600  # files come before their row; none takes longer
UNSAFE = re.compile(r"[^\w .()+-]")


@dataclass(frozen=True)
class Sent:
    """One file as it arrives: the name that its sender gave it, and its bytes."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True)
class Upload:
    """Files that were kept. `source` is what an import opens: the one file, or the folder of several."""

    id: uuid.UUID
    name: str
    files: tuple[str, ...]
    size_bytes: int
    folder: Path

    @property
    def source(self) -> Path:
        """The file to import, or the folder where several belong together; profiles do not count."""
        data = [name for name in self.files if not name.endswith(PROFILE)]
        return self.folder / data[0] if len(data) == 1 else self.folder

    @property
    def profiles(self) -> list[Path]:
        """Profiles that came along."""
        return [self.folder / name for name in self.files if name.endswith(PROFILE)]


def harmless(name: str) -> str:
    """A file's name without anything that means something to a file system: no folders, no dots ahead, no controls."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    cleaned = UNSAFE.sub("_", last).strip(" .")
    stem, suffix = cleaned[:LONGEST_NAME], PurePosixPath(cleaned).suffix
    return stem if stem.endswith(suffix) else stem[: -len(suffix)] + suffix


def keep(connection: Connection, data_dir: Path, sent: Sequence[Sent]) -> Upload:
    """Write the files and their row. Raises RegistryError where there is nothing to keep, or two share a name."""
    names = [harmless(each.name) for each in sent]
    data = [name for name in names if name and not name.endswith(PROFILE)]
    if not data or "" in names:
        raise RegistryError("no file was sent: send at least one GIS file, with its name, as `file`", code="no-file")
    if len({name.lower() for name in names}) < len(names):
        raise RegistryError(
            f"two files have the same name ({', '.join(sorted(names))}): send each once", code="same-name"
        )
    upload_id = uuid.uuid4()
    stem = PurePosixPath(data[0]).stem
    folder = data_dir / FOLDER / str(upload_id) / stem
    folder.mkdir(parents=True)
    try:
        for name, each in zip(names, sent, strict=True):
            with (folder / name).open("xb") as target:
                shutil.copyfileobj(each.stream, target)
        upload = Upload(upload_id, data[0] if len(data) == 1 else stem, tuple(names), _size(folder), folder)
        _insert(connection, upload)
    except BaseException:
        forget(data_dir, upload_id)
        raise
    return upload


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _insert(connection: Connection, upload: Upload) -> None:
    query = text(
        "INSERT INTO upload (id, name, files, size_bytes) VALUES (:id, :name, CAST(:files AS jsonb), :size_bytes)"
    )
    values = {"id": upload.id, "name": upload.name, "size_bytes": upload.size_bytes}
    connection.execute(query, {**values, "files": json.dumps(upload.files)})


def one(connection: Connection, data_dir: Path, upload_id: uuid.UUID) -> Upload:
    """One upload; raises NotFoundError where there is none, or where its files were tidied away."""
    query = text("SELECT name, files, size_bytes FROM upload WHERE id = :id")
    row = connection.execute(query, {"id": upload_id}).one_or_none()
    folders = sorted((data_dir / FOLDER / str(upload_id)).glob("*"))
    if row is None or not folders:
        raise NotFoundError(
            f"there is no upload {upload_id} (they are kept for some days only): send the file again",
            code="file-not-kept",
        )
    return Upload(upload_id, row.name, tuple(row.files), row.size_bytes, folders[0])


def tidy(engine: Engine, data_dir: Path, days: int) -> None:
    """Forget uploads older than so many days that no open job needs, and files that no row tells of any more."""
    with engine.begin() as connection:
        run(connection, "jobs/old_uploads", days=days)
    with engine.connect() as connection:
        known = {str(upload_id) for upload_id in connection.execute(text("SELECT id FROM upload")).scalars()}
    newest = time.time() - ARRIVING_SECONDS
    for folder in (data_dir / FOLDER).glob("*"):
        if folder.name not in known and folder.stat().st_mtime < newest:
            shutil.rmtree(folder, ignore_errors=True)


def forget(data_dir: Path, upload_id: uuid.UUID) -> None:
    """Remove an upload's files."""
    shutil.rmtree(data_dir / FOLDER / str(upload_id), ignore_errors=True)


def as_dict(upload: Upload) -> dict[str, Any]:
    """The JSON form."""
    return {
        "uploadId": str(upload.id),
        "name": upload.name,
        "files": list(upload.files),
        "sizeBytes": upload.size_bytes,
        "profiles": [path.name for path in upload.profiles],
    }
