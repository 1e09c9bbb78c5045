"""The values that an answer is made of."""

from dataclasses import dataclass, field
from enum import StrEnum

from index.types import Hit
from knowledge.figures import Figure
from knowledge.places import Place
from knowledge.references import Reference
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
    `labels` name the group of each quote, or are empty.
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
    labels: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)
    trace: "Trace | None" = field(default=None, compare=False, repr=False)


class QuestionKind(StrEnum):
    """What is asked for, which decides how it is answered."""

    EMPTY = "empty"
    POINTING = "pointing"  # 下一条, 原文, 多少: words that need a turn before them
    TOO_LONG = "too_long"
    SMALLTALK = "smalltalk"
    REFERENCE = "reference"  # a clause by its number
    METADATA = "metadata"  # title, issuer, date, source of the document
    PARENT = "parent"  # the section that a clause belongs to
    OUTLINE = "outline"  # chapters, sections, clauses: lists and counts
    LEDGER = "ledger"  # the targets as a list, filtered
    REVERSE = "reverse"  # which target is this figure?
    ENTITY = "entity"  # every clause that names something
    TRADE = "trade"  # what is demanded of the asker's trade, and what is offered it
    TOPIC = "topic"  # anything else: searched


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood. `clean` is its search copy (one line, NFKC, simplified script).

    `chinese` is `clean`, or the Chinese terms of an English question where the glossary has any.
    `subject` is the part that is not a word of asking; `attribute` a detail asked for that must stand in the quote;
    `codes` are names such as 4A and 5G, which must stand there too.
    `described` is what it says of a section or clause that it does not name, `level` the word for what is meant
    (那个工程). `rest` is the question without its references (or that description); `restored` says that typing slips
    were led back. `near` are the clauses shown last: what stands there is a little nearer. `assured` says that a search
    over many documents found this one near.
    """

    text: str
    clean: str
    kind: QuestionKind
    chinese: str = ""
    language: str = "zh"
    subject: str = ""
    wants_number: bool = False
    only_number: bool = False
    wants_deadline: bool = False
    attribute: str | None = None
    years: tuple[int, ...] = ()
    period: str | None = None
    places: tuple[Place, ...] = ()
    figures: tuple[Figure, ...] = ()
    codes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    scope: tuple[Clause, ...] = ()
    described: str = ""
    level: str = ""
    rest: str = ""
    restored: bool = False
    near: tuple[Clause, ...] = ()
    assured: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Why an answer is as it is: the question as understood, the check that decided, the hits of the search if any."""

    question: Question
    decided_by: str
    hits: tuple[Hit, ...]
    accept: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a question, as spans and records; `bot.compose` turns it into an `Answer` of verified slices.

    `quotes` are spans of the document, best first. `clauses` are listed, best first. `notes` and `reason` are ready
    sentences of `bot.wording`. `nearest` is only for refusals, `choices` only for ambiguous references.
    `decided_by` names the check that refused or qualified it, `hits` are those of its search, best first,
    `accept` is the confidence from which a search is answered. `labels`, where there are any, name the group of each
    of the `quotes`.
    """

    status: Status
    quotes: tuple[Span, ...] = ()
    clauses: tuple[Clause, ...] = ()
    targets: tuple[Target, ...] = ()
    nearest: tuple[Clause, ...] = ()
    choices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None
    confidence: float = 1.0
    decided_by: str = ""
    hits: tuple[Hit, ...] = ()
    accept: float | None = None
    labels: tuple[str, ...] = ()
