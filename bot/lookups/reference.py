"""第12条, 二（四）, 全文: a clause that is named by its number is looked up, never searched."""

import re

from bot import wording
from bot.types import Finding, Question, Status
from knowledge.cite import short_citation
from knowledge.facts import Facts
from knowledge.numerals import CHINESE_NUMERAL
from knowledge.references import Outcome, Reference
from knowledge.sentences import sentences
from knowledge.types import Clause, Document, Span

_NUMBER = re.compile(rf"第?(-?\d+|{CHINESE_NUMERAL}+)条?")


def find(question: Question, facts: Facts) -> Finding:
    """Return the clauses that the question names, each quoted whole; a section with its clauses after it."""
    document, language = facts.document, question.language
    found = [r for r in question.references if r.outcome in (Outcome.FOUND, Outcome.WHOLE)]
    missing = [r for r in question.references if r.outcome is Outcome.OUT_OF_RANGE]
    unclear = [r for r in question.references if r.outcome is Outcome.AMBIGUOUS]
    notes = tuple(_out_of_range(r, language) for r in missing)
    if found:
        clauses = tuple(dict.fromkeys(node for r in found for c in r.clauses for node in with_clauses_below(c)))
        quotes = tuple(dict.fromkeys(s for r in found for s in _quotes(r, document)))
        return Finding(Status.ANSWERED, quotes, clauses, notes=notes)
    if unclear:
        choices = tuple(f"{short_citation(document, c)} {c.heading}".strip() for c in unclear[0].clauses)
        reason = wording.ambiguous(unclear[0].asked, choices, language)
        return Finding(Status.AMBIGUOUS, choices=choices, reason=reason)
    nearest = tuple(c for r in missing for c in r.clauses[:1])
    return Finding(Status.NOT_FOUND, nearest=nearest, reason=" ".join(notes))


def with_clauses_below(clause: Clause) -> list[Clause]:
    """Return a clause and every marked node under it, in text order."""
    return [c for c in clause.walk() if c is clause or c in _marked_below(clause)]


def _marked_below(clause: Clause) -> list[Clause]:
    below: list[Clause] = []
    for child in clause.marked_children:
        below += [child, *_marked_below(child)]
    return below


def _quotes(reference: Reference, document: Document) -> list[Span]:
    clauses = [node for c in reference.clauses for node in with_clauses_below(c)]
    if reference.sentence is None or len(reference.clauses) != 1:
        return [shown_span(document, c) for c in clauses]
    inside = list(sentences(document.text, reference.clauses[0].span))
    return [inside[reference.sentence - 1 if reference.sentence > 0 else -1]]


def shown_span(document: Document, clause: Clause) -> Span:
    """Return the part of a clause that is shown: all of it, or the part before the first numbered clause under it."""
    end = clause.marked_children[0].span.start if clause.marked_children else clause.span.end
    return Span(clause.span.start, end).stripped(document.text)


def heading_span(document: Document, clause: Clause) -> Span:
    """Return the printed heading of a clause with its mark, or the clause's first sentence where it has none."""
    text = document.text
    first = next(sentences(text, shown_span(document, clause)), shown_span(document, clause))
    at = text.find(clause.heading, clause.span.start, first.end) if clause.heading else -1
    return Span(clause.span.start, at + len(clause.heading)).stripped(text) if at >= 0 else first


def _out_of_range(reference: Reference, language: str) -> str:
    number = _NUMBER.fullmatch(reference.asked)
    asked = reference.asked
    if number:  # 31 alone, or an English clause 31, which is looked up as 第31条
        asked = f"clause {number[1]}" if language == "en" else f"第{number[1]}条"
    return wording.out_of_range(asked, wording.clause_range(reference.first, reference.last, language), language)
