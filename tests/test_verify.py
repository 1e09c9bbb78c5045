"""The gate before every answer: what it lets through and what it stops."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.types import Answer, Quote, ShownTarget, Status
from bot.verify import verify
from knowledge.errors import UnverifiedQuote
from knowledge.types import Document, Span
from tests.conftest import make_answer, make_target, shown

PATH = "二/(四)/13"
WORDS = "装配式建筑占新建建筑面积比例达到35%以上"


@pytest.fixture
def answer(plan: Document) -> Answer:
    target = make_target(plan, WORDS, value="35%以上")
    return make_answer(plan, "占比？", PATH, WORDS, targets=(shown(plan, target),))


def test_a_right_answer_passes_unchanged(answer: Answer, plan: Document) -> None:
    assert verify(answer, {plan.id: plan}) is answer


def moved(answer: Answer) -> Answer:
    quote = answer.quotes[0]
    return replace(answer, quotes=(replace(quote, span=Span(quote.span.start + 1, quote.span.end + 1)),))


def altered(answer: Answer) -> Answer:
    return replace(answer, quotes=(replace(answer.quotes[0], text=answer.quotes[0].text.replace("35", "36")),))


def blank(answer: Answer) -> Answer:
    return replace(answer, quotes=(Quote(answer.quotes[0].doc, PATH, Span(0, 0), ""),))


def foreign(answer: Answer) -> Answer:
    return replace(answer, quotes=(replace(answer.quotes[0], doc="another"),))


def clause_altered(answer: Answer) -> Answer:
    return replace(answer, clauses=(replace(answer.clauses[0], text=answer.clauses[0].text + "。"),))


def clause_outside(answer: Answer) -> Answer:
    return replace(answer, clauses=(replace(answer.clauses[0], span=answer.quotes[0].span, text=answer.quotes[0].text,
                                            clause=replace(answer.clauses[0].clause, span=Span(0, 1))),))  # fmt: skip


def value_elsewhere(answer: Answer) -> Answer:
    record = answer.targets[0]
    return replace(answer, targets=(ShownTarget(record.doc, replace(record.target, value="36%以上"), record.quote),))


def target_altered(answer: Answer) -> Answer:
    return replace(answer, targets=(replace(answer.targets[0], quote="35%以上"),))


def refused_with_quotes(answer: Answer) -> Answer:
    return replace(answer, status=Status.NOT_FOUND)


def without_quotes(answer: Answer) -> Answer:
    return replace(answer, quotes=())


def without_clauses(answer: Answer) -> Answer:
    return replace(answer, clauses=())


def nearest_altered(answer: Answer) -> Answer:
    wrong = replace(answer.clauses[0], text="不是原文")
    return replace(answer, status=Status.NOT_FOUND, quotes=(), clauses=(), targets=(), nearest=(wrong,))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(moved, "differs from the published text", id="a quote one character off"),
        pytest.param(altered, "differs from the published text", id="another figure in a quote"),
        pytest.param(blank, "differs from the published text", id="an empty quote"),
        pytest.param(foreign, "no such document", id="a quote of a document that is not held"),
        pytest.param(clause_altered, "differs from the published text", id="a clause with a full stop of its own"),
        pytest.param(clause_outside, "lies outside that clause", id="words of another clause"),
        pytest.param(value_elsewhere, "does not stand in its quote", id="a figure that its quote does not print"),
        pytest.param(target_altered, "differs from the published text", id="a target with another quote"),
        pytest.param(refused_with_quotes, "carries quotes", id="a refusal that quotes"),
        pytest.param(without_quotes, "no quote", id="an answer without a quote"),
        pytest.param(without_clauses, "no clause", id="an answer without a clause"),
        pytest.param(nearest_altered, "differs from the published text", id="a nearest clause that is not the plan's"),
    ],
)
def test_a_wrong_answer_is_stopped(
    spoil: Callable[[Answer], Answer], said: str, answer: Answer, plan: Document
) -> None:
    with pytest.raises(UnverifiedQuote, match=said):
        verify(spoil(answer), {plan.id: plan})
