"""What is wrong with a field of a request: pydantic's reasons, as codes of our own and in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PLACES = ("query", "path", "header", "body")  # where a field may stand, which is told before its name
UNFIT = "unfit"  # what has no code of its own: its sentence says all

_WHOLE = ("no-whole-number", "{field} is no whole number")
_NUMBER = ("no-number", "{field} is no number")
_TRUTH = ("no-truth", "{field} is neither true nor false")
_DAY = ("no-day", "{field} is no day such as 2026-11-24")
_INSTANT = ("no-instant", "{field} is no instant with its zone such as 2026-11-24T12:00:00Z")
REASONS = {
    "missing": ("missing", "{field} is missing"),
    "extra_forbidden": ("unknown-field", "{field} is not known here"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": _INSTANT,
    "string_type": ("no-text", "{field} is no text"),
    "string_too_short": ("too-short", "{field} must have {least} or more characters"),
    "string_too_long": ("too-long", "{field} must have {most} or fewer characters"),
    "greater_than_equal": ("too-small", "{field} must be {least} or more"),
    "less_than_equal": ("too-large", "{field} must be {most} or less"),
    "literal_error": ("no-choice", "{field} must be one of: {choices}"),
    "json_invalid": ("no-json", "{field} is no JSON"),
}
_VALUES = {"ge": "least", "min_length": "least", "le": "most", "max_length": "most", "expected": "choices"}


@dataclass(frozen=True)
class Misread:
    """One thing that is wrong. `values`: what goes into the words for its code, beside the field."""

    field: str
    code: str
    values: dict[str, Any]
    message: str

    def as_dict(self) -> dict[str, Any]:
        """As problem documents have it."""
        return {"field": self.field, "code": self.code, "values": self.values, "message": self.message}


def misread(error: Mapping[str, Any]) -> Misread:
    """An error as pydantic tells it, or a `loc` and a `msg` alone."""
    kind = error.get("type", "")
    field = _field(kind, error["loc"])
    told = {_VALUES[name]: value for name, value in error.get("ctx", {}).items() if name in _VALUES}
    values = {name: _listed(value) if name == "choices" else value for name, value in told.items()}
    if kind in REASONS:
        code, sentence = REASONS[kind]
        return Misread(field, code, values, sentence.format(field=field, **values))
    said = str(error["msg"])
    own = said.removeprefix("Value error, ")  # of a check of ours, or of who asked for this: a sentence of its own
    return Misread(field, UNFIT, {}, own if own != said or not kind else f"{field}: {said}")


def _field(kind: str, loc: tuple[str | int, ...]) -> str:
    """`lines.0.kg`. Of JSON that is none pydantic tells where it breaks off, of a body that is no object nothing."""
    if kind == "json_invalid" or not loc:
        return "body"
    inner = loc[1:] if loc[0] in PLACES else loc
    return ".".join(map(str, inner or loc))


def _listed(expected: str) -> str:
    """`csv, xlsx, gpkg`, of `'csv', 'xlsx' or 'gpkg'`."""
    return expected.replace("'", "").replace(" or ", ", ")
