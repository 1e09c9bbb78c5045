"""Which target answers: by its printed indicator without a search, or from the hits of one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.cues import cue, pieces_of
from bot.evidence import due
from bot.lookups.excerpt import pinpoint
from bot.lookups.ledger import listing
from bot.mentions import WORD
from bot.ranking import Place, pooled
from bot.types import Finding, Question
from index.types import Hit, PassageKind
from knowledge.facts import Facts
from knowledge.fold import bigrams, squeeze
from knowledge.types import Span, Target

SHARED = 0.5  # subtracted from a hit that points closer at another target of the same words
BESIDE = 1.5  # subtracted from a hit on another part of the target's sentence
WIDE = 1.0  # subtracted from a hit on a long sentence as a whole, which may hold several targets
NAMED = 3.0  # added for an indicator that the question repeats in full, in part for a part of it
SHORT = 60  # characters; a passage of no more points at one thing
CLOSE = 0.7  # targets of one clause this close to the best are shown with it
AWAY = 2.5  # a target whose hits lie this far below the best of its clause is not what the question points at
MOST = 3
TELLING = 4  # characters of an indicator that no general word is
LOOKED_AT = 12  # places; a target of a lower one is never the best
_EVERYWHERE = re.compile(r"^(?:全省|我省|全国)")
# The values above: chosen on the tune half of our own questions, see docs/decisions/0006.


def named(question: Question, facts: Facts) -> Finding | None:
    """Return the targets whose indicator holds every word that the question names, or None. Needs no search.

    Only for questions that want a figure or a date; a question that names anything besides the indicator is searched.
    """
    if not (question.wants_number or question.wants_deadline) or question.attribute:
        return None
    pieces = [squeeze(p) for p in pieces_of(question.chinese.lower())]
    subject = max(pieces, key=len, default="")
    if len(subject) < 3:
        return None
    found = [
        t
        for t in facts.targets
        if subject in squeeze(t.indicator) and all(p in squeeze(_words(t, facts)) for p in pieces)
    ]
    exact = [t for t in found if squeeze(t.indicator) == subject]
    shortened = [t for t in facts.targets if is_short_for(subject, squeeze(t.indicator))] if len(pieces) == 1 else []
    found = exact or found or shortened
    found = _set_for(question.years, found, facts) or found  # it may be set for several years
    if not 0 < len(found) <= MOST:
        return None
    quotes = tuple(pinpoint(t.span, facts) for t in found)
    return replace(listing(tuple(found), facts), quotes=tuple(dict.fromkeys(quotes)))


def _set_for(years: tuple[int, ...], found: list[Target], facts: Facts) -> list[Target]:
    """Return the targets due in some years whose indicator is that of those found.

    Where none has its very name, one of the same clause that shortens it (农村生活污水治理率: 治理率).
    """
    due_then = [t for t in facts.targets if due(t) in years]
    names = {squeeze(t.indicator) for t in found}
    return [t for t in due_then if squeeze(t.indicator) in names] or [
        t for t in due_then if any(t.path == f.path and _same_name(t, f) for f in found)
    ]


def paid(question: Question, found: list[Target], facts: Facts) -> list[Target]:
    """Return the targets that can answer: where a sum is asked for, those that are money or stand with one."""
    if not cue("figure", "pays_asked").search(question.clean.lower()):
        return found
    return [t for t in found if (t.unit or "").endswith("元") or cue("figure", "pays").search(_words(t, facts))]


def says_its_name(question: Question, found: Sequence[Target]) -> bool:
    """Say whether a question repeats the best target's indicator in full, and names little besides."""
    name = squeeze(found[0].indicator) if found else ""
    named = "".join(squeeze(p) for p in pieces_of(question.chinese.lower()))
    return len(name) >= TELLING and name in squeeze(question.chinese) and 2 * len(name) >= len(named)


