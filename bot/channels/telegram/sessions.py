"""Conversations: one for each person in each chat and topic, ended after a while, bounded in number."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from bot.conversation import Conversation
from bot.entry import Entry
from knowledge.fold import clean
from knowledge.references import Outcome, find_references

Place = tuple[int, int, int]
MOST_KEPT = 10_000
CITED = "——《"  # how a citation begins in what the bot sends


@dataclass(slots=True)
class _Kept:
    """A conversation, when it was last used, and as it was before its last question, which may be edited."""

    at: float
    conversation: Conversation
    before: Conversation
    message: int | None


class Sessions:
    """What was last asked where. Nothing is kept beyond the process: a reply to a quote brings its clause along."""

    def __init__(self, minutes: float, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = 60 * minutes
        self._clock = clock
        self._kept: OrderedDict[Place, _Kept] = OrderedDict()
        self._awaited: OrderedDict[Place, float] = OrderedDict()
        self._albums: OrderedDict[str, None] = OrderedDict()

    def get(self, place: Place, edited: int | None = None) -> Conversation:
        """Return the conversation in a place; an empty one where there is none, or it has ended.

        With `edited`, the message that was edited: as it was before that was asked, if it was the last question.
        """
        kept = self._kept.get(place)
        if kept is None:
            return Conversation()
        if self._clock() - kept.at > self._seconds:
            del self._kept[place]
            return Conversation()
        return kept.before if edited is not None and edited == kept.message else kept.conversation

    def put(self, place: Place, conversation: Conversation, message: int | None = None) -> None:
        """Keep the conversation in a place, after the question in `message`."""
        before = self.get(place, message)
        self._kept[place] = _Kept(self._clock(), conversation, before, message)
        self._kept.move_to_end(place)
        _forget_oldest(self._kept)

    def clear(self, place: Place) -> None:
        """End the conversation in a place."""
        self._kept.pop(place, None)
        self._awaited.pop(place, None)

    def clear_person(self, person: int) -> None:
        """End every conversation of somebody."""
        for place in [p for p in {*self._kept, *self._awaited} if p[2] == person]:
            self.clear(place)

    def await_passage(self, place: Place) -> None:
        """Note that the next message in a place is a passage to be checked."""
        self._awaited[place] = self._clock()
        _forget_oldest(self._awaited)

    def takes_passage(self, place: Place) -> bool:
        """Say whether a passage is awaited in a place; it then is no longer."""
        return self._clock() - self._awaited.pop(place, float("-inf")) <= self._seconds

    def is_first_of(self, album: str | None) -> bool:
        """Say whether this is the first picture of an album: Telegram sends each by itself."""
        if album is None:
            return True
        first = album not in self._albums
        self._albums[album] = None
        _forget_oldest(self._albums)
        return first


def _forget_oldest(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)


def about_quoted(message: str, entries: Sequence[Entry]) -> Conversation | None:
    """Return a conversation about the clause that one of the bot's messages cites; None where it cites none.

    Read from the message itself, so a reply to it is understood after any restart.
    """
    _, found, cited = message.partition(CITED)
    if not found:
        return None
    title, _, place = cited.partition("\n")[0].partition("》")
    facts = next((e.facts for e in entries if e.facts.document.title == title.rpartition("《")[2]), entries[0].facts)
    words = clean(place)
    references, _ = find_references(words, facts.document)
    clauses = [c for r in references if r.outcome is Outcome.FOUND for c in r.clauses]
    if not clauses:
        return None
    targets = facts.targets_in(clauses[0])
    shown = tuple(t.id for t in targets if t.value in message and t.indicator in message)
    return Conversation(paths=(clauses[0].path,), target_ids=shown, wanted_number=bool(shown), doc=facts.document.id)
