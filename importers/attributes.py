"""All that a source says of each row, as JSON: made column by column, without a Python object per row."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# JSON's word for a character that PostgreSQL does not store, and not a backslash that is followed by u0000.
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
QUOTATION, BACKSLASH, FIRST_PRINTABLE = ord('"'), ord("\\"), ord(" ")
TEXT = pa.large_string()


def json_lines(frame: pd.DataFrame) -> pa.Array | None:
    """Each row as a JSON object, its keys in the order of the columns."""
    if frame.empty or not len(frame.columns):
        return None
    parts: list[pa.Scalar | pa.Array] = []
    for name, column in frame.items():
        key = _without_nul(json.dumps(str(name), ensure_ascii=False))
        parts += [pa.scalar(f"{',' if parts else '{'}{key}:", TEXT), _values(column)]
    return pc.binary_join_element_wise(*parts, pa.scalar("}", TEXT), pa.scalar("", TEXT))


def _values(column: pd.Series) -> pa.Array:
    if isinstance(column.dtype, pd.StringDtype):
        text = pa.chunked_array(pa.array(column)).combine_chunks().cast(TEXT)
        if _is_plain(text):
            quote = pa.scalar('"', TEXT)
            return pc.binary_join_element_wise(quote, text, quote, pa.scalar("", TEXT)).fill_null("null")
    elif pd.api.types.is_integer_dtype(column.dtype):
        return pa.array(column, from_pandas=True).cast(TEXT).fill_null("null")
    return pa.array(_one_by_one(column), TEXT)


def _is_plain(text: pa.Array) -> bool:
    """Whether JSON writes all of it as it stands: no quotation mark, backslash or control character is in it."""
    if not len(text):
        return True
    _, ends, characters = text.buffers()
    first, last = np.frombuffer(ends, np.int64)[[text.offset, text.offset + len(text)]]
    written = np.frombuffer(characters or b"", np.uint8)[first:last]
    return not ((written < FIRST_PRINTABLE) | (written == QUOTATION) | (written == BACKSLASH)).any()


def _one_by_one(column: pd.Series) -> list[str]:
    """What pandas writes of any type: numbers, truth, lists, text with quotation marks."""
    lines = column.to_frame("v").to_json(orient="records", lines=True, force_ascii=False, default_handler=str)
    return [line[len('{"v":') : -1] for line in _without_nul(lines).split("\n")[: len(column)]]


def _without_nul(text: str) -> str:
    return NUL.sub(r"\1", text) if "u0000" in text else text
