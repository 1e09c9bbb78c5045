"""The conversation: what the person does, and what the bot sends for it to a Bot API server that is not ours."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import App
from tests import telegram_server as tg
from tests.telegram_server import Call, TelegramServer

Json = dict[str, Any]
TODAY = "2026-01-01"  # so that deadlines read the same whenever the conversation is recorded
PERSON, TAP, QUERY, BOT, RESULT = "person", "tap", "query", "bot", "result"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing in the conversation. `who` is PERSON (wrote), TAP (tapped a button), QUERY, BOT or RESULT (inline)."""

    who: str
    text: str
    entities: tuple[Json, ...] = ()
    rows: tuple[tuple[Json, ...], ...] = ()


@dataclass(slots=True)
class Talk:
    """One person in a private chat with the bot; every method does one thing there and waits for what comes back."""

    server: TelegramServer
    bubbles: list[Bubble] = field(default_factory=list)

    async def ask(self, words: str) -> None:
        """Write a message."""
        self.bubbles.append(Bubble(PERSON, words))
        before = len(self.server.of("sendMessage"))
        await self.server.update(message=tg.message(words))
        self._note(await self._sent(before))

    async def tap(self, row: int, column: int = 0) -> None:
        """Tap a button of the last message."""
        message = self.bubbles[-1]
        button = message.rows[row][column]
        self.bubbles.append(Bubble(TAP, button["text"]))
        before = len(self.server.of("sendMessage"))
        keyboard = {"inline_keyboard": [list(buttons) for buttons in message.rows]}
        on = {**tg.message(message.text), "from": {"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}}
        await self.server.update(callback_query=tg.tap(button["callback_data"], {**on, "reply_markup": keyboard}))
        self._note(await self._sent(before))

    async def query(self, words: str) -> None:
        """Write @bot and some words in another chat, and choose the first result."""
        self.bubbles.append(Bubble(QUERY, f"@{tg.NAME} {words}"))
        before = len(self.server.of("answerInlineQuery"))
        await self.server.update(inline_query={"id": "1", "from": tg.person(), "query": words, "offset": ""})
        call = (await self.server.wait_for(before + 1, "answerInlineQuery"))[before]
        content = call.fields["results"][0]["input_message_content"]
        self.bubbles.append(Bubble(RESULT, content["message_text"], tuple(content.get("entities", ()))))

    async def _sent(self, before: int) -> list[Call]:
        """Return the messages of one answer: it is complete with the one that has buttons."""
        number = before + 1
        while True:
            calls = (await self.server.wait_for(number, "sendMessage", seconds=60))[before:]
            if "reply_markup" in calls[-1].fields:
                return calls
            number += 1

    def _note(self, calls: list[Call]) -> None:
        for call in calls:
            rows = call.fields.get("reply_markup", {}).get("inline_keyboard", ())
            entities = tuple(call.fields.get("entities", ()))
            self.bubbles.append(Bubble(BOT, call.fields["text"], entities, tuple(tuple(row) for row in rows)))


async def hold(app: App, home: Path) -> list[Bubble]:
    """Hold the conversation with the whole bot over real HTTP, and return it. `home` keeps the bot's database."""
    async with tg.telegram_server() as server, tg.running_app(server, home, app, {"POLICYBOT_TODAY": TODAY}):
        talk = Talk(server)
        async with asyncio.timeout(120):
            await talk.ask("食品抽检合格率定的是多少")
            await talk.ask("水产品呢")
            await talk.ask("老人吃饭的食堂要办多少家")
            await talk.ask("小企业请不起检测设备，有没有地方能帮忙")
            await talk.ask("（二）")
            await talk.tap(2)
            await talk.ask("2035年装配式建筑要占多少")
            await talk.tap(1)
            await talk.ask("第28条")
            await talk.query("27")
        return talk.bubbles
