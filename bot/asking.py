"""How documents are asked: one, several in turn, all that are compared; which are worth it. Holds nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.asking_back import missing
from bot.conversation import Conversation
from bot.entry import Entry
from bot.followup import FOLLOW_UP_LIMIT
from bot.half_questions import names_of, speaks_of
from bot.merging import merged, sets_what, share
from bot.question import understand
from bot.scope import Scope, read_scope
from bot.types import Answer, Question, QuestionKind, Status
from knowledge.fold import clean, squeeze
from knowledge.references import Outcome

MOST_ASKED = 5  # documents whose answers are compared
FIRST_ASKED = 2  # of them asked where the nearest answers but is not sure
FAR = 2.0  # standard deviations of nearness behind the nearest document from which another is not asked
SURE = 0.8  # confidence of an answer that is sure by itself
MOST_READ = 20  # documents that are read for a clause by its number, or for what each has, where none is named
ASSURED = 4.5  # nearness from which a document need not be sure by itself: off the library's subjects it is below
SEARCHED = (QuestionKind.TOPIC, QuestionKind.TRADE)
_BOX = re.compile(r"(?:专栏|表)\s?\d{1,2}(?!\d)")
Answered = tuple[Answer, Conversation]


def ask_in_turn(asked: str, entries: Sequence[Entry], before: Conversation, nearness: Mapping[str, float]) -> Answered:
    """Ask documents, the nearest first, as far as it needs more than one; put their answers together.

    Another is asked where none has answered yet, or it sets the same indicator, or the nearest is not sure.
    """
    chosen: list[Entry] = []
    answered: list[Answered] = []
    for number, entry in enumerate(entries):
        good = [answer for answer, _ in answered if answer.status is Status.ANSWERED]
        unsure = number < FIRST_ASKED and not any(answer.confidence >= SURE for answer in good)
        if not good or unsure or sets_what(good, entry.facts):
            chosen.append(entry)
            answered.append(ask_one(entry, asked, before, nearness))
    return merged(asked, answered, chosen, nearness)


def or_joined(found: Answered, asked: str, before: Conversation, last: Entry) -> Answered:
    """Return what was found, or what the last document says if it is asked with what the turn before spoke of."""
    if found[0].status is not Status.NOT_FOUND or not before.subject:
        return found
    question = understand(asked, last.facts)
    if question.kind not in SEARCHED or len(question.clean) > FOLLOW_UP_LIMIT:
        return found
    for joined in dict.fromkeys(f"{told}，{question.clean}" for told in (before.subject, before.asked)):
        answer, after = ask_one(last, joined, replace(before, paths=()))
        if answer.status is Status.ANSWERED and speaks_of(question.clean, answer) and names_of(question.clean, answer):
            return replace(answer, understood=joined), after
    return found


def behind(entry: Entry, nearness: Mapping[str, float]) -> float:
    """Return how far a document is behind the nearest."""
    return max(nearness.values(), default=0.0) - nearness.get(entry.facts.document.id, 0.0)


def worth_asking(asked: str, entries: Sequence[Entry], nearness: Mapping[str, float], far: float = FAR) -> list[Entry]:
    """Return the documents worth asking, best first, at most MOST_ASKED: those less than `far` behind the nearest.

    Without a search over all, those that share most words with the question.
    """
    near = [(nearness[e.facts.document.id], e) for e in entries if e.facts.document.id in nearness]
    if near:
        best = max(z for z, _ in near)
        order = sorted(near, key=lambda pair: -pair[0])
        return [e for z, e in order if z >= best - far][:MOST_ASKED]
    if len(entries) <= MOST_ASKED:
        return list(entries)
    shares = [share(asked, e.facts.folded.text + squeeze(e.facts.document.title)) for e in entries]
    order_by_share = sorted(range(len(entries)), key=lambda i: -shares[i])
    return [entries[i] for i in order_by_share[:MOST_ASKED]]


def ask_one(
    entry: Entry,
    asked: str,
    before: Conversation,
    nearness: Mapping[str, float] | None = None,
    assured_from: float = ASSURED,
) -> Answered:
    """Ask one document; where a search over all found it near enough, it need not be sure by itself."""
    assured = (nearness or {}).get(entry.facts.document.id, 0.0) >= assured_from
    return entry.answerer.answer(asked, before, assured=assured)


def part_for(entry: Entry, scope: Scope) -> str:
    """Return what is asked of a document alone where it is compared with another, or ""."""
    of_groups = zip(scope.groups, scope.parts, strict=False)
    return next((part for group, part in of_groups if entry.facts.document.id in group), "")


def with_part(part: str, asked: str, ask: Callable[[str], Answered]) -> Answered:
    """Return the answer to the `part` of a question that is a document's own, else to all that is `asked`."""
    found = ask(part) if part else None
    return found if found and found[0].status is Status.ANSWERED else ask(asked)


def ask_alone(entry: Entry, text: str, before: Conversation) -> Answered:
    """Return the one document's answer, unless the question wants another document's words."""
    answer, after = ask_one(entry, text, before)
    wanted = read_scope(text, (entry,)).missing if answer.status is Status.ANSWERED else ""
    if not wanted:
        return answer, after
    refusal = replace(missing(text, wanted), nearest=answer.clauses[:1], trace=answer.trace, timings=answer.timings)
    return refusal, before


def with_box(asked: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return the documents that print the box or table which a question names by its number: 专栏2里写了哪些工程."""
    box = _BOX.search(clean(asked))
    return [e for e in entries if squeeze(box[0]) in e.facts.folded.text] if box and len(entries) <= MOST_READ else []


def refers(question: Question) -> bool:
    """Say whether a question names a clause that the document has."""
    return bool(question.references) and all(
        r.outcome in (Outcome.FOUND, Outcome.AMBIGUOUS) for r in question.references
    )
