"""How much is quoted around a target: never part of what 分别 deals out, the deadline just before it with it."""

import pytest

from bot.lookups.excerpt import words_of
from knowledge.facts import Facts
from knowledge.parse import parse
from knowledge.types import Document

TEXT = (
    "某市行动计划\n一、主要目标\n"
    "1.做大规模。到2025年，实现港口年吞吐量达到3000万吨，泊位数、航线数分别达到50个、80条，"
    "新建码头4座、仓库9座，力争水铁联运比例超过20%。\n"
    "2.做优服务。每年，培训船员500人次。积极协调，争取到2030年引进航运企业30家。\n"
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(Document("port", "某市行动计划", "", "", "", "", TEXT, parse))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (30_000_000, "到2025年，实现港口年吞吐量达到3000万吨"),
        (50, "泊位数、航线数分别达到50个、80条"),
        (80, "泊位数、航线数分别达到50个、80条"),
        (4, "新建码头4座"),
        (9, "仓库9座"),
        (20, "力争水铁联运比例超过20%"),
        (500, "每年，培训船员500人次"),
        (30, "争取到2030年引进航运企业30家"),
    ],
)
def test_a_target_is_quoted_with_all_that_its_figure_needs(facts: Facts, number: int, words: str) -> None:
    target = next(t for t in facts.targets if t.number == number)
    assert words_of(target, facts).of(TEXT) == words


def test_the_words_of_a_target_hold_it_and_stay_in_its_sentence(plan: Document) -> None:
    plan_facts = Facts(plan)
    for target in plan_facts.targets:
        words = words_of(target, plan_facts)
        assert words.holds(target.span)
        assert plan_facts.sentence_at(target.span).holds(words)
