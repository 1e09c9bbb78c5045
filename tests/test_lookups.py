"""What is looked up is never searched: references, outline, ledger, figures, names, the document itself, small talk."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.answerer import Answerer
from bot.lookups.topic import Searcher
from bot.types import Answer, Status
from index.retriever import Retriever
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.types import Document

Ask = Callable[..., Answer]
TODAY = date(2026, 1, 1)
SECTIONS = [f"二/({n})" for n in "一二三四五六七八"]


class SearchedError(Exception):
    """A question was searched that should have been looked up."""


def no_retriever() -> Retriever:
    raise SearchedError


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Answer the last of some questions, after the others, without an index."""
    facts = Facts(shipped_documents()[0])
    answerer = Answerer(facts, Searcher(facts, no_retriever))

    def answer(*questions: str) -> Answer:
        conversation = None
        for question in questions:
            given, conversation = answerer.answer(question, conversation)
        return given

    return answer


def paths(answer: Answer) -> list[str]:
    return [c.clause.path for c in answer.clauses]


# References


def test_a_clause_is_quoted_whole_and_nothing_else(ask: Ask, plan: Document) -> None:
    for clause in plan.clauses():
        if clause.path.count("/") == 2:
            answer = ask(f"第{clause.number}条")
            assert paths(answer) == [clause.path]
            assert [q.text for q in answer.quotes] == [clause.span.stripped(plan.text).of(plan.text)]
            assert answer.targets == ()


def test_a_section_comes_before_its_clauses(ask: Ask) -> None:
    assert paths(ask("二、（四）")) == ["二/(四)", "二/(四)/12", "二/(四)/13", "二/(四)/14"]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("第31条", "没有第31条，范围是第1条至第30条。", id="one too far"),
        pytest.param("第0条", "没有第0条，范围是第1条至第30条。", id="zero"),
        pytest.param("二(九)", "没有二(九)，范围是(一)至(八)。", id="a section too far"),
        pytest.param("第四章", "没有第四章，范围是一至三。", id="a chapter too far"),
    ],
)
def test_out_of_range_says_what_there_is(question: str, reason: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.status is Status.NOT_FOUND
    assert answer.reason == reason


def test_an_ambiguous_reference_asks_with_its_choices(ask: Ask) -> None:
    answer = ask("（二）")
    assert answer.status is Status.AMBIGUOUS
    assert answer.choices == ("一、（二） 主要目标", "二、（二） 实施重点领域质量提升工程", "三、（二） 狠抓工作落实")


# The outline


@pytest.mark.parametrize(
    ("question", "note", "listed"),
    [
        pytest.param("一共有几个部分", "共3个部分。", ["一", "二", "三"], id="parts"),
        pytest.param("纲要总共写了多少条", "共30条。", 31, id="clauses"),
        pytest.param("质量强省建设纲要有几条", "共30条。", 31, id="the document named by its title"),
        pytest.param("有哪些工程", "共8个工程。", SECTIONS, id="named sections"),
        pytest.param("第二部分有几节", "共8节。", ["二", *SECTIONS], id="inside a part"),
        pytest.param("二（三）下面有哪些条", "共2条。", ["二/(三)/10", "二/(三)/11", "二/(三)"], id="inside a section"),
        pytest.param("一级标题有哪些", "共3个部分。", ["一", "二", "三"], id="titles of a level"),
        pytest.param("各条标题列一下", "共30条。", 30, id="titles of the clauses"),
        pytest.param("目录", "共46个标题。", 46, id="all of it"),
        pytest.param("how many clauses in total", "30 clauses in all.", 31, id="English"),
    ],
)
def test_outline(question: str, note: str, listed: list[str] | int, ask: Ask) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.notes == (note,)
    assert (len(paths(answer)) if isinstance(listed, int) else paths(answer)) == listed


@pytest.mark.parametrize(
    ("question", "listed", "first"),
    [
        pytest.param("哪一节的条最多", ["二/(七)"], "二、（七）：6条", id="most"),
        pytest.param("条数最少的是哪节", ["二/(三)", "二/(五)"], "二、（三）：2条", id="fewest, two alike"),
        pytest.param("每一节各有多少条", SECTIONS, "二、（一）：4条", id="each"),
        pytest.param("每个部分有几条", SECTIONS, "二、（一）：4条", id="one part holds all clauses: its sections"),
    ],
)
def test_counts_compared(question: str, listed: list[str], first: str, ask: Ask) -> None:
    answer = ask(question)
    assert paths(answer) == listed
    assert answer.notes[0] == first
    assert len(answer.notes) == len(listed)


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        pytest.param("第12条属于哪个部分", ["二/(四)", "二"], id="of a clause"),
        pytest.param("which section does clause 18 belong to", ["二/(六)", "二"], id="in English"),
    ],
)
def test_where_a_clause_belongs(question: str, listed: list[str], ask: Ask) -> None:
    assert paths(ask(question)) == listed


