"""The ledger asked as a list: every filter by itself and together, and what is no matter of the ledger."""

from decimal import Decimal

import pytest

from bot.lookups import ledger
from bot.lookups.ledger import field_of, find, goals_clause
from bot.question import understand
from bot.types import Finding, Status
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document

UNDATED = ["6-1", "16-1", "28-1"]
PERIOD = ["7-4", "19-1", "19-2", "19-3"]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def small(text: str) -> Facts:
    return Facts(Document("d", "某市纲要", "", "", "", "", text, parse))


def listed(question: str, facts: Facts) -> list[str]:
    found = find(understand(question, facts), facts)
    return [t.id for t in found.targets] if found else ["searched"]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        # by time
        pytest.param("十四五期间的目标", PERIOD, id="a period"),
        pytest.param("每年要完成的指标有哪些", ["20-1"], id="each year"),
        pytest.param("没有写明期限的目标有哪些", UNDATED, id="no deadline"),
        pytest.param("what targets have no deadline", UNDATED, id="no deadline, in English"),
        pytest.param("targets without a deadline", UNDATED, id="another English way"),
        pytest.param("第二部分每年的目标", ["20-1"], id="inside a part"),
        pytest.param("第17条2025年的目标", [f"17-{n}" for n in range(1, 7)], id="a clause and a year"),
        # by commitment
        pytest.param("争创的目标有哪些", ["11-1", "22-1"], id="a hedge word"),
        pytest.param("带“争取”字样的指标", ["23-1", "23-2"], id="a hedge word, quoted"),
        pytest.param("第八节力争的目标", ["28-2"], id="a hedge word inside a section"),
        # by unit
        pytest.param("单位为件的目标", ["24-1", "24-2", "24-3"], id="a unit"),
        pytest.param("以亿元为单位的指标有哪些", ["8-3", "14-1"], id="a unit with 亿"),
        pytest.param("用亩表示的目标有哪些", ["7-2"], id="in 亩"),
        pytest.param("拿件当单位的指标", ["24-1", "24-2", "24-3"], id="another way to name a unit"),
        pytest.param("按钱算的目标有哪些", ["8-3", "14-1"], id="in money"),
        pytest.param("按等级定的目标有哪些", ["2-1", "14-2"], id="grades"),
        # the greatest and the smallest
        pytest.param("数字最大的目标是哪个", ["14-1"], id="the greatest figure"),
        pytest.param("百分比最高的指标是哪个", ["13-1"], id="the greatest share"),
        pytest.param("金额最小的目标", ["8-3"], id="the smallest sum"),
        # by field
        pytest.param("知识产权的目标有哪些", ["24-1", "24-2", "24-3"], id="a heading's word"),
        pytest.param("闽菜馆的目标有哪些", ["16-1"], id="an indicator by name"),
        pytest.param("养老有什么指标", ["16-2", "16-3"], id="a sentence's word"),
        pytest.param(
            "奖的目标有哪些", ["17-1", "17-2", "17-3", "17-4", "17-5", "17-6", *PERIOD[1:], "19-4"], id="one character"
        ),
        pytest.param("2025年制造业的目标有哪些", ["4-1", "4-2"], id="a field and a year"),
        # no matter of the ledger
        pytest.param("茶的目标有哪些", ["searched"], id="a field of which no target speaks"),
        pytest.param("第12条有哪些指标", ["searched"], id="a clause of which no target speaks"),
        pytest.param("2035年的目标有哪些", ["searched"], id="a year for which only words are stated"),
    ],
)
def test_filters(question: str, ids: list[str], facts: Facts) -> None:
    assert listed(question, facts) == ids


@pytest.mark.parametrize(
    "question",
    [
        "全部目标",
        "导出所有指标",
        "一共有多少目标",
        "指标总数",
        "哪些条有指标",
        "各项目标有哪些",
        "硬指标有哪些",
        "这里面有哪些目标",
        "how many targets in total",
        "list all targets",
    ],
)
def test_no_filter_lists_every_target(question: str, facts: Facts) -> None:
    assert listed(question, facts) == [t.id for t in facts.targets]


def test_a_filter_by_share_takes_every_unit_of_one(facts: Facts) -> None:
    expected = [t.id for t in facts.targets if t.unit in ("%", "个百分点")]
    assert listed("百分比的目标有哪些", facts) == expected
    assert len(expected) == 9


