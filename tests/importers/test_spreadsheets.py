"""Formulas in spreadsheets: what counts is the result that the file holds."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support import Take, open_layers

from importers.errors import SourceError

POLES = 'name = "poles"\nrequires = ["nr"]\n[fields]\nsource_id = "nr"\n[asset_type]\ndefault = "lamp_post_unknown"\n'


def _save_with_results(path: Path, results: dict[str, str]) -> None:
    """As a spreadsheet program saves formulas: with what they come to."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    for cell, result in results.items():
        kind = "" if result.isdigit() else ' t="str"'
        members["xl/worksheets/sheet1.xml"] = re.sub(
            rf'<c r="{cell}"><f>([^<]*)</f><v ?/?>(</v>)?</c>',
            rf'<c r="{cell}"{kind}><f>\1</f><v>{result}</v></c>',
            members["xl/worksheets/sheet1.xml"],
        )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def test_formulas_without_results_are_told(tmp_path: Path, take: Take, scratch: Path) -> None:
    path = tmp_path / "poles.xlsx"
    (tmp_path / "p.toml").write_text(POLES)
    book = openpyxl.Workbook()
    for row in (["nr", "x", "y", "jaar"], ["1", 155_000, 463_000, "=1980+5"], ["2", 155_000, 463_000, '=""']):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    _, delivery = take(path, profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert [(each.code, each.count) for each in delivery.warnings] == [("no-results", 2)]
    _save_with_results(path, {"D2": "1985", "D3": ""})
    _, delivery = take(path, profile=tmp_path / "p.toml", crs="EPSG:28992")
    assert not delivery.warnings
    empty = openpyxl.Workbook()
    empty.active.append(["=1+1", "=2+2"])  # type: ignore[union-attr]
    empty.save(tmp_path / "formulas.xlsx")
    with pytest.raises(SourceError, match="formulas only, without their results: open it in a spreadsheet program"):
        open_layers(tmp_path / "formulas.xlsx", scratch)


def test_a_sheet_is_read_once_however_often_its_rows_are(tmp_path: Path, scratch: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("second").append(["nr", "x", "y"])
    for number, sheet in enumerate(book.worksheets):
        sheet.append(["nr", "x", "y"])
        sheet.append([number, 155_000, 463_000])
    book.save(tmp_path / "poles.xlsx")
    layers = open_layers(tmp_path / "poles.xlsx", scratch)
    (scratch / "poles.xlsx").unlink()
    for _ in range(2):
        rows = [layer.stream() for layer in layers if layer.stream is not None]
        assert [next(each).column("nr")[0].as_py() for each in rows] == ["0", "nr"]
