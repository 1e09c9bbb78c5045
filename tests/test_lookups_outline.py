"""Counts and lists from the clause tree, the document's own lines, and fixed sentences; also for other documents."""

import pytest

from bot.lookups import about, outline, reference, talk
from bot.lookups.reference import heading_span, shown_span, with_clauses_below
from bot.question import understand
from bot.types import Finding, Status
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document

FLAT = "一、甲\n\n做好一。\n\n二、乙\n\n做好二。\n"
LAW = "第一章 总则\n\n第一条 为了质量。\n\n第二条 本条例适用于本省。\n\n第二章 附则\n\n第三条 自公布之日起施行。\n"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def small(text: str, **fields: str) -> Facts:
    named = {"title": "", "issuer": "", "published": "", "source": "", **fields}
    return Facts(Document("d", sha256="", text=text, parser=parse, **named))


def paths(finding: Finding) -> list[str]:
    return [c.path for c in finding.clauses]


@pytest.mark.parametrize(
    ("question", "note", "count", "first"),
    [
        pytest.param("工程有几个", "共8个工程。", 9, "二", id="the noun first"),
        pytest.param("多少个章节", "共3个部分。", 3, "一", id="章节 are the highest"),
        pytest.param("一共多少节", "共13节。", 13, "一/(一)", id="every section"),
        pytest.param("条款有多少", "共30条。", 31, "二", id="clauses"),
        pytest.param("大纲", "共46个标题。", 46, "一", id="everything"),
        pytest.param("第二部分有几个工程", "共8个工程。", 9, "二", id="inside a part"),
        pytest.param("二（八）有几条", "共5条。", 6, "二/(八)", id="inside a section"),
        pytest.param("第三章分几个方面", "共3个方面。", 4, "三", id="as aspects"),
        pytest.param("组织保障有几条", "共3节。", 4, "三", id="sections, though asked for clauses"),
        pytest.param("主要目标有几个方面", "共4个方面。", 1, "一/(二)", id="items without a mark"),
        pytest.param("how many sections are there", "13 sections in all.", 13, "一/(一)", id="in English"),
    ],
)
def test_outline(question: str, note: str, count: int, first: str, facts: Facts) -> None:
    found = outline.find(understand(question, facts), facts)
    assert (found.notes, len(found.clauses), found.clauses[0].path) == ((note,), count, first)


def test_items_without_a_mark_are_quoted_by_their_first_sentence(facts: Facts) -> None:
    found = outline.find(understand("主要目标有几个方面", facts), facts)
    assert [s.of(facts.document.text).strip() for s in found.quotes] == [
        "——经济发展质量效益稳步提升。", "——质量发展水平不断提升。", "——品牌建设取得显著成绩。",
        "——质量基础支撑能力持续增强。",
    ]  # fmt: skip


def test_a_clause_without_parts_has_none(facts: Facts) -> None:
    found = outline.find(understand("指导思想分几点", facts), facts)
    assert (found.status, [c.path for c in found.nearest]) == (Status.NOT_FOUND, ["一/(一)"])


@pytest.mark.parametrize(
    ("question", "listed", "notes"),
    [
        pytest.param("哪节条数最多", ["二/(七)"], ("二、（七）：6条",), id="most"),
        pytest.param("条数最少的是哪节", ["二/(三)", "二/(五)"], ("二、（三）：2条", "二、（五）：2条"), id="fewest"),
        pytest.param("which section has the most clauses", ["二/(七)"], ("二、（七）: 6 clauses",), id="in English"),
    ],
)
def test_compared(question: str, listed: list[str], notes: tuple[str, ...], facts: Facts) -> None:
    found = outline.find(understand(question, facts), facts)
    assert (paths(found), found.notes) == (listed, notes)


def test_the_chapters_of_a_law_are_compared_by_articles() -> None:
    law = small(LAW)
    found = outline.find(understand("哪一章条款最多", law), law)
    assert (paths(found), found.notes) == (["第一章"], ("第一章：2条",))
    found = outline.find(understand("一共多少条", law), law)
    assert paths(found) == ["第一章/第一条", "第一章/第二条", "第二章/第三条"]


def test_a_document_without_numbered_clauses_counts_what_it_has() -> None:
    flat = small(FLAT)
    found = outline.find(understand("一共多少条", flat), flat)
    assert (paths(found), found.notes) == (["一", "二"], ("共2条。",))
    found = outline.find(understand("每个部分有几条", flat), flat)
    assert found.notes == ("共2个部分。",)


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        pytest.param("第20条归哪个工程", ["二/(七)", "二"], id="of a clause"),
        pytest.param("第20条属于第几章", ["二/(七)", "二"], id="its chapter"),
        pytest.param("二、（七）在哪个部分", ["二"], id="of a section"),
    ],
)
def test_parent(question: str, listed: list[str], facts: Facts) -> None:
    found = outline.find_parent(understand(question, facts), facts)
    assert paths(found) == listed


