"""The whole use case: understand → look up or search → compose → verify. Every channel calls only `answer`."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

from bot import wording
from bot.compose import compose
from bot.conversation import Conversation
from bot.described import holder
from bot.followup import FOLLOW_UP_LIMIT, FollowUp, follow_up, goes_on, of_last
from bot.lookups import about, entity, ledger, outline, reference, talk, target, trade
from bot.lookups.topic import Searcher
from bot.mentions import name_unprinted
from bot.question import about as question_about
from bot.question import understand
from bot.ranking import nearest_first
from bot.types import Answer, Finding, Question, QuestionKind, Status, Timings
from bot.verify import verify
from knowledge.facts import Facts
from knowledge.references import find_references

__all__ = ["Answerer", "Conversation"]

LOOKUPS: dict[QuestionKind, Callable[[Question, Facts], Finding | None]] = {
    QuestionKind.EMPTY: talk.find,
    QuestionKind.TOO_LONG: talk.find,
    QuestionKind.POINTING: talk.find,
    QuestionKind.SMALLTALK: talk.find,
    QuestionKind.REFERENCE: reference.find,
    QuestionKind.METADATA: about.find,
    QuestionKind.PARENT: outline.find_parent,
    QuestionKind.OUTLINE: outline.find,
    QuestionKind.REVERSE: entity.find_figure,
    QuestionKind.LEDGER: ledger.find,
    QuestionKind.ENTITY: entity.find,
    QuestionKind.TRADE: trade.find,
}


class Answerer:
    """Answers questions about one document. Holds no conversation: the caller keeps it and hands it back."""

    def __init__(self, facts: Facts, searcher: Searcher) -> None:
        """Take what is known of the document, and the search over it (loaded when a question first needs it)."""
        self.facts = facts
        self.searcher = searcher

    def answer(
        self, text: str, conversation: Conversation | None = None, *, assured: bool = False
    ) -> tuple[Answer, Conversation]:
        """Return the verified answer to any text whatever, and the conversation after it.

        `assured` says that a search over many documents found this one near: then no confidence is too low.

        Raises:
            UnverifiedQuote: an answer would have carried words that are not the plan's; it is not given.
            PolicyBotError: the index or the embedding model cannot be used; the message says what to do.
        """
        started = perf_counter()
        before = conversation or Conversation()
        continued = follow_up(text, before, self.facts)
        question = continued.question if continued else self._beside(understand(text, self.facts), before)
        question = replace(question, assured=True) if assured else question
        finding, spent = (continued.finding, Timings()) if continued and continued.finding else self._find(question)
        if not continued and (finding.decided_by == "confidence" or goes_on(question)):
            continued, finding = self._of_last(question, before, finding)
        composing = perf_counter()
        composed = compose(question, finding, self.facts, understood=continued.understood if continued else None)
        answer = verify(composed, {self.facts.document.id: self.facts.document})
        now = perf_counter()
        timings = replace(spent, total=1000 * (now - started), compose=1000 * (now - composing))
        return replace(answer, timings=timings), before.after(question, answer)

    def _beside(self, question: Question, before: Conversation) -> Question:
        """Return a short question with the clause shown last beside it, where it is one to be searched."""
        shown = self.facts.document.clause(before.paths[0]) if len(before.paths) == 1 else None
        if shown is None or question.kind is not QuestionKind.TOPIC or len(question.text) > FOLLOW_UP_LIMIT:
            return question
        return replace(question, near=(shown,))

    def answer_reference(self, text: str) -> Answer:
        """Return the clause that `text` names and nothing else; a text that names none is refused, never searched."""
        question = understand(text, self.facts)
        if question.kind is QuestionKind.REFERENCE:
            return self.answer(text)[0]
        found, _ = find_references(f"第{question.clean}条", self.facts.document)
        question = replace(question, kind=QuestionKind.REFERENCE, references=found)
        finding = reference.find(question, self.facts) if found else _no_reference(question)
        return verify(compose(question, finding, self.facts), {self.facts.document.id: self.facts.document})

    def _find(self, question: Question) -> tuple[Finding, Timings]:
        refused = self.searcher.refuse_early(question)
        if refused:
            return refused, Timings()
        if question.described:
            return self._of_described(question)
        found = LOOKUPS.get(question.kind, target.named)(question, self.facts)
        if found and question.kind is QuestionKind.TOPIC:
            found = self.searcher.checked(question, found)
        spent = Timings()
        if found and question.kind is QuestionKind.TRADE:
            places, spent = self.searcher.ranked(question)
            if places and places[0] not in found.clauses and not self.searcher.has_keys:
                return self._searched(question)  # something of the trade is asked, not all that concerns it
            found = nearest_first(found, places, self.facts)
        if found and question.kind is QuestionKind.ENTITY and len(found.clauses) > 1 and not self.searcher.has_keys:
            places, spent = self.searcher.ranked(question)
            found = nearest_first(found, places, self.facts)
        return (found, spent) if found else self._searched(question)

    def _searched(self, question: Question) -> tuple[Finding, Timings]:
        """Return what a search finds; of a name that was asked for and is nowhere printed it is said that it is not."""
        found, spent = self.searcher.find(question)
        name = name_unprinted(question, self.facts) if found.status is Status.ANSWERED and not found.reason else ""
        return replace(found, reason=wording.not_mentioned(name, question.language)) if name else found, spent

    def _of_last(self, question: Question, before: Conversation, alone: Finding) -> tuple[FollowUp | None, Finding]:
        """Return what the clause just shown says to a question; else what was found for the question `alone`."""
        asked = of_last(question, before, self.facts)
        finding = self.searcher.find(asked.question)[0] if asked else alone
        return (asked, finding) if asked and finding.status is Status.ANSWERED else (None, alone)

    def _of_described(self, question: Question) -> tuple[Finding, Timings]:
        """Return what is asked of the node that a question describes: a search tells which; or its refusal."""
        searched, spent = self.searcher.find(question_about(question.described, self.facts))
        if searched.status is not Status.ANSWERED:
            unsure = searched.decided_by == "confidence"
            reason = wording.not_in_plan(question.clean, question.language) if unsure else searched.reason
            return replace(searched, reason=reason), spent
        clause = searched.clauses[0]
        if question.kind is QuestionKind.PARENT:
            return outline.find_parent(replace(question, scope=(clause,)), self.facts, searched.quotes), spent
        node = holder(clause, question.level, self.facts.document)
        return outline.find(replace(question, scope=(node,)), self.facts), spent


def _no_reference(question: Question) -> Finding:
    return Finding(Status.NOT_FOUND, reason=wording.not_a_reference(question.clean, question.language))