# The ledger


@pytest.mark.parametrize(
    ("question", "count", "listed"),
    [
        pytest.param("知识产权的目标有哪些", 3, ["二/(七)/24"], id="by field"),
        pytest.param("第13条有哪些指标", 2, ["二/(四)/13"], id="by clause"),
        pytest.param("每年要完成的目标有哪些", 1, ["二/(七)/20"], id="yearly"),
        pytest.param("没有写明期限的目标有哪些", 3, ["二/(二)/6", "二/(五)/16", "二/(八)/28"], id="without a deadline"),
        pytest.param("带“力争”的指标有哪些", 7, None, id="by hedge word"),
        pytest.param("百分比的目标有哪些", 9, None, id="by unit"),
        pytest.param("全部目标一共多少个", 53, None, id="all"),
        pytest.param("how many targets are there", 53, None, id="all, in English"),
        pytest.param("哪一条的目标最多", 6, ["二/(六)/17"], id="the clause with most"),
    ],
)
def test_ledger(question: str, count: int, listed: list[str] | None, ask: Ask) -> None:
    answer = ask(question)
    assert len(answer.targets) == count
    assert listed is None or paths(answer) == listed
    assert set(paths(answer)) == {t.target.path for t in answer.targets}


def test_clauses_without_targets(ask: Ask, plan: Document) -> None:
    stated = {t.path for t in Facts(plan).targets}
    listed = paths(ask("哪些条没有量化目标"))
    assert listed == [c.path for c in plan.clauses() if c.path.count("/") == 2 and c.path not in stated]


# Figures and names


@pytest.mark.parametrize(
    ("question", "indicators"),
    [
        pytest.param("44万口是什么", ["传统养殖渔排改造"], id="as printed"),
        pytest.param("百分之六十", ["乡镇(街道)层面区域养老服务中心建有率"], id="in words"),
        pytest.param("两百五十万件指的是啥", ["有效注册商标数"], id="Chinese numerals"),
        pytest.param("1000亿元是哪个指标", ["新能源产业增加值", "全省年交易额超1000亿元的互联网平台"],
                     id="a figure that is part of a name too"),
        pytest.param("what is 98.5%", ["食品抽检合格率", "水产品产地监督抽查合格率"], id="English"),
    ],
)  # fmt: skip
def test_which_target_is_this_figure(question: str, indicators: list[str], ask: Ask) -> None:
    assert [t.target.indicator for t in ask(question).targets] == indicators


def test_a_figure_that_is_not_there(ask: Ask) -> None:
    answer = ask("88888是什么")
    assert (answer.status, answer.quotes, answer.confidence) == (Status.NOT_FOUND, (), 0.0)
    assert "88888" in (answer.reason or "")


@pytest.mark.parametrize("name", ["泉州", "专精特新", "RCEP", "知识产权", "鲁班奖"])
def test_every_clause_that_names_it(name: str, ask: Ask, plan: Document) -> None:
    body = [c for c in plan.clauses() if not c.marked_children and c.path not in ("题头", "尾注")]
    naming = [c.path for c in body if name in c.span.of(plan.text)]
    answer = ask(f"哪些条提到{name}")
    assert [p for p in paths(answer) if p not in ("题头",)] == naming
    assert all(name in q.text for q in answer.quotes)


def test_a_name_that_is_nowhere(ask: Ask) -> None:
    answer = ask("哪里提到月球基地")
    assert answer.status is Status.NOT_FOUND
    assert answer.reason == "文件中没有提到“月球基地”。"


# Targets by their printed name


