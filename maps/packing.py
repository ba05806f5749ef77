"""Columns of whole numbers as base64 text: a small number takes one byte, so sorted and small things pack well.

Each column is a run of LEB128 numbers (seven bits per byte, low bits first, the top bit says that more follow), the
columns one after the other. Neighbours in the order of `morton_order` differ little, so places are stored as steps.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

_BITS_PER_BYTE = 7
_MORTON_BITS = 16


def pack(columns: Sequence[Whole]) -> str:
    """Columns of numbers that are not negative, as one base64 text. Raises ValueError for a negative number."""
    return base64.b64encode(b"".join(varints(column) for column in columns)).decode("ascii")


def varints(values: Whole) -> bytes:
    """LEB128 of each value."""
    if values.size == 0:
        return b""
    if values.min() < 0:
        raise ValueError("only numbers from zero on can be packed")
    sizes = np.ones(values.shape, dtype=np.int64)
    rest = values >> _BITS_PER_BYTE
    while rest.any():
        sizes += rest > 0
        rest = rest >> _BITS_PER_BYTE
    ends = np.cumsum(sizes)
    out = np.zeros(ends[-1], dtype=np.uint8)
    for byte in range(int(sizes.max())):
        has = sizes > byte
        more = np.where(sizes[has] > byte + 1, 0x80, 0)
        out[ends[has] - sizes[has] + byte] = ((values[has] >> (_BITS_PER_BYTE * byte)) & 0x7F) | more
    return out.tobytes()


def steps(values: Whole) -> Whole:
    """Differences between neighbours, the first from zero, folded so that none is negative: 0, -1, 1 → 0, 1, 2."""
    difference: Whole = np.diff(values, prepend=np.int64(0))
    return (difference << 1) ^ (difference >> 63)


def morton_order(x: Whole, y: Whole) -> NDArray[np.intp]:
    """The order along a Z-curve: neighbours in it are neighbours on the map. `x`, `y` not negative."""
    if x.size == 0:
        return np.array([], dtype=np.intp)
    shift = max(0, int(max(x.max(), y.max())).bit_length() - _MORTON_BITS)
    return np.argsort(_spread(x >> shift) | (_spread(y >> shift) << 1), kind="stable")


def _spread(values: Whole) -> Whole:
    """The bits of a 16-bit number moved apart, a zero between each two."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        values = (values | (values << shift)) & mask
    return values
