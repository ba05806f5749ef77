"""Refusals that the explorer can meet have a code, and it has words for each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assetregistry.api import create_app
from assetregistry.api.misread import REASONS
from assetregistry.registry import Registry, forecasting
from assetregistry.store.lookup import listing, squares

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "assetregistry"
WORDS = ROOT / "maps" / "web" / "src" / "i18n"
REFUSALS = {"RegistryError", "ConflictError", "BusyError"}
# What the explorer's own requests and its imports pass through. (What is not there is told with its status alone.)
MET = (
    "registry/editing",
    "registry/finding",
    "registry/jobs",
    "registry/knowing",
    "registry/supplying",
    "registry/tiling",
    "store/crs",
    "store/intake/demands",
    "store/intake/editing",
    "store/lookup/listing",
    "store/intake/merging",
    "store/lookup/squares",
    "store/intake/undoing",
    "worker/child",
    "worker/supervisor",
)
NOT_FOR_PEOPLE = {"a list is written as"}  # of the command line


def refusals(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
            yield node


def code_of(call: ast.Call) -> str | None:
    found = [each.value for each in call.keywords if each.arg == "code"]
    return found[0].value if found and isinstance(found[0], ast.Constant) else None  # type: ignore[return-value]


@pytest.mark.parametrize("module", MET)
def test_what_the_explorer_meets_has_a_code(module: str) -> None:
    path = PACKAGE / f"{module}.py"
    bare = [
        f"{module}:{call.lineno}"
        for call in refusals(path)
        if not any(each.arg == "code" for each in call.keywords)
        and not any(words in ast.unparse(call) for words in NOT_FOR_PEOPLE)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("path", "field", "code", "values", "sentence"),
    [
        ("/v1/assets?limit=abc", "limit", "no-whole-number", {}, "limit is no whole number"),
        ("/v1/assets?limit=0", "limit", "too-small", {"least": 1}, "limit must be 1 or more"),
        ("/v1/assets?limit=1001", "limit", "too-large", {"most": 1000}, "limit must be 1000 or less"),
        ("/v1/assets?colour=red", "colour", "unknown-field", {}, "colour is not known here"),
        ("/v1/search", "q", "missing", {}, "q is missing"),
        ("/v1/search?q=", "q", "too-short", {"least": 1}, "q must have 1 or more characters"),
        (
            "/v1/jobs?kind=x",
            "kind",
            "no-choice",
            {"choices": "inspect, import"},
            "kind must be one of: inspect, import",
        ),
        ("/v1/assets/abc", "asset_id", "no-whole-number", {}, "asset_id is no whole number"),
    ],
)
def test_a_field_that_is_wrong_is_told_with_what_is_wrong(
    town: Registry, path: str, field: str, code: str, values: dict[str, Any], sentence: str
) -> None:
    answer = TestClient(create_app(town)).get(path)
    assert answer.status_code == 400
    refused = answer.json()
    assert (refused["code"], refused["values"]) == ("not-understood", {"fields": field})
    assert refused["errors"] == [{"field": field, "code": code, "values": values, "message": sentence}]
    assert refused["detail"] == f"The request cannot be understood: {sentence}"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ('{"fromYear": 2027, "toYear": "soon"}', {("polygon", "missing"), ("toYear", "no-whole-number")}),
        ('{"fromYear": 2027,', {("body", "no-json")}),
        ("", {("body", "missing")}),
        ("[1]", {("body", "unfit")}),
    ],
)
def test_all_that_is_wrong_with_a_body_is_told_at_once(town: Registry, body: str, wrong: set[tuple[str, str]]) -> None:
    client = TestClient(create_app(town))
    refused = client.post("/v1/supply", content=body, headers={"Content-Type": "application/json"}).json()
    assert {(each["field"], each["code"]) for each in refused["errors"]} == wrong
    assert refused["values"]["fields"] == ", ".join(sorted(field for field, _ in wrong))
    assert all(each["message"] in refused["detail"] for each in refused["errors"])


def test_an_order_that_is_no_object_is_refused(town: Registry) -> None:
    refused = TestClient(create_app(town)).post("/v1/imports", json=[1]).json()
    assert (refused["code"], refused["values"]) == ("not-understood", {"fields": "body"})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_may_be_wrong_with_a_field_has_words_for_the_same_values(language: str) -> None:
    words = (WORDS / f"{language}.refused.ts").read_text(encoding="utf-8")
    texts = dict(re.findall(r'^  "field\.([a-z-]+)": "(.*)",$', words, re.MULTILINE))
    values = {code: set(re.findall(r"\{(\w+)\}", sentence)) for code, sentence in REASONS.values()}
    assert {code: set(re.findall(r"\{(\w+)\}", text)) for code, text in texts.items()} == values


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_words_of_a_code_ask_for_the_values_that_come_with_it(language: str) -> None:
    words = (WORDS / f"{language}.refused.ts").read_text(encoding="utf-8")
    texts = dict(re.findall(r'^  "([a-z-]+)":\s+"((?:[^"\\]|\\.)*)"', words, re.MULTILINE))
    assert len(texts) > 20
    given: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for call in refusals(path):
            if (code := code_of(call)) is not None:
                given.setdefault(code, set()).update(str(each.arg) for each in call.keywords if each.arg != "code")
    assert given.keys() - texts.keys() == set()
    wrong = {
        code: (sorted(values), texts[code])
        for code, values in given.items()
        if set(re.findall(r"\{(\w+)\}", texts[code])) != values
    }
    assert wrong == {}


def test_a_problem_tells_its_code_and_values(town: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(create_app(town))
    monkeypatch.setattr(squares, "MOST", 2)
    monkeypatch.setattr(listing, "MOST_SORTED_BY_MASS", 10)
    refused = client.get("/v1/supply?fromYear=2027&toYear=2036&by=&eachKind=square-250").json()
    assert refused["code"] == "too-many-squares"
    assert refused["values"]["most"] == 2
    assert refused["values"]["count"] > 2
    assert str(refused["values"]["size"]) in refused["detail"]
    refused = client.get("/v1/assets?sort=-kg").json()
    assert (refused["code"], refused["values"]) == ("too-many-to-sort", {"most": 10})
    monkeypatch.setattr(forecasting, "MOST_ROWS", 9)
    refused = client.get("/v1/supply?fromYear=2027&toYear=2036&by=year").json()
    assert (refused["code"], refused["values"]) == ("too-much-to-tell", {"rows": 10, "most": 9})
    refused = client.get("/v1/assets?bbox=1,2").json()
    assert (refused["code"], refused["values"]) == ("not-understood", {"fields": "bbox"})
    assert [(each["field"], each["code"]) for each in refused["errors"]] == [("bbox", "unfit")]
    refused = client.get("/v1/supply?fromYear=2027&toYear=2036&polygon=POINT(1 2)").json()
    assert refused["code"] == "unfit-polygon"
    assert "code" not in client.get("/v1/areas/NOWHERE").json()


def test_the_explorer_has_words_for_every_warning_of_a_receipt() -> None:
    told = (
        (ROOT / "docs" / "importing.md")
        .read_text(encoding="utf-8")
        .partition("| code | meaning |")[2]
        .partition("\n\n")[0]
    )
    codes = {code for row in told.splitlines()[2:] for code in row.split("|")[1].strip().split(", ")}
    assert len(codes) > 10
    for language in ("nl", "en"):
        words = (WORDS / f"{language}.received.told.ts").read_text(encoding="utf-8")
        assert codes == set(re.findall(r'"warning\.([a-z-]+)"', words)), language
