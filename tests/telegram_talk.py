"""One person's talk with a running bot, over real HTTP: each has a chat of their own, so that many share one bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from bot.app import App
from tests import telegram_server as tg
from tests.telegram_server import Call, TelegramServer

OWN = {"id": tg.BOT_ID, "is_bot": True, "first_name": "b", "username": tg.NAME}
AT = f"@{tg.NAME}"
ADMIN = 99
SECRET = "s3cret"
MODES = ("polling", "webhook")
SEEN = ("sendMessage", "editMessageText", "sendDocument", "deleteMessage")
_NUMBERS = count(10_001)
_TAPS = count(1)


@asynccontextmanager
async def running_bot(
    home: Path, mode: str, port: int, app: App | None = None, **variables: str
) -> AsyncIterator[TelegramServer]:
    """Run a bot that polls, or takes updates by webhook on `port`; an administrator and guests are let in."""
    given = {"POLICYBOT_TELEGRAM_ADMINS": str(ADMIN), "POLICYBOT_TELEGRAM_GUESTS": "1", **variables}
    if mode == "webhook":
        given |= {"POLICYBOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "POLICYBOT_WEBHOOK_SECRET": SECRET}
    given |= {"POLICYBOT_HTTP_PORT": str(port)}
    async with tg.telegram_server() as server, tg.running_app(server, home, app, given):
        if mode == "webhook":
            await server.wait_for(1, "setWebhook")
        yield server


@dataclass
class Talk:
    """A person in a private chat, or in a group."""

    server: TelegramServer
    number: int = field(default_factory=lambda: next(_NUMBERS))
    language: str = "zh-hans"
    group: bool = False
    taken: int = 0

    @property
    def user(self) -> dict[str, Any]:
        """The person."""
        return tg.person(self.number, self.language)

    @property
    def chat(self) -> dict[str, Any]:
        """The chat: as many groups as people."""
        return tg.group(-self.number) if self.group else tg.private(self.number)

    def message(self, text: str, /, **more: Any) -> dict[str, Any]:
        """Return a message of this person in this chat."""
        return tg.message(text, **{"chat": self.chat, "user": self.user, **more})

    def shown(self) -> list[Call]:
        """Return what the bot did in this chat so far."""
        return [c for c in self.server.of(*SEEN) if str(c.fields.get("chat_id")) == str(self.chat["id"])]

    async def next(self) -> Call:
        """Return the next thing that the bot does in this chat."""
        self.taken += 1
        try:
            async with asyncio.timeout(tg.WAIT):
                while len(self.shown()) < self.taken:
                    self.server.changed.clear()
                    await self.server.changed.wait()
        except TimeoutError:
            raise AssertionError(f"nothing more in {self.chat}: {self.shown()}") from None
        return self.shown()[self.taken - 1]

    async def say(self, text: str, /, **more: Any) -> Call:
        """Say something, and return what the bot does next."""
        await self.server.update(message=self.message(text, **more))
        return await self.next()

    async def edit(self, message: dict[str, Any], text: str) -> Call:
        """Edit a message, and return what the bot does next."""
        await self.server.update(edited_message={**message, "text": text, "edit_date": message["date"]})
        return await self.next()

    def below(self, call: Call, asked: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the message that the bot made by a call, as Telegram shows it with a tap."""
        made = self.message(call.fields["text"], user=OWN, message_id=call.message_id, entities=[])
        markup, reply = call.fields.get("reply_markup"), {"reply_to_message": asked} if asked else {}
        return {**made, **reply, **({"reply_markup": markup} if markup else {})}

    async def tap(self, data: str, on: dict[str, Any]) -> str:
        """Tap a button of a message; return the notice that appears."""
        number = f"tap {next(_TAPS)}"
        await self.server.update(callback_query={**tg.tap(data, on, self.user), "id": number})
        async with asyncio.timeout(tg.WAIT):
            while not (found := self._answers(number)):
                self.server.changed.clear()
                await self.server.changed.wait()
        [answer] = found
        return str(answer.fields.get("text", ""))

    def _answers(self, number: str) -> list[Call]:
        return [c for c in self.server.of("answerCallbackQuery") if c.fields["callback_query_id"] == number]

    async def tap_on(self, label: str, call: Call, asked: dict[str, Any] | None = None) -> Call:
        """Tap the button with a label, and return what the bot does next."""
        await self.tap(data_of(label, call), self.below(call, asked))
        return await self.next()


def buttons(call: Call) -> list[dict[str, Any]]:
    """Return the buttons under a message."""
    return [b for row in call.fields.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


def data_of(label: str, call: Call) -> str:
    """Return what the button says that begins with `label`."""
    [found] = [b["callback_data"] for b in buttons(call) if b["text"].startswith(label)]
    return str(found)
