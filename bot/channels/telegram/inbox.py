"""The queue between taking updates and handling them: what was taken is stored before Telegram forgets it.

python-telegram-bot puts all updates of one getUpdates call here before the next call acknowledges them, and the webhook
answers 200 only after `put`. So an update that was acknowledged is in the store, and comes back after a crash.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from telegram import Bot, Update

from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.store import Store, StoreError

log = logging.getLogger(__name__)


class Inbox(asyncio.Queue[object]):
    """An `update_queue` that stores what it is given, drops what came before, and what is stale."""

    def __init__(self, store: Store | None, metrics: Metrics, stale_seconds: int) -> None:
        super().__init__()
        self._store = store
        self._metrics = metrics
        self._stale = timedelta(seconds=stale_seconds)

    async def put(self, item: object) -> None:
        """Store an update and queue it; drop one that was taken before or is too old."""
        if isinstance(item, Update) and not self._is_taken(item):
            return
        await super().put(item)

    def _is_taken(self, update: Update) -> bool:
        self._metrics.updates.labels(kind_of(update)).inc()
        if not self._store_now(update):
            return False
        if is_stale(update, datetime.now(UTC) - self._stale):
            self._metrics.stale.inc()
            self.done(update)
            return False
        return True

    def _store_now(self, update: Update) -> bool:
        """Return whether the update is new; one that cannot be stored is answered all the same."""
        if self._store is None:
            return True
        try:
            new = self._store.take(update.update_id, update.to_json())
        except StoreError as error:
            self._metrics.store_errors.inc()
            log.error("%s", error)
            return True
        if not new:
            self._metrics.duplicates.inc()
        return new

    def done(self, update: Update) -> None:
        """Note that an update was handled."""
        if self._store is None:
            return
        try:
            self._store.done(update.update_id)
        except StoreError as error:
            self._metrics.store_errors.inc()
            log.error("%s", error)

    async def restore(self, bot: Bot, decode: Callable[[str], dict[str, object]] = json.loads) -> int:
        """Queue the updates that an earlier run took and did not finish; return how many."""
        try:
            waiting = self._store.pending() if self._store else []
        except StoreError as error:
            log.error("%s", error)
            return 0
        oldest = datetime.now(UTC) - self._stale
        count = 0
        for raw in waiting:
            update = Update.de_json(decode(raw), bot)
            if is_stale(update, oldest):
                self._metrics.stale.inc()
                self.done(update)
                continue
            await super().put(update)
            count += 1
        return count


def is_stale(update: Update, oldest: datetime) -> bool:
    """Say whether an update's message is older than `oldest`; what has no date is not."""
    message = update.edited_message or update.message
    when = (message.edit_date or message.date) if message else None
    return when is not None and when < oldest


def kind_of(update: Update) -> str:
    """Return what an update brings: message, edited_message, and so on."""
    return next((name for name in update.to_dict() if name != "update_id"), "unknown")