def is_short_for(name: str, indicator: str) -> bool:
    """Say whether a name is an indicator without some of its middle: 水产品合格率 for 水产品产地监督抽查合格率.

    It must begin as the indicator does (全省 apart) and end as it does, in parts of at least WORD characters.
    """
    rest, whole = name, _EVERYWHERE.sub("", indicator)
    begun, at = False, 0
    while len(rest) >= WORD:
        length = next((n for n in range(len(rest), WORD - 1, -1) if whole.find(rest[:n], at) >= 0), 0)
        found = whole.find(rest[:length], at) if length else -1
        if found < 0 or (not begun and found):
            return False
        begun, at, rest = True, found + length, rest[length:]
    return begun and not rest and at == len(whole)


def _words(target: Target, facts: Facts) -> str:
    return facts.sentence_at(target.span).of(facts.document.text)


def best(question: Question, places: list[Place], facts: Facts) -> list[Target]:
    """Return the targets that fit the hits best, best first; only those close to the best, and of its clause.

    None where even the best is not what the hits point at: then the question asks of something else in the clause.
    """
    asked = _bigrams(squeeze(question.chinese))
    scored = []
    for place in places[:LOOKED_AT]:
        targets = facts.targets_in(place.clause)
        pointing = [(hit, _closest(hit.passage.span, targets)) for hit in place.hits] if targets else []
        for target in targets:
            fit = _hit_score(target, pointing, facts) + NAMED * _overlap(asked, target)
            scored.append((place.score + fit, target, place))
    if not scored:
        return []
    scored.sort(key=lambda row: -row[0])
    top, _, where = scored[0]
    if top < 2 * where.score - AWAY:
        return []
    found = [t for score, t, place in scored if place is where and score >= top - CLOSE][:MOST]
    return _of_years(question, found, facts.targets_in(where.clause))


def _of_years(question: Question, found: list[Target], beside: Iterable[Target]) -> list[Target]:
    """Return targets due in a year that is asked for: where none of those found is, the same indicator's in the clause.

    A sentence may shorten its name for later years: 农村生活污水治理率达到52%；2026年，治理率达到63%.
    """
    if not question.years or any(due(t) in question.years for t in found):
        return found
    return [t for t in beside if due(t) in question.years and any(_same_name(t, f) for f in found)] or found


def _same_name(one: Target, other: Target) -> bool:
    """Say whether two targets of one unit have the same indicator, or one of them the end of the other's."""
    first, second = squeeze(one.indicator), squeeze(other.indicator)
    return one.unit == other.unit and (first.endswith(second) or second.endswith(first))


def pointed_at(hit: Hit, facts: Facts) -> list[Target]:
    """Return the targets that a hit points at more than at any other."""
    closest = _closest(hit.passage.span, facts.targets)
    return [t for t in facts.targets if t.id in closest]


def _hit_score(target: Target, pointing: Iterable[tuple[Hit, frozenset[str]]], facts: Facts) -> float:
    """Return the pooled score of the hits on a target; each hit comes with the ids of the targets it is closest to."""
    sentence = facts.sentence_at(target.span)
    scores = []
    for hit, closest in pointing:
        span = hit.passage.span
        if len(span) < SHORT or hit.passage.kind in (PassageKind.KEY, PassageKind.SEGMENT):
            if target.id in closest:
                scores.append(hit.score)
            elif span.overlaps(target.span):
                scores.append(hit.score - SHARED)
            elif sentence.holds(span):
                scores.append(hit.score - BESIDE)
        elif span.overlaps(target.span):
            scores.append(hit.score - WIDE)
    return pooled(scores)


def _closest(span: Span, targets: tuple[Target, ...]) -> frozenset[str]:
    """Return the ids of the targets that share most with a span, by intersection over union."""
    shares = {t.id: _share(span, t.span) for t in targets if t.span.overlaps(span)}
    most = max(shares.values(), default=0.0)
    return frozenset(i for i, share in shares.items() if share >= most)


def _share(a: Span, b: Span) -> float:
    both = max(0, min(a.end, b.end) - max(a.start, b.start))
    return both / (len(a) + len(b) - both)


def _overlap(asked: set[str], target: Target) -> float:
    indicator = _bigrams(squeeze(target.indicator))
    return len(asked & indicator) / max(4, len(indicator))


def _bigrams(text: str) -> set[str]:
    return set(bigrams("".join(c for c in text if c.isalnum())))
