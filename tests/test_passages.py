import hashlib
from pathlib import Path

import pytest

from index.passages import LONG_SENTENCE, make_passages, sentence_parts
from index.types import PassageKind
from knowledge.errors import DocumentError
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import ClauseKind, Document, Span

PLAN = (
    "关于印发计划的通知\n\n"
    "一、总体要求\n\n"
    "(一)主要目标\n\n"
    "到2025年,合格率达到98%。稳步提升。\n\n"
    "——品牌建设。打造一批品牌。\n\n"
    "二、重点任务\n\n"
    "1.提高水平。严格落实责任。加强监管\n\n"
    "转载自:报社\n"
)


def document(text: str, id: str = "plan") -> Document:
    return Document(id, "计划", "", "", "", hashlib.sha256(text.encode()).hexdigest(), text, parse)


def listed(text: str, corpus: Path) -> list[tuple[str, str, str, str]]:
    doc = document(text)
    return [(p.kind.value, p.path, p.span.of(text), p.search_text) for p in make_passages([doc], corpus)]


def test_every_sentence_and_heading_is_a_passage_with_its_heading_context(tmp_path: Path) -> None:
    assert listed(PLAN, tmp_path) == [
        ("sentence", "题头", "关于印发计划的通知", "关于印发计划的通知"),
        ("heading", "一", "一、总体要求", "总体要求"),
        ("heading", "一/(一)", "(一)主要目标", "总体要求 主要目标"),
        ("sentence", "一/(一)", "到2025年,合格率达到98%。", "总体要求 主要目标 到2025年,合格率达到98%。"),
        ("sentence", "一/(一)", "稳步提升。", "总体要求 主要目标 稳步提升。"),
        ("sentence", "一/(一)", "——品牌建设。", "总体要求 主要目标 ——品牌建设。"),
        ("sentence", "一/(一)", "打造一批品牌。", "总体要求 主要目标 打造一批品牌。"),
        ("heading", "二", "二、重点任务", "重点任务"),
        ("heading", "二/1", "1.提高水平。", "重点任务 提高水平"),
        ("sentence", "二/1", "严格落实责任。", "重点任务 提高水平 严格落实责任。"),
        ("sentence", "二/1", "加强监管", "重点任务 提高水平 加强监管"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="an empty text has no passages"),
        pytest.param("\n \n", [], id="blank lines hold nothing to find"),
        pytest.param("----\n", [], id="a rule of dashes holds nothing to find"),
        pytest.param(
            "第十条 国家鼓励创新。", [("sentence", "第十条", "第十条 国家鼓励创新。", " 国家鼓励创新。")],
            id="a mark without heading belongs to its sentence and is not searched",
        ),
        pytest.param(
            "## 一、总则\n\n甲。", [("heading", "一", "一、总则", "总则"), ("sentence", "一", "甲。", "总则 甲。")],
            id="markdown signs are no part of a heading",
        ),
    ],
)  # fmt: skip
def test_passages_at_the_edges(text: str, expected: list[tuple[str, str, str, str]], tmp_path: Path) -> None:
    assert listed(text, tmp_path) == expected


@pytest.mark.parametrize(
    ("sentence", "lengths"),
    [
        pytest.param("甲" * LONG_SENTENCE, [], id="a sentence of 120 characters is not divided"),
        pytest.param("甲" * 200 + "。", [], id="nothing to divide at"),
        pytest.param("甲" * 60 + ";" + "乙" * 60 + "。", [61, 61], id="divided at a semicolon"),
        pytest.param(
            "甲" * 40 + "," + "乙" * 40 + "," + "丙" * 40 + "," + "丁" * 9 + "。", [82, 51],
            id="phrases are joined to 50 characters, and a short rest to the last group",
        ),
        pytest.param("甲" * 130 + ";" + "乙" * 9 + "。", [131, 10], id="a long segment without a comma stays whole"),
    ],
)  # fmt: skip
def test_a_long_sentence_has_parts_that_cover_it(sentence: str, lengths: list[int]) -> None:
    parts = sentence_parts(sentence, Span(0, len(sentence)))
    assert [len(part) for part in parts] == lengths
    assert "".join(part.of(sentence) for part in parts) == (sentence if lengths else "")


def test_the_plan_s_passages_never_cross_a_clause() -> None:
    (doc,) = shipped_documents()
    regions: dict[str, list[Span]] = {}
    for node in doc.root.walk():
        regions.setdefault(node.path, []).append(node.own)
    passages = make_passages([doc])
    assert [p.id for p in passages] == list(range(len(passages)))
    for p in passages:
        assert any(region.holds(p.span) for region in regions[p.path]), p
        assert p.span.of(doc.text).strip() == p.span.of(doc.text) != ""
    headed = [c.path for c in doc.clauses() if c.kind is ClauseKind.MARKED and c.heading]
    assert [p.path for p in passages if p.kind is PassageKind.HEADING] == headed


def keys(tmp_path: Path, rows: str) -> Path:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "keys.toml").write_text(rows, encoding="utf-8")
    return tmp_path


def test_a_key_gives_one_passage_a_question_at_its_quote(tmp_path: Path) -> None:
    corpus = keys(tmp_path, '[[key]]\npath = "一/(一)"\nquote = "合格率达到98%"\nask = ["多少合格", "要几成"]\n')
    assert [row for row in listed(PLAN, corpus) if row[0] == "key"] == [
        ("key", "一/(一)", "合格率达到98%", "多少合格"),
        ("key", "一/(一)", "合格率达到98%", "要几成"),
        ("key", "一/(一)", "合格率达到98%", "合格率达到98%"),  # its quote is a key too
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param('[[key]]\npath = "九"\nquote = "x"\nask = ["y"]', "key 1: no clause '九'", id="unknown path"),
        pytest.param(
            '[[key]]\npath = "二/1"\nquote = "加强监管"\nask = ["y"]\n'
            '[[key]]\npath = "二/1"\nquote = "没有"\nask = ["y"]',
            "key 2: '没有' does not stand in clause 二/1", id="quote not in the text",
        ),
        pytest.param('[[key]]\npath = "二"\nquote = "加强监管"\nask = ["y"]', "does not stand in clause 二;",
                     id="words of a clause below are not the section's own"),
        pytest.param('[[key]]\npath = "二/1"\nask = ["y"]', "key 1: no quote", id="quote missing"),
        pytest.param('[[key]]\npath = "二/1"\nquote = "加强监管"', "key 1: no questions", id="ask missing"),
        pytest.param('[[key]]\npath = "二/1"\nquote = "加强监管"\nask = []', "key 1: no questions", id="ask empty"),
        pytest.param('[[key]]\npath = "二/1"\nquote = "加强监管"\nask = [1]', "key 1: no questions", id="not words"),
        pytest.param("key = 3", "only rows [[key]]", id="not an array"),
        pytest.param("[[keys]]", "only rows [[key]]", id="misspelt"),
        pytest.param("path = ", "not TOML", id="not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_one_line_that_names_file_and_row(rows: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        listed(PLAN, keys(tmp_path, rows))
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "plan" / "keys.toml"))
    assert "\n" not in str(caught.value)


def test_a_document_id_cannot_point_outside_the_corpus(tmp_path: Path) -> None:
    corpus = keys(tmp_path, "nonsense") / "inner"
    corpus.mkdir()
    assert make_passages([document("甲。", id="../plan")], corpus)[0].span == Span(0, 2)
