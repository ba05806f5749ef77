"""What a search takes a text for, and which of what was found comes first."""

from __future__ import annotations

import pytest

from assetregistry.finding import Hit, Nearness, fold, id_beginnings, nearness, own_ids, ranked, tail

BOX = (5.0, 52.0, 5.1, 52.1)


def area(name: str, code: str = "BU1") -> Hit:
    return Hit("area", name, BOX, code=code, of="neighbourhood")


def street(name: str, assets: int = 1) -> Hit:
    return Hit("name", name, BOX, assets=assets)


def asset(number: int, code: str, namespace: str = "NL.IMGeo") -> Hit:
    return Hit("asset", None, BOX, id=number, code=code, namespace=namespace, of="tree")


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Kérkstraat", "kerkstraat"), ("  'T  HOF ", "'t hof"), ("Ĳsselkade", "ijsselkade"), ("ﬁets", "fiets"), ("", "")],
)
def test_case_accents_and_space_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded == fold(folded)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("kerkstraat", Nearness.EXACT),
        ("KÈRK", Nearness.PREFIX),
        ("straat", Nearness.ANYWHERE),
        ("k", Nearness.PREFIX),
        ("kerkstraat zuid", None),
        ("", None),
    ],
)
def test_exact_is_nearer_than_the_beginning_and_that_than_the_middle(query: str, near: Nearness | None) -> None:
    assert nearness(query, ["Kerkstraat"]) == near


def test_all_words_must_be_there_in_any_order() -> None:
    assert nearness("vries bur", ["Burgemeester de Vriespad"]) == Nearness.WORD
    assert nearness("pad bur", ["Burgemeester de Vriespad"]) == Nearness.ANYWHERE
    assert nearness("vries jansen", ["Burgemeester de Vriespad"]) is None


def test_the_nearest_come_first_and_areas_before_streets_before_assets() -> None:
    found = [
        street("Nieuwe Dorpslaan"),
        asset(7, "dorp-12"),
        street("Dorpsstraat"),
        area("Oud-Dorp", "BU2"),
        area("Dorp"),
        street("Dorp"),
        street("Dorpsplein"),
    ]
    names = [hit.name or hit.code for hit in ranked("dorp", found, 10)]
    assert names == ["Dorp", "Dorp", "Dorpsplein", "Dorpsstraat", "dorp-12", "Oud-Dorp", "Nieuwe Dorpslaan"]
    assert [hit.kind for hit in ranked("dorp", found, 2)] == ["area", "name"]
    assert ranked("dorp", found, 10) == ranked("dorp", reversed(found), 10)


def test_an_area_is_found_by_code_or_name_or_both() -> None:
    for query in ("gm0153", "ensch", "enschede GM0153"):
        assert ranked(query, [area("Enschede", "GM0153")], 5), query


@pytest.mark.parametrize(
    "query",
    ["abc-12", "ABC", "urn:x#abc-12", "http://gwsw.nl/1.6/Totaal#abc-12", "NS.http://gwsw.nl/1.6/Totaal#abc-12"],
)
def test_an_asset_is_found_by_the_tail_of_a_uri_its_beginning_or_the_whole(query: str) -> None:
    one = asset(3, "http://gwsw.nl/1.6/Totaal#abc-12", "NS")
    assert bool(ranked(query, [one], 5)) == (query != "urn:x#abc-12")
    assert any("abc-12".startswith(beginning) for beginning in id_beginnings(query))


def test_an_asset_is_not_found_by_the_middle_of_its_id_nor_by_another_number() -> None:
    assert ranked("12", [asset(3, "abc-12"), asset(123, "x"), asset(12, "y")], 5) == [asset(12, "y")]


@pytest.mark.parametrize(
    ("given", "last"), [("abc", "abc"), ("http://x/y#z", "z"), ("a/b/c", "c"), ("G0153.a1", "G0153.a1"), ("x#", "")]
)
def test_the_tail_of_an_id(given: str, last: str) -> None:
    assert tail(given) == last


def test_an_id_may_be_given_with_its_namespace() -> None:
    assert "g0153.4f" in id_beginnings("NL.IMGeo.G0153.4f")


UUID = "010b12de-e86a-486b-bef0-6f8d668377b2"
DIGITS = UUID.replace("-", "")


@pytest.mark.parametrize("code", [f"G0228.{DIGITS}", f"G0228.{UUID}", DIGITS, UUID, f"http://x/y#P0025.{DIGITS}"])
@pytest.mark.parametrize("query", [UUID, DIGITS, UUID.upper(), f" {DIGITS} "])
def test_a_uuid_is_found_without_its_source_holder_however_it_is_spelled(query: str, code: str) -> None:
    assert ranked(query, [asset(3, code)], 5)
    assert set(own_ids(query)) == {UUID, DIGITS}


@pytest.mark.parametrize("query", [f"g0228.{UUID}", f"NL.IMGeo.G0228.{DIGITS.upper()}"])
def test_a_uuid_with_its_source_holder_is_of_that_holder(query: str) -> None:
    assert ranked(query, [asset(3, f"G0228.{DIGITS}"), asset(4, f"P0025.{DIGITS}")], 5) == [asset(3, f"G0228.{DIGITS}")]
    assert {f"g0228.{UUID}", f"g0228.{DIGITS}"} <= set(id_beginnings(query))


@pytest.mark.parametrize(
    "query", ["", "kerkstraat", DIGITS[:-1], f"{DIGITS}0", UUID[:23], f"{DIGITS}.1", f"G0228.{DIGITS}"]
)
def test_what_is_no_uuid_has_no_other_spelling(query: str) -> None:
    assert own_ids(query) == []
