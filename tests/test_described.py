"""Sections that a question describes instead of naming them, and what is asked of them."""

import pytest

from bot.described import described, holder
from bot.question import about, understand
from bot.types import QuestionKind
from knowledge.facts import Facts
from knowledge.library import shipped_documents


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


@pytest.mark.parametrize(
    ("question", "kind", "said", "rest"),
    [
        pytest.param(
            "打渔那个工程下面有哪几条", QuestionKind.OUTLINE, "打渔", "有哪几条", id="the clauses of a section"
        ),
        pytest.param("做生意的那一部分有几节", QuestionKind.OUTLINE, "做生意", "有几节", id="the sections of a part"),
        pytest.param("打假的事写在哪个工程", QuestionKind.PARENT, "打假", "写在哪个工程", id="the section of a matter"),
        pytest.param("养老归在哪一节", QuestionKind.PARENT, "养老", "归在哪一节", id="filed under"),
        pytest.param("哪一节讲到冷库", QuestionKind.PARENT, "冷库", "哪一节讲到", id="the section first"),
        pytest.param(
            "Which section covers patents", QuestionKind.PARENT, "patents", "which section covers", id="English"
        ),
    ],
)
def test_a_node_is_described(question: str, kind: QuestionKind, said: str, rest: str, facts: Facts) -> None:
    asked = understand(question, facts)
    assert (asked.kind, asked.described.strip(), asked.rest) == (kind, said, rest)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        pytest.param("获奖的是哪个工程", QuestionKind.TOPIC, id="which project won: no section"),
        pytest.param("那个工程有几条", QuestionKind.OUTLINE, id="nothing describes it"),
        pytest.param("第20条归哪个工程", QuestionKind.PARENT, id="a clause by its number"),
        pytest.param("提升海洋经济质效属于哪个工程", QuestionKind.PARENT, id="a clause by its heading"),
        pytest.param("which section has the most clauses", QuestionKind.OUTLINE, id="sections are compared"),
    ],
)
def test_a_node_is_not_described(question: str, kind: QuestionKind, facts: Facts) -> None:
    asked = understand(question, facts)
    assert (asked.kind, asked.described) == (kind, "")


def test_a_heading_without_a_pointing_word_describes_nothing(facts: Facts) -> None:
    asked = understand("打渔有哪几条", facts)
    assert described(asked, QuestionKind.OUTLINE) is None
    assert described(asked, QuestionKind.PARENT) is None


@pytest.mark.parametrize(
    ("level", "path"),
    [
        pytest.param("工程", "二/(五)", id="section"),
        pytest.param("节", "二/(五)", id="节"),
        pytest.param("部分", "二", id="part"),
        pytest.param("which part covers", "二", id="English"),
    ],
)
def test_holder(level: str, path: str, facts: Facts) -> None:
    clause = facts.document.clause("二/(五)/16")
    assert clause is not None
    assert holder(clause, level, facts.document).path == path


def test_what_stands_outside_the_outline_holds_itself(facts: Facts) -> None:
    front = facts.document.root.children[0]
    assert holder(front, "工程", facts.document) is front


def test_words_are_asked_as_a_question_that_is_searched(facts: Facts) -> None:
    for words, asked in (("打渔", "打渔有什么规定"), ("patents", "what does it say about patents")):
        question = about(words, facts)
        assert (question.clean, question.kind, question.scope) == (asked, QuestionKind.TOPIC, ())
