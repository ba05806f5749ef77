"""Markup that is empty, cut off, something else or in another encoding: one clear line, or what it says."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from ribx_support import CONCRETE, pipe
from support import Take

from importers.errors import SourceError

GML = """<?xml version="1.0" encoding="{code}"?>
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:x="http://x.org/">{rows}</gml:FeatureCollection>"""
THING = """<gml:featureMember><x:thing><x:NR>é1</x:NR><x:geometrie><gml:Point srsName="EPSG:28992">
<gml:pos>155000 463000</gml:pos></gml:Point></x:geometrie></x:thing></gml:featureMember>"""
KML = """<?xml version="1.0" encoding="{code}"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>x</name>{rows}</Folder></Document></kml>"""
PLACE = "<Placemark><name>é1</name><Point><coordinates>5.1,52.1</coordinates></Point></Placemark>"
RIBX = """<?xml version="1.0" encoding="{code}"?>
<DATA xmlns:gml="http://www.opengis.net/gml"><ZA><A2>nl</A2></ZA>{rows}</DATA>"""
TURTLE = """@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix gwsw: <http://data.gwsw.nl/1.6/totaal/> . @prefix : <http://example.org/town#> .
{rows}"""
MANHOLE = """:é1 rdf:type gwsw:Inspectieput ; gwsw:hasAspect :o , [ rdf:type gwsw:MateriaalPut ; gwsw:hasValue "a" ] .
:o rdf:type gwsw:Putorientatie ; gwsw:hasAspect [ rdf:type gwsw:Punt ; gwsw:hasValue "POINT (155000 463000)" ] .
"""
PROFILE = """
name = "things"
requires = [["NR", "Name"]]
[fields]
source_id = ["NR", "Name"]
[asset_type]
default = "furniture_other"
"""
FILES = {
    "a.gml": (GML, THING),
    "a.kml": (KML, PLACE),
    "a.ribx": (RIBX, pipe("é1", "2020-05-01", CONCRETE)),
    "b.xml": (RIBX, pipe("é1", "2020-05-01", CONCRETE)),
    "a.ttl": (TURTLE, MANHOLE),
}
MARKUP = tuple(name for name in FILES if name != "a.ttl")
NODES = "UNI_IDE;KNP_XCO;KNP_YCO;KNP_MAT;KNP_BRE;KNP_TYP\n"
NODE = "é1;155000;463000;BET;1000;INS\n"
LINKS = "UNI_IDE;KN1_IDE;KN2_IDE;VRB_TYP;PRO_IDE\n"

Read = Callable[[str, bytes], list[str]]


def text_of(name: str, code: str = "UTF-8", *, rows: bool = True) -> str:
    """A file that says é1, or that has no rows."""
    form, row = FILES[name]
    return form.replace("{code}", code).replace("{rows}", row if rows else "")


@pytest.fixture
def read(tmp_path: Path, take: Take) -> Read:
    """The ids in a file with this content; of RibX those of its pipes."""

    def read(name: str, content: bytes) -> list[str]:
        folder = tmp_path / "source"
        folder.mkdir()
        (folder / name).write_bytes(content)
        (tmp_path / "things.toml").write_text(PROFILE)
        options = {"profile": tmp_path / "things.toml"} if name in ("a.gml", "a.kml") else {}
        layer = {"layer": "Leiding"} if name in ("a.ribx", "b.xml") else {}
        rows, _ = take(folder / name, **options, **layer)
        return [str(each).rpartition("#")[2] for each in rows["source_id"]]

    return read


def refusal(read: Read, name: str, content: bytes) -> str:
    """What it is refused with, in one line without a name of a class of Python's."""
    with pytest.raises(SourceError) as raised:
        read(name, content)
    said = str(raised.value)
    assert "\n" not in said
    assert "Error:" not in said
    return said.rpartition(f"{name}: ")[2]


@pytest.mark.parametrize("name", FILES)
def test_nothing_at_all(read: Read, name: str) -> None:
    assert refusal(read, name, b"") == "is empty: there is nothing to import"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "content",
    [b" \n", b"hello, this is none", bytes(range(256)) * 9, gzip.compress(b"<DATA>", mtime=0)],
    ids=["blank", "words", "bytes", "gzip"],
)
def test_no_markup(read: Read, name: str, content: bytes) -> None:
    assert refusal(read, name, content)


