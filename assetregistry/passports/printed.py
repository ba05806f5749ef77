"""The passport on paper: A4, the same words as the page, text that can be searched and copied.

Letters are DejaVu's, which matplotlib brings, so that no font of the machine is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fpdf import FPDF, FontFace
from fpdf.enums import CellBordersLayout, TableBordersLayout, TextEmphasis, XPos, YPos
from fpdf.table import Table

from assetregistry.errors import RegistryError
from assetregistry.passports.telling import NUMBERS, Told, Value, tell

FONT = "DejaVu"
FACES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
MARGIN_MM = 15
LABEL_MM = 42
SMALL, IN_TABLE, USUAL, LARGE, TITLE = 6.5, 7.5, 8.5, 10.5, 15.0  # points
LINE = 1.45  # lines' distance in letters' heights
MM_PER_POINT = 25.4 / 72
SOFT = (90, 102, 116)
BLACK = (29, 39, 51)
LINES = (223, 228, 233)
PART_WIDTHS = (30, 31, 14, 38, 15, 29, 23)  # of 180 mm
HISTORY_WIDTHS = (24, 30, 46, 50, 30)


def passport_print(document: Mapping[str, Any], language: str) -> bytes:
    """The passport document as PDF. Raises RegistryError for a language that there are no words in."""
    told = tell(document, language)
    sheet = _Sheet(told)
    sheet.identity()
    sheet.materials()
    sheet.lists()
    sheet.history()
    return bytes(sheet.pdf.output())


class _Paper(FPDF):
    """A4 with our letters; every page says below which passport it is of."""

    def __init__(self, told: Told) -> None:
        super().__init__(format="A4")
        self._foot = f"{told.title} {told.source_id} · {told.say['dataVersion']} {told.data_version}"
        for style, file in FACES.items():
            self.add_font(FONT, style, _letters() / file)
        self.set_margin(MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM)
        self.set_title(f"{told.title} {told.source_id}")
        self.set_lang(told.language)
        self.add_page()

    def footer(self) -> None:
        """What fpdf2 asks for at the end of each page."""
        self.set_y(-MARGIN_MM + 4)
        self.set_font(FONT, size=SMALL)
        self.set_text_color(*SOFT)
        self.cell(0, _height(SMALL), self._foot)
        self.set_x(MARGIN_MM)
        self.cell(0, _height(SMALL), f"{self.page_no()}/{{nb}}", align="R")


class _Sheet:
    """One passport being laid out, from top to bottom."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.pdf = _Paper(told)
        self._write(told.title, USUAL, colour=SOFT)
        self._write(told.heading, TITLE, style="B")

    def identity(self) -> None:
        self._title(self.told.say["identity"])
        for label, value in self.told.identity:
            self.pdf.set_font(FONT, size=USUAL)
            self.pdf.set_text_color(*SOFT)
            top = self.pdf.get_y()
            self.pdf.cell(LABEL_MM, _height(USUAL), label)
            self.pdf.set_xy(MARGIN_MM + LABEL_MM, top)
            self._write(value if value is not None else self.told.say["unknown"], USUAL, grey=value is None)

    def materials(self) -> None:
        self._title(self.told.say["materials"])
        if not self.told.parts:
            self._write(self.told.no_parts, USUAL)
            return
        source = FontFace(color=SOFT, size_pt=SMALL)
        with self._table(PART_WIDTHS) as table:
            _cells(table, self.told.columns)
            for part in self.told.parts:
                _cells(table, part.cells, line=CellBordersLayout.TOP)
                table.row().cell(part.source, colspan=len(part.cells), style=source)
        self.pdf.ln(_height(SMALL))
        self._write(self.told.say["note"], SMALL, colour=SOFT)

    def lists(self) -> None:
        if self.told.hazards:
            self._title(self.told.say["hazards"])
            for name, reason in self.told.hazards:
                self._write(f"{name}. {reason}", USUAL)
        if self.told.missing:
            self._title(self.told.say["missing"])
            for name in self.told.missing:
                self._write(f"• {name}", USUAL)

    def history(self) -> None:
        if not self.told.history:
            return
        self._title(self.told.say["history"])
        with self._table(HISTORY_WIDTHS, numbers=range(0)) as table:
            _cells(table, self.told.history_columns)
            for state in self.told.history:
                _cells(table, [self._known(value) for value in state], line=CellBordersLayout.TOP)

    def _known(self, value: Value) -> str:
        return self.told.say["unknown"] if value is None else value

    def _table(self, widths: Sequence[int], numbers: range = NUMBERS) -> AbstractContextManager[Table]:
        self.pdf.set_font(FONT, size=IN_TABLE)
        self.pdf.set_text_color(*BLACK)
        self.pdf.set_draw_color(*LINES)
        return self.pdf.table(
            col_widths=tuple(widths),
            borders_layout=TableBordersLayout.NONE,
            headings_style=FontFace(emphasis=TextEmphasis.B),
            line_height=_height(IN_TABLE),
            text_align=["RIGHT" if place in numbers else "LEFT" for place in range(len(widths))],
            v_align="TOP",
            padding=(0.6, 1.2, 0.6, 0),
        )

    def _title(self, text: str) -> None:
        self.pdf.ln(_height(USUAL))
        self._write(text, LARGE, style="B")

    def _write(
        self, text: str, size: float, *, style: str = "", colour: tuple[int, int, int] = BLACK, grey: bool = False
    ) -> None:
        self.pdf.set_font(FONT, style=style, size=size)
        self.pdf.set_text_color(*(SOFT if grey else colour))
        self.pdf.multi_cell(0, _height(size), text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def _cells(table: Table, texts: Sequence[str], *, line: CellBordersLayout = CellBordersLayout.INHERIT) -> None:
    row = table.row()
    for text in texts:
        row.cell(text, border=line)


def _height(size: float) -> float:
    """Of a line of letters of this size, in mm."""
    return size * LINE * MM_PER_POINT


@cache
def _letters() -> Path:
    """Where matplotlib keeps its fonts; found without importing it, which takes long."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise RegistryError("the letters for a PDF come with matplotlib, which is not installed; install it")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
