"""Nodes that a question describes instead of naming them: 盖房子那个工程有几条, 首席质量官写在哪个工程.

What it says of the node is searched for like a question; the outline then says which section or part holds it.
"""

import re
from dataclasses import replace

from bot.cues import cue, subject_of
from bot.types import Question, QuestionKind
from knowledge.types import Clause, ClauseKind, Document

SHORTEST = 2  # characters that describe a node

_POINTED = re.compile(
    r"(?P<words>.{2,24}?)的?[那这]一?[个大小]*(?P<noun>部分|板块|[章节块]|工程)"
    r"(?:里面?|里头|中|下面?|下头|底下)?[,，、 ]*"
)
_THING = re.compile(
    r"[那这](?:[个些件]|摊子?)?(?:事儿?|事情|一?条|一?款|一?项|内容|一?段)|的(?:事儿?|事情|内容|条款|规定|要求|部分)$"
)
_TOP = re.compile(r"部分|章|大块|板块|part|chapter", re.I)


def described(question: Question, kind: QuestionKind) -> Question | None:
    """Return the question as one of `kind` (PARENT, OUTLINE) about a node that it describes; None where it does not.

    `described` then holds what it says of the node, `rest` what it asks of it.
    """
    return _of_parent(question) if kind is QuestionKind.PARENT else _of_outline(question)


def _of_parent(question: Question) -> Question | None:
    match = cue("parent", "of_subject").search(question.clean.lower())
    words = question.clean[: match.start()] + " " + question.clean[match.end() :] if match else ""
    return _asking(question, QuestionKind.PARENT, words, match[0]) if match else None


def _of_outline(question: Question) -> Question | None:
    match = _POINTED.match(question.clean)
    if not match:
        return None
    asked = _asking(question, QuestionKind.OUTLINE, match["words"], question.clean[match.end() :])
    return replace(asked, level=match["noun"]) if asked else None


def _asking(question: Question, kind: QuestionKind, words: str, rest: str) -> Question | None:
    said = _THING.sub(" ", words.strip()).strip(" ,，。?？")
    if len(subject_of(said.lower())) < SHORTEST:
        return None
    return replace(question, kind=kind, described=said, rest=rest.lower(), level=rest)


def holder(clause: Clause, level: str, document: Document) -> Clause:
    """Return the node meant by `level` (部分, 工程, 节) among those that hold `clause`, or the clause itself."""
    above = [c for c in document.clauses() if c.kind is ClauseKind.MARKED and c.span.holds(clause.span)]
    if not above:
        return clause
    holding = [c for c in above if c.marked_children] or above
    return holding[0] if _TOP.search(level) else holding[-1]
