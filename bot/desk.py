"""Questions over many documents: which are meant, which of them answer, and how their answers stand side by side.

With one document its answerer answers, unchanged. Every document answers for itself, by the same evidence; the desk
only chooses, orders and puts together. It makes no quote of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from bot import wording
from bot.conversation import Conversation
from bot.cues import subject_of
from bot.entry import Entry
from bot.followup import follow_up
from bot.lookups.target import is_short_for
from bot.question import understand
from bot.scope import Scope, read_scope
from bot.types import Answer, Question, QuestionKind, ShownTarget, Status
from knowledge.fold import squeeze
from knowledge.references import Outcome

MOST_ASKED = 5  # documents whose answers are compared; beyond, those that share most words with the question
ALSO_FROM = 0.6  # confidence from which another document is named beside the best
MOST_ALSO = 2
WORDS_WEIGHT = 0.5  # of the question's words in an answer, beside its confidence: across documents both must speak
_CONTENTS = "目录"
_ASKS_AGAIN = re.compile(r"(?:呢|怎么(?:说|讲|规定|要求)|咋(?:说|讲)|怎么样|如何)[?？。!！]*$")
_OF_ONE = (QuestionKind.OUTLINE, QuestionKind.METADATA, QuestionKind.LEDGER, QuestionKind.PARENT)
Nearest = Callable[[str, int], Sequence[str] | None]  # a question and a number → ids of documents, best first
_BY_MARK = (QuestionKind.REFERENCE,)
MOST_CHOICES = 10
_OF_NONE = (QuestionKind.SMALLTALK, QuestionKind.EMPTY, QuestionKind.TOO_LONG, QuestionKind.POINTING)


class Desk:
    """Answers questions about any of the documents. Holds no conversation: the caller keeps it and hands it back."""

    def __init__(self, entries: Callable[[], tuple[Entry, ...]], nearest: Nearest | None = None) -> None:
        """Take what gives the documents in force, and what ranks many of them by a question.

        The first is asked before each answer and must give at least one document.
        """
        self._entries = entries
        self._nearest = nearest

    def answer(self, text: str, conversation: Conversation | None = None) -> tuple[Answer, Conversation]:
        """Return the verified answer to any text, and the conversation after it; errors as `Answerer.answer`."""
        entries = self._entries()
        before = conversation or Conversation()
        if len(entries) == 1:
            return _alone(entries[0], text, before)
        started = perf_counter()
        answer, after = self._answer(text, before, entries)
        elapsed = 1000 * (perf_counter() - started)
        return replace(answer, question=text, timings=replace(answer.timings, total=elapsed)), after

    def answer_reference(self, text: str) -> Answer:
        """Return the clause that `text` names and nothing else; one that several documents have is asked back."""
        entries = self._entries()
        if len(entries) == 1:
            return entries[0].answerer.answer_reference(text)
        scope = read_scope(text, entries)
        if scope.missing:
            return _missing(text, scope.missing)
        chosen = _of(entries, scope.named) or entries
        answers = [(e, e.answerer.answer_reference(scope.rest or text)) for e in chosen]
        found = [(e, a) for e, a in answers if a.status is Status.ANSWERED]
        if len(found) > 1:
            return _which(text, [e for e, _ in found], scope.rest or text)
        return replace((found or answers)[0][1], question=text)

    def _answer(self, text: str, before: Conversation, entries: tuple[Entry, ...]) -> tuple[Answer, Conversation]:
        scope = read_scope(text, entries)
        if scope.every or scope.only:
            return _scope_set(text, scope, before, entries)
        if scope.missing:
            return _missing(text, scope.missing), before
        chosen = _of(entries, scope.named or before.scope) or entries
        asked = scope.rest if scope.named else text
        last = next((e for e in entries if e.facts.document.id == before.doc), None)
        if last and scope.named and before.asked and _ASKS_AGAIN.search(text) and _only_points(asked):
            return self._elsewhere(before, chosen)
        if last and last in chosen and follow_up(asked, before, last.facts):
            return _one(last, asked, before)
        if scope.named and _only_points(asked):  # a document is named and nothing asked of it: what it holds
            answer, after = _one(chosen[0], _CONTENTS, replace(before, paths=()))
            return replace(answer, understood=f"《{chosen[0].facts.document.title}》{_CONTENTS}"), after
        if len(chosen) == 1:
            return _one(chosen[0], asked, replace(before, paths=()) if last is not chosen[0] else before)
        return self._several(text, asked, before, chosen)

    def _elsewhere(self, before: Conversation, chosen: Sequence[Entry]) -> tuple[Answer, Conversation]:
        """Ask the last question of other documents: 国家的呢."""
        fresh = replace(before, paths=())
        answered = [_one(entry, before.asked, fresh) for entry in chosen[:MOST_ASKED]]
        answer, after = _merged(before.asked, answered, chosen[:MOST_ASKED])
        titles = "".join(f"《{entry.facts.document.title}》" for entry in chosen[:MOST_ASKED])
        return replace(answer, understood=f"{titles}{before.asked}"), after

    def _several(
        self, text: str, asked: str, before: Conversation, chosen: Sequence[Entry]
    ) -> tuple[Answer, Conversation]:
        """Answer from the documents that a question may mean."""
        if len(chosen) > MOST_ASKED and understand(asked, chosen[0].facts).kind not in (*_OF_NONE, *_OF_ONE, *_BY_MARK):
            chosen = choose(asked, chosen, self._nearest)
        read = [(e, understand(asked, e.facts)) for e in chosen]
        if all(q.kind in _OF_NONE for _, q in read):
            return _one(chosen[0], asked, before)
        referring = [e for e, q in read if q.kind is QuestionKind.REFERENCE or _refers(q)]
        if referring:
            found = [e for e, q in read if _refers(q)]
            if len(found) > 1:
                return _which(text, found, asked), before
            return _one((found or referring)[0], asked, replace(before, paths=()))
        of_one = [e for e, q in read if q.kind in _OF_ONE]
        if len(of_one) > 1:
            return _which(text, of_one, asked), before
        candidates = [e for e, q in read if q.kind not in _OF_NONE] or [e for e, _ in read]
        return _merged(asked, [_one(e, asked, replace(before, paths=())) for e in candidates], candidates)


def choose(asked: str, entries: Sequence[Entry], nearest: Nearest | None = None) -> list[Entry]:
    """Return the documents worth asking, best first: by a search over all of them, else by the question's words."""
    ids = nearest(asked, MOST_ASKED) if nearest else None
    if ids:
        rank = {id_: n for n, id_ in enumerate(ids)}
        found = sorted((e for e in entries if e.facts.document.id in rank), key=lambda e: rank[e.facts.document.id])
        if found:
            return found[:MOST_ASKED]
    shares = [_share(asked, e.facts.folded.text + squeeze(e.facts.document.title)) for e in entries]
    order = sorted(range(len(entries)), key=lambda i: -shares[i])
    return [entries[i] for i in order[:MOST_ASKED]]


