"""What is not looked up is searched: hits become one clause, one sentence, one record; then the evidence check."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from bot import evidence, wording
from bot.confidence import Calibration
from bot.cues import pieces_of
from bot.english import is_english
from bot.lookups import target as targets_of_hits
from bot.lookups.about import front_matter
from bot.lookups.beside import met_beside
from bot.lookups.excerpt import PINPOINT_LIMIT, around, words_of
from bot.lookups.ledger import goals_clause
from bot.ranking import Place, Weighed, as_asked, favoured, introduction_later, pooled, rank_clauses, without_front
from bot.strangers import misnamed, stranger, unprinted_charge
from bot.thesaurus import official_terms
from bot.types import Finding, Question, Status, Timings
from index.keys import read_keys
from index.retriever import Retriever
from index.types import Found, PassageKind, SearchMode
from knowledge.facts import Facts
from knowledge.fold import squeeze
from knowledge.library import CORPUS
from knowledge.types import Clause, Span, Target

HITS = 120  # of some ten thousand passages; what stands lower wins no place (200 gave the same answers)
ALL = 10**9  # within a clause that the question names, every passage is weighed
ALSO_MARGIN = 0.25  # clauses this close to the best are listed too
MOST_CLAUSES = 3
ALSO_TARGETS = 0.8  # without keys, a clause this close to the best may hold the target asked for
SURE = 0.8  # without keys, confidence from which a listed term that the document does not print is a lay word


class Searcher:
    """Searches one document. The retriever is made when the first question needs it."""

    def __init__(self, facts: Facts, retriever: Callable[[], Retriever], corpus: Path = CORPUS) -> None:
        """Take what is known of the document, what opens the index (cheap after its first call), the keys' folder."""
        self.facts = facts
        self._retriever = retriever
        self._corpus = corpus

    @cached_property
    def calibration(self) -> Calibration:
        """How hits become confidence: fitted apart for documents with and without keys."""
        return Calibration.load(with_keys=self.has_keys)

    def refuse_early(self, question: Question) -> Finding | None:
        """Return the refusal of a question that no sentence can meet, or None. Needs no model."""
        verdict = evidence.early(question, self.facts)
        if not verdict.refused:
            return None
        nearest = goals_clause(self.facts) if question.years or question.period else self._nearest_by_words(question)
        if question.attribute == "document_number":
            nearest = front_matter(self.facts)
        return _refusal(verdict.remark, nearest, verdict.check)

    def checked(self, question: Question, finding: Finding) -> Finding:
        """Return a finding made without a search with the targets that pass the evidence check.

        Where none of its targets, or not the words that it quotes, pass the check, it is refused.
        """
        clause = finding.clauses[0]
        verdict, passed = self._verdict(question, clause, finding.quotes[0], finding.targets)
        if verdict.refused:
            return _refusal(verdict.remark, (clause,), verdict.check)
        quotes = finding.quotes
        if len(passed) < len(finding.targets):
            told = {words_of(t, self.facts) for t in passed}
            failed = {words_of(t, self.facts) for t in finding.targets} - told
            quotes = tuple(q for q in quotes if q not in failed)
        reason = finding.reason or verdict.remark
        return replace(finding, quotes=quotes, targets=passed, reason=reason, decided_by=verdict.check)

    def find(self, question: Question) -> tuple[Finding, Timings]:
        """Return what the search found for a question, checked against its hard conditions, and the time it took."""
        unknown = "" if question.scope or self._in_other_words(question) else stranger(question, self._vocabulary)
        if unknown and self._keys:
            reason = wording.not_mentioned(unknown, question.language)
            return _refusal(reason, self._nearest_by_words(question), "name"), Timings()
        if not self._keys and (charge := self._unprinted_charge(question)):
            return _refusal(wording.not_mentioned(charge, question.language), decided_by="name"), Timings()
        found = self._retriever().find(self._search_words(question), ALL if question.scope else HITS)
        finding = self._judged(question, found)
        if unknown and finding.status is Status.ANSWERED and finding.confidence < SURE:
            reason = wording.not_mentioned(unknown, question.language)
            return _refusal(reason, finding.clauses[:1], "name"), _spent(found)
        return finding, _spent(found)

    def ranked(self, question: Question) -> tuple[tuple[Clause, ...], Timings]:
        """Return the clauses that a search finds, best first and unjudged, and the time it took."""
        found = self._retriever().find(self._search_words(question), HITS)
        weighed = self._weighed(question, found)
        return tuple(p.clause for p in weighed.places) if weighed else (), _spent(found)

    def weigh(self, question: Question) -> Weighed | None:
        """Return what a search finds, unjudged; None for no hits."""
        return self._weighed(question, self._retriever().find(self._search_words(question), HITS))

    def _weighed(self, question: Question, found: Found) -> Weighed | None:
        hits = favoured(found.hits, question, self.facts)
        hits = hits if self._keys else as_asked(hits, question, self.facts)
        places = rank_clauses(hits, question.scope, self.facts)
        if not places:
            return None
        if not self._keys:
            places = introduction_later(without_front(places, question, self.facts))
        # keys tell which words mean a target; without them one far from the best hits is another clause's
        near = places if self._keys else [p for p in places if p.score >= places[0].score - ALSO_TARGETS]
        targets = self._targets(question, near)
        targets = targets if self._keys else targets_of_hits.paid(question, targets, self.facts)
        best = next((p for t in targets[:1] for p in places if p.clause.span.holds(t.span)), places[0])
        return Weighed(best, places, targets, found.outside)

    def _search_words(self, question: Question) -> str:
        """Return what is searched for; where no keys lead lay words to the plan's, the thesaurus does."""
        words = search_words(question)
        terms = () if self._keys else official_terms(question.chinese, self.facts.folded.text)
        return " ".join((words, *terms))

    def _judged(self, question: Question, found: Found) -> Finding:
        weighed = self._weighed(question, found)
        if not weighed:
            return _refusal(wording.not_in_plan(question.clean, question.language))
        best, places, targets = weighed.best, weighed.places, weighed.targets
        confidence = self.calibration.confidence(question, weighed)
        verdict, passed = self._verdict(question, best.clause, self._quoted(best, targets), tuple(targets))
        quoted, clause = self._quoted(best, passed or targets), best.clause
        beside = met_beside(question, weighed, self.facts) if verdict.refused and not self._keys else None
        if beside:
            (quoted, clause), verdict, passed = beside, evidence.PASSED, ()
        sure = confidence >= self.calibration.accept or (
            not self._keys and targets_of_hits.says_its_name(question, targets)
        )
        unsure = not (sure or question.scope or question.assured)
        if verdict.refused or unsure:
            reason = verdict.remark or wording.not_in_plan(question.clean, question.language)
            # what one clause does not state another may
            anywhere = rank_clauses(found.hits, (), self.facts)[0].clause if question.scope else best.clause
            refusal = _refusal(reason, (anywhere,), verdict.check or "confidence")
            return replace(refusal, confidence=confidence, hits=tuple(found.hits), accept=self.calibration.accept)
        also = (p.clause for p in places if p.clause != clause and p.score > best.score - ALSO_MARGIN)
        clauses = (clause, *also)[:MOST_CLAUSES]
        return Finding(
            Status.ANSWERED, (quoted,), clauses, passed, reason=verdict.remark, confidence=confidence,
            decided_by=verdict.check, hits=tuple(found.hits), accept=self.calibration.accept,
        )  # fmt: skip

    def _verdict(
        self, question: Question, clause: Clause, quoted: Span, targets: tuple[Target, ...]
    ) -> tuple[evidence.Verdict, tuple[Target, ...]]:
        """Return the verdict on the words quoted or, where there are targets, on the best that passes; and all such."""
        if not targets:
            return self._late(question, quoted, clause, None), ()
        spans = (self.facts.sentence_at(t.span) for t in targets)
        verdicts = [self._late(question, s, clause, t) for s, t in zip(spans, targets, strict=True)]
        passed = tuple(t for t, v in zip(targets, verdicts, strict=True) if not v.refused)
        if not passed:
            return verdicts[0], ()
        foreign = self._in_other_words(question)
        unknown = "" if foreign else self._unknown(question, [self._words_for(t.span) for t in passed])
        if unknown:
            if not self._unknown(question, [self._words_for(self.facts.sentence_at(t.span)) for t in passed]):
                return self._late(question, quoted, clause, None), ()
            where = evidence.scope_name(question, self.facts)
            return evidence.Verdict(True, wording.no_target_for(unknown, question.language, where), "name"), ()
        return verdicts[targets.index(passed[0])], passed

    def _late(self, question: Question, quoted: Span, clause: Clause, target: Target | None) -> evidence.Verdict:
        judge = evidence.late if self._keys else evidence.late_without_keys
        return judge(question, quoted, clause, target, self.facts)

    def _unknown(self, question: Question, places: Sequence[str]) -> str:
        """Return what the question names and the words of none of these places do, or ""."""
        words = "\n".join(places)
        # without keys the plan's words alone are known, and lay names for its targets are not among them
        return stranger(question, words) or (misnamed(question, words, self.facts.folded.text) if self._keys else "")

    def _unprinted_charge(self, question: Question) -> str:
        """Return a charge that the question names and that the document knows by no word of its own or a lay one."""
        if (
            question.language == "en"
            or self._in_other_words(question)
            or official_terms(question.chinese, self.facts.folded.text)
        ):
            return ""
        return unprinted_charge(question.chinese, self.facts.folded.text)

    def _in_other_words(self, question: Question) -> bool:
        """Say whether one of question and document is in English and no keys join them: it prints none of its words."""
        return not self._keys and (question.language == "en") is not is_english(self.facts.document.title)

    @property
    def has_keys(self) -> bool:
        """Say whether questions were prepared for the document."""
        return bool(self._keys)

    @cached_property
    def _keys(self) -> tuple[tuple[Span, str], ...]:
        """The places that keys point at, each with the words of its keys, folded. Needs no index."""
        keys = read_keys(self.facts.document, self._corpus)
        return tuple((key.span, "\n".join(squeeze(ask) for ask in key.ask)) for key in keys)

    @cached_property
    def _vocabulary(self) -> str:
        """All words by which the document may be asked for: its text and its keys, folded."""
        return "\n".join([self.facts.folded.text, *(asked for _, asked in self._keys)])

    def _words_for(self, span: Span) -> str:
        """Return the words by which a place may be asked for: its text and the keys that point at it, folded."""
        asked = (words for place, words in self._keys if span.overlaps(place))
        return "\n".join([squeeze(span.of(self.facts.document.text)), *asked])

    def _nearest_by_words(self, question: Question) -> tuple[Clause, ...]:
        """Return the clause that shares most with what the question names, else with the question."""
        for words in (" ".join(pieces_of(question.chinese.lower())), self._search_words(question)):
            hits = self._retriever().find(words, HITS, mode=SearchMode.LEXICAL).hits
            if hits:
                return (rank_clauses(hits, (), self.facts)[0].clause,)
        return ()

    def _targets(self, question: Question, places: list[Place]) -> list[Target]:
        """Return the targets that answer: the best ones where a figure is wanted, else what the best hit points at."""
        if question.wants_number or question.wants_deadline or question.figures:
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

    def _quoted(self, place: Place, targets: Sequence[Target]) -> Span:
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
    """Return what is searched for: the question; before an English one its Chinese terms from the glossary.

    The model reads both languages, and the two together are found better than either (docs/decisions/0005).
    """
    return question.chinese if question.chinese == question.clean else f"{question.chinese} {question.clean}"


def _spent(found: Found) -> Timings:
    return Timings(load=found.load_ms, embed=found.embed_ms, search=found.search_ms)


def _refusal(reason: str | None, nearest: tuple[Clause, ...] = (), decided_by: str = "") -> Finding:
    return Finding(Status.NOT_FOUND, nearest=nearest, reason=reason, confidence=0.0, decided_by=decided_by)
