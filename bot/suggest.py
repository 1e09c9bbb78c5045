"""Questions that do have an answer, for one that has none: about the nearest clauses, tried before they are shown."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from bot.types import Answer, Status
from knowledge.facts import Facts
from knowledge.types import Clause

MOST = 2


def suggestions(
    asked: str, nearest: Sequence[Clause], facts: Facts, answer: Callable[[str], Answer]
) -> tuple[str, ...]:
    """Return up to two questions that `answer` answers: close to what was `asked`, else about the plan."""
    found: list[str] = []
    for question in _candidates(asked, nearest, facts):
        if question not in found and answer(question).status is Status.ANSWERED:
            found.append(question)
        if len(found) == MOST:
            break
    return tuple(found)


def _candidates(asked: str, nearest: Sequence[Clause], facts: Facts) -> Iterator[str]:
    """Yield questions that are looked up, not searched: targets of the nearest clauses, clauses by their number."""
    targets = [t for clause in nearest for t in facts.targets_in(clause)]
    pairs = _pairs(asked)
    for target in sorted(targets, key=lambda t: -len(pairs & _pairs(t.indicator)))[: 2 * MOST]:
        yield f"{target.indicator}的目标是多少"
    yield "2025年的目标有哪些"  # before the clauses, which a refusal names anyway
    for clause in nearest:
        yield f"第{clause.number}条" if clause.number.isdigit() else clause.path
    yield "目录"


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return the neighbouring characters of a text: what two Chinese phrases have in common, without a dictionary."""
    return set(pairwise(text))
