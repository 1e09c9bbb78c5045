"""The whole use case: every text gets a verified answer, and what is looked up is never searched."""

from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answerer import LOOKUPS, Answerer
from bot.compose import compose
from bot.conversation import Conversation
from bot.lookups.topic import Searcher
from bot.question import understand
from bot.types import Answer, Finding, Question, QuestionKind, Status, Timings
from bot.verify import verify
from index.retriever import Retriever
from index.types import Found
from knowledge.errors import UnverifiedQuote
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.types import Span

FACTS = Facts(shipped_documents()[0])
TURNS = (
    "第13条",
    "下一条",
    "全文",
    "这条呢",
    "鲁班奖目标是多少",
    "闽江杯呢",
    "2035年呢",
    "厦门呢",
    "不是，是大禹奖",
    "目录",
    "其中",
    "哪一条",
    "还有别的吗",
    "谢谢",
    "（二）",
    "第31条",
    "哪些条提到泉州",
    "晋江呢",
    "35%",
    "它",
    "第二句",
    "?",
)


class EmptyRetriever:
    """Finds nothing."""

    def find(self, query: str, k: int, **_: object) -> Found:
        return Found(())


def answerer() -> Answerer:
    return Answerer(FACTS, Searcher(FACTS, lambda: cast("Retriever", EmptyRetriever())))


def test_every_kind_has_its_lookup_but_the_searched() -> None:
    assert set(QuestionKind) - set(LOOKUPS) == {QuestionKind.TOPIC}


def test_the_time_spent_is_told_apart() -> None:
    timings = answerer().answer("第13条")[0].timings
    assert (timings.load, timings.embed, timings.search) == (0.0, 0.0, 0.0)
    assert 0 < timings.compose <= timings.total


def test_a_first_question_needs_no_conversation() -> None:
    (without, after), (fresh, _) = answerer().answer("第13条"), answerer().answer("第13条", Conversation())
    assert (without.quotes, without.clauses) == (fresh.quotes, fresh.clauses)
    assert after.paths == ("二/(四)/13",)


def test_a_list_of_no_targets_is_searched() -> None:
    answer, _ = answerer().answer("第12条有哪些指标")
    assert (answer.status, answer.reason) == (
        Status.NOT_FOUND,
        "没有找到：已查找“第12条有哪些指标”，文件中没有直接规定。",
    )


def test_a_conversation_about_another_document_is_no_hindrance() -> None:
    foreign = Conversation(subject="茶", asked="茶", paths=("九/(九)/99",), target_ids=("99-9",))
    assert answerer().answer("下一条", foreign)[0].status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "paths", "reason"),
    [
        pytest.param("12", ["二/(四)/12"], None, id="a number"),
        pytest.param("第十二条", ["二/(四)/12"], None, id="as it is said"),
        pytest.param("二（四）", ["二/(四)", "二/(四)/12", "二/(四)/13", "二/(四)/14"], None, id="a section"),
        pytest.param("35", [], "没有第35条，范围是第1条至第30条。", id="a figure of the plan is no clause"),
        pytest.param("2025", [], "没有第2025条，范围是第1条至第30条。", id="nor is a year"),
        pytest.param("", [], "“”不是条号，请写成“12”“第十二条”或“二（四）”。", id="nothing"),
        pytest.param("茶", [], "“茶”不是条号，请写成“12”“第十二条”或“二（四）”。", id="a word"),
        pytest.param("你好", [], "“你好”不是条号，请写成“12”“第十二条”或“二（四）”。", id="small talk"),
    ],
)
def test_a_reference_and_nothing_else(text: str, paths: list[str], reason: str | None) -> None:
    answer = answerer().answer_reference(text)
    assert ([c.clause.path for c in answer.clauses], answer.reason) == (paths, reason)


def test_a_false_quote_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Finding(Status.ANSWERED, (Span(0, 3),), ())

    def find(question: Question, facts: Facts) -> Finding:
        return wrong

    monkeypatch.setitem(LOOKUPS, QuestionKind.REFERENCE, find)
    with pytest.raises(UnverifiedQuote, match="no quote or no clause"):
        answerer().answer("第13条")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TURNS), st.text(max_size=20)), max_size=6))
def test_any_conversation_is_answered_with_the_plans_own_words(turns: list[str]) -> None:
    conversation = None
    for turn in turns:
        answer, conversation = answerer().answer(turn, conversation)
        assert verify(answer, {FACTS.document.id: FACTS.document}) is answer
        assert answer.question == turn
        assert (answer.status is Status.ANSWERED) == bool(answer.quotes)
        assert answer.reason or answer.notes or answer.quotes


# From a finding to an answer


def composed(finding: Finding, question: str = "第13条") -> Answer:
    return compose(understand(question, FACTS), finding, FACTS)


def test_quotes_and_clauses_are_listed_once_each() -> None:
    clause = FACTS.document.clause("二/(四)/13")
    assert clause
    answer = composed(Finding(Status.ANSWERED, (Span(0, 3), Span(0, 3)), (clause, clause)))
    assert [q.text for q in answer.quotes] == [FACTS.document.text[:3]]
    assert [(c.clause.path, c.citation) for c in answer.clauses] == [
        ("二/(四)/13", "《福建省质量强省建设纲要》二、（四）第13条")
    ]


def test_a_refusal_carries_no_quote_and_an_answer_nothing_nearest() -> None:
    clause = FACTS.document.clause("二/(四)/13")
    assert clause
    refused = composed(Finding(Status.NOT_FOUND, (Span(0, 3),), (clause,), FACTS.targets[:1], (clause,)))
    answered = composed(Finding(Status.ANSWERED, (Span(0, 3),), (clause,), FACTS.targets[:1], (clause,)))
    assert (refused.quotes, refused.clauses, refused.targets, len(refused.nearest)) == ((), (), (), 1)
    assert (len(answered.quotes), len(answered.clauses), len(answered.targets), answered.nearest) == (1, 1, 1, ())


@pytest.mark.parametrize(
    ("status", "decided_by", "expected"),
    [
        pytest.param(Status.ANSWERED, "", 0.1235, id="an answer: how sure"),
        pytest.param(Status.NOT_FOUND, "confidence", 0.1235, id="withheld for doubt: how sure it would have been"),
        pytest.param(Status.NOT_FOUND, "year", 0.0, id="refused by a condition: not at all"),
    ],
)
def test_confidence(status: Status, decided_by: str, expected: float) -> None:
    assert composed(Finding(status, confidence=0.12345, decided_by=decided_by)).confidence == expected


def test_the_time_starts_at_nothing() -> None:
    assert Timings() == Timings(0.0, 0.0, 0.0, 0.0, 0.0)
