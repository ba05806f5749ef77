"""Extracts of the BAG, as Kadaster packs them: their buildings with years, and what else is in them is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import shapely
from support import Take

from importers import inspect, open_deliveries
from importers.errors import SourceError

STAND = """<?xml version="1.0" encoding="UTF-8"?>
<sl-bag-extract:bagStand xmlns:Historie="www.kadaster.nl/schemas/lvbag/imbag/historie/v20200601"
 xmlns:Objecten="www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0"
 xmlns:sl-bag-extract="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601">
<sl:standBestand>{}</sl:standBestand></sl-bag-extract:bagStand>
"""
BUILDING = """<sl:stand><sl-bag-extract:bagObject><Objecten:Pand>
<Objecten:identificatie domein="NL.IMBAG.Pand">{id}</Objecten:identificatie>
<Objecten:geometrie><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3"><gml:exterior><gml:LinearRing>
<gml:posList count="4">155000 463000 0.0 155010 463000 0.0 155010 463010 0.0 155000 463000 0.0</gml:posList>
</gml:LinearRing></gml:exterior></gml:Polygon></Objecten:geometrie>
<Objecten:oorspronkelijkBouwjaar>{year}</Objecten:oorspronkelijkBouwjaar><Objecten:status>{status}</Objecten:status>
<Objecten:voorkomen><Historie:Voorkomen><Historie:tijdstipRegistratie>{since}T10:00:00.000</Historie:tijdstipRegistratie>
{until}</Historie:Voorkomen></Objecten:voorkomen></Objecten:Pand></sl-bag-extract:bagObject></sl:stand>
"""
HOME = "<sl:stand><sl-bag-extract:bagObject><Objecten:Verblijfsobject/></sl-bag-extract:bagObject></sl:stand>"
FORMER = """<?xml version="1.0" encoding="UTF-8"?>
<xb:BAG-Extract xmlns:xb="http://www.kadaster.nl/schemas/bag-verstrekkingen/extract-deelbestand-lvc/v20090901"
 xmlns:bag="http://www.kadaster.nl/schemas/imbag/lvc/v20090901" xmlns:gml="http://www.opengis.net/gml">{}</xb:BAG-Extract>
"""
FORMER_BUILDING = """<bag:Pand><bag:identificatie>0153100000000001</bag:identificatie>
<bag:aanduidingRecordInactief>{inactive}</bag:aanduidingRecordInactief>
<bag:pandGeometrie><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992"><gml:exterior><gml:LinearRing>
<gml:posList srsDimension="3">155000 463000 0 155010 463000 0 155010 463010 0 155000 463000 0</gml:posList>
</gml:LinearRing></gml:exterior></gml:Polygon></bag:pandGeometrie><bag:bouwjaar>{year}</bag:bouwjaar>
<bag:pandstatus>Pand in gebruik</bag:pandstatus><bag:tijdvakgeldigheid>
<bag:begindatumTijdvakGeldigheid>{since}00000000</bag:begindatumTijdvakGeldigheid></bag:tijdvakgeldigheid></bag:Pand>
"""
ENDED = "<Historie:eindRegistratie>2015-01-01T10:00:00.000</Historie:eindRegistratie>"


def building(
    number: int, year: int, since: str = "2010-01-01", until: str = "", status: str = "Pand in gebruik"
) -> str:
    return BUILDING.format(id=f"0153100000{number:06}", year=year, since=since, until=until, status=status)


def zipped(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_zip_of_zips_is_one_layer_of_buildings(tmp_path: Path, take: Take, scratch: Path) -> None:
    parts = {
        "0153PND08112026-000001.xml": STAND.format(building(1, 1931)),
        "0153PND08112026-000002.xml": STAND.format(building(2, 9999)),
    }
    homes = zipped({f"0153VBO08112026-00000{number}.xml": STAND.format(HOME) for number in (1, 2, 3)})
    path = tmp_path / "BAGGEM0153L-08112026.zip"
    path.write_bytes(zipped({"0153PND08112026.zip": zipped(parts), "0153VBO08112026.zip": homes}))
    rows, delivery = take(path)
    assert (delivery.profile, delivery.rows, delivery.dataset, delivery.srid) == (
        "bag-pand", "buildings", "bag-pand", 28992,
    )  # fmt: skip
    assert list(rows["source_id"]) == ["0153100000000001", "0153100000000002"]
    assert list(rows["year_from"].fillna(0)) == [1931, 0]
    assert shapely.from_wkb(rows.loc[0, "geom"]).area == 50
    left = open_deliveries(path, scratch=scratch).left
    assert [(each.name, each.reason) for each in left] == [
        ("0153VBO08112026-000001.xml (and 2 more)", "is of the BAG, of which buildings (Pand) alone are taken")
    ]


def test_of_the_versions_of_a_building_the_latest_counts(tmp_path: Path, take: Take) -> None:
    told = [
        building(1, 1931, until=ENDED),
        building(1, 1932, since="2015-01-01"),
        building(2, 1950, status="Pand gesloopt"),
    ]
    (tmp_path / "0153PND.xml").write_text(STAND.format("".join(told)))
    rows, _ = take(tmp_path / "0153PND.xml")
    assert list(rows["superseded"]) == [True, False, True]
    assert list(rows["version_from"])[:2] == ["2010-01-01T10:00:00Z", "2015-01-01T10:00:00Z"]


def test_the_former_form(tmp_path: Path, take: Take) -> None:
    told = [("N", 1931, 20100101), ("N", 1932, 20150101), ("J", 1933, 20160101)]
    text = "".join(FORMER_BUILDING.format(inactive=each[0], year=each[1], since=each[2]) for each in told)
    (tmp_path / "9999PND.xml").write_text(FORMER.format(text))
    rows, delivery = take(tmp_path / "9999PND.xml")
    assert (delivery.profile, list(rows["superseded"])) == ("bag-pand", [True, False, True])
    assert list(rows["year_from"]) == [1931, 1932, 1933]
    assert rows.loc[1, "version_from"] == "2015-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (STAND.format(HOME), "is of the BAG, of which buildings"),
        (STAND.format(building(1, 1931)).replace("bagStand", "bagMutaties"), "holds changes of the BAG"),
        (STAND.format('<!DOCTYPE a [<!ENTITY b "c">]>' + building(1, 1931)), "declares XML entities"),
    ],
)
def test_what_is_no_extract_of_buildings_is_told_as_what_it_is(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "bag.xml").write_text(text)
    with pytest.raises(SourceError, match=why):
        inspect(tmp_path / "bag.xml")


def test_an_extract_that_breaks_off_is_refused(tmp_path: Path, take: Take) -> None:
    (tmp_path / "bag.xml").write_text(STAND.format(building(1, 1931) + building(2, 1932))[:-600])
    with pytest.raises(SourceError, match=r"bag.xml is cut off"):
        take(tmp_path / "bag.xml")
