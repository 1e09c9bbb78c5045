"""References: any spelling of a clause back to the tree; what is out of range, ambiguous, or no reference at all."""

from pathlib import Path

import pytest

from bot.question import understand
from bot.types import QuestionKind
from knowledge.cite import citation, deep_link, short_citation
from knowledge.facts import Facts
from knowledge.fold import clean
from knowledge.library import read_file
from knowledge.references import Outcome, find_references, is_bare
from knowledge.types import ClauseKind, Document

ONES = "一二三四五六七八九"
CHINESE = [*ONES, "十", *("十" + n for n in ONES), "二十", *("二十" + n for n in ONES), "三十"]
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚"
SPELLINGS = (
    "第{n}条",
    "第{zh}条",
    "{n}、",
    "{n}.",
    "{n}",
    "第{n}点",
    "第{n}项",
    "{n}条",
    "第 {n} 条是什么",
    "第{wide}条",
    "第{zh}條",
    "clause {n}",
    "article {n}",
    "Clause No. {n}",
    "§{n}",
    "NO.{n}",
    "#{n}",
    "{circled}",
    "任务{n}",
    "请问第{zh}条讲什么",
    "第{n}款",
)


def paths_of(asked: str, document: Document) -> list[tuple[str, list[str]]]:
    """Return the outcome and the paths of each reference in a question."""
    found, _ = find_references(clean(asked), document)
    return [(r.outcome.value, [c.path for c in r.clauses]) for r in found]


@pytest.fixture(scope="module")
def law() -> Document:
    return read_file(Path(__file__).parent / "golden" / "law.txt")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_clause_in_every_spelling(spelling: str, plan: Document) -> None:
    clauses = [c for c in plan.clauses() if c.path.count("/") == 2]
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for n, clause in enumerate(clauses, start=1):
        asked = spelling.format(n=n, zh=CHINESE[n - 1], circled=CIRCLED[n - 1], wide=str(n).translate(wide))
        assert paths_of(asked, plan) == [("found", [clause.path])], asked


def test_every_node_back_from_its_path_citation_and_deep_link(plan: Document) -> None:
    for clause in plan.clauses():
        if clause.kind is ClauseKind.MARKED:
            for asked in (clause.path + "、", short_citation(plan, clause), deep_link(clause)):
                assert paths_of(asked, plan) == [("found", [clause.path])], asked


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        pytest.param("二(四)13", ["二/(四)/13"], id="a path without strokes"),
        pytest.param("二、（四）第13条", ["二/(四)/13"], id="as it is cited"),
        pytest.param("二、（三）", ["二/(三)"], id="a section"),
        pytest.param("第二部分第五节", ["二/(五)"], id="part and section"),
        pytest.param("第三章第一节", ["三/(一)"], id="chapter and section"),
        pytest.param("第二部分", ["二"], id="a part"),
        pytest.param("第三章讲了什么", ["三"], id="a chapter, with words of asking"),
        pytest.param("第五节", ["二/(五)"], id="only one part has a fifth section"),
        pytest.param("最后一条", ["二/(八)/30"], id="the last"),
        pytest.param("倒数第二条", ["二/(八)/29"], id="the last but one"),
        pytest.param("最后一章", ["三"], id="the last chapter"),
        pytest.param("section 4 of part 2", ["二/(四)"], id="English, from below"),
        pytest.param("part two, section four", ["二/(四)"], id="English number words"),
        pytest.param("the twenty-first article", ["二/(七)/21"], id="an English ordinal"),
        pytest.param("c_2-4-13", ["二/(四)/13"], id="a deep link"),
        pytest.param("题头", ["题头"], id="what stands before the first heading"),
    ],
)
def test_paths_and_names(asked: str, paths: list[str], plan: Document) -> None:
    assert paths_of(asked, plan) == [("found", paths)]


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        pytest.param("第3条和第4条", ["二/(一)/3", "二/(一)/4"], id="two"),
        pytest.param("第3、4条", ["二/(一)/3", "二/(一)/4"], id="two under one word"),
        pytest.param("10-11条", ["二/(三)/10", "二/(三)/11"], id="a range"),
        pytest.param("第九条到第十一条", ["二/(二)/9", "二/(三)/10", "二/(三)/11"], id="a range of Chinese numerals"),
        pytest.param("clauses 10 to 12", ["二/(三)/10", "二/(三)/11", "二/(四)/12"], id="an English range"),
        pytest.param("第二章第一节到第二节", ["二/(一)", "二/(二)"], id="a range of sections"),
    ],
)
def test_lists_and_ranges(asked: str, paths: list[str], plan: Document) -> None:
    assert paths_of(asked, plan) == [("found", [p]) for p in paths]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        pytest.param("第31条", "1", "30", id="one too far"),
        pytest.param("第0条", "1", "30", id="zero"),
        pytest.param("第-3条", "1", "30", id="below zero"),
        pytest.param("第一百条", "1", "30", id="a hundred"),
        pytest.param("clause 99", "1", "30", id="English"),
        pytest.param("二(九)", "(一)", "(八)", id="a section that part two lacks"),
        pytest.param("第四章", "一", "三", id="a chapter too far"),
    ],
)
def test_out_of_range_says_what_there_is(asked: str, first: str, last: str, plan: Document) -> None:
    found, _ = find_references(clean(asked), plan)
    assert [(r.outcome, r.first, r.last) for r in found] == [(Outcome.OUT_OF_RANGE, first, last)]


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        pytest.param("(二)", ["一/(二)", "二/(二)", "三/(二)"], id="three parts have a second section"),
        pytest.param("（二）", ["一/(二)", "二/(二)", "三/(二)"], id="full-width"),
        pytest.param("第（一）节", ["一/(一)", "二/(一)", "三/(一)"], id="as an ordinal"),
        pytest.param("第一节", ["一/(一)", "二/(一)", "三/(一)"], id="in words"),
    ],
)
def test_ambiguous_lists_the_choices(asked: str, paths: list[str], plan: Document) -> None:
    assert paths_of(asked, plan) == [("ambiguous", paths)]


