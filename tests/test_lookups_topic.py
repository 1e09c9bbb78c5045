"""What is searched, over a searcher that finds what a test tells it: what is answered, listed, quoted and refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from bot.confidence import Calibration
from bot.lookups import target as target_lookup
from bot.lookups.excerpt import PINPOINT_LIMIT
from bot.lookups.topic import ALL, HITS, Searcher, search_words
from bot.question import understand
from bot.ranking import rank_clauses
from bot.types import Finding, Status
from index.retriever import Retriever
from index.types import Found, Hit, Passage, PassageKind, SearchMode
from knowledge.facts import Facts
from knowledge.library import CORPUS, shipped_documents
from knowledge.parse import parse
from knowledge.types import Document, Span

Row = tuple[str, float]
CANTEENS = "到2025年实现乡镇(街道)层面区域养老服务中心建有率达到60%,建设1000个以上长者食堂。"
TEA = "办好中国(福建)茶产业互联网综合服务平台(福茶网),助力茶文化、茶产业、茶科技统筹发展。"


@dataclass
class FakeRetriever:
    """Finds the words of the plan that a test lists, whatever is asked; notes what was asked."""

    facts: Facts
    rows: Iterable[Row] = ()
    kind: PassageKind = PassageKind.SENTENCE
    dense: float = 0.9
    asked: list[tuple[str, int, SearchMode]] = field(default_factory=list)

    def find(self, query: str, k: int, *, mode: SearchMode = SearchMode.FUSED) -> Found:
        """Return the hits of the test."""
        self.asked.append((query, k, mode))
        return Found(tuple(hit(self.facts, words, score, self.kind, self.dense) for words, score in self.rows), 1, 2, 3)


def hit(facts: Facts, words: str, score: float, kind: PassageKind = PassageKind.SENTENCE, dense: float = 0.9) -> Hit:
    start = facts.document.text.index(words)
    path = facts.clause_at(start).path
    return Hit(Passage(0, facts.document.id, path, Span(start, start + len(words)), kind, words), score, 1, dense, 1, 1)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def searcher(retriever: FakeRetriever, corpus: Path = CORPUS, *, sure: bool = True) -> Searcher:
    """Return a searcher that is sure of everything, or of nothing."""
    made = Searcher(retriever.facts, lambda: cast("Retriever", retriever), corpus)
    made.__dict__["calibration"] = Calibration({}, 5.0 if sure else -5.0, 0.3)
    return made


def found(
    question: str, facts: Facts, *rows: Row, sure: bool = True, kind: PassageKind = PassageKind.SENTENCE
) -> Finding:
    return searcher(FakeRetriever(facts, rows, kind), sure=sure).find(understand(question, facts))[0]


def paths(finding: Finding) -> list[str]:
    return [c.path for c in finding.clauses]


def quotes(finding: Finding, facts: Facts) -> list[str]:
    return [s.of(facts.document.text) for s in finding.quotes]


def test_the_sentence_of_the_best_place_is_quoted(facts: Facts) -> None:
    finding = found("喝茶的事谁来管", facts, (TEA, 5.0), (CANTEENS, 1.0))
    assert (finding.status, paths(finding), quotes(finding, facts)) == (Status.ANSWERED, ["二/(一)/3"], [TEA])
    assert finding.targets == ()
    assert finding.accept == 0.3


def test_clauses_close_to_the_best_are_listed_too_but_no_more_than_three(facts: Facts) -> None:
    rows = [(TEA, 5.0), (CANTEENS, 4.9), ("鲁班奖", 4.85), ("大数据", 4.8), ("质量月", 1.0)]
    finding = found("喝茶的事谁来管", facts, *rows)
    assert paths(finding) == ["二/(一)/3", "二/(五)/16", "二/(六)/19"]
    assert quotes(finding, facts) == [TEA]


def test_a_figure_is_answered_with_its_target(facts: Facts) -> None:
    finding = found("老人食堂盖多少个", facts, (CANTEENS, 3.0), ("建设1000个以上长者食堂", 4.0), (TEA, 3.5))
    assert [t.indicator for t in finding.targets] == ["长者食堂"]
    assert quotes(finding, facts) == [CANTEENS]


def test_a_prepared_question_shows_the_target_that_it_points_at(facts: Facts) -> None:
    finding = found("给老人做饭", facts, ("建设1000个以上长者食堂", 4.0), kind=PassageKind.KEY)
    assert [t.indicator for t in finding.targets] == ["长者食堂"]
    assert found("给老人做饭", facts, ("建设1000个以上长者食堂", 4.0)).targets == ()


def test_a_long_sentence_is_quoted_by_its_phrases(facts: Facts) -> None:
    words = "推广新能源汽车"
    finding = found("电动车怎么推广", facts, (words, 4.0))
    [quote] = quotes(finding, facts)
    assert words in quote
    assert len(quote) <= PINPOINT_LIMIT < len(facts.sentence_at(hit(facts, words, 4.0).passage.span))


def test_an_unsure_search_is_refused_with_the_nearest_clause(facts: Facts) -> None:
    finding = found("喝茶的事谁来管", facts, (TEA, 5.0), sure=False)
    assert finding.status is Status.NOT_FOUND
    assert finding.reason == "没有找到：已查找“喝茶的事谁来管”，文件中没有直接规定。"
    assert ([c.path for c in finding.nearest], finding.decided_by) == (["二/(一)/3"], "confidence")
    assert (finding.quotes, finding.clauses, finding.targets) == ((), (), ())


def test_inside_a_clause_that_was_named_even_an_unsure_search_answers(facts: Facts) -> None:
    retriever = FakeRetriever(facts, [(TEA, 1.0), (CANTEENS, 9.0)])
    finding, _ = searcher(retriever, sure=False).find(understand("第3条里喝茶的事", facts))
    assert (finding.status, paths(finding)) == (Status.ANSWERED, ["二/(一)/3"])
    assert retriever.asked == [("第3条里喝茶的事", ALL, SearchMode.FUSED)]


def test_a_search_without_hits_is_refused(facts: Facts) -> None:
    finding = found("喝茶的事谁来管", facts)
    assert (finding.status, finding.nearest) == (Status.NOT_FOUND, ())


def test_what_the_quoted_words_do_not_meet_is_refused_by_name(facts: Facts) -> None:
    finding = found("厦门老人食堂盖多少个", facts, ("建设1000个以上长者食堂", 4.0))
    assert finding.status is Status.NOT_FOUND
    assert finding.reason == "文件只有全省目标，没有“厦门”的单独目标。"
    assert ([c.path for c in finding.nearest], finding.decided_by) == (["二/(五)/16"], "place")


def test_a_refusal_inside_a_clause_points_at_the_place_that_is_best_anywhere(facts: Facts) -> None:
    finding = found("第3条老人食堂盖多少个", facts, ("建设1000个以上长者食堂", 4.0), (TEA, 1.0))
    assert finding.status is Status.NOT_FOUND
    assert [c.path for c in finding.nearest] == ["二/(五)/16"]


def test_an_unknown_indicator_is_refused_without_embedding(facts: Facts) -> None:
    retriever = FakeRetriever(facts, [(TEA, 5.0)])
    finding, timings = searcher(retriever).find(understand("森林覆盖率多少", facts))
    assert (finding.status, finding.reason) == (Status.NOT_FOUND, "文件中没有提到“森林覆盖率”。")
    assert [mode for _, _, mode in retriever.asked] == [SearchMode.LEXICAL]
    assert timings.embed == 0.0


def test_the_time_of_a_search_is_reported(facts: Facts) -> None:
    retriever = FakeRetriever(facts, [(TEA, 5.0)])
    _, timings = searcher(retriever).find(understand("喝茶的事谁来管", facts))
    assert (timings.load, timings.embed, timings.search) == (1, 2, 3)
    assert retriever.asked == [("喝茶的事谁来管", HITS, SearchMode.FUSED)]


# Refused before any search


@pytest.mark.parametrize(
    ("question", "nearest", "decided_by"),
    [
        pytest.param("2027年茶园多少亩", "一/(二)", "year", id="a year: the goals by year"),
        pytest.param("十五五期间的茶", "一/(二)", "name", id="a period: the same"),
        pytest.param("浙江的茶", "二/(一)/3", "place", id="a place: what shares most words"),
        pytest.param("文号是多少", "题头", "document_number", id="its number: the lines before the body"),
    ],
)
def test_refused_early(question: str, nearest: str, decided_by: str, facts: Facts) -> None:
    retriever = FakeRetriever(facts, [(TEA, 1.0)])
    finding = searcher(retriever).refuse_early(understand(question, facts))
    assert finding
    assert ([c.path for c in finding.nearest], finding.decided_by) == ([nearest], decided_by)
    assert {mode for _, _, mode in retriever.asked} <= {SearchMode.LEXICAL}


def test_nothing_shares_a_word_with_a_refused_question(facts: Facts) -> None:
    retriever = FakeRetriever(facts)
    finding = searcher(retriever).refuse_early(understand("浙江的鑫鑫鑫", facts))
    assert finding
    assert finding.nearest == ()


def test_a_question_that_may_be_met_is_not_refused_early(facts: Facts) -> None:
    assert searcher(FakeRetriever(facts)).refuse_early(understand("喝茶的事谁来管", facts)) is None


# Targets that were found by name, checked


def test_a_named_target_keeps_the_remark_of_its_check(facts: Facts) -> None:
    question = understand("2025年闽菜馆多少家", facts)
    named = target_lookup.named(question, facts)
    assert named
    checked = searcher(FakeRetriever(facts)).checked(question, named)
    assert (checked.status, checked.reason) == (Status.ANSWERED, "原句没有写明年份。")


def test_a_named_target_that_fails_its_check_is_refused(facts: Facts) -> None:
    question = understand("2035年鲁班奖多少个", facts)
    named = target_lookup.named(question, facts)
    assert named
    checked = searcher(FakeRetriever(facts)).checked(question, named)
    assert (checked.status, checked.targets, checked.quotes) == (Status.NOT_FOUND, (), ())
    assert [c.path for c in checked.nearest] == ["二/(六)/19"]


@pytest.mark.parametrize(
    ("name", "indicator", "expected"),
    [
        pytest.param("水产品合格率", "水产品产地监督抽查合格率", True, id="without its middle"),
        pytest.param("建筑业产值", "全省建筑业总产值", True, id="and without 全省"),
        pytest.param("水产品产地监督抽查合格率", "水产品产地监督抽查合格率", True, id="in full"),
        pytest.param("产品合格率", "水产品产地监督抽查合格率", False, id="begins inside a word"),
        pytest.param("水产品产地", "水产品产地监督抽查合格率", False, id="lacks its end"),
        pytest.param("水产品不合格率", "水产品产地监督抽查合格率", False, id="says something else"),
        pytest.param("合格率", "合格率,产品合格率", False, id="ends before the indicator does"),
        pytest.param("率", "合格率", False, id="one character"),
    ],
)
def test_short_names_of_indicators(name: str, indicator: str, expected: bool) -> None:
    assert target_lookup.is_short_for(name, indicator) is expected


# Without keys


def test_the_calibration_belongs_to_documents_with_keys_or_without(facts: Facts, tmp_path: Path) -> None:
    made = [Searcher(facts, lambda: cast("Retriever", FakeRetriever(facts)), corpus) for corpus in (CORPUS, tmp_path)]
    assert [s.calibration for s in made] == [Calibration.load(with_keys=True), Calibration.load(with_keys=False)]


# Targets by name, and from hits


@pytest.mark.parametrize(
    ("question", "indicators"),
    [
        pytest.param("鲁班奖多少个", ["鲁班奖"], id="in full"),
        pytest.param("建筑业总产值目标", ["全省建筑业总产值"], id="a part of the name"),
        pytest.param("2025年地方标准多少项", ["地方标准"], id="with its year"),
        pytest.param("地方标准什么时候完成", ["地方标准"], id="its date"),
        pytest.param("how many Luban prizes", ["鲁班奖"], id="in English"),
        pytest.param("合格率多少", [], id="more than three bear it"),
        pytest.param("鲁班奖", [], id="neither figure nor date"),
        pytest.param("鲁班奖奖金多少", [], id="a detail of it"),
        pytest.param("茶园多少亩", [], id="no indicator"),
        pytest.param("食堂多少个", [], id="a word of two characters is no name"),
        pytest.param("长者食堂和茶园多少", [], id="something besides"),
    ],
)  # fmt: skip
def test_named(question: str, indicators: list[str], facts: Facts) -> None:
    finding = target_lookup.named(understand(question, facts), facts)
    assert ([t.indicator for t in finding.targets] if finding else []) == indicators


def test_a_target_whose_hits_lie_far_below_is_not_pointed_at(facts: Facts) -> None:
    question = understand("大禹奖和鲁班奖多少个", facts)
    places = rank_clauses([hit(facts, "鲁班奖15个", 5.0), hit(facts, "大禹奖3个", 4.9)], (), facts)
    assert {t.indicator for t in target_lookup.best(question, places, facts)} == {"鲁班奖", "大禹奖"}
    places = rank_clauses([hit(facts, "发挥平安百年品质工程创建示范项目引领作用", 5.0)], (), facts)
    assert target_lookup.best(understand("示范项目多少个", facts), places, facts) == []
    assert target_lookup.best(question, rank_clauses([hit(facts, TEA, 5.0)], (), facts), facts) == []


def test_an_english_question_is_searched_in_both_languages(facts: Facts) -> None:
    english = understand("cold chain logistics", facts)
    assert search_words(english) == f"{english.chinese} {english.clean}"
    assert search_words(understand("冷链物流", facts)) == "冷链物流"


YEARLY = (
    "某县治水三年行动方案\n一、目标\n2025年,农村生活污水治理率达到52%；2026年,治理率达到63%以上；2027年,治理率稳定在75%以上。\n"
    "二、夜间\n公共交通末班车延至23时。\n"
)


@pytest.fixture(scope="module")
def yearly() -> Facts:
    return Facts(Document("d", "某县治水三年行动方案", "", "2025-03-28", "", "", YEARLY, parse))


@pytest.mark.parametrize(("year", "value"), [("2025", "52%"), ("2026", "63%以上"), ("2027", "75%以上")])
def test_a_name_that_is_shortened_for_later_years_is_the_same_target(year: str, value: str, yearly: Facts) -> None:
    found = FakeRetriever(yearly, [("2025年,农村生活污水治理率达到52%", 5.0)])
    question = understand(f"{year}年农村生活污水治理率目标是多少", yearly)
    answer = searcher(found).find(question)[0]
    assert (answer.status, [t.value.strip("达到稳定在") for t in answer.targets]) == (Status.ANSWERED, [value])


@pytest.mark.parametrize(
    ("question", "status"),
    [("末班车几点", Status.ANSWERED), ("末班车几月几号停", Status.NOT_FOUND)],
)
def test_a_clock_time_answers_when(question: str, status: Status, yearly: Facts) -> None:
    found = FakeRetriever(yearly, [("公共交通末班车延至23时。", 5.0)])
    assert searcher(found).find(understand(question, yearly))[0].status is status
