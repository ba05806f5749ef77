"""Another view of a file's layers, where pyogrio refuses them as they are."""

from __future__ import annotations

from pathlib import Path

from lxml import etree


def of_any_geometry(path: Path) -> Path:
    """In the scratch folder, under the file's own name: its layers as layers of any geometry."""
    import fiona  # takes long to load, and few files need it

    view = path.parent / ".views" / path.name
    root = etree.Element("OGRVRTDataSource")
    with fiona.Env():  # else GDAL writes what it warns of to stderr
        names = fiona.listlayers(path)
    for name in names:
        layer = etree.SubElement(root, "OGRVRTLayer", name=name)
        for tag, told in (("SrcDataSource", str(path)), ("SrcLayer", name), ("GeometryType", "wkbUnknown")):
            etree.SubElement(layer, tag).text = told
    view.parent.mkdir(exist_ok=True)
    view.write_bytes(etree.tostring(root))
    return view
