"""RibX files of our own, written as inspectors' programs write them."""

from __future__ import annotations

from pathlib import Path

FILE = """<?xml version="1.0" encoding="ISO-8859-1"?>
<DATA xmlns:gml="http://www.opengis.net/gml" xmlns:nl="http://www.w3.org/2001/XMLSchema-instance">
<ZA><A2>nl</A2><A6>RIBX 1.3</A6></ZA>{}</DATA>"""
POINT = '<gml:Point srsName="Netherlands-RD" srsDimension="2"><gml:pos>{} 463000</gml:pos></gml:Point>'
ENDS = f"<AAE>{POINT.format(155000)}</AAE><AAF>p2</AAF><AAG>{POINT.format(155040)}</AAG>"
SEEN = "<ZC><A>BAB</A><B>B</B></ZC><ZC><A>BCD</A></ZC><ZC><A>BAB</A></ZC>"


def pipe(reference: str, day: str, header: str = "", seen: str = SEEN) -> str:
    """A header of a pipe with what was observed."""
    told = f"<AAA>{reference}</AAA><AAD>p1</AAD>{ENDS}<AAJ>Caféstraat</AAJ><ABF>{day}</ABF><ABH>J. Jansen</ABH>"
    return f"<ZB_A>{told}{header}{seen}</ZB_A>"


def manhole(reference: str, day: str, header: str = "", seen: str = "") -> str:
    """A header of a manhole."""
    return f"<ZB_C><CAA>{reference}</CAA><CAB>{POINT.format(155000)}</CAB><CBF>{day}</CBF>{header}{seen}</ZB_C>"


def sizes(shape: str, height: object, width: str, material: str, year: object) -> str:
    """What is told of a pipe."""
    return f"<ACA>{shape}</ACA><ACB>{height}</ACB>{width}<ACD>{material}</ACD><ACN>{year}</ACN>"


def damage(code: str, first: str = "", least: str = "", most: str = "") -> str:
    """One observation, with the limits of its class."""
    return f"<ZC><A>{code}</A><B>{first}</B><D>{least}</D><E>{most}</E><I>12.50</I></ZC>"


CONCRETE = sizes("A", 300, "", "AG", 1981)


def write_ribx(path: Path, *objects: str) -> Path:
    """A file of these objects, in Latin-1 as inspectors' programs write it."""
    path.write_text(FILE.format("".join(objects)), encoding="latin-1")
    return path
