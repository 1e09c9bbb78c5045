"""The second look: the sentence beside the best one that has the sum, figure or date which is asked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.lookups.beside import met_beside
from bot.question import understand
from bot.ranking import Place, Weighed, introduction_later
from knowledge.facts import Facts
from knowledge.library import read_file
from knowledge.types import Clause

TEXT = """松江市小水电管理办法
为了管好小水电，制定本办法。
第一条 小水电应当按时报送发电计划。报送的内容由市水务局规定。逾期不报送的，处二千元以上一万元以下罚款。
第二条 有下列行为之一的，处三万元以下罚款：
（一）未装流量计的；
（二）拒不接受检查的。
第三条 本办法由市水务局解释。
第四条 电站应当公示下泄流量。
第五条 违反本办法第四条规定的，处五千元罚款。
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    file: Path = tmp_path_factory.mktemp("beside") / "rules.txt"
    file.write_text(TEXT, encoding="utf-8")
    return Facts(read_file(file))


def clause(facts: Facts, path: str) -> Clause:
    found = facts.document.clause(path)
    assert found is not None
    return found


def weighed(facts: Facts, *paths: str) -> Weighed:
    """Return a search that found these clauses, the first the best, one standard deviation apart."""
    places = [Place(clause(facts, path), 3.0 - i, ()) for i, path in enumerate(paths)]
    return Weighed(places[0], places, [])


def looked(question: str, facts: Facts, *paths: str) -> tuple[str, str] | None:
    found = met_beside(understand(question, facts), weighed(facts, *paths), facts)
    return (found[1].path, found[0].of(facts.document.text)) if found else None


def test_a_fine_stands_in_the_last_sentence_of_an_article(facts: Facts) -> None:
    found = looked("不报发电计划罚多少钱", facts, "第一条")
    assert found == ("第一条", "逾期不报送的，处二千元以上一万元以下罚款。")


def test_or_in_the_words_above_the_items(facts: Facts) -> None:
    found = looked("没装流量计罚多少钱", facts, "第二条/(一)")
    assert found is not None
    assert found[0] == "第二条"
    assert "三万元以下罚款" in found[1]


def test_or_in_the_clause_that_punishes_its_breach(facts: Facts) -> None:
    assert looked("不公示流量怎么罚", facts, "第四条") == ("第五条", "第五条 违反本办法第四条规定的，处五千元罚款。")
    assert looked("不公示流量哪年改", facts, "第四条") is None  # no penalty is asked for


def test_a_clause_far_from_the_best_is_not_looked_at(facts: Facts) -> None:
    assert looked("解释的人收多少钱", facts, "第三条", "第一条") is None


def test_a_question_that_nothing_beside_meets_finds_nothing(facts: Facts) -> None:
    assert looked("水务局电话多少", facts, "第一条", "第三条") is None


def test_what_stands_before_the_first_mark_comes_later(facts: Facts) -> None:
    front, first = clause(facts, "题头"), clause(facts, "第一条")
    near = [Place(front, 2.0, ()), Place(first, 1.5, ())]
    assert [p.clause.path for p in introduction_later(near)] == ["第一条", "题头"]
    far = [near[0], replace(near[1], score=0.5)]
    assert [p.clause.path for p in introduction_later(far)] == ["题头", "第一条"]
