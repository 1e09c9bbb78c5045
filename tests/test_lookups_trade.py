"""What the plan demands of a trade and what it offers it: two labelled groups."""

import tomllib
from datetime import date
from typing import cast

import pytest

from bot import wording
from bot.answerer import Answerer
from bot.lookups.topic import Searcher
from bot.lookups.trade import MOST, find
from bot.question import understand
from bot.ranking import nearest_first
from bot.render import Shelf, message
from bot.trades import TRADES, terms_of
from bot.types import QuestionKind
from index.retriever import Retriever
from index.types import Found
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document

DEMANDS, OFFERS = wording.trade_group("demands"), wording.trade_group("offers")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def small(text: str) -> Facts:
    return Facts(Document("d", "", "", "", "", "", text, parse))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        pytest.param("我是开水泥厂的，对我有什么要求", QuestionKind.TRADE, id="a trade of one's own, demands"),
        pytest.param("我们做物流的有啥支持", QuestionKind.TRADE, id="support"),
        pytest.param("对检测机构来说有哪些规定", QuestionKind.TRADE, id="from the trade's side"),
        pytest.param("装配式建筑占多少", QuestionKind.TOPIC, id="nobody speaks of himself"),
        pytest.param("我开了一家裁缝铺，有什么要求", QuestionKind.TOPIC, id="a trade that is not listed"),
        pytest.param("我做茶叶的，电话多少", QuestionKind.TOPIC, id="a detail is asked for"),
        pytest.param("我做物流的，厦门有什么支持", QuestionKind.TOPIC, id="a place is a hard condition"),
    ],
)
def test_a_question_for_a_trade(question: str, kind: QuestionKind, facts: Facts) -> None:
    assert understand(question, facts).kind is kind


@pytest.mark.parametrize(
    ("question", "labels", "words"),
    [
        pytest.param(
            "我是开水泥厂的，对我有什么要求", [DEMANDS, OFFERS], "进场检验", id="demands first where asked for"
        ),
        pytest.param("我们种茶的有什么扶持政策", [OFFERS, DEMANDS], "福茶网", id="support first where asked for"),
    ],
)
def test_two_groups(question: str, labels: list[str], words: str, facts: Facts) -> None:
    found = find(understand(question, facts), facts)
    assert found is not None
    assert list(dict.fromkeys(found.labels)) == labels
    assert all(found.labels.count(label) <= MOST for label in labels)
    first = [
        q.of(facts.document.text) for q, label in zip(found.quotes, found.labels, strict=True) if label == labels[0]
    ]
    assert any(words in quote for quote in first)


class FindsNothing:
    """A retriever without a hit, so that the order of the look-up stands."""

    def find(self, *_: object) -> Found:
        return Found((), 0, 0, 0)


def test_the_message_shows_each_label_before_its_quotes(facts: Facts) -> None:
    searcher = Searcher(facts, lambda: cast("Retriever", FindsNothing()))
    answer, _ = Answerer(facts, searcher).answer("我是开水泥厂的，对我有什么要求")
    said = message(answer, Shelf.of([facts.document], date(2026, 1, 1)))
    assert said.index(f"{DEMANDS}：\n「") < said.index(f"{OFFERS}：\n「")


def test_what_a_search_finds_better_comes_first_in_each_group(facts: Facts) -> None:
    found = find(understand("我是开水泥厂的，对我有什么要求", facts), facts)
    assert found is not None
    ranked = nearest_first(found, found.clauses[::-1], facts)
    assert ranked.clauses == found.clauses[::-1]
    assert ranked.labels == found.labels
    assert sorted(ranked.quotes) == sorted(found.quotes)
    for label in set(found.labels):
        own = [q for q, group in zip(ranked.quotes, ranked.labels, strict=True) if group == label]
        places = [ranked.clauses.index(facts.clause_at(q.start)) for q in own]
        assert places == sorted(places)


def test_an_empty_group_is_said_and_a_trade_without_any_is_searched() -> None:
    question = "我们做物流的有啥支持"
    offered = small("一、任务\n1.物流。支持物流企业发展。\n")
    found = find(understand(question, offered), offered)
    assert found is not None
    assert found.notes == (f"{OFFERS}：一、第1条", wording.trade_none("demands"))
    nothing = small("一、任务\n1.教育。支持学校发展。\n")
    assert find(understand(question, nothing), nothing) is None


def test_headings_are_not_quoted(facts: Facts) -> None:
    found = find(understand("我是开水泥厂的，对我有什么要求", facts), facts)
    assert found is not None
    assert not any(q.of(facts.document.text).startswith("13.") for q in found.quotes)


def test_every_trade_of_the_table_is_understood(facts: Facts) -> None:
    trades = tomllib.loads(TRADES.read_text(encoding="utf-8"))["trade"]
    missing = [n for row in trades for n in row["names"] if not terms_of(understand(f"我做{n}的,有什么要求", facts))]
    assert missing == []
