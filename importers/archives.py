"""Files as GDAL may see them: links and copies in a scratch folder. The original is never written to."""

from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from importers.errors import SourceError

DATABASES = frozenset({".gpkg", ".sqlite", ".db"})  # SQLite follows links and may write beside the original
NOT_TAKEN_ALONG = frozenset({".gfs", ".zip"})  # what an earlier reading left, what is a source of its own
MOST_FILES = 10_000
MOST_BYTES = 50 * 1024**3
MOST_RATIO = 200
RATIO_MATTERS_BYTES = 100 * 1024**2
MOST_DEEP = 2  # how many zips may lie around another one
ENCRYPTED = 1  # of a zip member's flags
TYPE_BITS = 16  # of a zip member's attributes: where Unix keeps a file's type


def mirror_folder(folder: Path, scratch: Path) -> None:
    """Every file of a folder and those below it, in the scratch folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if len(files) > MOST_FILES:
        raise SourceError(f"{folder}: holds {len(files):,} files: give the folder or file that is meant")
    for path in files:
        place = scratch.joinpath(*(_safe(part) for part in path.relative_to(folder).parts))
        place.parent.mkdir(parents=True, exist_ok=True)
        mirror(path, place)


def mirror_with_siblings(source: Path, scratch: Path) -> Path:
    """The file and those that belong to it (same name, other suffix), in the scratch folder."""
    stem = "".join(f"[{character}]" if character in "*?[" else character for character in source.stem)
    for sibling in source.parent.glob(f"{stem}.*"):
        if sibling.is_file() and sibling.suffix.lower() not in {*NOT_TAKEN_ALONG, source.suffix.lower()}:
            mirror(sibling, scratch / _safe(sibling.name))
    return mirror(source, scratch / _safe(source.name))


def mirror(path: Path, place: Path) -> Path:
    """One file as a link, a database as a copy."""
    if not place.exists():
        if path.suffix.lower() in DATABASES:
            shutil.copyfile(path, place)
        else:
            place.symlink_to(path.resolve())
    return place


def unpack(source: Path, scratch: Path) -> None:
    """A zip's members in the scratch folder, those of zips within it in folders of their own.

    Raises SourceError when one of them is broken, or would do harm.
    """
    waiting = [(source, scratch, 0)]
    all_members: list[zipfile.ZipInfo] = []
    while waiting:
        archive, folder, depth = waiting.pop()
        name = source if archive == source else f"{source}: {archive.name}"
        members = _unpack_one(archive, folder, name, all_members)
        all_members += members
        inner = [_place_of(member, folder) for member in members if member.filename.lower().endswith(".zip")]
        waiting += [(place, place.with_suffix(""), depth + 1) for place in inner if depth < MOST_DEEP]
        if archive != source:
            archive.unlink()


def _unpack_one(
    archive: Path, folder: Path, name: Path | str, before: Iterable[zipfile.ZipInfo]
) -> list[zipfile.ZipInfo]:
    """The members of one zip, unpacked; `before`: those of the zips around it, which count for what is too much."""
    try:
        with zipfile.ZipFile(archive) as packed:
            members = [member for member in packed.infolist() if not member.filename.endswith(("/", "\\"))]
            refuse_harmful(name, [*before, *members])
            if any(member.flag_bits & ENCRYPTED for member in members):
                raise SourceError(f"{name}: the zip file asks for a password: unpack it, and give what is in it")
            for member in members:
                place = _place_of(member, folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(member) as inside, place.open("wb") as out:
                    shutil.copyfileobj(inside, out, 1 << 20)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise SourceError(f"{name}: the zip file is broken ({error}): fetch it again") from None
    return members


def _place_of(member: zipfile.ZipInfo, folder: Path) -> Path:
    return folder.joinpath(*(_safe(part) for part in _path_of(member).parts))


def refuse_harmful(source: Path | str, members: Iterable[zipfile.ZipInfo]) -> None:
    """Raise SourceError for a zip that would write elsewhere, hold links, or fill the disk."""
    members = list(members)
    for member in members:
        path = _path_of(member)
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            raise SourceError(f"{source}: the zip file would write outside its folder ({member.filename}): refused")
        if stat.S_ISLNK(member.external_attr >> TYPE_BITS):
            raise SourceError(f"{source}: the zip file holds a link ({member.filename}): pack the file itself")
    size, packed = (sum(getattr(each, name) for each in members) for name in ("file_size", "compress_size"))
    bomb = size > RATIO_MATTERS_BYTES and size > MOST_RATIO * max(packed, 1)
    if len(members) > MOST_FILES or size > MOST_BYTES or bomb:
        raise SourceError(
            f"{source}: the zip file would unpack to {len(members):,} files of {size / 1e9:,.1f} GB in all: refused"
        )


def _path_of(member: zipfile.ZipInfo) -> PurePosixPath:
    """Where a member lies; programs of Windows write folders with a backslash."""
    return PurePosixPath(member.filename.replace("\\", "/"))


def _safe(name: str) -> str:
    """A file's name without the sign that GDAL's readers take for a path inside a zip."""
    return name.replace("!", "_")
