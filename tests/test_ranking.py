"""Hits become places: support, scope, and what a question raises."""

import math
from dataclasses import replace

import pytest

from bot.confidence import Calibration, features
from bot.question import understand
from bot.ranking import (
    NAMED,
    NOTHING,
    OTHER,
    PAID,
    PAST,
    POOL_SIZE,
    SHOWN,
    Place,
    Weighed,
    as_asked,
    favoured,
    pooled,
    quantity_told,
    rank_clauses,
    without_front,
)
from bot.types import Question
from index.types import Hit, Passage, PassageKind
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document, Span


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def hit(words: str, score: float, facts: Facts, dense: float = 0.0) -> Hit:
    """Return a hit on words of the plan."""
    start = facts.document.text.index(words)
    path = facts.clause_at(start).path
    passage = Passage(0, facts.document.id, path, Span(start, start + len(words)), PassageKind.SENTENCE, words)
    return Hit(passage, score, 1, dense, None, 0.0)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param([], NOTHING, id="no hits"),
        pytest.param([2.0], 2.0, id="one hit: its score"),
        pytest.param([2.0, 2.0], 2.0 + 0.6 * math.log(2), id="two alike support each other"),
        pytest.param([2.0, -50.0], 2.0, id="a far one adds nothing"),
        pytest.param([1.0] * (POOL_SIZE + 3), 1.0 + 0.6 * math.log(POOL_SIZE), id="only so many are pooled"),
        pytest.param([900.0, 900.0], 900.0 + 0.6 * math.log(2), id="no overflow"),
    ],
)
def test_pooled(scores: list[float], expected: float) -> None:
    assert pooled(scores) == pytest.approx(expected)
    assert pooled(scores[::-1]) == pytest.approx(expected)


def test_places_come_best_first_with_their_hits(facts: Facts) -> None:
    tea, canteen = hit("福茶网", 1.0, facts), hit("长者食堂", 3.0, facts)
    also = hit("闽菜馆", 2.0, facts)
    places = rank_clauses([canteen, also, tea], (), facts)
    assert [(p.clause.path, p.hits) for p in places] == [("二/(五)/16", (canteen, also)), ("二/(一)/3", (tea,))]
    assert places[0].score == pytest.approx(pooled([3.0, 2.0]))
    assert rank_clauses([], (), facts) == []


def test_a_scope_keeps_only_what_stands_inside(facts: Facts) -> None:
    tea, canteen = hit("福茶网", 1.0, facts), hit("长者食堂", 3.0, facts)
    scope = facts.document.clause("二/(一)")
    assert scope
    assert [p.clause.path for p in rank_clauses([canteen, tea], (scope,), facts)] == ["二/(一)/3"]


@pytest.mark.parametrize(
    ("question", "raised"),
    [
        pytest.param("4A景区", "县县有4A", id="a code of the question"),
        pytest.param("2035年文化", "先进质量文化", id="a year of the question"),
        pytest.param("茶文化", None, id="neither"),
    ],
)
def test_favoured(question: str, raised: str | None, facts: Facts) -> None:
    hits = [hit(words, 1.0, facts) for words in ("福茶网", "县县有4A", "先进质量文化")]
    found = favoured(hits, understand(question, facts), facts)
    expected = [replace(h, score=1.0 + NAMED * (h.passage.search_text == raised)) for h in hits]
    assert found == sorted(expected, key=lambda h: -h.score)


def test_what_stands_in_the_clause_shown_last_is_raised(facts: Facts) -> None:
    hits = [hit(words, 1.0, facts) for words in ("福茶网", "县县有4A")]
    shown = facts.clause_at(hits[1].passage.span.start)
    found = favoured(hits, replace(understand("茶文化", facts), near=(shown,)), facts)
    assert [(h.passage.search_text, h.score) for h in found] == [("县县有4A", 1.0 + SHOWN), ("福茶网", 1.0)]


PLAN = """柳泉市绿色制造行动计划
一、基础
2024年，全市绿色工厂达到36家，研发平台达到20个。
二、目标
到2027年，绿色工厂达到80家。
三、保障
对绿色工厂给予一次性奖励20万元。
"""


@pytest.mark.parametrize(
    ("question", "lowered"),
    [
        pytest.param("绿色工厂要建多少家", {"36家": PAST}, id="what is to come"),
        pytest.param("绿色工厂目前多少家", {}, id="what is"),
        pytest.param("绿色工厂奖多少", {"36家": PAID, "80家": PAID}, id="a sum"),
        pytest.param("绿色工厂怎么评", {}, id="neither"),
        pytest.param(
            "评一次绿色工厂要多少天",
            {"36家": OTHER + PAST, "80家": OTHER, "20万元": OTHER},
            id="a time that none tells",
        ),
    ],
)
def test_hits_as_they_are_asked_for(question: str, lowered: dict[str, float]) -> None:
    facts = Facts(Document("plan", "柳泉市绿色制造行动计划", "", "", "", "plan", PLAN, parse))
    hits = [hit(words, 2.0, facts) for words in ("36家", "80家", "20万元")]
    found = {h.passage.span.of(PLAN): h.score for h in as_asked(hits, understand(question, facts), facts)}
    assert found == pytest.approx({words: 2.0 - lowered.get(words, 0.0) for words in ("36家", "80家", "20万元")})


