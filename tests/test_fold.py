"""The search copy: what is folded away, and that every match leads back to the published text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.fold import bigrams, clean, fold, simplified, squeeze
from knowledge.types import Span


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("ＧＤＰ　增长", "gdp增长", id="width, case and blanks"),
        pytest.param("“福”字号", "福字号", id="quotation marks"),
        pytest.param("98．5％", "98.5%", id="full-width figures"),
        pytest.param("甲\u200b乙\ufeff", "甲乙", id="invisible characters"),
        pytest.param("①", "1", id="a compatibility form"),
        pytest.param("㎡", "m2", id="one character that folds to two"),
    ],
)
def test_what_typing_varies_is_folded_away(text: str, folded: str) -> None:
    assert fold(text).text == folded
    assert squeeze(text) == folded


def test_a_match_leads_back_to_the_published_text() -> None:
    text = "到 “５Ｇ” 基站"
    assert [s.of(text) for s in fold(text).find_all("5g基站")] == ["５Ｇ” 基站"]
    assert list(fold(text).find_all("")) == []
    assert list(fold("甲甲甲").find_all("甲甲")) == [Span(0, 2), Span(1, 3)]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_every_folded_character_knows_its_origin(text: str) -> None:
    folded = fold(text)
    assert len(folded.origin) == len(folded.text)
    assert folded.text == squeeze(text)
    for char, origin in zip(folded.text, folded.origin, strict=True):
        assert char in squeeze(text[origin])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("  裝配式\n建築  佔比 ", "装配式 建筑 占比", id="one line, simplified script"),
        pytest.param("a\0b\ud800c\u202ed", "abcd", id="NUL, lone surrogates and direction marks"),
        pytest.param("１２条", "12条", id="width"),
        pytest.param("\t\x07 ", "", id="nothing but control characters"),
    ],
)
def test_a_typed_text_becomes_one_plain_line(typed: str, expected: str) -> None:
    assert clean(typed) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\n" not in clean(text)


def test_script() -> None:
    assert simplified("質量強省") == "质量强省"
    assert simplified("plain") == "plain"


def test_bigrams_keep_order_and_repeats() -> None:
    assert bigrams("哈哈哈笑") == ["哈哈", "哈哈", "哈笑"]
    assert bigrams("一") == bigrams("") == []
