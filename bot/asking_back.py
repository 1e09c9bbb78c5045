"""What is said instead of an answer: that a document is missing or says nothing, which is meant, which are asked."""

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.conversation import Conversation
from bot.entry import Entry, entries_of
from bot.scope import Scope
from bot.types import Answer, Status

MOST_CHOICES = 10


def not_in(answer: Answer) -> Answer:
    """Return the refusal of an answer that a document is not sure of, while another stands nearer to the question."""
    question = answer.trace.question if answer.trace else None
    reason = wording.not_in_plan(question.clean if question else answer.question, answer.language)
    nearest = answer.clauses[:1]
    return replace(
        answer, status=Status.NOT_FOUND, quotes=(), clauses=(), targets=(), labels=(), notes=(), nearest=nearest,
        reason=reason, confidence=0.0,
    )  # fmt: skip


def missing(text: str, name: str) -> Answer:
    """Say that a document which is asked for by name is not in the library."""
    return Answer(text, Status.NOT_FOUND, reason=wording.document_missing(name))


def which(text: str, entries: Sequence[Entry], asked: str, *, more: bool) -> Answer:
    """Ask which document is meant; each choice is a question that can be sent as it is. `more` were not looked into."""
    choices = tuple(f"《{e.facts.document.title}》{asked.strip()}" for e in entries[:MOST_CHOICES])
    return Answer(text, Status.AMBIGUOUS, choices=choices, reason=wording.which_document(len(entries), more=more))


def scope_set(text: str, scope: Scope, before: Conversation, entries: tuple[Entry, ...]) -> tuple[Answer, Conversation]:
    """Say to which documents the conversation is kept from now on, and keep it to them."""
    ids = () if scope.every else scope.named
    titles = [e.facts.document.title for e in entries_of(entries, ids)]
    return Answer(text, Status.SMALLTALK, notes=(wording.scope_set(titles),)), replace(before, scope=ids, paths=())
