"""The queue between taking updates and handling them: what was taken is stored before Telegram forgets it.

python-telegram-bot puts all updates of one getUpdates call here before the next call acknowledges them, and the webhook
answers 200 only after `put`. So an update that was acknowledged is in the store, and comes back after a crash.
"""

import asyncio
import json
import logging
from datetime import UTC, datetime, timedelta

from telegram import Bot, Update

from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.store import Store, StoreError
from bot.channels.telegram.updates import has_number, is_readable

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

    async def restore(self, bot: Bot) -> int:
        """Queue the updates that an earlier run took and did not finish; return how many.

        One that was begun in several runs and ended none of them well is given up: it most likely ended the process.
        """
        if self._store is None:
            return 0
        try:
            if given_up := self._store.try_again():
                log.error("%d updates given up that several runs could not handle", given_up)
            waiting = self._store.pending()
        except StoreError as error:
            log.error("%s", error)
            return 0
        count = 0
        for number, raw in waiting:
            update = self._left_over(number, raw, bot)
            if update is not None:
                await super().put(update)
                count += 1
        return count

    def _left_over(self, number: int, raw: str, bot: Bot) -> Update | None:
        """Return an update that is still to be answered; one that cannot be read, or has its answer, is done."""
        try:
            read = json.loads(raw)
        except ValueError:
            read = None
        update = Update.de_json(read, bot) if has_number(read) and is_readable(read) else None
        if update is None:
            self._metrics.malformed.inc()
            log.error("update %s in the database cannot be read; left out", number)
            self.done(Update(number))
            return None
        stale = is_stale(update, datetime.now(UTC) - self._stale)
        if stale or self._has_answer(update):
            (self._metrics.stale if stale else self._metrics.duplicates).inc()
            self.done(update)
            return None
        return update

    def _has_answer(self, update: Update) -> bool:
        """Say whether a message was answered before the process ended, and only the note of it is missing."""
        message = update.message
        if message is None or self._store is None:
            return False
        try:
            return bool(self._store.answers_to(message.chat.id, message.message_id))
        except StoreError as error:
            log.error("%s", error)
            return False


def is_stale(update: Update, oldest: datetime) -> bool:
    """Say whether an update's message is older than `oldest`; what has no date is not."""
    message = update.edited_message or update.message or update.guest_message
    when = (message.edit_date or message.date) if message else None
    return when is not None and when < oldest


def kind_of(update: Update) -> str:
    """Return what an update brings: message, edited_message, and so on."""
    return next((name for name in update.to_dict() if name != "update_id"), "unknown")