def test_a_list_says_its_number_and_quotes_each_target(facts: Facts) -> None:
    found = find(understand("知识产权的目标有哪些", facts), facts)
    assert found
    assert found.notes == ("共3项目标。",)
    assert [any(q.holds(t.span) for q in found.quotes) for t in found.targets] == [True] * 3
    assert len(set(found.quotes)) == len(found.quotes) == 2  # two of the targets are stated together
    assert [c.path for c in found.clauses] == ["二/(七)/24"]


def refused(question: str, facts: Facts) -> tuple[Status, str | None, list[str]]:
    found = find(understand(question, facts), facts)
    assert isinstance(found, Finding)
    return found.status, found.reason, [c.path for c in found.nearest]


@pytest.mark.parametrize(
    ("question", "reason", "nearest"),
    [
        pytest.param("厦门的目标有哪些", "文件只有全省目标，没有“厦门”的单独目标。", ["二/(二)/9"], id="a place"),
        pytest.param("2030年的目标有哪些", "文件中没有2030年的这项内容。", ["一/(二)"], id="a year"),
        pytest.param(
            "每年争创的目标有哪些",
            "没有找到：已查找“每年争创的目标有哪些”，文件中没有直接规定。",
            ["一/(二)"],
            id="filters that nothing meets",
        ),
        pytest.param(
            "每年海洋的目标有哪些",
            "没有找到：已查找“每年海洋的目标有哪些”，文件中没有直接规定。",
            ["一/(二)"],
            id="a field with none in that time",
        ),
        pytest.param(
            "第17条每年的目标",
            "没有找到：已查找“第17条每年的目标”，文件中没有直接规定。",
            ["二/(六)/17"],
            id="nothing in that clause",
        ),
    ],
)
def test_nothing_passes(question: str, reason: str, nearest: list[str], facts: Facts) -> None:
    assert refused(question, facts) == (Status.NOT_FOUND, reason, nearest)


def test_clauses_with_most_targets_or_none(facts: Facts) -> None:
    most = find(understand("哪一条的目标最多", facts), facts)
    none = find(understand("哪些条没有指标", facts), facts)
    assert most
    assert none
    assert ([c.path for c in most.clauses], len(most.targets), most.notes) == (["二/(六)/17"], 6, ("共6项目标。",))
    assert [c.path.split("/")[-1] for c in none.clauses] == ["3", "5", "10", "12", "25", "27", "29", "30"]
    assert (none.targets, none.notes) == ((), ("共8条。",))


def test_clauses_without_targets_of_a_year_under_a_heading(facts: Facts) -> None:
    found = find(understand("重点产品质量提升工程里哪一条没定2025年的目标", facts), facts)
    assert found
    assert [c.path for c in found.clauses] == ["二/(一)/3"]


def test_a_period_and_not_a_year(facts: Facts) -> None:
    assert listed("哪些指标按十四五算而不是到2025年", facts) == listed("十四五期间的指标有哪些", facts)


def test_a_document_without_targets_has_no_clause_with_most() -> None:
    bare = small("一、总则\n\n1.做好工作。\n\n2.再接再厉。\n")
    found = find(understand("哪一条的目标最多", bare), bare)
    assert found
    assert [c.path for c in found.clauses] == ["一/1", "一/2"]
    assert found.targets == ()
    assert listed("全部目标", bare) == ["searched"]
    assert goals_clause(bare) == ()


def test_a_document_without_numbered_clauses_compares_its_sections() -> None:
    bare = small("一、总则\n\n到2025年,绿色工厂达到150家。\n\n二、附则\n\n做好工作。\n")
    found = find(understand("哪一条的目标最多", bare), bare)
    assert found
    assert [(c.path, t.number) for c, t in zip(found.clauses, found.targets, strict=True)] == [("一", Decimal(150))]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        pytest.param("知识产权的目标有哪些", "知识产权", id="a field"),
        pytest.param("建筑面积的目标", "建筑面积", id="a field that ends in 面积"),
        pytest.param("茶的目标", "茶", id="one character"),
        pytest.param("每年的知识产权目标", "知识产权", id="beside a time"),
        pytest.param("单位是%的目标", "", id="a unit is no field"),
        pytest.param("把目标列个表", "", id="表 is the form of the list"),
        pytest.param("定了哪些目标", "", id="定 is a verb"),
        pytest.param("哪些条有指标", "", id="条 is a part of the document"),
    ],
)
def test_field_of(question: str, field: str) -> None:
    assert field_of(question) == field


def test_goals_clause_is_the_one_headed_so(facts: Facts) -> None:
    assert [c.path for c in goals_clause(facts)] == ["一/(二)"]
    assert [c.path for c in ledger.goals_clause(small("一、甲\n\n到2025年,绿色工厂达到150家。\n"))] == ["一"]
