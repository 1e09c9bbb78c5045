"""Numerals: tables for every system, the way back for every number that a policy prints, and what is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import LONGEST, parse_decimal, parse_fraction, parse_int, to_chinese

INTEGERS = {
    "12": (12, "digits"),
    "１２": (12, "full-width digits"),
    "12,345": (12345, "thousands divided"),
    "⑫": (12, "circled"),
    "㊿": (50, "circled above twenty"),
    "零": (0, "zero"),
    "〇": (0, "round zero"),
    "十": (10, "ten without one"),
    "十二": (12, "teens"),
    "一十二": (12, "teens with one"),
    "二十": (20, "tens"),
    "廿": (20, "old twenty"),
    "廿五": (25, "old twenty and ones"),
    "卅一": (31, "old thirty"),
    "卌": (40, "old forty"),
    "一百": (100, "hundred"),
    "百": (100, "hundred without one"),
    "一百零二": (102, "zero in between"),
    "一百二": (120, "colloquial tens"),
    "一百二十": (120, "hundred and tens"),
    "一百十": (110, "ten without one inside"),
    "三千五": (3500, "colloquial hundreds"),
    "一千零一十": (1010, "zero before tens"),
    "九千九百九十九": (9999, "all places"),
    "三万五": (35000, "colloquial thousands"),
    "一万零五百": (10500, "zero after 万"),
    "十五万三千": (153000, "tens of 万"),
    "百万": (10**6, "百万"),
    "一亿三": (130_000_000, "colloquial after 亿"),
    "十四亿一千万": (1_410_000_000, "亿 and 万"),
    "万亿": (10**12, "万 of 亿"),
    "两千": (2000, "两"),
    "壹佰贰拾叁": (123, "of cheques"),
    "貳萬": (20000, "traditional"),
    "二〇二五": (2025, "digit by digit"),
    "二○二五": (2025, "with a circle for zero"),
    "二O二五": (2025, "with a letter for zero"),
    " 十二 ": (12, "blanks around"),
}
NO_INTEGERS = {
    "": "empty",
    " ": "blank",
    "二三十": "a range",
    "十百": "units that grow",
    "百百": "units that repeat",
    "二十廿": "two tens",
    "一百零": "zero at the end",
    "零百": "zero of a unit",
    "一百一万": "colloquial before 万",
    "1,2": "a list",
    "1.5": "a decimal",
    "-5": "a sign",
    "1万": "mixed systems",
    "十二条": "a word behind",
    "第十": "a word before",
    "O": "a letter",
    "Ⅻ": "Roman",
    "九" * (LONGEST + 1): "too long",
    "亿" * 100_000: "absurdly long",
    "\ud800": "a lone surrogate",
}


@pytest.mark.parametrize(
    ("text", "value"), [pytest.param(text, value, id=rule) for text, (value, rule) in INTEGERS.items()]
)
def test_integer_is_read(text: str, value: int) -> None:
    assert parse_int(text) == value


@pytest.mark.parametrize("text", [pytest.param(text, id=rule) for text, rule in NO_INTEGERS.items()])
def test_what_is_no_integer_is_not_guessed(text: str) -> None:
    assert parse_int(text) is None


def test_every_number_to_9999_goes_to_chinese_and_back() -> None:
    assert [parse_int(to_chinese(n)) for n in range(10_000)] == list(range(10_000))


@given(st.integers(0, 10**8 - 1))
def test_numbers_beyond_go_to_chinese_and_back(number: int) -> None:
    assert parse_int(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "printed"),
    [(0, "零"), (10, "十"), (15, "十五"), (20, "二十"), (100, "一百"), (105, "一百零五"), (110, "一百一十"),
     (1010, "一千零一十"), (9999, "九千九百九十九"), (10_000, "一万"), (10_010, "一万零一十"), (150_000, "十五万"),
     (1_000_001, "一百万零一"), (99_999_999, "九千九百九十九万九千九百九十九")],
)  # fmt: skip
def test_chinese_numeral_is_printed_as_in_documents(number: int, printed: str) -> None:
    assert to_chinese(number) == printed


@pytest.mark.parametrize("number", [-1, 10**8])
def test_number_without_a_chinese_numeral_is_refused_with_what_to_give(number: int) -> None:
    with pytest.raises(ValueError, match=f"no Chinese numeral for {number}: give 0 to 99999999"):
        to_chinese(number)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("86.5", "86.5", id="decimal"),
        pytest.param("８６．５", "86.5", id="full-width"),
        pytest.param("1.2万亿", "1200000000000", id="万亿"),
        pytest.param("1.2 万亿", "1200000000000", id="blank before 万亿"),
        pytest.param("31.8万", "318000", id="万"),
        pytest.param("3千", "3000", id="千"),
        pytest.param("5百万", "5000000", id="百万"),
        pytest.param("2千万", "20000000", id="千万"),
        pytest.param("33,000", "33000", id="thousands divided"),
        pytest.param("三点五", "3.5", id="spoken"),
        pytest.param("零点零五", "0.05", id="spoken below one"),
        pytest.param("一点二万亿", "1200000000000", id="spoken with 万亿"),
        pytest.param("十二", "12", id="whole"),
        pytest.param("9" * LONGEST, "9" * LONGEST, id="the longest, every digit kept"),
    ],
)
def test_figure_is_read_exactly(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "三点", "点五", "三点十", "二三十点五", "1.2.3", "1,2万", "万点", "9" * 100_000])
def test_what_is_no_figure_is_not_guessed(text: str) -> None:
    assert parse_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("百分之三点五", "3.5", "%"),
        ("百分之3.5", "3.5", "%"),
        ("百分之百", "100", "%"),
        ("千分之二", "2", "‰"),
        ("万分之一", "1", "‱"),
        ("五分之一", "20", "%"),
        ("四分之三", "75", "%"),
    ],
)
def test_fraction_has_value_and_unit(text: str, value: str, unit: str) -> None:
    assert parse_fraction(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "百分之", "分之一", "零分之一", "几分之一", "百分之点点", "三分", "百分之" + "九" * 99]
)
def test_what_is_no_fraction_is_not_guessed(text: str) -> None:
    assert parse_fraction(text) is None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_without_an_error(text: str) -> None:
    value, number, fraction = parse_int(text), parse_decimal(text), parse_fraction(text)
    assert value is None or isinstance(value, int)
    assert number is None or number >= 0
    assert fraction is None or fraction[0] is None or fraction[0] >= 0
