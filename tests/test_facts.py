"""What is worked out once about a document."""

from decimal import Decimal

import pytest

from knowledge.facts import Facts
from knowledge.parse import parse
from knowledge.sentences import phrases, segments, sentences
from knowledge.types import Document, Span


@pytest.fixture(scope="module")
def facts() -> Facts:
    from knowledge.library import shipped_documents

    return Facts(shipped_documents()[0])


def test_counts_of_the_plan(facts: Facts) -> None:
    assert len(facts.targets) == 53
    assert [c.path for c in facts.leaves if c.path.count("/") == 2] == [
        c.path for c in facts.document.clauses() if c.path.count("/") == 2
    ]
    assert facts.years == {2020, 2025, 2035}
    assert [p.name for p in facts.jurisdiction] == ["福建"]


def test_a_target_before_the_first_mark_names_its_year() -> None:
    text = "某市若干措施\n2023年7月20日\n力争到2027年产业规模达到1500亿元，制定以下措施。\n一、支持研发。\n"
    assert Facts(Document("d", "", "", "", "", "", text, parse)).years == {2027}


def test_every_offset_belongs_to_the_innermost_node(facts: Facts) -> None:
    for offset in range(0, len(facts.document.text), 7):
        holding = [c for c in facts.document.clauses() if c.span.start <= offset < c.span.end]
        expected = max(holding, key=lambda c: c.level) if holding else facts.document.root
        assert facts.clause_at(offset) is expected


def test_offsets_beyond_the_text_belong_to_the_root(facts: Facts) -> None:
    assert facts.clause_at(len(facts.document.text)) is facts.document.root


def test_sentences_hold_every_target(facts: Facts) -> None:
    for target in facts.targets:
        assert facts.sentence_at(target.span).holds(target.span)
    across = Span(0, len(facts.document.text))
    assert facts.sentence_at(across) == across


def test_targets_in_a_clause(facts: Facts) -> None:
    clause = facts.document.clause("二/(一)/1")
    assert clause
    assert [t.number for t in facts.targets_in(clause)][:2] == [Decimal("98.5"), Decimal("98.5")]
    assert facts.targets_in(facts.document.root) == facts.targets


def test_sentences_segments_phrases() -> None:
    text = "甲，乙；丙。 丁！”\n戊"
    whole = Span(0, len(text))
    assert [s.of(text) for s in sentences(text, whole)] == ["甲，乙；丙。", "丁！”", "戊"]
    assert [s.of(text) for s in segments(text, Span(0, 6))] == ["甲，乙；", "丙。"]
    assert [s.of(text) for s in phrases(text, Span(0, 6))] == ["甲，", "乙；", "丙。"]


@pytest.mark.parametrize("text", ["", " \n ", "。。。"])
def test_blank_texts_have_no_empty_sentence(text: str) -> None:
    assert all(len(s) for s in sentences(text, Span(0, len(text))))


def test_a_span_is_half_open_and_ordered() -> None:
    with pytest.raises(ValueError, match="not a span: 3:2"):
        Span(3, 2)
    assert Span(0, 2).overlaps(Span(1, 3))
    assert not Span(0, 2).overlaps(Span(2, 3))


def test_unknown_paths(plan: Document) -> None:
    assert plan.clause("九/(九)") is None
