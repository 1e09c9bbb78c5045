"""Answers put together: what is asked of each document that is compared."""

from types import SimpleNamespace
from typing import cast

import pytest

from bot.merging import COMPARES, _alike, share, without_comparing
from knowledge.types import Target


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("食品抽检合格率各地分别定多少", "食品抽检合格率  定多少"),
        ("养殖尾水达标排放哪个要求更严", "养殖尾水达标排放"),
        ("健康素养水平谁高", "健康素养水平"),
        ("哪个高", "哪个高"),  # nothing would be left
    ],
)
def test_words_of_comparing_are_not_asked_of_a_document(question: str, rest: str) -> None:
    assert COMPARES.search(question)
    assert without_comparing(question) == rest


@pytest.mark.parametrize("question", ["绿色工厂要建多少家", "合格率分别达到多少以上", "谁来负责", "高标准农田建多少"])
def test_what_compares_nothing(question: str) -> None:
    assert COMPARES.search(question) is None


def test_the_share_of_shared_pairs() -> None:
    assert share("绿色工厂", "绿色工厂") == 1.0
    assert share("绿色工厂", "绿色园区") == pytest.approx(1 / 3)
    assert share("", "绿色") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("重点港区铁路进港率", "重要港区铁路进港率", True),  # such words set nothing apart
        ("已建设施正常运行率", "设施正常运行率", True),
        ("养老机构护理型床位占比", "护理型床位占比", True),
        ("食品抽检合格率", "药品抽检合格率", False),
        ("农村自来水普及率", "城市自来水普及率", False),
        ("农村生活污水治理率", "治理率", False),  # too short to tell
    ],
)
def test_the_same_indicator_under_two_names(one: str, other: str, alike: bool) -> None:
    first, second = (cast("Target", SimpleNamespace(indicator=name, unit="%")) for name in (one, other))
    assert _alike(first, second) is alike
    assert _alike(second, first) is alike
