"""What is meant for the bot, and updates that are left out."""

import json
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, User

from bot.channels.telegram.addressing import asked_in, question_in
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.store import Store
from bot.channels.telegram.updates import readable
from tests import telegram_server as tg

BOT = User(tg.BOT_ID, "b", True, username=tg.NAME)
OWN = {"from": {"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}}
FORWARDED = {"type": "user", "date": 1, "sender_user": tg.person(9)}


# What is meant for the bot


def inserted() -> dict[str, Any]:
    """Return a clause that somebody inserted through the bot."""
    return tg.message("——《福建省质量强省建设纲要》二、（四）第12条", chat=tg.group(), via_bot=BOT.to_dict())


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(tg.message("下一条", chat=tg.group(), reply_to_message=inserted()), "下一条", id="inline quote"),
        pytest.param(
            tg.message(f"@{tg.NAME} 第3条", chat=tg.group(), forward_origin=FORWARDED), None, id="a forwarded mention"
        ),
        pytest.param(tg.message("第3条", forward_origin=FORWARDED), "第3条", id="forwarded to the bot in private"),
        pytest.param(
            tg.message(f"@{tg.NAME}", chat=tg.group(), reply_to_message=tg.message("第5条", chat=tg.group())),
            "第5条",
            id="a mention alone asks what it replies to",
        ),
        pytest.param(
            tg.message("大家好", chat=tg.group(), reply_to_message={
                **tg.message("", text=None, chat=tg.group()), **OWN,
                "forum_topic_created": {"name": "t", "icon_color": 1},
            }),
            None,
            id="a topic that the bot opened",
        ),
        pytest.param(tg.message("第3条", user={**tg.person(777000)}, chat=tg.group(), is_automatic_forward=True), None,
                     id="a channel's post in its group"),
    ],
)  # fmt: skip
def test_what_is_asked(message: dict[str, Any], expected: str | None) -> None:
    asked = asked_in(tg.parsed(message=message), BOT)
    assert (asked.text if asked else None) == expected


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param("水产品呢", "水产品呢", id="in private"),
        pytest.param(f"@{tg.NAME} 水产品呢", "水产品呢", id="a mention"),
        pytest.param("/ask 水产品呢", "水产品呢", id="a command"),
    ],
)
def test_the_new_words_are_searched_without_what_called_the_bot(text: str, question: str) -> None:
    message = tg.parsed(message=tg.message(text)).message
    assert message
    assert question_in(message, BOT) == question


# Updates that cannot be read


def test_an_update_that_cannot_be_read_is_left_out_and_keeps_its_number() -> None:
    good = {"update_id": 1, "message": tg.message("第3条")}
    bad = {"update_id": 2, "message": {"chat": "no chat", "text": "甲"}}
    body, count = readable(json.dumps({"ok": True, "result": [good, bad, "no update"]}).encode())
    assert (json.loads(body)["result"], count) == ([good, {"update_id": 2}], 2)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"ok": true}', b'{"result": true}', b"[" * 100_000])
def test_an_answer_that_is_none_is_passed_on(body: bytes) -> None:
    assert readable(body) == (body, 0)


@pytest.mark.asyncio
async def test_what_was_answered_or_cannot_be_read_is_not_handled_again(tmp_path: Path) -> None:
    store, metrics = Store(tmp_path), Metrics()
    for number, text in ((1, "第3条"), (2, "第4条")):
        store.take(number, tg.parsed(message=tg.message(text, message_id=number)).to_json())
    store.take(3, "{broken")
    store.take(4, '{"update_id": 4, "message": 5}')
    store.sent(7, 1, [50])
    inbox = Inbox(store, metrics, 10**6)
    assert await inbox.restore(Bot(tg.TOKEN)) == 1
    assert (metrics.malformed._value.get(), metrics.duplicates._value.get()) == (2, 1)
    assert [n for n, _ in store.pending()] == [2]


@pytest.mark.asyncio
async def test_an_update_that_ends_every_run_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.channels.telegram.store.MOST_TRIES", 3)
    Store(tmp_path).take(1, tg.parsed(message=tg.message("第3条")).to_json())
    taken = [await Inbox(Store(tmp_path), Metrics(), 10**6).restore(Bot(tg.TOKEN)) for _ in range(4)]
    assert taken == [1, 1, 1, 0]
    assert "1 updates given up" in caplog.text
