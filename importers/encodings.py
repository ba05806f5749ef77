"""Text in another encoding than it should be: found by its bytes, read without loss, and said."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import numpy as np

from importers.errors import SourceError

CHUNK = 1 << 20
# Windows-1252 as browsers read it: its five undefined bytes stay what they are, so nothing is lost.
UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
TO_1252 = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in UNDEFINED}
UTF16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
XML_DECLARATION, UTF8_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>"), '<?xml version="1.0" encoding="UTF-8"?>'
DBF_HEADER = 32
DBF_END_OF_FIELDS = 0x0D
ASCII = 0x80


def mend_text(path: Path) -> str | None:
    """Make the scratch file UTF-8 in place, by a copy where it was a link; returns what was done, None for nothing.

    Raises SourceError for what is no text at all.
    """
    if (encoding := utf16_of(path)) is not None:
        _recode(path, encoding)
        return "the text is UTF-16: read as such"
    wrong = _first_wrong_byte(path)
    if wrong is None:
        return None
    _recode(path, "latin-1", TO_1252)
    return f"byte {wrong} is no UTF-8: the text was read as Windows-1252"


def utf16_of(path: Path) -> str | None:
    """Which UTF-16 a file is in, by its mark, or by its first sign where that is XML's; None for none."""
    with path.open("rb") as file:
        start = file.read(4)
    return next((encoding for mark, encoding in UTF16 if start.startswith(mark)), None)


def refuse_zero_bytes(path: Path) -> None:
    """Raises SourceError for text that holds them, as UTF-16 without its mark does: no database keeps them."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise SourceError(f"{path.name} holds zero bytes: export it anew as UTF-8")


def _first_wrong_byte(path: Path) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return max(read + error.start - len(decoder.getstate()[0]), 0)
            read += len(chunk)
    return None if not decoder.getstate()[0] else read - len(decoder.getstate()[0])


def _recode(path: Path, encoding: str, table: dict[int, str] | None = None) -> None:
    mended = path.with_name(path.name + ".utf8")
    try:
        with path.open(encoding=encoding, newline="") as file, mended.open("w", encoding="utf-8", newline="") as out:
            text = file.read(CHUNK)
            text = XML_DECLARATION.sub(UTF8_DECLARED, text) if encoding.startswith("utf-16") else text
            while text:
                out.write(text.translate(table) if table else text)
                text = file.read(CHUNK)
    except UnicodeError:
        raise SourceError(f"{path.name}: its text is broken: export it anew as UTF-8") from None
    mended.replace(path)


def dbf_encoding(path: Path, code_page: Path | None, *, known: bool) -> tuple[str | None, str | None]:
    """(what GDAL must be told, what is to be said) for a shapefile's table, judged by its bytes.

    `code_page` is the .cpg beside it, where there is one; without one GDAL goes by the table's own mark. known: GDAL
    knows the encoding by either; it does not where neither says one, or a .cpg says "ANSI 1252".
    """
    declared = code_page.read_text(encoding="latin-1").strip() if code_page is not None else None
    found = _bytes_of(path)
    if found is None or found == "ascii" or (found == "utf-8" and (declared or "").upper() in ("UTF-8", "UTF8")):
        return None, None
    if found == "utf-8":
        return "UTF-8", f"the table says {declared or 'nothing'}, its text is UTF-8: read as such"
    if (declared or "").upper() in ("UTF-8", "UTF8"):
        return "CP1252", "the table says UTF-8, its text is not: read as Windows-1252"
    if not known:
        return "CP1252", f"the table says {declared or 'nothing'} of its encoding: read as Windows-1252"
    return None, None


def _bytes_of(path: Path) -> str | None:
    """'ascii', 'utf-8' or 'other': what the text fields of a DBF hold."""
    data = np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size > DBF_HEADER else None
    if data is None:
        return None
    rows = int.from_bytes(data[4:8].tobytes(), "little")
    start, width = (int.from_bytes(data[at : at + 2].tobytes(), "little") for at in (8, 10))
    rows = min(rows, (len(data) - start) // width) if width else 0
    if rows <= 0 or start < DBF_HEADER:
        return None
    table = data[start : start + rows * width].reshape(rows, width)
    kind = "ascii"
    for begin, end in _text_fields(data[:start].tobytes()):
        field = table[:, begin:end]
        for value in field[(field >= ASCII).any(axis=1)]:
            if not _is_utf8(value.tobytes()):
                return "other"
            kind = "utf-8"
    return kind


def _text_fields(header: bytes) -> list[tuple[int, int]]:
    fields, begin = [], 1
    for at in range(DBF_HEADER, len(header) - 31, 32):
        if header[at] == DBF_END_OF_FIELDS:
            break
        length = header[at + 16]
        if header[at + 11 : at + 12] == b"C":
            fields.append((begin, begin + length))
        begin += length
    return fields


def _is_utf8(value: bytes) -> bool:
    """Whether it is, but for a last character that the field's width cut through."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(value)
    except UnicodeDecodeError:
        return False
    return True
