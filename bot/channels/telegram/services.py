"""What every handler shares, and the one way from question to answer: off the event loop, in a bounded executor."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.answerer import Conversation
from bot.app import App
from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.limits import RateLimit
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.screens import Reader, Screen, answer_screen
from bot.channels.telegram.sender import Sender
from bot.channels.telegram.sessions import Place, Sessions
from bot.channels.telegram.store import Store, StoreError
from bot.config import Config
from bot.render import Shelf
from bot.suggest import suggestions
from bot.telegram_config import TelegramConfig
from bot.types import Answer, Status
from knowledge.types import Document

log = logging.getLogger(__name__)
T = TypeVar("T")
TYPING_AFTER = 0.5  # seconds; quicker answers need no sign of life


@dataclass(slots=True)
class Services:
    """Everything that handlers need. `store` is None where the database could not be opened."""

    app: App
    config: Config
    telegram: TelegramConfig
    sender: Sender
    inbox: Inbox
    sessions: Sessions
    users: RateLimit
    chats: RateLimit
    metrics: Metrics
    health: Health
    executor: Executor
    store: Store | None

    @property
    def document(self) -> Document:
        """The document that is answered from."""
        return self.app.facts.document

    @property
    def shelf(self) -> Shelf:
        """The documents, and today's date."""
        return Shelf.of(self.app.documents, self.config.today())

    async def answer(self, text: str, conversation: Conversation | None = None) -> tuple[Answer, Conversation]:
        """Answer a question in the executor; raises what the answerer raises."""
        return await self.off_loop(partial(self.app.answerer.answer, text, conversation))

    async def off_loop(self, call: "partial[T]") -> T:
        """Make a call that computes in the executor, so that the event loop goes on."""
        return await asyncio.get_running_loop().run_in_executor(self.executor, call)

    async def screen(self, answer: Answer, reader: Reader) -> Screen:
        """Return an answer as messages; a refusal with questions that do have an answer."""
        suggested: tuple[str, ...] = ()
        if answer.status is Status.NOT_FOUND:
            look_up = self.app.answerer.answer
            nearest = [c.clause for c in answer.nearest]
            suggested = await self.off_loop(
                partial(suggestions, answer.question, nearest, self.app.facts, lambda q: look_up(q)[0])
            )
        return answer_screen(answer, self.shelf, reader, suggested)

    def reader(self, person: int, language: str | None) -> Reader:
        """Return how somebody wants it: as chosen, else in the language of their Telegram."""
        chosen = self.stored(lambda store: store.reader(person)) if self.store else None
        return chosen or Reader("zh" if (language or "zh").startswith("zh") else "en")

    def conversation(self, place: Place, edited: int | None = None) -> Conversation:
        """Return the conversation in a place, within the documents that were chosen there: that choice outlives it."""
        conversation = self.sessions.get(place, edited)
        scope = conversation.scope or self.stored(lambda store: store.scope(place)) or ()
        return replace(conversation, scope=scope)

    def keep(self, place: Place, before: Conversation, after: Conversation, message: int) -> None:
        """Keep the conversation in a place after the question in `message`, and a choice of documents for good."""
        self.sessions.put(place, after, message)
        if after.scope != before.scope:
            self.stored(lambda store: store.set_scope(place, after.scope))

    def too_many(self, person: int, chat: int) -> int | None:
        """Count a question; None unless it is one too many: then the seconds to wait, or 0 where that was said."""
        refusal = self.users.refuse(person) or self.chats.refuse(chat)  # what is refused does not use up the chat's
        if refusal is None:
            return None
        self.metrics.limited.inc()
        return refusal.seconds if refusal.tell else 0

    def stored(self, call: Callable[[Store], T]) -> T | None:
        """Return what the database gives, or None where it fails: the bot answers all the same."""
        if self.store is None:
            return None
        try:
            return call(self.store)
        except StoreError as error:
            self.metrics.store_errors.inc()
            log.error("%s", error)
            return None


async def with_typing(bot: Bot, chat: int, thread: int | None, work: Awaitable[T]) -> T:
    """Return what `work` gives; if that lasts, the chat says meanwhile that the bot is typing."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=TYPING_AFTER)
    if not done:
        try:
            await bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread)
        except TelegramError as error:
            log.info("no typing sign: %s", error)
    return await task
