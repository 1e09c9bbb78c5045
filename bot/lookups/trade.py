"""What the plan demands of a trade and what it offers it: 我开水泥厂，对我有什么要求, 做物流的有啥支持."""

import re
from collections.abc import Iterator

from bot import wording
from bot.trades import terms_of, word
from bot.types import Finding, Question, Status
from knowledge.cite import short_citation
from knowledge.facts import Facts
from knowledge.sentences import sentences
from knowledge.types import ClauseKind, Span

MOST = 6  # quotes of a group; more is the plan read aloud
WITH_MARK = 10  # characters that a heading's mark and stop may take
LONGEST = 160  # characters of a quote; of a longer sentence the phrases that name the trade
_PHRASES = re.compile(r"[^;；,，]+[;；,，]?")


def find(question: Question, facts: Facts) -> Finding | None:
    """Return the quotes that name the trade in two labelled groups, or None where the plan has neither for it."""
    terms = terms_of(question)
    groups: dict[str, list[Span]] = {"demands": [], "offers": []}
    for span in _naming(terms, facts) if terms else ():
        words = span.of(facts.document.text)
        group = next((g for g in groups if word(g).search(words)), None)
        if group:
            groups[group].append(span)
    shown = {g: _nearest_first(spans, terms, facts)[:MOST] for g, spans in groups.items()}
    if not any(shown.values()):
        return None
    first = "offers" if word("offers_first").search(question.clean) else "demands"
    order = [first, *(g for g in shown if g != first)]
    quotes = tuple(span for g in order for span in shown[g])
    labels = tuple(wording.trade_group(g, question.language) for g in order for _ in shown[g])
    clauses = tuple(dict.fromkeys(facts.clause_at(q.start) for q in quotes))
    notes = tuple(_note(g, shown[g], question.language, facts) for g in order)
    return Finding(Status.ANSWERED, quotes, clauses, notes=notes, labels=labels, decided_by="trade")


def _note(group: str, spans: list[Span], language: str, facts: Facts) -> str:
    """Return which clauses a group stands in: for channels that show the quotes by clause, without labels."""
    clauses = dict.fromkeys(facts.clause_at(s.start) for s in spans)
    if not clauses:
        return wording.trade_none(group, language)
    return wording.trade_places(group, [short_citation(facts.document, c) for c in clauses], language)


def _naming(terms: tuple[str, ...], facts: Facts) -> Iterator[Span]:
    """Yield the sentences that name a trade, of a long one the phrases that do; headings are none."""
    text = facts.document.text
    for clause in facts.document.clauses():
        if clause.kind is not ClauseKind.MARKED or clause.marked_children:
            continue
        for sentence in sentences(text, clause.span):
            words = sentence.of(text)
            is_heading = bool(clause.heading) and sentence.start <= clause.span.start and clause.heading in words
            if (is_heading and len(words) < len(clause.heading) + WITH_MARK) or not any(t in words for t in terms):
                continue
            yield from [sentence] if len(sentence) <= LONGEST else _phrases(sentence, terms, text)


def _phrases(sentence: Span, terms: tuple[str, ...], text: str) -> Iterator[Span]:
    for match in _PHRASES.finditer(sentence.of(text)):
        if any(t in match[0] for t in terms):
            yield Span(sentence.start + match.start(), sentence.start + match.end()).stripped(text)


def _nearest_first(spans: list[Span], terms: tuple[str, ...], facts: Facts) -> list[Span]:
    """Return the quotes in order of how often their clause names the trade, then of the text."""
    text = facts.document.text

    def named(span: Span) -> int:
        return sum(facts.clause_at(span.start).span.of(text).count(t) for t in terms)

    return sorted(dict.fromkeys(spans), key=lambda s: (-named(s), s.start))
