"""Every form that docs/conformance.md lists, each with a text of its own (tests/fixtures/forms.toml)."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from knowledge.parse import parse, reprint
from knowledge.targets import targets_of
from knowledge.types import ClauseKind, Document
from knowledge.versions import own_text

ROOT = Path(__file__).parent.parent
FORMS = tomllib.loads((ROOT / "tests" / "fixtures" / "forms.toml").read_text(encoding="utf-8"))
PAGE = ROOT / "docs" / "conformance.md"


def read(form: dict[str, Any]) -> Document:
    text = form["text"].replace("\\t", "\t")
    return Document("d", form.get("title", ""), "", form.get("published", ""), "", "", text, parse)


@pytest.mark.parametrize("name", FORMS["structure"])
def test_structure(name: str) -> None:
    form = FORMS["structure"][name]
    document = read(form)
    found = [c.path for c in document.clauses() if c.kind in (ClauseKind.MARKED, ClauseKind.PART)]
    assert found == form["paths"]
    assert reprint(document.text, document.root) == document.text
    if "resumed" in form:
        path, words = form["resumed"]
        clause = document.clause(path)
        assert clause is not None
        assert words in own_text(document, clause)


@pytest.mark.parametrize("name", FORMS["targets"])
def test_targets(name: str) -> None:
    form = FORMS["targets"][name]
    document = read(form)
    found = [
        [t.indicator, t.value, t.number, t.unit or "", t.relation.value, t.deadline or ""] for t in targets_of(document)
    ]
    assert found == [
        [indicator, value, None if number == "" else Decimal(str(number)), unit, relation, deadline]
        for indicator, value, number, unit, relation, deadline in form["targets"]
    ]
    for target in targets_of(document):
        quote = target.span.of(document.text)
        assert target.value in quote
        assert "broken" in form or "\n" not in quote


@pytest.mark.parametrize("part", ["structure", "targets"])
def test_the_page_lists_every_form_with_its_fixture_and_test_and_no_other(part: str) -> None:
    rows = re.findall(
        rf"^\| (.+?) \| `forms\.toml` {part}\.(\w+) \| `test_conformance\.py::test_{part}\[(\w+)\]` \|$",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [(form, name, name) for name, form in ((n, f["form"]) for n, f in FORMS[part].items())] == rows
