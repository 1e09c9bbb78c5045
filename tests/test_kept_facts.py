"""Facts that were kept equal facts worked out, and what does not fit is never read."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge import kept_facts as module
from knowledge.facts import Facts
from knowledge.kept_facts import KeptFacts, kept_facts
from knowledge.library import read_file, shipped_documents
from knowledge.parse import parse
from knowledge.program import program_digest
from knowledge.types import Document

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "documents").glob("*.txt"))
FIELDS = (
    "targets", "figures", "folded", "homophones", "sentence_spans", "leaves", "years", "jurisdiction", "clause_count",
)  # fmt: skip
ODD = Document(
    "odd", "奇", "", "", "", "0", "一、甲\U00020000乙　ＡＢ½㈱\n１．２万元\r\n“丙”\n", shipped_documents()[0].parser
)


def documents() -> list[Document]:
    return [shipped_documents()[0], *map(read_file, FIXTURES), ODD, replace(ODD, text="", sha256="1")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "facts.kept"


def small() -> Document:
    return read_file(next(p for p in FIXTURES if p.stem == "two_in_notice"))


def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the id of each document is added whose facts are worked out."""
    done: list[str] = []
    real = module._worked_out

    def noted(document: Document) -> Any:
        done.append(document.id)
        return real(document)

    monkeypatch.setattr(module, "_worked_out", noted)
    return done


@pytest.mark.parametrize("document", documents(), ids=lambda d: f"{d.id}-{len(d.text)}")
def test_what_is_read_back_equals_what_is_worked_out(document: Document, file: Path) -> None:
    kept_facts(document, file).read()
    again, expected = kept_facts(document, file), Facts(document)
    for name in FIELDS:
        assert getattr(again, name) == getattr(expected, name), name
    assert again.document == document
    assert again.document.root == document.root
    for offset in range(0, len(document.text), 11):
        assert again.clause_at(offset) == expected.clause_at(offset)


def test_what_fits_is_not_worked_out_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_facts(small(), file).read()
    done = worked_out(monkeypatch)
    assert kept_facts(small(), file).targets
    assert done == []


@pytest.mark.parametrize(
    "damage", ["missing", "emptied", "cut off", "a byte", "no JSON", "another form", "another program", "text", "title"]
)
def test_what_does_not_fit_is_worked_out_and_written_again(
    damage: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = small()
    kept_facts(document, file).read()
    raw = file.read_bytes()
    head, _, body = raw.partition(b"\n")
    damaged = {
        "emptied": b"", "cut off": raw[:-9], "a byte": raw[:-1] + bytes([raw[-1] ^ 1]), "no JSON": b"x\n" + body,
        "another form": head.replace(b'"form": 2', b'"form": 1') + b"\n" + body,
    }  # fmt: skip
    if damage == "missing":
        file.unlink()
    elif damage in damaged:
        file.write_bytes(damaged[damage])
    elif damage == "another program":
        monkeypatch.setattr(module, "program_digest", lambda *_: "another")
    elif damage == "text":
        document = replace(document, text=document.text + "三、完\n", sha256="other", parser=parse)
    else:
        document = replace(document, title="另一份方案")
    done = worked_out(monkeypatch)
    facts = kept_facts(document, file)
    assert facts.targets == Facts(document).targets
    assert facts.document.root == document.root
    kept_facts(document, file).read()
    assert done == [document.id]


def test_reading_needs_no_home_that_can_be_written(file: Path) -> None:
    nowhere = file / "below a file" / "facts.kept"
    file.write_bytes(b"")
    assert kept_facts(small(), nowhere).targets == Facts(small()).targets


def test_what_is_let_go_is_read_again_and_equal(file: Path) -> None:
    used: list[str] = []
    facts = kept_facts(small(), file, lambda: used.append("read"))
    before = {name: getattr(facts, name) for name in FIELDS}
    root = facts.document.root
    assert facts.clause_at(40) in list(facts.document.root.walk())
    assert used == ["read"]
    facts.release()
    assert {*vars(facts)} == {"document", "file", "on_use", "jurisdiction"}
    assert "root" not in vars(facts.document)
    assert {name: getattr(facts, name) for name in FIELDS} == before
    assert facts.document.root == root
    assert used == ["read", "read"]


def test_the_program_is_told_by_its_sources_and_data(tmp_path: Path) -> None:
    digests = set()
    for name, text in (("a.py", "1"), ("a.py", "2"), ("b.toml", "1"), ("corpus/x/text.txt", "1"), ("note.md", "1")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        digests.add(program_digest.__wrapped__(tmp_path))
    assert len(digests) == 3  # neither a document of the corpus nor a note decides how a text is read


def test_they_are_facts_of_the_same_document(file: Path) -> None:
    facts = kept_facts(small(), file)
    assert isinstance(facts, KeptFacts)
    assert hash(facts) == hash(kept_facts(small(), file))
