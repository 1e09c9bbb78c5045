"""How many questions a person and a chat may ask in a minute. A sliding window, in memory."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

WINDOW = 60.0  # seconds
MOST_KEPT = 50_000  # people and chats that are remembered; the longest silent are forgotten first


@dataclass(slots=True)
class _Window:
    asked: deque[float] = field(default_factory=deque)
    told: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Too many: ask again in `seconds`. `tell` is True once for each time that the limit is reached."""

    seconds: int
    tell: bool


class RateLimit:
    """Counts questions by key (a person or a chat)."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._clock = clock
        self._windows: OrderedDict[int, _Window] = OrderedDict()

    def refuse(self, key: int) -> Refusal | None:
        """Count one question; return a refusal where it is one too many, which then does not count."""
        now = self._clock()
        window = self._windows.setdefault(key, _Window())
        self._windows.move_to_end(key)
        if len(self._windows) > MOST_KEPT:
            self._windows.popitem(last=False)
        while window.asked and window.asked[0] <= now - WINDOW:
            window.asked.popleft()
        if len(window.asked) < self._most:
            window.asked.append(now)
            window.told = False
            return None
        tell, window.told = not window.told, True
        return Refusal(max(1, round(window.asked[0] + WINDOW - now)), tell)
