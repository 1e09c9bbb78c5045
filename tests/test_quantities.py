"""What counts as a figure, and what only looks like one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.quantities import UnitClass, quantities
from knowledge.target_words import folded

FIGURES = [
    pytest.param(
        "44万口传统渔排", "44万口", Decimal(440000), "口", UnitClass.COUNTER, id="万 multiplied in, unit without it"
    ),
    pytest.param("2万亿元", "2万亿元", Decimal(2 * 10**12), "元", UnitClass.MONEY, id="万亿"),
    pytest.param("５０００家", "５０００家", Decimal(5000), "家", UnitClass.COUNTER, id="full-width digits"),
    pytest.param(
        "９８．５％以上", "９８．５％", Decimal("98.5"), "%", UnitClass.SHARE, id="full-width point and percent"
    ),
    pytest.param("1,200,000辆", "1,200,000辆", Decimal(1200000), "辆", UnitClass.COUNTER, id="thousands separators"),
    pytest.param(
        "3个百分点", "3个百分点", Decimal(3), "个百分点", UnitClass.SHARE, id="longest unit: 个百分点, not 个"
    ),
    pytest.param("10个次、", "10个次", Decimal(10), "个次", UnitClass.COUNTER, id="longest unit: 个次"),
    pytest.param("5千瓦", "5千瓦", Decimal(5), "千瓦", UnitClass.MEASURE, id="千 of 千瓦 is no multiplier"),
    pytest.param("12亿千瓦", "12亿千瓦", Decimal(12 * 10**8), "千瓦", UnitClass.MEASURE, id="亿 before 千瓦"),
    pytest.param("35微克/立方米", "35微克/立方米", Decimal(35), "微克/立方米", UnitClass.GAUGE, id="compound unit"),
    pytest.param("5批次/千人", "5批次/千人", Decimal(5), "批次/千人", UnitClass.COUNTER, id="per thousand people"),
    pytest.param("14.5/10万以下", "14.5/10万", Decimal("14.5"), "/10万", UnitClass.GAUGE, id="so many in 100,000"),
    pytest.param("4600套(间)", "4600套(间)", Decimal(4600), "套(间)", UnitClass.COUNTER, id="a counter in brackets"),
    pytest.param("百分之一点二", "百分之一点二", Decimal("1.2"), "%", UnitClass.SHARE, id="百分之"),
    pytest.param("万分之二", "万分之二", Decimal(2), "‱", UnitClass.SHARE, id="万分之"),
    pytest.param("五分之一", "五分之一", Decimal(20), "%", UnitClass.SHARE, id="a fraction is a share"),
    pytest.param("60%—70%", "60%—70%", Decimal(60), "%", UnitClass.SHARE, id="a range begins at its lower number"),
    pytest.param("2至3个", "2至3个", Decimal(2), "个", UnitClass.COUNTER, id="至 joins a range"),
    pytest.param("1—2万亩", "1—2万亩", Decimal(10000), "亩", UnitClass.MEASURE, id="a range shares its 万"),
    pytest.param("5000—1万人", "5000—1万人", Decimal(5000), "人", UnitClass.COUNTER, id="万 of the upper number alone"),
    pytest.param("5—3个", "5—3个", None, "个", UnitClass.COUNTER, id="no range: the first is not the smaller"),
    pytest.param("三分之一", "三分之一", None, None, UnitClass.SHARE, id="no decimal is a third"),
    pytest.param("一百二十家", "一百二十家", Decimal(120), "家", UnitClass.COUNTER, id="Chinese numeral"),
    pytest.param("100余家", "100余家", Decimal(100), "家", UnitClass.COUNTER, id="余"),
    pytest.param("20个工作日", "20个工作日", Decimal(20), "个工作日", UnitClass.TIME, id="time"),
    pytest.param("翻一番", "翻一番", None, None, UnitClass.FOLD, id="翻一番 has no number"),
    pytest.param("86.5,", "86.5", Decimal("86.5"), None, UnitClass.NONE, id="an index has no unit"),
]
NONE = ["5G网络", "4A级景区", "GB/T 19001—2016", "ISO 9001", "第3个", "1+N", "1:1.2", "2.8∶1", "-18℃",
        "十百千万工程", "百年老店", "3000吨级", "数十个", "一批", "一站式", "双随机", "LPR2023"]  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "number", "unit", "unit_class"), FIGURES)
def test_figure_is_read_with_its_unit(
    text: str, printed: str, number: Decimal | None, unit: str | None, unit_class: UnitClass
) -> None:
    found = list(quantities(folded(text)))
    assert [text[q.start : q.end] for q in found] == [printed]
    assert (found[0].number, found[0].unit, found[0].unit_class) == (number, unit, unit_class)


@pytest.mark.parametrize("text", NONE)
def test_name_code_or_formula_is_no_figure(text: str) -> None:
    assert list(quantities(folded(text))) == []


@given(st.text(alphabet="0123456789.,%％万亿个家第—至分之一二十百点/（）A 元", max_size=30))
def test_figures_never_overlap_and_stay_in_the_text(text: str) -> None:
    end = 0
    for quantity in quantities(folded(text)):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end
