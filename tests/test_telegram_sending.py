"""Sending when something is in the way: nothing is lost, doubled or out of order."""

import asyncio
import logging
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, InvalidToken, TelegramError, TimedOut

from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.layout import plain
from bot.channels.telegram.logs import HIDDEN, clean
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.polling import watch
from bot.channels.telegram.processor import ChatOrder, without_slot
from bot.channels.telegram.screens import Screen
from bot.channels.telegram.sender import Sender
from tests import telegram_server as tg

# Sending


class FakeBot:
    """Notes what it is asked to send, and fails as told."""

    def __init__(self, *failures: TelegramError) -> None:
        self.failures = list(failures)
        self.sent: list[tuple[str, Any, Any]] = []
        self.unchangeable: set[int] = set()

    async def send_message(self, chat: int, text: str, **named: Any) -> Any:
        reply = named["reply_parameters"]
        self.sent.append(("send", text, reply.message_id if reply else None))
        if self.failures:
            raise self.failures.pop(0)
        return type("Sent", (), {"message_id": 100 + len(self.sent)})

    async def edit_message_text(self, text: str, chat: int, message: int, **named: Any) -> None:
        if message in self.unchangeable:
            raise BadRequest("Message can't be edited")
        self.sent.append(("edit", text, message))

    async def delete_message(self, chat: int, message: int) -> None:
        self.sent.append(("delete", message, None))


def sender(bot: FakeBot) -> Sender:
    return Sender(bot, Metrics(), 0.0)  # type: ignore[arg-type]


def screen(*texts: str) -> Screen:
    return Screen(tuple(map(plain, texts)))


def caused(cause: Exception) -> TimedOut:
    error = TimedOut()
    error.__cause__ = cause
    return error


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("cause", "sends"),
    [
        pytest.param(httpx.ConnectTimeout("x"), 2, id="never connected: sent again"),
        pytest.param(httpx.ReadTimeout("x"), 1, id="may have arrived: not doubled"),
    ],
)
async def test_only_what_never_left_is_sent_again(cause: Exception, sends: int) -> None:
    bot = FakeBot(caused(cause))
    await sender(bot).send(7, screen("甲"))
    assert len(bot.sent) == sends


@pytest.mark.asyncio
async def test_the_first_message_and_the_one_with_the_buttons_reply_to_the_question() -> None:
    bot = FakeBot()
    assert await sender(bot).send(7, screen("甲", "乙", "丙"), reply_to=5) == [101, 102, 103]
    assert bot.sent == [("send", "甲", 5), ("send", "乙", None), ("send", "丙", 5)]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("texts", "unchangeable", "done"),
    [
        pytest.param(("甲",), set(), [("edit", "甲", 1), ("delete", 2, None)], id="fewer pages"),
        pytest.param(
            ("甲", "乙", "丙"), set(), [("edit", "甲", 1), ("edit", "乙", 2), ("send", "丙", 5)], id="more pages"
        ),
        pytest.param(
            ("甲", "乙"), {1},
            [("delete", 1, None), ("delete", 2, None), ("send", "甲", 5), ("send", "乙", 5)],
            id="the first is gone: all anew, in order",
        ),
    ],
)  # fmt: skip
async def test_pages_stay_in_order_when_an_answer_is_edited(
    texts: tuple[str, ...], unchangeable: set[int], done: list[Any]
) -> None:
    bot = FakeBot()
    bot.unchangeable = unchangeable
    await sender(bot).edit(7, [1, 2], screen(*texts), reply_to=5)
    assert bot.sent == done


def test_that_the_bot_was_removed_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    sends = sender(FakeBot())
    sends.note_membership(-1, "kicked", gone=True)
    sends.note_membership(-1, "kicked", gone=True)
    assert [r.message for r in caplog.records] == ["chat -1: the bot is now kicked"]
    sends.note_membership(-1, "member", gone=False)
    assert "member" in caplog.text


@pytest.mark.asyncio
async def test_chats_that_telegram_puts_off_hold_no_slot() -> None:
    order, done, go = ChatOrder(at_once=1), [], asyncio.Event()

    async def put_off() -> None:
        async with without_slot():
            await go.wait()
        done.append("put off")

    async def quick() -> None:
        done.append("quick")
        go.set()

    async with asyncio.timeout(5):
        await asyncio.gather(
            *(
                order.process_update(tg.parsed(message=tg.message("x", chat=tg.private(n))), put_off())
                for n in (1, 2, 3)
            ),
            order.process_update(tg.parsed(message=tg.message("x", chat=tg.private(4))), quick()),
        )
    assert done == ["quick", "put off", "put off", "put off"]


@pytest.mark.asyncio
async def test_a_restart_that_fails_ends_the_process_all_the_same() -> None:
    ended: list[str] = []

    async def restart() -> None:
        raise InvalidToken

    async with asyncio.timeout(5):
        await watch(Health(0.001), restart, lambda: ended.append("ended"), 0.001)
    assert ended == ["ended"]


def test_an_error_is_told_in_one_line_without_the_token() -> None:
    assert clean(TelegramError(f"at\n{tg.TOKEN}")) == f"at {HIDDEN}"
