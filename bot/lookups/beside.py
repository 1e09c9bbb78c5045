"""A second look where the sentence found lacks what is asked for: the sentences beside it may have it.

A fine stands in the last sentence of an article, in the words above the items that it is for, or in a clause that
punishes the breach of the article. Where prepared
questions point at the sentence that answers, no such look is taken.
"""

from collections import defaultdict
from collections.abc import Iterator

from bot import evidence
from bot.lookups.excerpt import PINPOINT_LIMIT, around
from bot.lookups.penalty import asks_penalty, sanctions
from bot.ranking import Place, Weighed
from bot.types import Question
from knowledge.facts import Facts
from knowledge.sentences import sentences
from knowledge.types import Clause, Span

NEAR = 0.8  # a place whose score is this close to the best is looked at too
OWN_WORDS = 10  # characters beside mark and heading from which an article speaks for its items
STEP = 40  # characters between the places of a long sentence whose phrases are tried
_NO_SECOND_LOOK = ("place", "year", "code", "name", "law")  # what is said of the whole clause, not of a sentence


def met_beside(question: Question, weighed: Weighed, facts: Facts) -> tuple[Span, Clause] | None:
    """Return the first words that meet every condition of the question, with their clause; None where none do.

    Looked at are the sentences of the best place, the nearest to the question first, those of the article whose item
    it is, and the best sentence of places about as near; for a penalty what punishes the breach of these.
    """
    for span, clause in _candidates(question, weighed, facts):
        verdict = evidence.late_without_keys(question, span, clause, None, facts)
        if not verdict.refused and verdict.check not in _NO_SECOND_LOOK:
            quoted = span if len(span) <= PINPOINT_LIMIT else _telling(question, span, clause, facts)
            return quoted, clause
    return None


def _candidates(question: Question, weighed: Weighed, facts: Facts) -> Iterator[tuple[Span, Clause]]:
    best = weighed.best
    near = [p for p in weighed.places if p is not best and p.score > best.score - NEAR]
    yield from ((span, best.clause) for span in _nearest_first(best, facts))
    above = _article_of(best.clause, facts)
    if above:
        yield from ((span, above) for span in sentences(facts.document.text, above.own))
    for place in near:
        yield from ((span, place.clause) for span in _nearest_first(place, facts)[:1])
    if asks_penalty(question.clean):
        punishing = (clause for place in (best, *near) for clause in sanctions(place.clause, facts))
        yield from ((span, clause) for clause in punishing for span in sentences(facts.document.text, clause.span))


def _nearest_first(place: Place, facts: Facts) -> list[Span]:
    """Return the sentences of a place, those with the best hits first, then in order of the text."""
    scores: dict[Span, float] = defaultdict(float)
    for hit in place.hits:
        span = facts.sentence_at(hit.passage.span)
        scores[span] = max(scores[span], hit.score)
    own = list(sentences(facts.document.text, place.clause.span))
    return sorted(own, key=lambda s: -scores.get(s, 0.0))


def _article_of(clause: Clause, facts: Facts) -> Clause | None:
    """Return the clause right above an item where it has words of its own: 有下列行为之一的,处…罚款."""
    above = facts.document.parent_of(clause)
    heading = len(above.heading) + len(above.mark) if above else 0
    return above if above and len(above.own) > heading + OWN_WORDS else None


def _telling(question: Question, span: Span, clause: Clause, facts: Facts) -> Span:
    """Return the phrases of a long sentence that meet the conditions too, else those at its beginning."""
    text = facts.document.text
    parts = [around(Span(at, at + 1), span, text) for at in range(span.start, span.end, STEP)]
    met = (p for p in parts if not evidence.late_without_keys(question, p, clause, None, facts).refused)
    return next(met, parts[0])