@pytest.mark.parametrize(
    ("asked", "told", "other"),
    [
        pytest.param("最晚几天办结", "5个工作日内办结", "2026年3月办结", id="days"),
        pytest.param("船停多长时间要接岸电", "停泊超过2小时的", "2028年泊位20个", id="a length of time"),
        pytest.param("满多少岁免费坐车", "六十五周岁以上老年人", "到2028年建站20个", id="an age"),
        pytest.param("护理床要占几成", "占比65%", "床位65张", id="a share"),
        pytest.param("坡多陡,几度以上不准翻地", "坡度35度以上", "面积35亩", id="degrees"),
        pytest.param("刮几级风停航", "风力7级以上", "7个港口", id="the grade of a wind"),
        pytest.param("桩子离窗户最少几米", "净距不小于3.5米", "3.5万个充电桩", id="a length"),
        pytest.param("店要多大面积", "经营面积200平方米以上", "200家", id="an area"),
        pytest.param("一顿盐不超过多少克", "不超过5克", "不超过5次", id="a weight"),
    ],
)
def test_the_quantity_that_is_asked_for(asked: str, told: str, other: str) -> None:
    patterns = quantity_told(asked)
    assert any(pattern.search(told) for pattern in patterns)
    assert not any(pattern.search(other) for pattern in patterns)


def test_features(facts: Facts) -> None:
    best, other = (
        Place(
            facts.document.root,
            2.0,
            tuple(replace(hit("福茶网", 1.0, facts, d), learned_score=0.4 * d / 0.9) for d in (0.6, 0.9, 0.3, 0.1)),
        ),
        Place(facts.document.root, 1.5, ()),
    )
    question = Question("", "茶", understand("茶", facts).kind, chinese="茶多少", wants_number=True)
    asked = {"wants_number": 1.0, "length": math.log(4), "english": 0.0}
    assert features(question, Weighed(best, [best, other], [], outside=0.7)) == pytest.approx(
        {"nearness": 0.9, "support": 0.6, "pooled": 2.0, "lead": 0.5, "learned": 0.4, "outside": 0.7, **asked}
    )
    assert features(question, Weighed(other, [other], [])) == pytest.approx(
        {"nearness": 0.0, "support": 0.0, "pooled": 1.5, "lead": 0.0, "learned": 0.0, "outside": 0.0, **asked}
    )


@pytest.mark.parametrize(
    ("bias", "expected"),
    [
        pytest.param(0.0, 0.5, id="undecided"),
        pytest.param(2.0, 1 / (1 + math.exp(-2)), id="rather sure"),
        pytest.param(1e9, 1 / (1 + math.exp(-30)), id="no overflow above"),
        pytest.param(-1e9, 1 / (1 + math.exp(30)), id="nor below"),
    ],
)
def test_confidence_is_a_logistic_of_the_weighed_features(bias: float, expected: float, facts: Facts) -> None:
    place = Place(facts.document.root, 0.0, ())
    calibration = Calibration({"pooled": 1.0}, bias, 0.3)
    assert calibration.confidence(understand("茶", facts), Weighed(place, [place], [])) == pytest.approx(expected)


@pytest.mark.parametrize("with_keys", [True, False])
def test_each_shipped_calibration_weighs_every_feature(with_keys: bool, facts: Facts) -> None:
    calibration = Calibration.load(with_keys=with_keys)
    place = Place(facts.document.root, 0.0, ())
    assert set(calibration.weights) == set(features(understand("茶", facts), Weighed(place, [place], [])))
    assert 0 < calibration.accept < 1


NOTICE = "柳泉市节水方案\n各县人民政府，市直各部门：\n现印发方案，到2027年建成水池30座。\n一、任务\n改造管网。\n"


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        pytest.param("归哪些部门", 1, id="whom it is addressed to answers nothing"),
        pytest.param("要建多少座水池", 2, id="a target that it sets may"),
    ],
)
def test_what_stands_before_the_first_mark(question: str, kept: int) -> None:
    facts = Facts(Document("notice", "柳泉市节水方案", "", "", "", "notice", NOTICE, parse))
    places = [Place(facts.clause_at(facts.document.text.index(words)), 1.0, ()) for words in ("现印发", "改造")]
    assert len(without_front(places, understand(question, facts), facts)) == kept
