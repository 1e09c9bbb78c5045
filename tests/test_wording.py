"""The fixed sentences: both languages, nothing of a person's typing that could harm a terminal."""

import inspect
from collections.abc import Callable
from decimal import Decimal

import pytest

from bot import wording

SAMPLES = {"what": "第31条", "range_": "第1条至第30条", "choices": ("甲", "乙"), "limit": 1000, "asked": "x",
           "place": "厦门", "years": ("2030",),
           "number": "77", "kind": "金额", "deadline_": "2025", "n": 3, "unit": "条",
           "question": "x", "first": "1", "last": "30"}  # fmt: skip
BILINGUAL = [
    f
    for name, f in inspect.getmembers(wording, inspect.isfunction)
    if not name.startswith("_")
    and "language" in inspect.signature(f).parameters
    and set(inspect.signature(f).parameters) - {"language"} <= set(SAMPLES)
]


@pytest.mark.parametrize("sentence", BILINGUAL, ids=lambda f: f.__name__)
def test_every_sentence_exists_in_both_languages(sentence: Callable[..., str]) -> None:
    fields = {n: SAMPLES[n] for n in inspect.signature(sentence).parameters if n != "language"}
    zh, en = sentence(**fields, language="zh"), sentence(**fields, language="en")
    assert zh
    assert en
    assert zh != en


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("a\x1b[31mb\x00", "a[31mb", id="terminal escapes are broken"),
        pytest.param("a\u202eb\u200b", "ab", id="direction and zero-width marks"),
        pytest.param("a\n\n  b\t", "a b", id="one line"),
        pytest.param("a\udcffb", "ab", id="lone surrogate"),
        pytest.param("字" * 41, "字" * 40 + "…", id="shortened"),
        pytest.param("<b>&amp;</b> *x*", "<b>&amp;</b> *x*", id="mark-up is text"),
    ],
)
def test_what_was_typed_is_repeated_safely(typed: str, expected: str) -> None:
    assert wording.echo(typed) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(wording.out_of_range("第31条", "第1条至第30条"), "没有第31条，范围是第1条至第30条。",
                     id="out of range"),
        pytest.param(wording.clause_range("1", "30"), "第1条至第30条", id="range of clauses"),
        pytest.param(wording.clause_range("(一)", "(八)"), "(一)至(八)", id="range of sections"),
        pytest.param(wording.counted(30, "条"), "共30条。", id="count"),
        pytest.param(wording.deadline("2025"), "2025年", id="year"),
        pytest.param(wording.deadline("十四五期间"), "十四五期间", id="period"),
        pytest.param(wording.deadline(None), "未写明期限", id="no deadline"),
        pytest.param(wording.deadline_remark("2025", True), "2025年，期限已过",
                     id="the remark stands beside the deadline"),
        pytest.param(wording.figure(Decimal("2E+12")), "2000000000000", id="no exponent"),
        pytest.param(wording.figure(Decimal("98.50")), "98.5", id="no trailing zero"),
    ],
)  # fmt: skip
def test_sentence(given: str, expected: str) -> None:
    assert given == expected