@pytest.mark.parametrize(
    ("question", "value", "path"),
    [
        pytest.param("食品抽检合格率目标是多少", "98.5%以上", "二/(一)/1", id="an indicator"),
        pytest.param("2025年农产品质量安全例行监测合格率", "高于98%", "二/(一)/1", id="with its year"),
        pytest.param("傳統養殖漁排改造多少", "44万口", "二/(二)/7", id="traditional script"),
        pytest.param("闽江杯的目标是多少", "300个", "二/(六)/19", id="a prize"),
    ],
)
def test_targets_by_name(question: str, value: str, path: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.targets[0].target.value == value
    assert paths(answer)[0] == path
    assert value in answer.targets[0].quote


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("2035年装配式建筑占新建建筑面积比例", "文件中没有2035年的这项内容。", id="another year"),
    ],
)
def test_a_target_of_another_year_or_place_is_refused(question: str, reason: str, ask: Ask) -> None:
    answer = ask(question)
    assert (answer.status, answer.quotes, answer.targets) == (Status.NOT_FOUND, (), ())
    assert answer.reason == reason
    assert [c.clause.path for c in answer.nearest] != []


# The document itself, small talk, nothing


@pytest.mark.parametrize(
    ("question", "path", "words"),
    [
        pytest.param("谁印发的", "题头", "中共福建省委、福建省人民政府印发了", id="issuer"),
        pytest.param("什么时候发布的", "题头", "2023-04-17", id="date"),
        pytest.param("转载自哪里", "尾注", "转载自:福建日报", id="source"),
        pytest.param("全称是什么", "题头", "《福建省质量强省建设纲要》", id="title"),
    ],
)
def test_the_document_itself(question: str, path: str, words: str, ask: Ask) -> None:
    answer = ask(question)
    assert paths(answer) == [path]
    assert words in answer.quotes[0].text


@pytest.mark.parametrize("question", ["你好", "谢谢", "再见", "你会什么", "讲个笑话", "hello"])
def test_small_talk_quotes_nothing(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert (answer.status, answer.quotes, answer.clauses) == (Status.SMALLTALK, (), ())
    assert answer.notes != ()


@pytest.mark.parametrize("question", ["", "   ", "？？？", "\0", "\u202e", "下一条", "原文呢", "长" * 1001])
def test_nothing_to_answer(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.status is Status.NOT_FOUND
    assert answer.reason


# Follow-ups that need no search


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        pytest.param(("第12条", "下一条"), ["二/(四)/13"], id="the next clause"),
        pytest.param(("第12条", "上一条"), ["二/(三)/11"], id="the clause before"),
        pytest.param(("第12条", "下一条", "再下一条"), ["二/(四)/14"], id="twice"),
        pytest.param(("二、（四）", "下一节"), ["二/(五)", "二/(五)/15", "二/(五)/16"], id="the next section"),
        pytest.param(("食品抽检合格率目标是多少", "全文"), ["二/(一)/1"], id="the whole clause"),
        pytest.param(("食品抽检合格率目标是多少", "原文呢"), ["二/(一)/1"], id="its words as published"),
        pytest.param(("食品抽检合格率目标是多少", "哪一条写的"), ["二/(一)/1"], id="where it stands"),
        pytest.param(("食品抽检合格率目标是多少", "什么时候完成"), ["二/(一)/1"], id="its deadline"),
        pytest.param(("食品抽检合格率目标是多少", "同一条还有别的指标吗"), ["二/(一)/1"], id="the others beside it"),
        pytest.param(("食品抽检合格率目标是多少", "水产品呢"), ["二/(一)/1"], id="another figure of the clause"),
        pytest.param(("第12条", "第20条呢"), ["二/(七)/20"], id="a reference of its own"),
        pytest.param(("你好", "第3条"), ["二/(一)/3"], id="small talk leaves no subject"),
    ],
)
def test_follow_ups(asked: tuple[str, ...], listed: list[str], ask: Ask) -> None:
    assert paths(ask(*asked)) == listed


def test_a_follow_up_says_how_it_was_understood(ask: Ask) -> None:
    assert ask("第12条", "下一条").understood == "二、（四）第13条"
    assert ask("第12条").understood is None
    answer = ask("食品抽检合格率目标是多少", "水产品呢")
    assert [t.target.indicator for t in answer.targets] == ["水产品产地监督抽查合格率"]
    assert "水产品" in (answer.understood or "")


def test_there_is_nothing_after_the_last_clause(ask: Ask) -> None:
    assert ask("第30条", "下一条").status is Status.NOT_FOUND
    assert ask("第1条", "上一条").status is Status.NOT_FOUND


def test_answer_reference_takes_references_only(ask: Ask) -> None:
    facts = Facts(shipped_documents()[0])
    answerer = Answerer(facts, Searcher(facts, no_retriever))
    assert [c.clause.path for c in answerer.answer_reference("十二").clauses] == ["二/(四)/12"]
    assert answerer.answer_reference("装配式建筑").reason == "“装配式建筑”不是条号，请写成“12”“第十二条”或“二（四）”。"