def _of(entries: tuple[Entry, ...], ids: Sequence[str]) -> tuple[Entry, ...]:
    return tuple(e for e in entries if e.facts.document.id in ids)


def _one(entry: Entry, asked: str, before: Conversation) -> tuple[Answer, Conversation]:
    return entry.answerer.answer(asked, before)


def _alone(entry: Entry, text: str, before: Conversation) -> tuple[Answer, Conversation]:
    """Return the one document's answer, unless the question wants another document's words."""
    answer, after = _one(entry, text, before)
    missing = read_scope(text, (entry,)).missing if answer.status is Status.ANSWERED else ""
    if not missing:
        return answer, after
    refusal = replace(_missing(text, missing), nearest=answer.clauses[:1], trace=answer.trace, timings=answer.timings)
    return refusal, before


def _only_points(asked: str) -> bool:
    """Say whether nothing but asking words is left of a question: 的呢, 怎么说."""
    return len(squeeze(subject_of(asked))) <= 1


def _refers(question: Question) -> bool:
    """Say whether a question names a clause that the document has."""
    return bool(question.references) and all(
        r.outcome in (Outcome.FOUND, Outcome.AMBIGUOUS) for r in question.references
    )


def _missing(text: str, name: str) -> Answer:
    return Answer(text, Status.NOT_FOUND, reason=wording.document_missing(name))


def _which(text: str, entries: Sequence[Entry], asked: str) -> Answer:
    """Ask which document is meant; each choice is a question that can be sent as it is."""
    choices = tuple(f"《{e.facts.document.title}》{asked.strip()}" for e in entries[:MOST_CHOICES])
    return Answer(text, Status.AMBIGUOUS, choices=choices, reason=wording.which_document(len(entries)))


