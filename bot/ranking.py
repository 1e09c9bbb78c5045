"""Hits become places: several hits of one clause support each other."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.cues import cue, names
from bot.types import Finding, Question
from index.types import Hit
from knowledge.facts import Facts
from knowledge.figures import years_in_print
from knowledge.fold import squeeze
from knowledge.types import Clause, ClauseKind, Span, Target

POOL_SIZE = 5  # hits of one place that are pooled; more add only noise
TEMPERATURE = 0.6  # of the pooling; towards 0 the best hit alone decides
NAMED = 1.0  # standard deviations by which a year or a name such as 5A raises a hit; a place is often only the scene
SHOWN = 0.8  # by which a follow-up's hits in the clause shown last are raised; 0.3 to 1.0 lost nothing, 1.5 did
PAID = 0.8  # by which sentences without a sum to be paid are lowered where one is asked for, in a document without keys
OTHER = 0.6  # by which sentences without a quantity of the kind that is asked for are lowered there
PAST = 1.5  # by which one that says what was is lowered there where a question wants what is to come
BEFORE = 0.8  # by which the words before the first mark are lowered in a document without keys
NOTHING = -9.0  # the score of a place without hits: lower than any real one


@dataclass(frozen=True, slots=True)
class Place:
    """A clause with its pooled score and the hits in it, best first."""

    clause: Clause
    score: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a search found, unjudged: the best place, all places, the targets that would answer (best first).

    `outside` says how much the question resembles those that no answer stands for.
    """

    best: Place
    places: list[Place]
    targets: list[Target]
    outside: float = 0.0


def favoured(hits: Iterable[Hit], question: Question, facts: Facts) -> list[Hit]:
    """Return the hits, best first, with those raised whose sentence prints a year or a name (5A) of the question."""
    places = [w for p in question.places for w in p.words] if question.scope else []
    words = [*(f"{y}年" for y in question.years), *question.codes, *places]
    if not (words or question.near):
        return list(hits)
    raised = []
    for hit in hits:
        sentence = squeeze(facts.sentence_at(hit.passage.span).of(facts.document.text)) if words else ""
        more = NAMED if any(w in sentence for w in words) else 0.0
        more += SHOWN if any(c.span.holds(hit.passage.span) for c in question.near) else 0.0
        raised.append(replace(hit, score=hit.score + more) if more else hit)
    return sorted(raised, key=lambda h: -h.score)


def as_asked(hits: Iterable[Hit], question: Question, facts: Facts) -> list[Hit]:
    """Return the hits, best first: later come sentences that do not say what is asked for.

    Where a sum is asked for that are those which state none; where a figure to be reached is, those of what was.
    For documents without keys, for those tell such sentences apart. None is raised: no answer becomes surer by it.
    """
    lower = question.clean.lower()
    pays = cue("figure", "pays_asked").search(lower) is not None
    ahead = question.only_number and question.attribute != "current" and cue("wants", "ahead").search(lower) is not None
    told = quantity_told(lower)
    if not (pays or ahead or told):
        return list(hits)
    moved = []
    for hit in hits:
        sentence = facts.sentence_at(hit.passage.span)
        words = sentence.of(facts.document.text)
        less = PAID if pays and not cue("figure", "pays").search(words) else 0.0
        less += OTHER if told and not (pays or any(p.search(words) for p in told)) else 0.0
        less += PAST if ahead and _says_what_was(sentence, words, facts) else 0.0
        moved.append(replace(hit, score=hit.score - less) if less else hit)
    return sorted(moved, key=lambda h: -h.score)


def quantity_told(asked: str) -> list[re.Pattern[str]]:
    """Return the patterns of what tells the kinds of quantity that a question asks for: 几天 → 5个工作日."""
    kinds = zip(names("quantity_asked"), names("quantity_told"), strict=True)
    return [cue("quantity_told", told) for kind, told in kinds if cue("quantity_asked", kind).search(asked)]


def _says_what_was(sentence: Span, words: str, facts: Facts) -> bool:
    """Say whether a sentence tells of the past alone: by its words or its years, and it sets no target."""
    if any(sentence.holds(t.span) for t in facts.targets):
        return False
    years = list(years_in_print(words))
    first = min((int(t.deadline) for t in facts.targets if t.deadline and t.deadline.isdigit()), default=0)
    return cue("evidence", "past").search(words) is not None or (bool(years) and max(years) < first)


def rank_clauses(hits: Iterable[Hit], scope: Sequence[Clause], facts: Facts) -> list[Place]:
    """Return the innermost clauses of the hits (inside `scope`, where there is one), best first."""
    groups: dict[str, list[Hit]] = defaultdict(list)
    clauses: dict[str, Clause] = {}
    for hit in hits:
        if scope and not any(c.span.holds(hit.passage.span) for c in scope):
            continue
        clause = facts.clause_at(hit.passage.span.start)
        clauses[clause.path] = clause
        groups[clause.path].append(hit)
    places = [Place(clauses[path], pooled([h.score for h in group]), tuple(group)) for path, group in groups.items()]
    return sorted(places, key=lambda p: -p.score)


def without_front(places: Sequence[Place], question: Question, facts: Facts) -> list[Place]:
    """Return the places without what stands before the first mark, unless it sets a target and one may be asked for.

    Whom a notice is addressed to and why it is made answers nothing about what is in it. All, where nothing is left.
    """
    wanted = question.wants_number or question.wants_deadline or bool(question.figures)

    def tells(clause: Clause) -> bool:
        return wanted and any(clause.span.holds(t.span) for t in facts.targets)

    kept = [p for p in places if p.clause.kind is not ClauseKind.FRONT or tells(p.clause)]
    return kept or list(places)


def introduction_later(places: Sequence[Place]) -> list[Place]:
    """Return the places, best first, with what stands before the first mark a little lower: it speaks of everything."""
    lowered = [replace(p, score=p.score - BEFORE) if p.clause.kind is ClauseKind.FRONT else p for p in places]
    return sorted(lowered, key=lambda p: -p.score)


def nearest_first(finding: Finding, places: Sequence[Clause], facts: Facts) -> Finding:
    """Return what was looked up with its clauses in the order of `places`, which a search found for the same question.

    Labelled groups stay as they are; in each the quotes of the better clauses come first.
    """
    ranks = {clause.path: i for i, clause in enumerate(places)}

    def rank(clause: Clause) -> int:
        return ranks.get(clause.path, len(ranks))

    labels = finding.labels or ("",) * len(finding.quotes)
    groups = list(dict.fromkeys(labels))
    pairs = sorted(
        zip(finding.quotes, labels, strict=True),
        key=lambda pair: (groups.index(pair[1]), rank(facts.clause_at(pair[0].start))),
    )
    return replace(
        finding,
        quotes=tuple(span for span, _ in pairs),
        labels=tuple(label for _, label in pairs) if finding.labels else (),
        clauses=tuple(sorted(finding.clauses, key=rank)),
    )


def pooled(scores: Sequence[float]) -> float:
    """Return the soft maximum (log-sum-exp) of the best scores; NOTHING for no scores."""
    if not scores:
        return NOTHING
    best = sorted(scores, reverse=True)[:POOL_SIZE]
    return TEMPERATURE * math.log(sum(math.exp((s - best[0]) / TEMPERATURE) for s in best)) + best[0]
