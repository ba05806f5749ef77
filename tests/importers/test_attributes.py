"""Rows as JSON say what the rows say, whatever is in them."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from importers.attributes import json_lines
from importers.columns import TEXT, plain_frame

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
            "plain": st.none() | st.text("abc é€", max_size=5),
            "whole": st.integers(-(2**63), 2**63 - 1),
            "some": st.none() | st.integers(-1000, 1000),
            "part": st.none() | st.floats(-1e6, 1e6).map(lambda value: round(value, 3)),
            "truth": st.booleans(),
            'odd "name"\\': st.sampled_from(["x", "y"]),
        }
    ),
    min_size=1,
)


@given(rows=ROWS)
def test_lines_say_what_rows_say(rows: list[dict[str, object]]) -> None:
    frame = plain_frame(pa.Table.from_pylist(rows))
    lines = json_lines(frame)
    assert lines is not None
    assert [json.loads(line) for line in lines.to_pylist()] == rows


def test_a_part_of_a_longer_column_is_looked_at_alone() -> None:
    whole = pa.array(["x", 'a "quotation"', "y", "z"], pa.large_string())
    frame = pd.DataFrame({"v": pd.array(whole[2:], dtype=TEXT)})
    lines = json_lines(frame)
    assert lines is not None
    assert lines.to_pylist() == ['{"v":"y"}', '{"v":"z"}']


def test_the_character_that_postgresql_does_not_store_is_left_out() -> None:
    lines = json_lines(pd.DataFrame({"k\x00": pd.array(["a\x00b", "c"], dtype=TEXT)}))
    assert lines is not None
    assert lines.to_pylist() == ['{"k":"ab"}', '{"k":"c"}']


def test_a_backslash_before_u0000_is_no_such_character() -> None:
    value = r"a\u0000b"
    lines = json_lines(pd.DataFrame({"k": pd.array([value, "\\\x00"], dtype=TEXT)}))
    assert lines is not None
    assert [json.loads(line)["k"] for line in lines.to_pylist()] == [value, "\\"]


def test_lists_are_lists() -> None:
    lines = json_lines(plain_frame(pa.table({"v": [["a", 'b"'], []]})))
    assert lines is not None
    assert [json.loads(line) for line in lines.to_pylist()] == [{"v": ["a", 'b"']}, {"v": []}]


def test_nothing_said_is_nothing() -> None:
    assert json_lines(pd.DataFrame()) is None
