"""How much is quoted: the words of a target, the sentence around a place, or the phrases of a long sentence."""

import re

from knowledge.facts import Facts
from knowledge.sentences import phrases
from knowledge.types import Span, Target

PINPOINT_LIMIT = 160  # characters; a longer sentence is quoted by its phrases
_DEADLINE = re.compile(
    r"\W*(?:到|至|在|截至|力争)?(?:(?:19|20)\d\d年(?:底|末|前)?|.?十[四五六]五.?(?:期间|末|时期)?|每年)[,，]"
)


def words_of(target: Target, facts: Facts) -> Span:
    """Return the words that state a target in full, to be quoted.

    They hold the verb before it and the deadline just before that (到2025年，实现…60%), and every figure of a list that
    分别 deals out: a part of those would say something else.
    """
    text, sentence = facts.document.text, facts.sentence_at(target.span)
    beside = [t.span for t in facts.targets_in(facts.clause_at(target.span.start)) if sentence.holds(t.span)]
    shared = [s for s in beside if s.overlaps(target.span)]
    words = Span(min(s.start for s in shared), max(s.end for s in shared))
    before = [p for p in phrases(text, sentence) if p.start < words.start]
    if before and before[-1].end > words.start:  # the words begin inside a phrase
        opening = before.pop()
        if any(s not in shared and s.overlaps(Span(opening.start, words.start)) for s in beside):
            return words
        words = Span(opening.start, words.end)
    deadline = before[-1] if before and _DEADLINE.fullmatch(before[-1].of(text)) else words
    return Span(deadline.start, words.end)


def pinpoint(span: Span, facts: Facts, targets: tuple[Target, ...] = ()) -> Span:
    """Return what to quote for a place: its target's span, else its sentence, else (too long) the phrases around it."""
    target = next((t for t in targets if t.span.holds(span)), None)
    if target and len(words := words_of(target, facts)) <= PINPOINT_LIMIT:
        return words
    sentence = facts.sentence_at(span)
    if len(sentence) <= PINPOINT_LIMIT:
        return sentence
    return around(span, sentence, facts.document.text)


def around(span: Span, sentence: Span, text: str) -> Span:
    """Return the run of whole phrases around `span` inside a long sentence, as long as PINPOINT_LIMIT allows."""
    parts = list(phrases(text, sentence))
    first = next((i for i, p in enumerate(parts) if p.end > span.start), 0)
    last = next((i for i, p in enumerate(parts) if p.end >= span.end), len(parts) - 1)
    best = Span(parts[first].start, parts[last].end)
    while True:
        grown = [
            Span(parts[max(0, first - 1)].start, parts[last].end),
            Span(parts[first].start, parts[min(len(parts) - 1, last + 1)].end),
        ]
        fitting = [g for g in grown if len(best) < len(g) <= PINPOINT_LIMIT]
        if not fitting:
            return best
        best = min(fitting, key=len)
        first = next(i for i, p in enumerate(parts) if p.start == best.start)
        last = next(i for i, p in enumerate(parts) if p.end == best.end)