@pytest.mark.parametrize("name", FILES)
def test_another_root(read: Read, name: str) -> None:
    assert refusal(read, name, b'<?xml version="1.0"?><html><body>hello</body></html>')


@pytest.mark.parametrize("name", FILES)
def test_no_rows(read: Read, name: str) -> None:
    said = refusal(read, name, text_of(name, rows=False).encode())
    assert any(word in said for word in ("holds no", "is empty", "an empty one"))


@pytest.mark.parametrize("name", FILES)
def test_cut_off_anywhere(read: Read, name: str, tmp_path: Path) -> None:
    whole = text_of(name).encode()
    inside = whole.index("é".encode()) + 1  # half of a sign
    for end in (20, inside, inside + 30, len(whole) - 40):
        assert refusal(read, name, whole[:end])
        (tmp_path / "source" / name).unlink()
        (tmp_path / "source").rmdir()


@pytest.mark.parametrize("name", FILES)
def test_utf_16_with_a_mark_whatever_the_file_says(read: Read, name: str) -> None:
    assert read(name, codecs.BOM_UTF16_BE + text_of(name, "UTF-8").encode("utf-16-be")) == ["é1"]


@pytest.mark.parametrize("name", MARKUP)
def test_utf_16_without_a_mark(read: Read, name: str) -> None:
    assert read(name, text_of(name, "UTF-16").encode("utf-16-le")) == ["é1"]


@pytest.mark.parametrize("name", FILES)
def test_utf_16_that_ends_in_half_a_sign(read: Read, name: str) -> None:
    assert refusal(read, name, text_of(name, "UTF-16").encode("utf-16")[:-1])


@pytest.mark.parametrize("name", FILES)
def test_a_mark_of_utf_8(read: Read, name: str) -> None:
    assert read(name, codecs.BOM_UTF8 + text_of(name).encode()) == ["é1"]


@pytest.mark.parametrize("name", MARKUP)
def test_an_encoding_that_it_says_and_one_that_nobody_knows(read: Read, name: str, tmp_path: Path) -> None:
    assert read(name, text_of(name, "ISO-8859-1").encode("latin-1")) == ["é1"]
    (tmp_path / "source" / name).unlink()
    (tmp_path / "source").rmdir()
    assert "encoding" in refusal(read, name, text_of(name, "X-NONE").encode())


def test_where_gml_breaks_off_is_told(read: Read) -> None:
    whole = text_of("a.gml").encode()
    assert "0 can be read (Premature end of data" in refusal(read, "a.gml", whole[: whole.index(b"</x:thing>")])


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        (b"", "cannot be read as a table"),
        (b"\n\n", "cannot be read as a table"),
        (b"<html/>", "lacks the columns UNI_IDE"),
        (NODES[:12].encode(), "lacks the columns KNP_XCO"),
        ((NODES + NODE).encode("utf-16-le"), "holds zero bytes"),
        ((NODES + NODE).encode("utf-16")[:-1], "its text is broken"),
        ((NODES + NODE).replace("155000", "15\0").encode(), "holds zero bytes"),
        ((NODES + NODE).replace("BET", '"BET').encode(), "cannot be read as a table"),
        (NODES.encode(), "layer Knooppunt, Verbinding is empty"),
    ],
)
def test_a_table_of_a_network_that_is_none(tmp_path: Path, take: Take, nodes: bytes, said: str) -> None:
    (tmp_path / "Knooppunt.csv").write_bytes(nodes)
    (tmp_path / "Verbinding.csv").write_text(LINKS)
    with pytest.raises(SourceError, match=said) as raised:
        take(tmp_path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_table_of_a_network_in_another_encoding(tmp_path: Path, take: Take, code: str) -> None:
    (tmp_path / "Knooppunt.csv").write_text(NODES + NODE, encoding=code)
    (tmp_path / "Verbinding.csv").write_text(LINKS)
    rows, _ = take(tmp_path)
    assert list(rows["source_id"]) == ["é1"]
