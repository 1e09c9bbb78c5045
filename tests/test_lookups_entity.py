"""Names and figures found letter by letter, and how much of a long sentence is quoted."""

import pytest

from bot.lookups.entity import find, find_figure
from bot.lookups.excerpt import PINPOINT_LIMIT, around, pinpoint
from bot.question import understand
from bot.types import Status
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document, Span


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def small(text: str) -> Facts:
    return Facts(Document("d", "", "", "", "", "", text, parse))


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        pytest.param("哪些条提到茶叶", ["23"], id="once"),
        pytest.param("物联网", ["5", "14"], id="a bare name"),
        pytest.param("5G", ["5", "6"], id="a Latin name"),
        pytest.param("第二部分提到长征的地方", ["9"], id="inside a part"),
        pytest.param("县县有4A是什么", ["9"], id="a phrase"),
        pytest.param("which clauses mention Sanming", ["9"], id="an English name of a place"),
    ],
)
def test_every_clause_that_names_it(question: str, numbers: list[str], facts: Facts) -> None:
    found = find(understand(question, facts), facts)
    assert found.status is Status.ANSWERED
    assert [c.number for c in found.clauses] == numbers


def test_the_clauses_that_do_not_name_it(facts: Facts) -> None:
    found = find(understand("哪些条没提到企业", facts), facts)
    named = find(understand("哪些条提到企业", facts), facts)
    assert found.status is Status.ANSWERED
    numbered = {c.number for c in named.clauses if c.number.isdigit()}
    assert {c.number for c in found.clauses} == {str(n) for n in range(1, 31)} - numbered
    assert found.notes == (f"共{len(found.clauses)}条。",)


@pytest.mark.parametrize(
    ("question", "reason", "nearest"),
    [
        pytest.param("哪里提到马斯克", "文件中没有提到“马斯克”。", [], id="nowhere"),
        pytest.param("第13条提到福州吗", "二、（四）第13条没有提到“福州”。", ["二/(四)/13"], id="not in that clause"),
        pytest.param("第13条提到马斯克吗", "二、（四）第13条没有提到“马斯克”。", ["二/(四)/13"], id="nor anywhere"),
    ],
)
def test_a_name_that_is_not_there(question: str, reason: str, nearest: list[str], facts: Facts) -> None:
    found = find(understand(question, facts), facts)
    assert (found.status, found.reason, [c.path for c in found.nearest]) == (Status.NOT_FOUND, reason, nearest)


def test_the_publishers_lines_count_only_where_nothing_else_names_it(facts: Facts) -> None:
    assert [c.path for c in find(understand("福建日报", facts), facts).clauses] == ["尾注"]
    assert "尾注" not in [c.path for c in find(understand("福建", facts), facts).clauses]


@pytest.mark.parametrize(
    ("question", "indicators"),
    [
        pytest.param("2万亿", ["全省建筑业总产值"], id="digits and 万亿"),
        pytest.param("2万亿元是什么", ["全省建筑业总产值"], id="with its unit"),
        pytest.param("20000亿元", ["全省建筑业总产值"], id="the same amount otherwise"),
        pytest.param("33,000项", ["自我声明公开的企业标准"], id="with a comma"),
        pytest.param("31.8", ["贝藻类筏式养殖泡沫浮球改造"], id="the printed digits without 万"),
        pytest.param("1000亿元", ["新能源产业增加值", "全省年交易额超1000亿元的互联网平台"], id="also in a name"),
        pytest.param("300", ["省级单项冠军企业", "闽江杯", "地方标准"], id="several units"),
        pytest.param("300项", ["地方标准"], id="one unit"),
        pytest.param("百分之九十五", ["制造业产品质量合格率"], id="a share in words"),
        pytest.param("700件和250万件", ["有效注册商标数", "地理标志证明商标"], id="two figures"),
    ],
)
def test_figures(question: str, indicators: list[str], facts: Facts) -> None:
    found = find_figure(understand(question, facts), facts)
    assert [t.indicator for t in found.targets] == indicators


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("77%", "文件的目标中没有“77%”这个数。", id="a share"),
        pytest.param("三千三百项", "文件的目标中没有“3300项”这个数。", id="in words"),
        pytest.param("31.8万口", "文件的目标中没有“31.8万口”这个数。", id="the figure of another unit"),
        pytest.param("3.8是什么", "文件的目标中没有“3.8”这个数。", id="the tail of another figure"),
    ],
)
def test_a_figure_that_is_nowhere(question: str, reason: str, facts: Facts) -> None:
    found = find_figure(understand(question, facts), facts)
    assert (found.status, found.reason) == (Status.NOT_FOUND, reason)


def test_the_number_of_a_clause_is_no_figure_of_the_text() -> None:
    bare = small("一、总则\n\n1.做好1件事。\n\n2.再接再厉。\n")
    assert find_figure(understand("2件", bare), bare).status is Status.NOT_FOUND
    assert [c.path for c in find_figure(understand("1件", bare), bare).clauses] == ["一/1"]


# How much is quoted


def test_a_short_sentence_is_quoted_whole(facts: Facts) -> None:
    start = facts.document.text.index("闽菜馆")
    quoted = pinpoint(Span(start, start + 3), facts).of(facts.document.text)
    assert quoted == "实施促进闽菜繁荣三年行动,创建500家以上闽菜馆。"


def test_a_place_inside_a_target_is_quoted_by_it(facts: Facts) -> None:
    start = facts.document.text.index("闽菜馆")
    assert pinpoint(Span(start, start + 3), facts, facts.targets).of(facts.document.text) == "创建500家以上闽菜馆"


def test_every_place_in_a_long_sentence_is_quoted_by_whole_phrases(facts: Facts) -> None:
    text = facts.document.text
    for sentence in facts.sentence_spans:
        if len(sentence) <= PINPOINT_LIMIT:
            continue
        for start in range(sentence.start, sentence.end, 7):
            quoted = pinpoint(Span(start, start + 1), facts)
            assert quoted.holds(Span(start, start + 1))
            assert sentence.holds(quoted)
            assert len(quoted) <= PINPOINT_LIMIT or quoted == around(Span(start, start + 1), sentence, text)
            assert quoted.start == sentence.start or text[quoted.start - 1] in ",;:、，；：。"


def test_a_sentence_without_phrases_is_quoted_whole() -> None:
    text = "字" * (PINPOINT_LIMIT + 40)
    assert around(Span(20, 22), Span(0, len(text)), text) == Span(0, len(text))