def test_a_chapter_belongs_to_nothing(facts: Facts) -> None:
    found = outline.find_parent(understand("第二章属于哪个部分", facts), facts)
    assert (found.status, [c.path for c in found.nearest]) == (Status.NOT_FOUND, ["二"])


# The document's own lines


def test_without_lines_before_or_after_nothing_is_said_of_the_document() -> None:
    flat = small(FLAT)
    found = about.find(understand("谁印发的", flat), flat)
    assert found is not None
    assert (found.status, found.nearest) == (Status.NOT_FOUND, ())
    assert about.front_matter(flat) == ()


def test_the_issuers_own_line_comes_first() -> None:
    letter = small(
        "现印发本规划。\n\n甲市政府印发了《规划》。\n\n来源:甲日报 2024年3月5日\n\n" + FLAT, issuer="甲市政府"
    )
    text = letter.document.text
    found = about.find(understand("谁印发的", letter), letter)
    assert found is not None
    assert [s.of(text) for s in found.quotes] == ["甲市政府印发了《规划》。"]
    found = about.find(understand("来源是什么", letter), letter)
    assert found is not None
    assert [s.of(text).strip() for s in found.quotes] == ["来源:甲日报 2024年3月5日"]
    found = about.find(understand("什么时候印发的，来源呢", letter), letter)
    assert found is not None
    assert [s.of(text).strip() for s in found.quotes] == ["来源:甲日报 2024年3月5日"]


# References


def test_each_reference_of_several_is_told_apart(facts: Facts) -> None:
    found = reference.find(understand("第2条和第31条", facts), facts)
    assert (paths(found), found.notes) == (["二/(一)/2"], ("没有第31条，范围是第1条至第30条。",))


def test_english_names_a_clause_that_is_not_there_in_english(facts: Facts) -> None:
    found = reference.find(understand("clause 31", facts), facts)
    assert found.reason == "There is no clause 31; the plan has clauses 1 to 30."


def test_a_chapter_comes_with_all_below_it_in_text_order(facts: Facts) -> None:
    chapter = facts.document.clause("三")
    assert chapter
    assert [c.path for c in with_clauses_below(chapter)] == ["三", "三/(一)", "三/(二)", "三/(三)"]


def test_what_is_shown_of_a_node(facts: Facts) -> None:
    text = facts.document.text
    clauses = {c.path: c for c in facts.document.clauses()}
    assert shown_span(facts.document, clauses["二"]).of(text) == "二、重点任务"
    assert shown_span(facts.document, clauses["二/(四)/13"]).of(text).startswith("13.提高建筑材料质量水平。加快")
    assert heading_span(facts.document, clauses["二/(四)/13"]).of(text) == "13.提高建筑材料质量水平"
    assert heading_span(facts.document, clauses["题头"]).of(text) == (
        "中共福建省委 福建省人民政府印发《福建省质量强省建设纲要》"
    )


# Fixed sentences


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        pytest.param("你好", Status.SMALLTALK, "您好！", id="a greeting"),
        pytest.param("hello", Status.SMALLTALK, "Hello!", id="an English greeting"),
        pytest.param("谢谢", Status.SMALLTALK, "不客气", id="thanks"),
        pytest.param("thank you very much", Status.SMALLTALK, "You are welcome", id="English thanks"),
        pytest.param("谢谢，再见", Status.SMALLTALK, "再见", id="thanks and goodbye"),
        pytest.param("你是谁", Status.SMALLTALK, "我是政策问答助手", id="who it is"),
        pytest.param("讲个笑话", Status.SMALLTALK, "不在范围内", id="an order"),
        pytest.param("", Status.NOT_FOUND, "没有看到问题", id="nothing"),
        pytest.param("😀", Status.NOT_FOUND, "没有看懂", id="no words"),
        pytest.param("长" * 1001, Status.NOT_FOUND, "超过1000字", id="too long"),
        pytest.param("下一条", Status.NOT_FOUND, "接着哪个问题", id="nothing to follow"),
    ],
)
def test_talk(text: str, status: Status, words: str, facts: Facts) -> None:
    found = talk.find(understand(text, facts), facts)
    assert found.status is status
    assert words in (found.reason or found.notes[0])
    assert (found.quotes, found.clauses, found.targets) == ((), (), ())
