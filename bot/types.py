"""The values that an answer is made of."""

from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.types import Clause, Span, Target


class Status(StrEnum):
    """The four ends a question can come to."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the plan: `text` equals the published text of `doc` at `span`."""

    doc: str
    path: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause as an answer lists it. `span` is the part shown and `text` equals the published text there."""

    doc: str
    clause: Clause
    citation: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target record as an answer lists it, with its quote."""

    doc: str
    target: Target
    quote: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent on one answer. `load` is the loading of model and index, counted apart."""

    total: float = 0.0
    load: float = 0.0
    embed: float = 0.0
    search: float = 0.0
    compose: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says to one question.

    `quotes`, `clauses` and `targets` are empty unless the status is answered. There is no free prose:
    `message_key`-like wording is rendered from these fields with the fixed sentences of `bot/wording.py`;
    `notes` are such sentences, already filled in (a count, a range, an expired deadline).
    """

    question: str
    status: Status
    quotes: tuple[Quote, ...] = ()
    clauses: tuple[ShownClause, ...] = ()
    targets: tuple[ShownTarget, ...] = ()
    nearest: tuple[ShownClause, ...] = ()
    choices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None
    understood: str | None = None
    confidence: float = 0.0
    language: str = "zh"
    timings: Timings = field(default_factory=Timings)
