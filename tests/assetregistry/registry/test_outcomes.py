"""Every real and every broken file ends in a receipt or one clear line; `docs/import-outcomes.md` is the table of it.

`make outcomes` writes the table anew.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from assetregistry.errors import RegistryError
from assetregistry.registry import ImportOptions, Registry
from importers import inspect
from importers.errors import SourceError
from importers.inspecting import LayerReport

PARTS = (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".shp.xml", ".xsd", ".txt", ".md")  # of other files
FOLDERS = ("gwsw-hydx",)  # read as a whole
FATES = ("inserted", "updated", "unchanged", "superseded", "quarantined")
ANY = """
name = "any"
requires = [{field}]
[fields]
source_id = {field}
[asset_type]
default = "furniture_other"
"""
HEAD = """# What became of every file

Each layer of the real and the broken test data, imported with `--owner G9999`: a receipt, or the one line that refuses
it. A layer that no profile knows is read with a profile of one line, its first field as id (`any`), so that reading it
is tried all the same. Made by `make outcomes`; a test compares it with what happens.

| file | layer | outcome |
|---|---|---|
"""


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        whole = any(part in FOLDERS for part in path.relative_to(folder).parts)
        if path.is_dir() and path.name in FOLDERS:
            yield path
        elif path.is_file() and not whole and not path.name.startswith("LICENSE"):
            lone_table = path.suffix.lower() == ".dbf" and not path.with_suffix(".shp").exists()
            if lone_table or not path.name.lower().endswith(PARTS):
                yield path


def _options(path: Path, scratch: Path) -> list[ImportOptions]:
    """How each layer is imported."""
    try:
        layers = inspect(path).layers
    except SourceError:
        return [ImportOptions(owner="G9999")]
    return [ImportOptions(owner="G9999", layer=layer.name, profile=_any_profile(layer, scratch)) for layer in layers]


def _any_profile(layer: LayerReport, scratch: Path) -> str | None:
    if layer.profile is not None or not layer.fields:
        return None
    path = scratch / f"any-{len(list(scratch.iterdir()))}.toml"
    path.write_text(ANY.format(field=json.dumps(layer.fields[0].name)), encoding="utf-8")
    return str(path)


def _outcome(registry: Registry, path: Path, options: ImportOptions) -> str:
    try:
        receipt = registry.import_source(path, options)
    except (SourceError, RegistryError) as error:
        line = str(error).replace(f"{path}", path.name)
        assert "\n" not in line, f"{path}: more than one line: {line}"
        return f"refused: {line}".replace("|", "\\|")
    assert receipt.adds_up()
    counts = " + ".join(f"{getattr(receipt, fate):,} {fate}" for fate in FATES if getattr(receipt, fate))
    return f"{receipt.dataset}: {receipt.read:,} read = {counts}"


def test_every_file_ends_in_a_receipt_or_one_line(registry: Registry, shared_data: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in shared_data.rglob("*")}
    rows = []
    for path in _sources(shared_data):
        for options in _options(path, tmp_path):
            held = _held(registry)
            outcome = _outcome(registry, path, options)
            assert not outcome.startswith("refused") or _held(registry) == held, f"{path}: half imported"
            rows.append(f"| {path.relative_to(shared_data)} | {options.layer or ''} | {outcome} |")
    assert {path: path.stat().st_mtime_ns for path in shared_data.rglob("*")} == before
    table = HEAD + "\n".join(rows) + "\n"
    page = Path(__file__).resolve().parents[3] / "docs" / "import-outcomes.md"
    if os.environ.get("ASSETREGISTRY_WRITE_OUTCOMES"):
        page.write_text(table, encoding="utf-8")
    assert page.read_text(encoding="utf-8").splitlines() == table.splitlines()


def _held(registry: Registry) -> tuple[int, ...]:
    tables = ("asset", "asset_history", '"import"', "quarantine_row", "dataset", "organisation")
    with registry.engine.connect() as connection:
        return tuple(
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608  (tables of ours)
            for table in tables
        )


def test_a_folder_that_may_only_be_read(registry: Registry, shared_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "readonly"
    folder.mkdir()
    for name in ("bgt_straatmeubilair.gml", "bgt_kast.gml"):
        (folder / name).write_bytes((shared_data / "bgt-otterlo" / name).read_bytes())
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        receipt = registry.import_source(folder / "bgt_straatmeubilair.gml")
        assert receipt.inserted
        assert sorted(path.name for path in folder.iterdir()) == ["bgt_kast.gml", "bgt_straatmeubilair.gml"]
    finally:
        folder.chmod(stat.S_IRWXU)
    again = registry.import_source(folder / "bgt_straatmeubilair.gml")
    assert again.unchanged == receipt.inserted