def _scope_set(
    text: str, scope: Scope, before: Conversation, entries: tuple[Entry, ...]
) -> tuple[Answer, Conversation]:
    ids = () if scope.every else scope.named
    titles = [e.facts.document.title for e in _of(entries, ids)]
    return Answer(text, Status.SMALLTALK, notes=(wording.scope_set(titles),)), replace(before, scope=ids, paths=())


def _merged(
    asked: str, answered: Sequence[tuple[Answer, Conversation]], entries: Sequence[Entry]
) -> tuple[Answer, Conversation]:
    """Return the best of the answers, with the same indicator of other documents beside it."""
    order = sorted(range(len(answered)), key=lambda i: -_score(asked, answered[i][0]))
    best, after = answered[order[0]]
    if best.status is not Status.ANSWERED:
        refusals = [answered[i][0] for i in order if answered[i][0].status is Status.NOT_FOUND]
        nearest = tuple(n for a in refusals for n in a.nearest[:1])[: MOST_ALSO + 1]
        return (replace(best, nearest=nearest) if best.status is Status.NOT_FOUND else best), after
    others = [(answered[i][0], entries[i]) for i in order[1:] if answered[i][0].status is Status.ANSWERED]
    same = [(a, e) for a, e in others if _same_indicator(best, a)]
    if same:
        return _compared(best, entries[order[0]], same), after
    also = [a.clauses[0].citation for a, _ in others if a.clauses and a.confidence >= ALSO_FROM and _speaks(asked, a)]
    notes = (*best.notes, wording.also_in(also[:MOST_ALSO], best.language)) if also else best.notes
    return replace(best, notes=notes), after


def _score(asked: str, answer: Answer) -> float:
    """Return how well an answer meets a question, across documents: answered, sure, and in the question's words."""
    if answer.status is not Status.ANSWERED:
        return answer.confidence - 2.0
    words = "".join(q.text for q in answer.quotes[:3]) + "".join(c.clause.heading for c in answer.clauses[:1])
    return answer.confidence + WORDS_WEIGHT * _share(asked, squeeze(words))


def _speaks(asked: str, answer: Answer) -> bool:
    return _share(asked, squeeze("".join(q.text for q in answer.quotes[:2]))) >= 0.3


def _share(asked: str, words: str) -> float:
    """Return the share of a question's pairs of neighbouring characters that stand in some (folded) words."""
    folded = squeeze(asked)
    pairs = {folded[i : i + 2] for i in range(len(folded) - 1)}
    return sum(p in words for p in pairs) / len(pairs) if pairs else 0.0


def _same_indicator(one: Answer, other: Answer) -> bool:
    return any(_alike(a, b) for a in one.targets[:2] for b in other.targets[:2])


def _alike(one: ShownTarget, other: ShownTarget) -> bool:
    """Say whether two targets set the same indicator: the same name but for 全省, 全市, or a shortened one."""
    first, second = (
        squeeze(t.target.indicator).removeprefix("全省").removeprefix("全市").removeprefix("全国") for t in (one, other)
    )
    same_measure = (one.target.unit or "") == (other.target.unit or "")
    return same_measure and (first == second or is_short_for(first, second) or is_short_for(second, first))


def _compared(best: Answer, entry: Entry, same: Sequence[tuple[Answer, Entry]]) -> Answer:
    """Return answers on one indicator as one: all quotes and records, and in words where they differ."""
    parts = [(best, entry), *same]
    kept = [[t for t in a.targets if _alike(t, best.targets[0]) or t is a.targets[0]] for a, _ in parts]
    figures = {(t[0].target.relation, t[0].target.number, t[0].target.deadline) for t in kept if t}
    stated = [
        (e.facts.document.title, e.facts.document.published, t[0].target.value)
        for (_, e), t in zip(parts, kept, strict=True)
        if t
    ]
    reason = wording.documents_differ(stated, best.language) if len(figures) > 1 else best.reason
    return replace(
        best,
        quotes=tuple(q for a, _ in parts for q in a.quotes[:1]),
        clauses=tuple(c for a, _ in parts for c in a.clauses[:1]),
        targets=tuple(t for targets in kept for t in targets),
        labels=(),
        reason=reason,
        confidence=min(a.confidence for a, _ in parts),
    )
