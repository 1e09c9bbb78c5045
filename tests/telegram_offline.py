"""The handlers without any network: the bot's requests end in a list, and answers come from the plan by number."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.application import dispatch
from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.limits import RateLimit
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.sender import Sender
from bot.channels.telegram.services import Services
from bot.channels.telegram.sessions import Sessions
from bot.channels.telegram.store import Store
from bot.config import Config
from bot.telegram_config import TelegramConfig
from tests import telegram_server as tg
from tests.telegram_server import Call

ME = {
    "id": tg.BOT_ID, "is_bot": True, "first_name": "b", "username": tg.NAME, "can_join_groups": True,
    "can_read_all_group_messages": False, "supports_inline_queries": True,
}  # fmt: skip
UNNOTED = ("getMe", "sendChatAction")  # the sign of typing depends on how fast the machine is
TRUE = ("answerCallbackQuery", "answerInlineQuery", "deleteMessage", "sendChatAction")


class OfflineRequest(BaseRequest):
    """A request that opens no connection: it notes what is asked, and fails on what no test foresaw."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._numbers = count(5000)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        """No wait."""
        return None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Note one call, and answer it as Telegram does."""
        name = url.rpartition("/")[2]
        fields = dict(request_data.parameters) if request_data else {}
        if name not in UNNOTED:
            self.calls.append(Call(name, fields))
        return 200, json.dumps({"ok": True, "result": self._result(name, fields)}).encode()

    def _result(self, name: str, fields: dict[str, Any]) -> Any:
        if name == "getMe":
            return ME
        if name in ("sendMessage", "sendDocument", "editMessageText"):
            chat = {"id": int(fields["chat_id"]), "type": "private"}
            return {"message_id": next(self._numbers), "date": 1, "chat": chat}
        if name == "answerGuestQuery":
            return {"inline_message_id": "1"}
        if name == "getWebhookInfo":
            return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        if name in TRUE:
            return True
        raise AssertionError(f"{name}: the network is out of bounds here")


@dataclass
class Desk:
    """The handlers with everything that they need, and what they sent."""

    services: Services
    bot: Bot
    request: OfflineRequest
    numbers: Any = field(default_factory=lambda: count(1))

    async def handle(self, **kind: Any) -> list[Call]:
        """Handle one update of one kind, and return the calls that this made."""
        before = len(self.request.calls)
        update = Update.de_json({"update_id": next(self.numbers), **kind}, self.bot)
        assert update is not None
        await dispatch(update, self.bot, self.services)
        return self.request.calls[before:]

    async def say(self, words: str, /, **more: Any) -> list[Call]:
        """Handle a message."""
        return await self.handle(message=tg.message(words, **more))

    @property
    def store(self) -> Store:
        """The database."""
        assert self.services.store is not None
        return self.services.store


@contextmanager
def desk(home: Path, request: OfflineRequest | None = None, **settings: Any) -> Iterator[Desk]:
    """Return handlers at work in `home`, with these settings of the bot."""
    request = request or OfflineRequest()
    telegram = TelegramConfig(tg.TOKEN, **settings)
    config = Config(home=home, embedding_model="hashing", as_of=date(2026, 1, 1))
    bot, metrics, store = Bot(tg.TOKEN, request=request), Metrics(), Store(home)
    executor = ThreadPoolExecutor(1)
    services = Services(
        app=tg.shared_app(), config=config, telegram=telegram,
        sender=Sender(bot, metrics, 0.0), inbox=Inbox(store, metrics, 60), sessions=Sessions(30),
        users=RateLimit(telegram.user_rate), chats=RateLimit(telegram.chat_rate), metrics=metrics,
        health=Health(), executor=executor, store=store,
    )  # fmt: skip
    try:
        yield Desk(services, bot, request)
    finally:
        executor.shutdown()
        store.close()


def refuse_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever opens a connection."""

    def refuse(*_: object) -> None:
        raise AssertionError("a handler's test opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
