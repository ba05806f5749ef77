"""The passport as linked data: an object that consists of matter, as IMBOR 2025 models it after NEN 2660-2.

Weight and share are IMBOR's attributes; what IMBOR has no word for (range, chance, confidence) is in a namespace of
our own. The materiefase is left out while the origin is not known.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from rdflib import RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib import Literal as Value

IMBOR = Namespace("https://data.crow.nl/imbor/def/")
NEN2660 = Namespace("https://w3id.org/nen2660/def#")
NEN3610 = Namespace("http://modellen.geostandaarden.nl/def/nen3610#")
OWN = Namespace("urn:assetregistry:def:")
ASSET = Namespace("urn:assetregistry:asset:")

WEIGHT_KG = IMBOR["1e36586b-e235-4d11-9430-abeee4a70821"]
PERCENTAGE = IMBOR["400fc25d-575d-43dc-a7ae-217b42375a85"]
BUILT_YEAR = IMBOR["534f07b8-9243-4848-a3d0-6ebeb321784c"]

Form = Literal["jsonld", "ttl"]


def linked_passport(document: dict[str, Any], form: Form) -> str:
    """The passport document as JSON-LD or Turtle."""
    graph = passport_graph(document)
    if form == "ttl":
        return graph.serialize(format="turtle")
    context = {
        prefix: str(uri) for prefix, uri in graph.namespaces() if uri in map(URIRef, (IMBOR, NEN2660, NEN3610, OWN))
    }
    found = json.loads(graph.serialize(format="json-ld", context=context))
    return json.dumps(found, ensure_ascii=False, indent=2)


def passport_graph(document: dict[str, Any]) -> Graph:
    """The triples of one passport."""
    graph = Graph()
    for prefix, uri in (("imbor", IMBOR), ("nen2660", NEN2660), ("nen3610", NEN3610), ("ar", OWN)):
        graph.bind(prefix, uri)
    asset = ASSET[str(document["id"])]
    imbor = document["standards"].get("imbor")
    graph.add((asset, RDF.type, URIRef(imbor) if imbor else NEN2660.RealObject))
    graph.add((asset, RDFS.label, Value(document["assetType"]["nameNl"], lang="nl")))
    graph.add((asset, RDFS.label, Value(document["assetType"]["nameEn"], lang="en")))
    graph.add((asset, NEN3610.domein, Value(document["namespace"])))
    graph.add((asset, NEN3610.identificatie, Value(document["sourceId"])))
    graph.add((asset, OWN.owner, Value(document["owner"]["code"])))
    built = document["built"]
    if built["from"] is not None and built["from"] == built["to"]:
        graph.add((asset, BUILT_YEAR, Value(str(built["from"]), datatype=XSD.gYear)))
    for number, material in enumerate(document["materials"], start=1):
        part = URIRef(f"{asset}:matter:{number}")
        graph.add((asset, NEN2660.consistsOf, part))
        _add_matter(graph, part, material)
    return graph


def _add_matter(graph: Graph, part: URIRef, material: dict[str, Any]) -> None:
    graph.add((part, RDF.type, URIRef(material["imbor"]) if material["imbor"] else NEN2660.Matter))
    graph.add((part, RDFS.label, Value(material["nameNl"], lang="nl")))
    graph.add((part, WEIGHT_KG, _number(material["kg"]["typical"])))
    if material["massShare"] is not None:
        graph.add((part, PERCENTAGE, _number(100 * material["massShare"])))
    graph.add((part, OWN.lowKg, _number(material["kg"]["low"])))
    graph.add((part, OWN.highKg, _number(material["kg"]["high"])))
    graph.add((part, OWN.chance, _number(material["chance"])))
    graph.add((part, OWN.confidence, Value(material["confidence"])))
    graph.add((part, OWN.source, Value(material["source"])))
    if material["suspect"]:
        graph.add((part, OWN.suspect, Value(material["suspect"])))


def _number(value: float) -> Value:
    return Value(f"{value:.6f}", datatype=XSD.decimal)
