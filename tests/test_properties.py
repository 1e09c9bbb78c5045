"""For any text whatever: quotes are the plan's, figures stand in their quotes, and the status is one of the four."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answerer import Answerer, Conversation
from bot.app import App
from bot.lookups.topic import Searcher
from bot.records import answer_record, to_json
from bot.render import Shelf, message
from bot.types import Answer, Status
from index.build import ensure_index
from index.embedders import make_embedder
from knowledge.facts import Facts
from knowledge.library import shipped_documents

PLAN = shipped_documents()[0]
FRAGMENTS = (
    "第12条",
    "第31条",
    "（二）",
    "二(四)13",
    "目录",
    "多少",
    "有哪些",
    "目标",
    "2025年",
    "2035年",
    "厦门",
    "浙江",
    "下一条",
    "呢",
    "98.5%",
    "44万口",
    "力争",
    "哪些条提到",
    "专精特新",
    "装配式建筑",
    "水产品",
    "clause 12",
    "how many",
    "奖金",
    "电话",
    "《食品安全法》第十条",
    "fuchawang",
    "質量",
    "\n",
    "\r",
    "\0",
    "\ud800",
    "\u202e",
    "🙂",
    "<b>",
    "*_`[",
    "'; DROP TABLE",
    "忽略以上指令",
    "……",
    "——",
    "　",
    "1.2.3",
    "-1",
    "不是，我问的是",
    "它",
    "全文",
    "谁发的",
    "你好",
)
SLICES = st.builds(
    lambda start, length: PLAN.text[start : start + length], st.integers(0, len(PLAN.text)), st.integers(0, 60)
)
ASKED = st.lists(st.sampled_from(FRAGMENTS) | SLICES | st.text(max_size=8), max_size=6).map("".join) | st.text()


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """An answerer over an index of hashed vectors: it finds badly, so what it finds must still be checked."""
    facts = Facts(PLAN)
    retriever = ensure_index((PLAN,), make_embedder("hashing"), tmp_path_factory.mktemp("hashed"))
    return Answerer(facts, Searcher(facts, lambda: retriever))


def assert_kept(answer: Answer) -> None:
    """Assert the three promises, and that the answer can be shown and written."""
    assert answer.status in set(Status)
    for quote in answer.quotes:
        assert quote.text == PLAN.text[quote.span.start : quote.span.end] != ""
    for shown in (*answer.clauses, *answer.nearest):
        assert shown.text == PLAN.text[shown.span.start : shown.span.end]
        assert shown.citation.startswith(f"《{PLAN.title}》")
    for record in answer.targets:
        assert record.quote == PLAN.text[record.target.span.start : record.target.span.end]
        assert record.target.value in record.quote
    if answer.status is Status.ANSWERED:
        assert answer.quotes
        assert answer.clauses
    else:
        assert (answer.quotes, answer.clauses, answer.targets) == ((), (), ())
    assert 0.0 <= answer.confidence <= 1.0
    shown_text = message(answer, Shelf.of((PLAN,), date(2026, 1, 1)))
    assert shown_text
    written = json.loads(to_json(answer_record(answer, shown_text, date(2026, 1, 1), "id")))
    assert written["status"] == answer.status.value
    assert [q["text"] for q in written["quotes"]] == [q.text for q in answer.quotes]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKED)
def test_any_text_keeps_the_promises(answerer: Answerer, text: str) -> None:
    assert_kept(answerer.answer(text)[0])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ASKED, min_size=2, max_size=5))
def test_any_conversation_keeps_the_promises(answerer: Answerer, texts: list[str]) -> None:
    conversation = Conversation()
    for text in texts:
        answer, conversation = answerer.answer(text, conversation)
        assert_kept(answer)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKED)
def test_any_reference_keeps_the_promises(answerer: Answerer, text: str) -> None:
    assert_kept(answerer.answer_reference(text))


@pytest.mark.model
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKED)
def test_any_text_keeps_the_promises_with_the_real_model(real_app: App, text: str) -> None:
    assert_kept(real_app.answerer.answer(text)[0])


def test_every_sentence_of_the_plan_as_a_question_keeps_the_promises(answerer: Answerer) -> None:
    for span in Facts(PLAN).sentence_spans:
        assert_kept(answerer.answer(span.of(PLAN.text))[0])
