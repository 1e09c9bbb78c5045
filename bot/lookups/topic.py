"""What is not looked up is searched: hits become one clause, one sentence, one record; then the evidence check."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from bot import evidence, wording
from bot.confidence import Calibration
from bot.english import in_chinese
from bot.lookups import target as targets_of_hits
from bot.lookups.about import front_matter
from bot.lookups.entity import PINPOINT_LIMIT, around
from bot.lookups.ledger import goals_clause
from bot.ranking import Place, favoured, pooled, rank_clauses
from bot.strangers import stranger, terms_in
from bot.types import Finding, Question, Status, Timings
from index.retriever import Retriever
from index.types import Found, PassageKind, SearchMode
from knowledge.facts import Facts
from knowledge.fold import squeeze
from knowledge.types import Clause, Span, Target

HITS = 300  # of some thousand passages; what stands lower cannot win a place
ALL = 10**9  # within a clause that the question names, every passage is weighed
ALSO_MARGIN = 0.25  # clauses this close to the best are listed too
MOST_CLAUSES = 3


class Searcher:
    """Searches one document. The retriever is made when the first question needs it."""

    def __init__(self, facts: Facts, retriever: Callable[[], Retriever]) -> None:
        """Take what is known of the document and a function that opens the index (cheap after its first call)."""
        self.facts = facts
        self._retriever = retriever
        self._calibration = Calibration.load()
        self._known: str | None = None

    def refuse_early(self, question: Question) -> Finding | None:
        """Return the refusal of a question that no sentence can meet, or None. Needs no model."""
        verdict = evidence.early(question, self.facts)
        if not verdict.refused:
            return None
        nearest = goals_clause(self.facts) if question.years or question.period else self._nearest_by_words(question)
        if question.attribute == "document_number":
            nearest = front_matter(self.facts)
        return Finding(Status.NOT_FOUND, nearest=nearest, reason=verdict.remark, confidence=0.0)

    def checked(self, question: Question, finding: Finding) -> Finding:
        """Return a finding made without a search as it is, or the refusal where its words fail the evidence check."""
        clause, quoted = finding.clauses[0], finding.quotes[0]
        verdict = evidence.late(question, quoted, clause, next(iter(finding.targets), None), self.facts)
        if verdict.refused:
            return Finding(Status.NOT_FOUND, nearest=(clause,), reason=verdict.remark, confidence=0.0)
        return replace(finding, reason=finding.reason or verdict.remark)

    def _nearest_by_words(self, question: Question) -> tuple[Clause, ...]:
        found = self._retriever().find(search_words(question), HITS, mode=SearchMode.LEXICAL)
        return tuple(p.clause for p in rank_clauses(found.hits, (), self.facts)[:1])

    def find(self, question: Question) -> tuple[Finding, Timings]:
        """Return what the search found for a question, checked against its hard conditions, and the time it took."""
        retriever = self._retriever()
        unknown = stranger(question, self._vocabulary(retriever)) if not question.scope else ""
        if unknown:
            reason = wording.not_mentioned(unknown, question.language)
            return Finding(
                Status.NOT_FOUND, nearest=self._nearest_by_words(question), reason=reason, confidence=0.0
            ), Timings()
        found = retriever.find(search_words(question), ALL if question.scope else HITS)
        spent = Timings(load=found.load_ms, embed=found.embed_ms, search=found.search_ms)
        return self._judged(question, found), spent

    def weigh(self, question: Question) -> tuple[Place, list[Place], list[Target]] | None:
        """Return the best place, all places and the targets that a search finds, unjudged; None for no hits."""
        found = self._retriever().find(search_words(question), HITS)
        places = rank_clauses(favoured(found.hits, question, self.facts), question.scope, self.facts)
        return self._weighed(question, places) if places else None

    def _weighed(self, question: Question, places: list[Place]) -> tuple[Place, list[Place], list[Target]]:
        targets = self._targets(question, places)
        best = next((p for t in targets[:1] for p in places if p.clause.span.holds(t.span)), places[0])
        return best, places, targets

    def _vocabulary(self, retriever: Retriever) -> str:
        """Return all words by which the document may be asked for: its text and its keys, folded."""
        if self._known is None:
            keys = (p.search_text for p in retriever.passages if p.kind is PassageKind.KEY)
            self._known = self.facts.folded.text + "\n" + "\n".join(squeeze(k) for k in keys)
        return self._known

    def _words_for(self, clause: Clause) -> str:
        """Return the words by which a clause may be asked for: its text and the keys that point into it, folded."""
        keys = [p for p in self._retriever().passages if p.kind is PassageKind.KEY and clause.span.holds(p.span)]
        return "\n".join([squeeze(clause.span.of(self.facts.document.text)), *(squeeze(p.search_text) for p in keys)])

    def _judged(self, question: Question, found: Found) -> Finding:
        places = rank_clauses(favoured(found.hits, question, self.facts), question.scope, self.facts)
        if not places:
            reason = wording.not_in_plan(question.clean, question.language)
            return Finding(Status.NOT_FOUND, reason=reason, confidence=0.0)
        best, places, targets = self._weighed(question, places)
        quoted = self._quoted(best, targets)
        verdict = evidence.late(question, quoted, best.clause, targets[0] if targets else None, self.facts)
        confidence = self._calibration.confidence(question, best, places, targets)
        unsure = confidence < self._calibration.accept and not question.scope
        unknown = stranger(question, self._words_for(best.clause)) if targets and terms_in(question) else ""
        if unknown and not verdict.refused:
            verdict = evidence.Verdict(True, wording.no_target_for(unknown, question.language))
        if verdict.refused or unsure:
            reason = verdict.remark or wording.not_in_plan(question.clean, question.language)
            return Finding(Status.NOT_FOUND, nearest=(best.clause,), reason=reason, confidence=confidence)
        also = (p.clause for p in places if p is not best and p.score > best.score - ALSO_MARGIN)
        clauses = (best.clause, *also)[:MOST_CLAUSES]
        return Finding(
            Status.ANSWERED, (quoted,), clauses, tuple(targets), reason=verdict.remark, confidence=confidence
        )

    def _targets(self, question: Question, places: list[Place]) -> list[Target]:
        """Return the targets that answer: the best ones where a figure is wanted, else what the best hit points at."""
        if question.wants_number or question.wants_deadline:
            return targets_of_hits.best(question, places, self.facts) if self._has_targets(question) else []
        top = places[0].hits[0]
        if top.passage.kind is not PassageKind.KEY:
            return []
        pointed = targets_of_hits.pointed_at(top, self.facts)
        ranked = targets_of_hits.best(question, places[:1], self.facts)
        return sorted(pointed, key=lambda t: ranked.index(t) if t in ranked else len(ranked))

    def _has_targets(self, question: Question) -> bool:
        """Say whether a target is due in a year that the question names, or it names none."""
        due = {evidence.due(t) for t in self.facts.targets}
        return not question.years or any(y in due for y in question.years)

    def _quoted(self, place: Place, targets: list[Target]) -> Span:
        """Return the sentence to quote; of a long sentence the phrases around the target or the best hit."""
        span = targets[0].span if targets else self._best_span(place)
        sentence = self.facts.sentence_at(span)
        return sentence if len(sentence) <= PINPOINT_LIMIT else around(span, sentence, self.facts.document.text)

    def _best_span(self, place: Place) -> Span:
        pools: dict[Span, list[float]] = defaultdict(list)
        for hit in place.hits:
            pools[self.facts.sentence_at(hit.passage.span)].append(hit.score)
        chosen = max(pools, key=lambda s: pooled(pools[s]))
        return next(h.passage.span for h in place.hits if chosen.holds(h.passage.span) or h.passage.span == chosen)


def search_words(question: Question) -> str:
    """Return what is searched for: the question, or the Chinese terms of an English one where the glossary has any."""
    return (in_chinese(question.clean) if question.language == "en" else "") or question.clean
