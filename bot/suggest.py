"""Questions that do have an answer, for one that has none: about the nearest clauses, tried before they are shown."""

from collections.abc import Callable, Iterator, Sequence

from bot.types import Answer, Status
from knowledge.facts import Facts
from knowledge.types import Clause

MOST = 2


def suggestions(nearest: Sequence[Clause], facts: Facts, answer: Callable[[str], Answer]) -> tuple[str, ...]:
    """Return up to two questions about the nearest clauses (else about the plan) that `answer` answers."""
    found: list[str] = []
    for question in _candidates(nearest, facts):
        if question not in found and answer(question).status is Status.ANSWERED:
            found.append(question)
        if len(found) == MOST:
            break
    return tuple(found)


def _candidates(nearest: Sequence[Clause], facts: Facts) -> Iterator[str]:
    """Yield questions that are looked up, not searched: a target by its printed name, a clause by its number."""
    for clause in nearest:
        yield from (f"{t.indicator}的目标是多少" for t in facts.targets_in(clause)[:1])
    for clause in nearest:
        yield f"第{clause.number}条" if clause.number.isdigit() else clause.path
    yield from ("2025年的目标有哪些", "目录")
