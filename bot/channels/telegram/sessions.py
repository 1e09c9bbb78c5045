"""Conversations: one for each person in each chat and topic, ended after a while, bounded in number."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from bot.conversation import Conversation
from knowledge.facts import Facts
from knowledge.fold import clean
from knowledge.references import Outcome, find_references

Place = tuple[int, int, int]
MOST_KEPT = 10_000
CITED = "——《"  # how a citation begins in what the bot sends


class Sessions:
    """What was last asked where. Nothing is kept beyond the process: a reply to a quote brings its clause along."""

    def __init__(self, minutes: float, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = 60 * minutes
        self._clock = clock
        self._kept: OrderedDict[Place, tuple[float, Conversation]] = OrderedDict()

    def get(self, place: Place) -> Conversation:
        """Return the conversation in a place; an empty one where there is none, or it has ended."""
        at, conversation = self._kept.get(place, (0.0, Conversation()))
        if self._clock() - at > self._seconds:
            self._kept.pop(place, None)
            return Conversation()
        return conversation

    def put(self, place: Place, conversation: Conversation) -> None:
        """Keep the conversation in a place."""
        self._kept[place] = (self._clock(), conversation)
        self._kept.move_to_end(place)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def clear(self, place: Place) -> None:
        """End the conversation in a place."""
        self._kept.pop(place, None)


def about_quoted(message: str, facts: Facts) -> Conversation | None:
    """Return a conversation about the clause that one of the bot's messages cites; None where it cites none.

    Read from the message itself, so a reply to it is understood after any restart.
    """
    _, found, cited = message.partition(CITED)
    if not found:
        return None
    words = clean(cited.partition("\n")[0].partition("》")[2])
    references, _ = find_references(words, facts.document)
    clauses = [c for r in references if r.outcome is Outcome.FOUND for c in r.clauses]
    if not clauses:
        return None
    targets = facts.targets_in(clauses[0])
    shown = tuple(t.id for t in targets if t.value in message and t.indicator in message)
    return Conversation(paths=(clauses[0].path,), target_ids=shown, wanted_number=bool(shown))
