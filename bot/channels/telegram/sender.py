"""What sends: each failure of the Bot API is met in its own way, and none of one chat delays another.

429: waits as long as Telegram says, in this chat alone. A connection that never carried the request is tried again; a
timeout while waiting for the answer is not, for the message may have arrived. A refused entity: the same words plain.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import httpx
from telegram import Bot, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram.keyboards import Rows, to_markup
from bot.channels.telegram.layout import Piece, to_entities
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.processor import without_slot
from bot.channels.telegram.screens import Screen

log = logging.getLogger(__name__)
T = TypeVar("T")
ATTEMPTS = 6  # of one call; with the waits between them about half a minute
LONGEST_WAIT = 300.0  # seconds; Telegram asked for more is given up
NOT_SENT = "not* sent"  # how python-telegram-bot marks a pool timeout


class Sender:
    """Sends and edits messages. `pace` scales every wait: 1 in production, small in tests."""

    def __init__(self, bot: Bot, metrics: Metrics, pace: float = 1.0) -> None:
        self._bot = bot
        self._metrics = metrics
        self._pace = pace
        self._gone: set[int] = set()  # chats that blocked or removed the bot: logged once
        self._moved: dict[int, int] = {}  # groups that became supergroups, with a new number

    async def send(
        self, chat: int, screen: Screen, *, thread: int | None = None, reply_to: int | None = None
    ) -> list[int]:
        """Send a screen, the buttons under its last message; return the ids of what arrived.

        The first message replies to the question, and the last too: its buttons (只查…) must find the question.
        """
        ids: list[int] = []
        for number, piece in enumerate(screen.messages):
            last = number + 1 == len(screen.messages)
            to = reply_to if last or not number else None
            sent = await self._message(chat, piece, screen.rows if last else (), thread, to)
            if sent is None:
                break
            ids.append(sent.message_id)
        return ids

    async def edit(
        self, chat: int, ids: Sequence[int], screen: Screen, *, thread: int | None = None, reply_to: int | None = None
    ) -> list[int]:
        """Make messages that were sent into a screen: they are edited, missing ones sent, spare ones deleted.

        From the first that can no longer be edited on, all are sent anew, so that pages stay in order.
        """
        kept: list[int] = []
        for message, piece in zip(ids, screen.messages, strict=False):
            last = len(kept) + 1 == len(screen.messages)
            if not await self._edited(chat, message, piece, screen.rows if last else ()):
                break
            kept.append(message)
        for message in ids[len(kept) :]:
            await self.quietly(chat, partial(self._bot.delete_message, chat, message))
        rest = replace(screen, messages=screen.messages[len(kept) :])
        return kept + (await self.send(chat, rest, thread=thread, reply_to=reply_to) if rest.messages else [])

    async def _edited(self, chat: int, message: int, piece: Piece, rows: Rows) -> bool:
        def edit(*, styled: bool = True) -> Awaitable[object]:
            return self._bot.edit_message_text(
                piece.text, chat, message, entities=to_entities(piece) if styled else None, reply_markup=to_markup(rows)
            )

        try:
            await self._call(chat, edit)
        except BadRequest as error:
            if "not modified" in str(error):
                return True
            if "entit" in str(error).lower():
                await self.quietly(chat, lambda: edit(styled=False))
                return True
            return False
        except TelegramError as error:
            self._give_up(chat, error)
        return True

    async def _message(
        self, chat: int, piece: Piece, rows: Rows, thread: int | None, reply_to: int | None
    ) -> Message | None:
        styled, to = True, self._moved.get(chat, chat)
        place = thread if to == chat else None

        def send() -> Awaitable[Message]:
            reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to and to == chat else None
            return self._bot.send_message(
                to, piece.text, entities=to_entities(piece) if styled else None, reply_markup=to_markup(rows),
                message_thread_id=place, reply_parameters=reply,
            )  # fmt: skip

        for _ in range(4):  # plain, without buttons or topic, in the group that the chat became: each once
            try:
                return await self._call(to, send)
            except ChatMigrated as error:
                self.note_move(to, error.new_chat_id)
                to, place = error.new_chat_id, None
            except BadRequest as error:
                if "thread" in str(error).lower() and place is not None:
                    place = None
                elif styled and piece.entities and "markup" not in str(error).lower():
                    log.warning("sent plain: %s", error)
                    styled = False
                elif rows:
                    log.warning("sent without buttons: %s", error)
                    rows = ()
                else:
                    self._give_up(chat, error)
                    return None
            except TelegramError as error:
                self._give_up(chat, error)
                return None
        return None

    async def quietly(self, chat: int, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call whose failure matters to nobody: it is counted and logged."""
        try:
            await self._call(chat, call)
        except TelegramError as error:
            self._give_up(chat, error)

    async def _call(self, chat: int, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call, again after 429 and after failures that came before it was carried out.

        Raises:
            TelegramError: what is left: the request is wrong, the chat is gone, or the server stays away.

        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await call()
            except RetryAfter as error:
                self._metrics.retry_after.inc()
                wait = _seconds(error.retry_after)
                if attempt == ATTEMPTS or wait > LONGEST_WAIT:
                    raise
            except TimedOut as error:
                if attempt == ATTEMPTS or not _was_not_sent(error):
                    raise
                wait = float(attempt)
            except (BadRequest, Forbidden):
                raise
            except NetworkError:
                if attempt == ATTEMPTS:
                    raise
                wait = min(2.0**attempt, 15.0)
            log.info("chat %s: trying again in %.1f s", chat, wait)
            async with without_slot():
                await asyncio.sleep(wait * self._pace)
        raise AssertionError("the last attempt returns or raises")  # pragma: no cover

    def note_membership(self, chat: int, status: str, *, gone: bool) -> None:
        """Log once that the bot was added, removed, blocked or unblocked; what a send then meets is known."""
        if not gone or chat not in self._gone:
            log.info("chat %s: the bot is now %s", chat, status)
        (self._gone.add if gone else self._gone.discard)(chat)

    def note_move(self, old: int, new: int) -> bool:
        """Note and log once that a group has a new number; return whether that was news."""
        if self._moved.get(old) == new:
            return False
        log.info("chat %s is now %s", old, new)
        self._moved[old] = new
        return True

    def _give_up(self, chat: int, error: TelegramError) -> None:
        self._metrics.unsent.inc()
        if isinstance(error, Forbidden):
            if chat not in self._gone:
                log.info("chat %s: blocked or removed (%s)", chat, error)
            self._gone.add(chat)
        elif isinstance(error, TimedOut):
            log.warning("chat %s: no answer in time; not sent again, for it may have arrived", chat)
        else:
            log.warning("chat %s: given up (%s)", chat, error)


def _was_not_sent(error: TimedOut) -> bool:
    """Say whether a timeout came before the request left: no free connection, or none could be made."""
    return NOT_SENT in str(error) or isinstance(error.__cause__, httpx.ConnectTimeout)


def _seconds(value: int | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else float(value)
