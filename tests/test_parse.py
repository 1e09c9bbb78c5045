"""The clause tree: golden outlines read line by line, random mark soup, and spans that tile the text."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import CORPUS
from knowledge.parse import outline, parse, reprint
from knowledge.types import Clause, ClauseKind, Document, Span

GOLDEN = Path(__file__).parent / "golden"
TEXTS = {
    "fujian-quality-outline-2023": CORPUS / "fujian-quality-outline-2023" / "text.txt",
    **{name: GOLDEN / f"{name}.txt" for name in ("law", "notice", "decimals")},
}

MARKS = (
    "第一编",
    "第二章 ",
    "第三节　",
    "第四条　",
    "第一百二十条之一 ",
    "一、",
    "二．",
    "十二、",
    "（一）",
    "(二)",
    "（三",
    "五）",
    "1.",
    "2．",
    "１３、",
    "1.1 ",
    "1.2.3 ",
    "（1）",
    "(２)",
    "3)",
    "①",
    "⒉",
    "㈢",
    "——",
    "附件1",
    "附件",
    "附件2：名单",
    "Article 3 Scope",
    "## 一、",
    "**（二）",
    "目录",
    "转载自：",
    "专栏1",
    "第十条第二款规定",
    "2025年",
    "1.2万亿",
    "一、二、三产业",
    "5G",
)
BETWEEN = ("", "\n", "\r\n", "\r", "\n\n", "\u3000", " ", "\t", "。", "；", "：", "\ufeff", "\u2028", "\0")
WORDS = ("提高质量", "加强监管。", "到2025年,合格率达到98%", "（", "）", "“", "𠀀", "🙂", "x", "\ud800")
SOUP = st.lists(st.sampled_from(MARKS + BETWEEN + WORDS) | st.text(max_size=6), max_size=40).map("".join)


@pytest.mark.parametrize("name", TEXTS)
def test_outline_is_the_one_that_was_read_by_hand(name: str) -> None:
    text = TEXTS[name].read_bytes().decode("utf-8")
    golden = (GOLDEN / f"{name}.outline.tsv").read_text(encoding="utf-8").splitlines()
    assert list(outline(parse(text))) == golden


@pytest.mark.parametrize("name", TEXTS)
def test_golden_texts_tile(name: str) -> None:
    text = TEXTS[name].read_bytes().decode("utf-8")
    _assert_tiled(text, parse(text))


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_random_mark_soup_is_kept_whole(text: str) -> None:
    _assert_tiled(text, parse(text))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_is_kept_whole(text: str) -> None:
    _assert_tiled(text, parse(text))


@pytest.mark.parametrize("text", ["0.范围\n1.术语\n", "(0)范围\n", "第0条 范围\n", "0.0.1 范围\n1.0.1 术语\n"])
def test_a_number_nought_is_a_number(text: str) -> None:
    _assert_tiled(text, parse(text))


def _assert_tiled(text: str, root: Clause) -> None:
    assert root.span == Span(0, len(text))
    assert reprint(text, root) == text
    for node in root.walk():
        position = node.own.end
        assert node.own.start == node.span.start
        for child in node.children:
            assert child.span.start == position, (node.path, child.path)
            position = child.span.end
        assert position == node.span.end
    paths = [n.path for n in root.walk() if n.path and n.kind is not ClauseKind.PARAGRAPH]
    assert len(paths) == len(set(paths))


def test_the_plan_has_thirty_clauses_in_order(plan: Document) -> None:
    assert [c.number for c in plan.clauses() if c.path.count("/") == 2] == [str(n) for n in range(1, 31)]


def test_no_heading_is_glued_to_the_clause_before(plan: Document) -> None:
    nodes = [c for c in plan.clauses() if c.kind is ClauseKind.MARKED]
    for before, after in itertools.pairwise(nodes):
        begins = plan.text[after.span.start :].lstrip()
        assert begins.startswith(after.mark)
        assert after.mark + after.heading not in before.own.of(plan.text)


@pytest.mark.parametrize(
    ("last", "following"),
    [
        pytest.param("一/(二)", "二", id="chapter one ends before chapter two"),
        pytest.param("二/(一)/4", "二/(二)", id="a section ends before the next"),
        pytest.param("二/(八)/30", "三", id="the last clause ends before chapter three"),
        pytest.param("三/(三)", "尾注", id="the last section ends before the publisher's lines"),
    ],
)
def test_the_last_clause_of_a_part_ends_before_the_next(plan: Document, last: str, following: str) -> None:
    ending, beginning = plan.clause(last), plan.clause(following)
    assert ending
    assert beginning
    assert ending.span.end == beginning.span.start


def test_every_node_with_a_path_is_right_below_its_parent(plan: Document) -> None:
    below = [(child, node) for node in plan.clauses() for child in node.children]
    assert below
    assert all(plan.parent_of(child) == node for child, node in below)
    assert plan.parent_of(plan.root) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊",
            ["一", "一/(一)", "一/(一)/1", "一/(一)/1/(1)", "一/(一)/1/(1)/①"],
            id="every rank of a plan",
        ),
        pytest.param(
            "第一编 甲\n第一章 乙\n第一节 丙\n第一条 丁",
            ["第一编", "第一编/第一章", "第一编/第一章/第一节", "第一编/第一章/第一节/第一条"],
            id="every rank of a law",
        ),
        pytest.param(
            "第十条 甲\n第十条之一 乙", ["第十条", "第十条之一"], id="an inserted article stands beside the first"
        ),
        pytest.param("１．甲\n２．乙", ["1", "2"], id="full-width digits are half-width in a path"),
        pytest.param("(一)甲\n（二）乙", ["(一)", "(二)"], id="brackets of either width"),
        pytest.param("一、甲\n1.乙\n二、丙\n1.丁", ["一", "一/1", "二", "二/1"], id="numbering that restarts"),
        pytest.param("一、甲\n1.乙\n二、丙\n2.丁", ["一", "一/1", "二", "二/2"], id="numbering that runs on"),
        pytest.param("一、甲\n三、乙", ["一", "三"], id="a lost mark loses nothing else"),
        pytest.param("一、甲\n1.乙\n1.丙", ["一", "一/1", "一/1~2"], id="a mark printed twice"),
        pytest.param("　　一、甲\r\n\r\n　　二、乙\r\n", ["一", "二"], id="indents and CRLF"),
        pytest.param("# 一、甲\n**（一）乙**", ["一", "一/(一)"], id="markdown headings"),
        pytest.param("甲\n一、乙", ["题头", "一"], id="what stands before the first mark"),
        pytest.param("甲\n乙", ["题头"], id="a text without marks"),
        pytest.param("", [], id="an empty text"),
        pytest.param("2025年完成。\n5G应用", ["题头"], id="years and names are no marks"),
        pytest.param("一、甲\n二、三产业发展", ["一"], id="二、三产业 is no mark"),
    ],
)
def test_paths_of_every_form(text: str, expected: list[str]) -> None:
    assert [n.path for n in parse(text).walk() if n.path and n.kind is not ClauseKind.PARAGRAPH] == expected


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        pytest.param("1.提高水平。严格落实。", "提高水平", id="heading and body share a line"),
        pytest.param("一、总体要求", "总体要求", id="a heading alone"),
        pytest.param("第一条 为了提高质量,制定本法。", "", id="an article has no heading"),
        pytest.param("(一)到2025年,合格率达到98%。", "", id="a sentence is no heading"),
        pytest.param("（二）" + "长" * 61, "", id="a long line is no heading"),
        pytest.param("**（一）提升产品**", "提升产品", id="markdown stars are no heading"),
    ],
)
def test_headings(line: str, heading: str) -> None:
    node = next(n for n in parse(line).walk() if n.kind is ClauseKind.MARKED)
    assert node.heading == heading


def test_dashed_items_belong_to_the_marked_node_above() -> None:
    root = parse("一、目标\n——产品。\n——工程。\n二、任务")
    items = [n for n in root.walk() if n.kind is ClauseKind.PARAGRAPH]
    assert [(n.path, n.mark) for n in items] == [("一", ""), ("一", "")]


def test_a_second_document_in_one_notice_carries_a_prefix() -> None:
    root = parse("通知\n一、甲\n二、乙\n\n某方案\n一、丙\n二、丁\n附件1\n一、戊")
    paths = [n.path for n in root.walk() if n.path and n.kind is not ClauseKind.PARAGRAPH]
    assert paths == ["题头", "一", "二", "文2", "文2/一", "文2/二", "附件1", "附件1/一"]


def test_rules_below_their_own_title_are_a_second_document() -> None:
    plan, rules = "一、甲\n二、乙\n三、丙\n", "第一条 丁\n第二条 戊\n"
    marked = [n.path for n in parse(f"通知\n{plan}\n某市考核办法\n\n{rules}").walk() if n.mark]
    assert marked == ["一", "二", "三", "文2/第一条", "文2/第二条"]
    untitled = [n.path for n in parse(f"通知\n{plan}依据下列规定办理。\n{rules}").walk() if n.mark]
    assert untitled == ["一", "二", "三", "三/第一条", "三/第二条"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        pytest.param("一、总则\n附件1：清单\n一、甲\n", ["一", "附件1", "附件1/一"], id="a title after the colon"),
        pytest.param("一、总则\n附件２　清单\n1.甲\n", ["一", "附件2", "附件2/1"], id="a title after a blank"),
        pytest.param("一、总则\n附件：1.甲\n2.乙\n", ["一"], id="a list of annexes on one line is none"),
        pytest.param("一、总则\n附件1：甲\n附件2：乙\n二、附则\n", ["一", "二"], id="annexes that are only listed"),
        pytest.param("一、总则\n附件1：甲\n", ["一"], id="an annex that is only named"),
        pytest.param("一、总则\n附件1：按甲办理。\n二、附则\n", ["一", "二"], id="a sentence that begins with one"),
    ],
)
def test_annexes_with_their_title(text: str, paths: list[str]) -> None:
    root = parse(text)
    _assert_tiled(text, root)
    assert [
        c.path for c in Document("d", "", "", "", "", "", text, lambda _: root).clauses() if c.path != "题头"
    ] == paths