def test_two_alone_may_be_a_part_or_a_clause(plan: Document) -> None:
    assert paths_of("二", plan) == [("ambiguous", ["二", "二/(一)/2"])]
    assert paths_of("二、", plan) == [("found", ["二"])]


def test_a_sentence_of_a_clause(plan: Document) -> None:
    found, _ = find_references("第十三条第二句", plan)
    assert [(r.clauses[0].path, r.sentence) for r in found] == [("二/(四)/13", 2)]
    found, _ = find_references("第十三条最后一句", plan)
    assert [r.sentence for r in found] == [-1]
    found, _ = find_references("第十三条第九十句", plan)
    assert [r.outcome for r in found] == [Outcome.OUT_OF_RANGE]


@pytest.mark.parametrize("asked", ["全文", "纲要全文", "请给我看全文", "full text"])
def test_the_whole_text(asked: str, plan: Document) -> None:
    found, rest = find_references(asked, plan)
    assert [r.outcome for r in found] == [Outcome.WHOLE]
    assert rest == ""


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("5G基站", id="a name with a figure"),
        pytest.param("4A级景区有几个", id="a grade"),
        pytest.param("2025年的目标", id="a year"),
        pytest.param("12个工程中心", id="a count"),
        pytest.param("98.5%是什么", id="a percentage"),
        pytest.param("第三方检测机构", id="第三方"),
        pytest.param("第一时间", id="第一时间"),
        pytest.param("第一产业", id="第一产业"),
        pytest.param("一带一路", id="一带一路"),
        pytest.param("万一不合格呢", id="万一"),
        pytest.param("三品一标", id="三品一标"),
        pytest.param("十四五期间要做什么", id="a five-year period"),
        pytest.param("一是加强领导", id="一是"),
        pytest.param("第一节课讲什么", id="a lesson"),
        pytest.param("12条航线", id="things counted in 条"),
        pytest.param("装配式建筑", id="no number at all"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_only_looks_like_a_reference(asked: str, plan: Document) -> None:
    assert find_references(clean(asked), plan) == ((), clean(asked))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("第三条", [("found", ["第一编/第二章/第三条"])], id="an article"),
        pytest.param("第四条之一", [("found", ["第二编/第一章/第一节/第四条之一"])], id="an inserted article"),
        pytest.param("第三条第（二）项", [("found", ["第一编/第二章/第三条/(二)"])], id="an item"),
        pytest.param("第三条第二项第1目", [("found", ["第一编/第二章/第三条/(二)/1"])], id="an item of an item"),
        pytest.param("第二编第一章第一节", [("found", ["第二编/第一章/第一节"])], id="book, chapter, section"),
        pytest.param(
            "第一章", [("ambiguous", ["第一编/第一章", "第二编/第一章"])], id="both books have a first chapter"
        ),
        pytest.param("第八条", [("out_of_range", [])], id="one too far"),
    ],
)
def test_a_law(asked: str, expected: list[tuple[str, list[str]]], law: Document) -> None:
    assert paths_of(asked, law) == expected


def test_a_paragraph_of_an_article(law: Document) -> None:
    found, _ = find_references("第二条第二款", law)
    assert found[0].clauses[0].own.of(law.text).strip() == "法律另有规定的，依照其规定。"


def test_what_is_left_of_a_question(plan: Document) -> None:
    _, rest = find_references("第12条有没有说验收", plan)
    assert rest.strip() == "有没有说验收"


@pytest.mark.parametrize(
    ("rest", "bare"),
    [
        pytest.param("请问 讲什么？", True, id="words of asking"),
        pytest.param(" 分别是什么", True, id="of each"),
        pytest.param("", True, id="nothing"),
        pytest.param("有没有验收", False, id="a subject"),
    ],
)
def test_bare(rest: str, bare: bool) -> None:
    assert is_bare(rest) is bare


@pytest.mark.parametrize(
    ("path", "cited", "link"),
    [
        pytest.param("二/(四)/13", "二、（四）第13条", "c_2-4-13", id="a clause"),
        pytest.param("一/(二)", "一、（二）", "c_1-2", id="a section"),
        pytest.param("三", "三、", "c_3", id="a chapter"),
        pytest.param("题头", "题头", "c_0", id="the lines before"),
        pytest.param("尾注", "尾注", "c_end", id="the lines after"),
    ],
)
def test_citations(path: str, cited: str, link: str, plan: Document) -> None:
    clause = plan.clause(path)
    assert clause
    assert short_citation(plan, clause) == cited
    assert citation(plan, clause) == f"《福建省质量强省建设纲要》{cited}"
    assert deep_link(clause) == link


def test_deep_links_are_unique_and_fit_telegram(plan: Document, law: Document) -> None:
    for document in (plan, law):
        links = [deep_link(c) for c in document.clauses()]
        assert len(set(links)) == len(links)
        assert all(len(link) <= 64 and link.replace("_", "").replace("-", "").isalnum() for link in links)


def test_citations_in_a_law(law: Document) -> None:
    node = law.clause("第一编/第二章/第三条/(二)/1")
    assert node
    assert short_citation(law, node) == "第一编第二章第三条第（二）项第1目"


def test_a_reference_is_never_searched(plan: Document) -> None:
    facts = Facts(plan)
    kinds = {asked: understand(asked, facts).kind for asked in ("第31条", "第0条", "(二)", "十二", "二(九)")}
    assert set(kinds.values()) == {QuestionKind.REFERENCE}, kinds
