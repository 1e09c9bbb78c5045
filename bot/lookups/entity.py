"""Every clause that names something, and every place where a figure is printed: found letter by letter."""

import re
from collections.abc import Sequence

from bot import wording
from bot.cues import cue
from bot.evidence import scope_name
from bot.lookups.excerpt import pinpoint
from bot.lookups.outline import is_numbered
from bot.lookups.reference import heading_span
from bot.mentions import mentions, name_in
from bot.router import arabic
from bot.types import Finding, Question, Status
from knowledge.facts import Facts
from knowledge.figures import Figure
from knowledge.fold import squeeze
from knowledge.types import ClauseKind, Span, Target


def find(question: Question, facts: Facts) -> Finding:
    """Return every clause that names the thing asked for, one quote for each sentence that names it."""
    name = name_in(question, facts)
    if cue("entity", "negated").search(question.clean.lower()) and not question.scope:
        return _without(name, question, facts)
    found = [s for s in mentions(name, facts) if not question.scope or any(c.span.holds(s) for c in question.scope)]
    if not found:
        reason = wording.not_mentioned(name, question.language, scope_name(question, facts))
        return Finding(Status.NOT_FOUND, nearest=question.scope, reason=reason, confidence=0.0)
    # the publisher's lines count only where nothing else names it
    spans = [s for s in found if facts.clause_at(s.start).kind is not ClauseKind.BACK] or found
    targets = tuple(t for t in facts.targets if name in squeeze(t.indicator) and any(t.span.overlaps(s) for s in spans))
    return at(spans, targets, facts)


def _without(name: str, question: Question, facts: Facts) -> Finding:
    """Return the clauses, numbered ones where there are any, that nowhere name a thing."""
    marked = [c for c in facts.leaves if c.kind is ClauseKind.MARKED]
    asked = [c for c in marked if is_numbered(c)] or marked
    named = mentions(name, facts)
    without = tuple(c for c in asked if not any(c.span.holds(s) for s in named))
    if not without:
        reason = wording.not_in_plan(question.clean, question.language)
        return Finding(Status.NOT_FOUND, reason=reason, confidence=0.0)
    note = wording.counted(len(without), wording.level_unit("clauses", question.language), question.language)
    return Finding(Status.ANSWERED, tuple(heading_span(facts.document, c) for c in without), without, notes=(note,))


def find_figure(question: Question, facts: Facts) -> Finding:
    """Return every place where the figures asked for are printed, with the target that each belongs to."""
    marks = [Span(c.span.start, c.span.start + len(c.mark)) for c in facts.document.clauses()]
    found = [
        f for f in facts.figures
        if any(f.fits(asked) for asked in question.figures) and not any(m.overlaps(f.span) for m in marks)
    ]  # fmt: skip
    found = found or [f for f in facts.figures if any(_prints(f, asked, question, facts) for asked in question.figures)]
    if not found:
        printed = "、".join(f.span.of(arabic(question.clean.lower())) for f in question.figures)
        return Finding(Status.NOT_FOUND, reason=wording.number_absent(printed, question.language))
    values = {f.value for f in found}
    targets = tuple(
        t for t in facts.targets
        if any(t.span.overlaps(f.span) for f in found) and (t.number in values or _in_name(t, found, facts))
    )  # fmt: skip
    return at([f.span for f in found], targets, facts)


def _prints(figure: Figure, asked: Figure, question: Question, facts: Facts) -> bool:
    """Say whether a figure is printed in the very digits asked for, its 万 or 亿 left away (31.8 for 31.8万亩)."""
    digits = asked.span.of(arabic(question.clean.lower()))
    printed = squeeze(figure.span.of(facts.document.text))
    return not asked.unit and printed.startswith(digits) and printed[len(digits) : len(digits) + 1] in ("万", "亿")


def _in_name(target: Target, found: Sequence[Figure], facts: Facts) -> bool:
    """Say whether a figure is part of how the target is named (年交易额超1000亿元的平台)."""
    return any(re.sub(r"\s", "", f.span.of(facts.document.text)) in target.indicator for f in found)


def at(spans: list[Span], targets: tuple[Target, ...], facts: Facts) -> Finding:
    """Return the finding that quotes the sentence (or, in a long one, the phrase) around each span."""
    quotes = tuple(dict.fromkeys(pinpoint(s, facts, targets) for s in spans))
    clauses = tuple(dict.fromkeys(facts.clause_at(s.start) for s in spans))
    return Finding(Status.ANSWERED, quotes, clauses, targets)
