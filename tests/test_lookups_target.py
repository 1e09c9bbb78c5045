"""Which targets answer in a document without prepared questions: another year's, a sum's, one that is named in full."""

from pathlib import Path

import pytest

from bot.lookups.target import named, paid, says_its_name
from bot.question import understand
from knowledge.facts import Facts
from knowledge.library import read_file
from knowledge.types import Target

TEXT = """柳泉县农村供水保障方案
一、工作目标
到2025年，农村生活污水治理率达到52%；到2026年，治理率达到63%以上。
二、主要任务
1.到2027年，建成供水站200座，对每座补助5万元。
2.建设水质监测站12座。
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    file: Path = tmp_path_factory.mktemp("target") / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    return Facts(read_file(file))


def target(facts: Facts, words: str) -> Target:
    return next(t for t in facts.targets if words in t.indicator)


def test_a_later_year_may_shorten_the_name(facts: Facts) -> None:
    found = named(understand("2026年农村生活污水治理率要到多少", facts), facts)
    assert found is not None
    assert [(t.indicator, t.deadline) for t in found.targets] == [("治理率", "2026")]


def test_a_sum_is_not_answered_with_a_count(facts: Facts) -> None:
    stations, supplies = target(facts, "监测站"), target(facts, "供水站")
    assert paid(understand("建一座奖多少钱", facts), [stations, supplies], facts) == [
        supplies
    ]  # a sum stands beside it
    assert paid(understand("监测站要建多少座", facts), [stations, supplies], facts) == [stations, supplies]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("水质监测站要建多少座", True),
        ("监测站要建多少座", False),  # a part of the name may be another's
        ("水质监测站旁边的公共停车场和充电设施要建多少座", False),  # much besides is named
    ],
)
def test_an_indicator_that_is_named_in_full(question: str, says: bool, facts: Facts) -> None:
    assert says_its_name(understand(question, facts), [target(facts, "监测站")]) is says
    assert not says_its_name(understand(question, facts), [])
