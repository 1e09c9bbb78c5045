"""Updates of one chat in order, chats side by side, at most so many at once.

An update that waits for its chat's turn holds no slot, and a chat that floods rests as long as it worked, so that the
processor is free half the time for whoever else asks.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING = 4096  # updates inside the processor, most of them waiting; more stay in the queue
AT_ONCE = 16  # updates that are handled at one time
FLOOD = 20  # updates of one chat that wait at one time; nobody types as many
LONGEST_REST = 0.1  # seconds after an update of such a chat
_slot: ContextVar[asyncio.Semaphore | None] = ContextVar("slot", default=None)


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class ChatOrder(BaseUpdateProcessor):
    """Gives each chat its turn. Turns of idle chats are forgotten."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        super().__init__(waiting)
        self._slots = asyncio.Semaphore(at_once)
        self._turns: dict[int, _Turn] = {}

    async def do_process_update(self, update: object, coroutine: "Awaitable[object]") -> None:
        """Handle one update when it is its chat's turn and a slot is free."""
        place = place_of(update)
        turn = self._turns.setdefault(place, _Turn())
        turn.users += 1
        try:
            async with turn.lock:
                async with self._slots:
                    _slot.set(self._slots)  # each update is handled in a task, and so in a context, of its own
                    started = monotonic()
                    await coroutine
                if turn.users > FLOOD:
                    await asyncio.sleep(min(monotonic() - started, LONGEST_REST))
        finally:
            turn.users -= 1
            if not turn.users:
                self._turns.pop(place, None)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""


@asynccontextmanager
async def without_slot() -> AsyncIterator[None]:
    """Leave the slot of the update in hand to others for a while; its chat goes on waiting for its turn.

    So chats that Telegram puts off (429), be they many, hold up nobody else.
    """
    slot = _slot.get()
    if slot is None:
        yield
        return
    slot.release()
    try:
        yield
    finally:
        await slot.acquire()


def place_of(update: object) -> int:
    """Return what an update must wait for its turn in: its chat, else its user (inline queries have no chat)."""
    if not isinstance(update, Update):
        return 0
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat else user.id if user else 0
