"""Questions over many documents: which are meant, which of them answer, and how their answers stand side by side.

With one document its answerer answers, unchanged. Every document answers for itself, by the same evidence; the desk
only chooses, orders and puts together. It makes no quote of its own.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

from bot.asking import (
    ASSURED,
    FAR,
    MOST_ASKED,
    MOST_READ,
    SEARCHED,
    SURE,
    ask_alone,
    ask_in_turn,
    ask_one,
    behind,
    or_joined,
    part_for,
    refers,
    with_box,
    with_part,
    worth_asking,
)
from bot.asking_back import missing, not_in, scope_set, which
from bot.conversation import Conversation
from bot.cues import cue, subject_of
from bot.dialect import in_standard
from bot.english import in_chinese, is_english
from bot.entry import Entry, entries_of
from bot.followup import follow_up
from bot.half_questions import and_more, asks_again, goes_on, is_whole, only_points, speaks_of, supposes
from bot.merging import COMPARES, merged, put_together, without_comparing
from bot.question import understand
from bot.router import metadata_asked
from bot.scope import Scope, read_scope
from bot.types import Answer, QuestionKind, Status
from knowledge.fold import clean, squeeze

MOST_NEAR = 50  # documents that a search over all names
FAR_COMPARED = 3.5  # the same, where documents are to be compared
ELSEWHERE = 1.5  # the same, from which a named document must be sure by itself
STAYS = 2.0  # the same, by which the document talked of may be behind another for half a question
LEAPS = 3.0  # the same, from which a whole question in a conversation is another document's
LEAST_NEAR = 3.0  # the same, where documents are compared and this one is about as near as the nearest
SAME_LANGUAGE = 3.0  # by which a document in English is nearer to a question in English whatever that asks
LEAST_NAMED = 4  # characters of a subject beside the targets that are to be listed
_CONTENTS = "目录"
_YEAR = re.compile(r"(?:到|在)?(?:19|20)\d\d年?(?:底|末)?前?")
_MARKED = re.compile(
    r"第[\d一二三四五六七八九十百]+[编章节条款]|附件[\d一二三四五六七八九十]|^第?[(（][一二三四五六七八九十]+[)）][那这]?一?个?[条项点款段]"
)
_OF_ITSELF = (QuestionKind.OUTLINE, QuestionKind.METADATA, QuestionKind.PARENT)
_OF_ONE = (*_OF_ITSELF, QuestionKind.LEDGER)
# a question and a number → ids of documents and how near they are, best first
Nearest = Callable[[str, int], Sequence[tuple[str, float]] | None]
_BY_MARK = (QuestionKind.REFERENCE,)
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
            return ask_alone(entries[0], text, before)
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
            return missing(text, scope.missing)
        chosen = entries_of(entries, scope.named) or entries
        answers = [(e, e.answerer.answer_reference(scope.rest or text)) for e in chosen[:MOST_READ]]
        found = [(e, a) for e, a in answers if a.status is Status.ANSWERED]
        if len(found) > 1:
            return which(text, [e for e, _ in found], scope.rest or text, more=len(chosen) > MOST_READ)
        return replace((found or answers)[0][1], question=text)

    def _answer(self, text: str, before: Conversation, entries: tuple[Entry, ...]) -> tuple[Answer, Conversation]:
        scope = read_scope(text, entries)
        if scope.every or scope.only:
            return scope_set(text, scope, before, entries)
        if scope.missing:
            return missing(text, scope.missing), before
        chosen = entries_of(entries, scope.named or before.scope) or entries
        asked = scope.rest if scope.named else text
        last = next((e for e in chosen if e.facts.document.id == before.doc), None)
        if before.doc and scope.named and before.asked:
            more, asks = and_more(asked)
            if asks_again(text, asked) or (more and not asks):
                return self._elsewhere(before, chosen, more)
            asked = more or asked
        if last and (continued := follow_up(asked, before, last.facts)):
            searched = continued.finding is None and continued.question.kind in SEARCHED
            found = self._of_nearest(asked, continued.question.clean if searched else "", before, last)
            if searched and not speaks_of(asked, found[0]):
                found = not_in(found[0]), before
            return or_joined(found, asked, before, last)
        if scope.named and _asks_nothing(asked):  # what the document that is named holds
            answer, after = ask_one(chosen[0], _CONTENTS, replace(before, paths=()))
            return replace(answer, understood=f"《{chosen[0].facts.document.title}》{_CONTENTS}"), after
        if len(chosen) == 1:
            found = self._of_one(asked, before, chosen[0])
            if found[0].status is Status.ANSWERED or not is_english(text) or asked == text:
                return found
            whole = self._of_one(text, before, chosen[0])  # in English the name of a document says what it is about
            return whole if whole[0].status is Status.ANSWERED else found
        kept = self._of_last(asked, before, last) if last and not scope.named else None
        if last and not (kept or scope.named) and supposes(asked):  # of nothing but what was talked of
            kept = self._of_one(asked, before, last)
        if last and not scope.named and (kept or not self._leaves(asked, last)):
            return or_joined(kept or self._of_nearest(asked, asked, before, last), asked, before, last)
        found = self._several(text, asked, before, chosen, scope)
        return or_joined(found, asked, before, last) if last and not scope.named else found

    def _of_one(self, asked: str, before: Conversation, entry: Entry) -> tuple[Answer, Conversation]:
        """Answer from one document; it stays the one that is talked of, answered or not."""
        known = entry.facts.document.id
        nearness = self._near(asked) if understand(asked, entry.facts).kind in SEARCHED else {}
        if is_english(asked) and not is_english(entry.facts.document.title):  # documents in English stand nearer
            nearness = {id_: z for id_, z in nearness.items() if id_ not in self._english()}
        nearest = max(nearness, key=lambda id_: nearness[id_], default="") == known
        continued = before if before.doc == known else replace(before, paths=())
        answer, after = ask_one(entry, asked, continued, nearness, LEAST_NEAR if nearest else ASSURED)
        if answer.status is Status.ANSWERED:
            foreign = is_english(entry.facts.document.title) and not is_english(asked)
            if foreign or behind(entry, nearness) < ELSEWHERE or answer.confidence >= SURE:
                return answer, after
            answer = not_in(answer)
        return answer, Conversation(asked=asked, doc=known, scope=before.scope)

    def _of_nearest(self, asked: str, searched: str, before: Conversation, last: Entry) -> tuple[Answer, Conversation]:
        """Ask the document talked of; where it is the nearest to what is `searched` it need not be sure by itself."""
        nearness = self._nearness(searched) if searched else {}
        nearest = behind(last, nearness) == 0.0
        return ask_one(last, asked, before, nearness if nearest else None, LEAST_NEAR)

    def _of_last(self, asked: str, before: Conversation, last: Entry) -> tuple[Answer, Conversation] | None:
        """Answer what goes on from the turn before from the same document; None where another may be meant.

        A clause by its number is the last document's where it has one; half a question is put to it first.
        """
        question = understand(asked, last.facts)
        if refers(question):
            return ask_one(last, asked, replace(before, paths=()))
        if not goes_on(question.clean) or question.kind in (*_OF_NONE, *_OF_ONE):
            return None
        answer, after = ask_one(last, asked, before)
        if answer.status is not Status.ANSWERED:
            return None
        return (answer, after) if behind(last, self._nearness(asked)) <= STAYS else None

    def _leaves(self, asked: str, last: Entry) -> bool:
        """Say whether a question that names no document leaves the one talked of.

        It is whole in itself and another document is far nearer, or no search could tell which is meant.
        """
        kind = understand(asked, last.facts).kind
        if kind in (*_OF_NONE, *_BY_MARK) or with_box(asked, self._entries()):
            return True
        nearness = self._nearness(asked)
        far = behind(last, nearness) >= LEAPS and max(nearness.values(), default=0.0) >= ASSURED
        return COMPARES.search(asked) is not None or (far and is_whole(asked))

    def _elsewhere(self, before: Conversation, chosen: Sequence[Entry], more: str = "") -> tuple[Answer, Conversation]:
        """Ask the last question of other documents, with what is said `more`: 国家的呢, 云汀的呢,超得多的那种.

        What they set for another year is shown too.
        """
        again = f"{before.asked},{more}" if more else before.asked
        fresh, nearness = replace(before, paths=()), self._nearness(again)
        entries = worth_asking(again, chosen, nearness)
        for asked in dict.fromkeys((again, _YEAR.sub("", again))):
            answered = [ask_one(entry, asked, fresh, nearness) for entry in entries]
            if any(answer.status is Status.ANSWERED for answer, _ in answered):
                break
        answer, after = merged(asked, answered, entries, nearness)
        titles = "".join(f"《{entry.facts.document.title}》" for entry in entries)
        return replace(answer, understood=f"{titles}{asked}"), after

    def _several(
        self, text: str, asked: str, before: Conversation, chosen: Sequence[Entry], scope: Scope
    ) -> tuple[Answer, Conversation]:
        """Answer from the documents that a question may mean."""
        boxed = with_box(asked, chosen)
        if len(boxed) > 1 and not scope.named:
            return which(text, boxed, asked, more=False), before
        compares = len(scope.groups) > 1 or COMPARES.search(asked) is not None
        asked = without_comparing(asked) if compares else asked
        more = len(chosen) > MOST_READ
        chosen, nearness = self._narrowed(asked, chosen, scope, compares=compares)
        in_turn = bool(nearness) and not compares  # what the nearest makes of the question the others do too
        read = [(e, understand(asked, e.facts)) for e in (chosen[:1] if in_turn else chosen)]
        if all(q.kind in _OF_NONE for _, q in read):
            return ask_one(chosen[0], asked, before)
        referring = [e for e, q in read if q.kind is QuestionKind.REFERENCE or refers(q)]
        if referring:
            found = [e for e, q in read if refers(q)]
            if len(found) > 1:
                return which(text, found, asked, more=more), before
            return ask_one((found or referring)[0], asked, replace(before, paths=()))
        of_one = [e for e, q in read if q.kind in _OF_ONE]
        of_one = list(chosen) if in_turn and of_one else of_one
        if len(of_one) > 1 and not compares and max(nearness.values(), default=0.0) < ASSURED:
            return which(text, of_one, asked, more=more), before
        candidates = [e for e, q in read if q.kind not in _OF_NONE] or [e for e, _ in read]
        fresh = replace(before, paths=())
        if compares:
            near = max(LEAST_NEAR, min(ASSURED, max(nearness.values(), default=0.0) - STAYS))
            answered = [
                with_part(
                    part_for(e, scope), asked, partial(ask_one, e, before=fresh, nearness=nearness, assured_from=near)
                )
                for e in candidates
            ]
            return put_together(asked, answered, candidates, nearness, named=len(scope.groups) > 1)
        if in_turn:
            return ask_in_turn(asked, chosen, fresh, nearness)
        return merged(asked, [ask_one(e, asked, fresh) for e in candidates], candidates, nearness)

    def _narrowed(
        self, asked: str, chosen: Sequence[Entry], scope: Scope, *, compares: bool
    ) -> tuple[Sequence[Entry], dict[str, float]]:
        """Return the documents that are worth asking, and how near they are: of each that is named apart the nearest.

        A clause by its number is looked for in all, and a few documents that are compared are asked however far.
        """
        if _MARKED.search(asked) or not (compares or self._is_searched(asked, chosen[0])):
            return chosen[:MOST_READ], {}
        nearness = self._nearness(asked)
        far = FAR
        if compares:
            far = FAR_COMPARED if len(chosen) > MOST_ASKED else math.inf
        if len(scope.groups) > 1:
            groups = [entries_of(chosen, ids) for ids in scope.groups]
            return [e for group in groups for e in worth_asking(asked, group, nearness, far)[:1]], nearness
        return worth_asking(asked, chosen, nearness, far), nearness

    @staticmethod
    def _is_searched(asked: str, entry: Entry) -> bool:
        """Say whether a search over all can tell which documents are meant; a list of targets of what is named too."""
        kind = understand(asked, entry.facts).kind
        if kind is QuestionKind.LEDGER:
            return len(squeeze(subject_of(asked))) >= LEAST_NAMED
        return kind not in (*_OF_NONE, *_OF_ITSELF, *_BY_MARK)

    def _near(self, asked: str) -> dict[str, float]:
        return dict(self._nearest(in_standard(clean(asked)), MOST_NEAR) or ()) if self._nearest else {}

    def _english(self) -> set[str]:
        return {e.facts.document.id for e in self._entries() if is_english(e.facts.document.title)}

    def _nearness(self, asked: str) -> dict[str, float]:
        """Return how near a question is to each document that a search over all finds; empty where none is made.

        To one in English those in its language all stand near; to the others its Chinese terms lead as well.
        """
        near = self._near(asked)
        if not (near and is_english(asked)):
            return near
        english = self._english()
        terms = self._near(in_chinese(asked) or asked)
        of_terms = {id_: max(z, near.get(id_, z)) for id_, z in terms.items() if id_ not in english}
        return near | of_terms | {id_: near[id_] - SAME_LANGUAGE for id_ in near if id_ in english}


def _asks_nothing(asked: str) -> bool:
    """Say whether nothing is asked of the document that is named: no matter, no figure, nothing of its front matter."""
    return only_points(asked) and not cue("figure", "pays_asked").search(asked) and not metadata_asked(asked)
