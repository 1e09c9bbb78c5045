"""How late the event loop runs: while it is busy with one thing, every chat waits for all others."""

import asyncio
from collections import deque
from time import perf_counter

EVERY = 0.05  # seconds between two looks
KEPT = 20_000  # looks: the last quarter of an hour


class LoopLag:
    """The delays of a timer of the running event loop, in milliseconds; the latest are kept."""

    def __init__(self) -> None:
        self._delays: deque[float] = deque(maxlen=KEPT)

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            before = perf_counter()
            await asyncio.sleep(EVERY)
            self._delays.append(1000 * (perf_counter() - before - EVERY))

    def quantiles(self, *shares: float) -> list[float]:
        """Return for each share the delay that so many of the looks did not exceed; 0 before the first look."""
        ordered = sorted(self._delays) or [0.0]
        return [ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in shares]
