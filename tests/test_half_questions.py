"""What half a question says: the last one again of another document, something more, a supposition, a new subject."""

from types import SimpleNamespace
from typing import cast

import pytest

from bot.half_questions import (
    and_more,
    asks_again,
    goes_on,
    is_whole,
    names_of,
    only_points,
    speaks_of,
    supposes,
)
from bot.types import Answer


@pytest.mark.parametrize(
    ("text", "asked", "again"),
    [
        pytest.param("国家的呢", "呢", True, id="only a document is named"),
        pytest.param("国家的纲要怎么说", "怎么说", True, id="and what it says"),
        pytest.param("国家的抽检合格率呢", "抽检合格率呢", False, id="another subject"),
        pytest.param("国家的纲要", "", False, id="nothing is asked"),
    ],
)
def test_the_last_question_is_asked_again(text: str, asked: str, again: bool) -> None:
    assert asks_again(text, asked) is again


@pytest.mark.parametrize(
    ("asked", "more", "asks"),
    [
        pytest.param("呢,超得多的那种", "超得多的那种", False, id="of the last question"),
        pytest.param("呢，给多少补助", "给多少补助", True, id="a question of its own"),
        pytest.param("呢,什么时候完成", "什么时候完成", True, id="when"),
        pytest.param("绿色工厂呢,要建多少家", "", False, id="a subject stands before"),
        pytest.param("呢", "", False, id="nothing more"),
    ],
)
def test_what_is_said_after_the_particle(asked: str, more: str, asks: bool) -> None:
    assert and_more(asked) == (more, asks)


def test_first_words_and_length() -> None:
    assert goes_on("要是已经建成了的小区没有地方改造又该怎么办")
    assert goes_on("最多补几年")
    assert not goes_on("农村生活污水治理设施的正常运行率是多少")
    assert supposes("要是没评估呢")
    assert supposes("违反了罚多少")
    assert not supposes("没评估的要是")
    assert only_points("的呢")
    assert not only_points("床位呢")


@pytest.mark.parametrize(
    ("asked", "speaks"),
    [
        ("大豆呢", True),
        ("棉花呢", False),
        ("森林覆盖率呢", False),  # 覆盖率 alone is no subject
        ("稻田呢，种多少亩", True),
        ("棉花呢，种多少亩", False),
        ("三万亩的呢", True),  # a text may put it in other figures
        ("棉花最多种多少亩", True),  # it says more: the search has read that
    ],
)
def test_a_new_subject_must_be_spoken_of(asked: str, speaks: bool) -> None:
    quote = SimpleNamespace(text="早稻播种面积不低于31万亩，大豆面积3.5万亩，机械化覆盖率90%。")
    answer = cast("Answer", SimpleNamespace(quotes=(quote,), clauses=()))
    assert speaks_of(asked, answer) is speaks


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        pytest.param("建一个站要花多少钱", False, id="short enough to mean the turn before"),
        pytest.param("不可降解塑料包装一年要减少多少万吨", True, id="whole in itself"),
        pytest.param("要是不可降解塑料包装一年没有减少怎么办", False, id="begins as one that goes on"),
    ],
)
def test_a_whole_question(asked: str, whole: bool) -> None:
    assert is_whole(asked) is whole


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param("社保给交不", False, id="a thing that the answer does not name"),
        pytest.param("岗位补助多少", True, id="a pair of its characters"),
        pytest.param("多少", True, id="nothing is named"),
    ],
)
def test_what_was_joined_to_the_turn_before_is_spoken_of(asked: str, told: bool) -> None:
    answer = SimpleNamespace(quotes=[SimpleNamespace(text="每人每月给予岗位补助八百元")], clauses=[])
    assert names_of(asked, cast("Answer", answer)) is told


def test_another_document_instead() -> None:
    assert only_points("换成呢")
