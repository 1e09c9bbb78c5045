"""The ledger: which sentences hold targets, what their records say, and that every record stands in its quote."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.target_sorts import year_written
from knowledge.target_table_heads import head_of
from knowledge.target_tables import cells_of, drafts_of
from knowledge.targets import targets_of
from knowledge.types import Document, Relation, Target, TargetKind

FIXTURES = Path(__file__).parent / "fixtures" / "targets"
Row = tuple[str, ...]


def document(text: str, published: str = "2021-12-31") -> Document:
    return Document("test", "", "", published, "", "", text, parse)


def row(target: Target) -> Row:
    number = None if target.number is None else format(target.number.normalize(), "f")
    due = (target.deadline, target.base_year, target.commitment)
    fields = (target.indicator, target.relation, target.value, number, target.unit, *due, target.kind)
    return tuple("-" if field is None else str(field) for field in fields)


def cases(name: str) -> list[tuple[str, str, list[Row]]]:
    """Read `@ id`, text lines and `> a | b | …` rows."""
    found: list[tuple[str, list[str], list[Row]]] = []
    for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            found.append((line[2:], [], []))
        elif line.startswith("> "):
            found[-1][2].append(tuple(field.strip() for field in line[2:].split("|")))
        elif line and not line.startswith("#"):
            found[-1][1].append(line)
    return [(label, "\n".join(lines) + "\n", rows) for label, lines, rows in found]


def sentence_params() -> list[object]:
    files = sorted(path.name for path in FIXTURES.glob("sentences*.txt"))
    return [pytest.param(text, rows, id=label) for file in files for label, text, rows in cases(file)]


def non_target_params() -> list[object]:
    lines = [
        line for path in sorted(FIXTURES.glob("non_targets*.txt")) for line in path.read_text("utf-8").splitlines()
    ]
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [pytest.param(text, id=label) for label, text in rows]


@pytest.mark.parametrize(("text", "expected"), sentence_params())
def test_target_sentence_gives_its_records(text: str, expected: list[Row]) -> None:
    assert [row(target) for target in targets_of(document(text))] == expected


@pytest.mark.parametrize("text", non_target_params())
def test_sentence_without_a_target_gives_none(text: str) -> None:
    assert [row(target) for target in targets_of(document(text + "\n"))] == []


# The rows of the shipped plan that show each rule: id, indicator, relation, value, number, unit, deadline, commitment.
SHIPPED = [
    ("1-2", "水产品产地监督抽查合格率", ">=", "98.5%以上", "98.5", "%", "2025", None),
    ("2-1", "省级药品检验检测机构能力", ">=", "国家B级标准", None, None, "2025", "力争"),
    (
        "6-2",
        "数字经济核心产业增加值占国内生产总值(GDP)比重",
        "=",
        "比2020年提高3个百分点",
        "3",
        "个百分点",
        "2025",
        None,
    ),
    ("7-2", "贝藻类筏式养殖泡沫浮球改造", "=", "31.8万亩", "318000", "亩", "2025", None),
    ("7-4", "全省海洋生产总值年均增长率", ">=", "8%以上", "8", "%", "十四五期间", None),
    ("9-1", "县县有4A", "=", "县县有4A", None, None, "2025", None),
    ("13-1", "全省城镇新建建筑中绿色建筑面积比", "=", "100%", "100", "%", "2025", None),
    ("14-2", "水利建设质量考核", "=", "全国A级优秀行列", None, None, "2025", "保持"),
    ("15-1", "全省年交易额超1000亿元的互联网平台", ">=", "2个以上", "2", "个", "2025", "力争"),
    ("20-1", "以提质为导向的绿色标准和引领产业升级的优质标准", ">=", "25个以上", "25", "个", "每年", None),
    ("23-2", "国家市场监管重点实验室", ">=", "2个", "2", "个", "2025", "争取"),
    ("24-1", "每万人口高价值发明专利拥有量", ">=", "10件", "10", "件", "2025", "力争"),
    ("24-3", "地理标志证明商标", ">=", "700件", "700", "件", "2025", None),
    ("28-2", "国家高新技术企业数量", ">", "突破10000家", "10000", "家", "2025", "力争"),
]


@pytest.mark.parametrize("expected", SHIPPED, ids=[row[0] for row in SHIPPED])
def test_shipped_plan_record(expected: tuple[str | None, ...]) -> None:
    target = next(t for t in targets_of(shipped_documents()[0]) if t.id == expected[0])
    number = None if target.number is None else format(target.number.normalize(), "f")
    found = (target.id, target.indicator, target.relation, target.value, number, target.unit, target.deadline)
    assert (*found, target.commitment) == expected


def test_shipped_plan_has_53_targets_in_text_order_with_unique_ids() -> None:
    ledger = targets_of(shipped_documents()[0])
    assert len(ledger) == 53
    assert len({target.id for target in ledger}) == 53
    assert [t.span.start for t in ledger] == sorted(t.span.start for t in ledger)


def test_ids_of_an_annex_do_not_collide_with_the_plan() -> None:
    text = "一、目标\n1.到2025年，甲类合格率达到90%。\n二、保障\n附件1\n一、指标\n1.到2025年，乙类合格率达到80%。\n"
    assert [(t.id, t.path) for t in targets_of(document(text))] == [("一1-1", "一/1"), ("附件1一1-1", "附件1/一/1")]


def test_paragraph_with_a_deadline_leads_the_dashed_items_under_it() -> None:
    text = "到2025年，质量水平进一步提高。\n——制造业质量竞争力指数达到86。\n二、任务\n——制造业合格率达到94%。\n"
    assert [(t.value, t.deadline) for t in targets_of(document(text))] == [("86", "2025")]


def test_section_on_what_was_achieved_gives_no_targets() -> None:
    text = "一、发展基础\n（一）主要成效\n食品抽检合格率稳定在98%以上。\n二、目标\n食品抽检合格率稳定在98%以上。\n"
    assert [t.path for t in targets_of(document(text))] == ["二"]


def test_report_goes_on_into_the_next_sentence() -> None:
    text = "截至2020年底，全市共有企业8000家。食品抽检合格率稳定在98%以上。到2025年，企业达到9000家。\n"
    assert [t.value for t in targets_of(document(text))] == ["9000家"]


@pytest.mark.parametrize(
    ("text", "published", "year"),
    [
        pytest.param("到2025年", "2023-04-17", 2023, id="published"),
        pytest.param("国发〔2021〕37号\n到2025年", "", 2021, id="document number"),
        pytest.param("到2025年，到2035年", "", 2021, id="first deadline less the length of a plan"),
        pytest.param("到二〇二五年，到2030年", "", 2021, id="a deadline in Chinese digits"),
        pytest.param("到2030年\n海川市人民政府\n2022年3月1日\n", "", 2022, id="the date of a signature"),
        pytest.param("（二○二一年四月十六日）\n到2030年", "", 2021, id="a date below the title"),
        pytest.param("2020年5月1日起施行，到2025年", "", 2021, id="a date inside a sentence says nothing"),
        pytest.param("没有年份", "", None, id="unknown"),
    ],
)
def test_year_written(text: str, published: str, year: int | None) -> None:
    assert year_written(document(text, published)) == year


WORDS = """
到2025年 比2020年 由2020年的 截至2020年底 “十四五”期间 每年 2021—2025年 力争 争创 确保 建设 新增 完成 达到
稳定在 突破 不低于 控制在 下降到 累计下降 年均增长 均 分别 98.5% ９８％ 10个 44万口 1.2万亿元 百分之三 60%—70%
5家 20个工作日 翻一番 86.5 以上 以内 左右 的 、 ， ； ： 。 （ ） 《 》 和 及 合格率 绿色工厂 企业 全覆盖 县县有4A
国家B级标准 一、 （一） 1. —— 第一条 附件1 😀 5G 从 已 了 至少
"""
SOUP = st.lists(st.sampled_from([*WORDS.split(), "\n", "\0", "\ud800", " "]), max_size=40).map("".join)
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(万亿|亿|万)?")
_RANGE = re.compile(r"\d[^\d年]{0,3}[-—–~～至到]")  # not 比2020年下降到98.5%
_TIMES = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "": 1}


@settings(max_examples=400, deadline=None)
@given(st.one_of(SOUP, st.text(max_size=60)))
def test_any_text_gives_records_that_stand_in_their_quotes(text: str) -> None:
    whole = document(text)
    ledger = targets_of(whole)
    assert len({target.id for target in ledger}) == len(ledger)
    for target in ledger:
        quote = target.span.of(text)
        assert target.value
        assert target.value in quote
        assert "。" not in quote[:-1]
        assert "\n" not in quote
        assert target.indicator
        assert isinstance(target.relation, Relation)
        assert any(clause.path == target.path for clause in whole.root.walk())
        value = re.sub(r"(?:19|20)\d\d年", "", target.value)  # 比2020年百分之三 compares with a year
        figures = _FIGURE.findall(value.translate({0xFF10 + i: 0x30 + i for i in range(10)}))
        if target.kind is TargetKind.NUMERIC and target.number is not None and figures:
            shown = figures[-2:] if _RANGE.search(target.value) else figures[-1:]  # a range begins at its lower number
            assert target.number == Decimal(shown[0][0]) * _TIMES[shown[0][1]]


def test_a_long_text_is_read_in_time() -> None:
    text = "到2025年，食品抽检合格率达到98.5%以上，建设绿色工厂150家。\n" * 2000
    assert len(targets_of(document(text))) == 4000


def test_hostile_repetition_is_read_in_time() -> None:
    assert targets_of(document("1" * 20_000 + "（" * 20_000 + "。" * 20_000 + "、和" * 10_000)) == ()


def test_a_row_that_lacks_cells_on_the_left_is_read_from_the_right() -> None:
    head = head_of(cells_of("累计\t序号\t类别\t领域\t指标\t2030年"), 2026, None)
    assert head is not None
    assert [(d.indicator, str(d.number)) for d in drafts_of(cells_of("森林覆盖率\t45%"), head)] == [
        ("森林覆盖率", "45")
    ]
    assert list(drafts_of(cells_of("森林覆盖率\t见附件"), head)) == []  # no cell of the sum, and no figure
    before = head_of(cells_of("2030年\t备注\t指标"), 2026, None)
    assert before is not None
    assert [(d.indicator, str(d.number)) for d in drafts_of(cells_of("45%\t按年\t森林覆盖率"), before)] == [
        ("森林覆盖率", "45")
    ]
    assert list(drafts_of(cells_of("12\t森林覆盖率"), before)) == []  # the goal's own cell is the one that is missing
