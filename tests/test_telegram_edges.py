"""The edges of a conversation over real HTTP: albums, topics, passages sent next, guests, unreadable updates."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.channels.telegram.endpoints import SECRET_HEADER
from bot.channels.telegram.services import Services
from bot.channels.telegram.store import Store
from bot.telegram_config import TelegramConfigError
from tests import telegram_server as tg
from tests.telegram_server import TelegramServer, fault
from tests.test_telegram_process import start

pytestmark = pytest.mark.asyncio
FORWARDED = {"type": "hidden_user", "date": 1, "sender_user_name": "乙"}
OWN = {"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    settings = {"POLICYBOT_TELEGRAM_ADMINS": "99", "POLICYBOT_TELEGRAM_GUESTS": "1", "POLICYBOT_TELEGRAM_CHATS": "-100"}
    async with tg.telegram_server() as found, tg.running(found, tmp_path, **settings, POLICYBOT_TELEGRAM_USERS="7"):
        yield found


async def answer_to(server: TelegramServer, text: str, /, **more: Any) -> tg.Call:
    before = len(server.of("sendMessage"))
    await server.update(message=tg.message(text, **more))
    return (await server.wait_for(before + 1, "sendMessage"))[before]


def buttons(call: tg.Call) -> list[dict[str, Any]]:
    return [b for row in call.fields.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


async def test_a_bare_check_takes_what_is_forwarded_next_and_nothing_after_it(server: TelegramServer) -> None:
    assert "直接发来" in (await answer_to(server, "/check")).fields["text"]
    passage = "装配式建筑占新建建筑面积比例达到35%以上"
    assert "逐字" in (await answer_to(server, passage, forward_origin=FORWARDED)).fields["text"]
    assert "逐字" not in (await answer_to(server, passage)).fields["text"]
    await answer_to(server, "/check")
    assert "——" in (await answer_to(server, "/clause 3")).fields["text"]  # a command comes instead of the passage
    assert "逐字" not in (await answer_to(server, "第3条")).fields["text"]


async def test_a_quoted_part_of_a_message_is_checked(server: TelegramServer) -> None:
    whole = tg.message("有人说：装配式建筑占新建建筑面积比例达到35%以上，对吗")
    quote = {"text": "装配式建筑占新建建筑面积比例达到35%以上", "position": 4}
    call = await answer_to(server, "/check", reply_to_message=whole, quote=quote)
    assert "逐字" in call.fields["text"]


async def test_the_button_for_the_new_words_asks_them_alone(server: TelegramServer) -> None:
    await answer_to(
        server, "食品抽检合格率目标是多少", chat=tg.group(), reply_to_message={**tg.message("…"), "from": OWN}
    )
    asked = tg.message(f"@{tg.NAME} 养老呢", chat=tg.group())
    await server.update(message=asked)
    call = (await server.wait_for(2, "sendMessage"))[1]
    [new] = [b for b in buttons(call) if b["text"].startswith("只查")]
    on = {**tg.message("…", chat=tg.group()), "from": OWN, "reply_to_message": asked}
    await server.update(callback_query=tg.tap(new["callback_data"], on))
    [*_, last] = await server.wait_for(3, "sendMessage")
    assert "理解）" not in last.fields["text"]
    assert not any(b["text"].startswith("只查") for b in buttons(last))


async def test_an_edited_follow_up_starts_from_where_it_was_asked(server: TelegramServer) -> None:
    await answer_to(server, "第3条")
    asked = tg.message("下一条")
    await server.update(message=asked)
    await server.wait_for(2, "sendMessage")
    await server.update(edited_message={**asked, "text": "上一条", "edit_date": asked["date"]})
    [call] = await server.wait_for(1, "editMessageText")
    assert "第2条" in call.fields["text"]


async def test_an_album_gets_one_line_and_a_service_message_none(server: TelegramServer) -> None:
    photo: dict[str, Any] = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "text": None}
    await server.update(message=tg.message("", text=None, pinned_message=tg.message("x")))
    for _ in range(3):
        await server.update(message=tg.message("", **photo, media_group_id="5"))
    await answer_to(server, "第3条")
    texts = [c.fields["text"] for c in await server.wait_for(2, "sendMessage")]
    assert sum("我只看得懂文字" in t for t in texts) == 1
    assert len(texts) == 2


async def test_a_group_that_moved_stays_on_the_allow_list(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await server.update(message=tg.message("", text=None, chat=tg.group(), migrate_to_chat_id=-777))
    await server.update(message=tg.message("", text=None, chat=tg.group(-777), migrate_from_chat_id=-100))
    call = await answer_to(server, f"@{tg.NAME} 第3条", chat=tg.group(-777))
    assert str(call.fields["chat_id"]) == "-777"
    assert [r.getMessage() for r in caplog.records if "-777" in r.getMessage()] == [
        "chat -100 is now -777",
        "POLICYBOT_TELEGRAM_CHATS: write -777 instead of -100 before the next start",
    ]


async def test_an_inline_query_that_may_mean_several_clauses_offers_them(server: TelegramServer) -> None:
    await server.update(inline_query={"id": "1", "from": tg.person(), "query": "（二）", "offset": ""})
    [call] = await server.wait_for(1, "answerInlineQuery")
    ids = [r["id"] for r in call.fields["results"]]
    assert ids[0] == "c_1-2"
    assert {"c_1-2", "c_2-2", "c_3-2"} <= set(ids)
    assert len(set(ids)) == len(ids)


async def test_a_guest_is_told_what_is_not_there(server: TelegramServer) -> None:
    question = tg.message(f"@{tg.NAME} 2030年的目标", chat=tg.group(), guest_query_id="g1")
    await server.update(guest_message=question)
    [call] = await server.wait_for(1, "answerGuestQuery")
    assert "2030" in str(call.fields["result"]["input_message_content"]["message_text"])


async def test_diag_says_what_should_be_otherwise(server: TelegramServer) -> None:
    call = await answer_to(server, "/diag", user=tg.person(99), chat=tg.private(99))
    lines = dict(line.split("：", 1) for line in call.fields["text"].splitlines() if "：" in line)
    assert lines["群隐私模式"].startswith("开（")
    assert lines["行内模式"] == "✓ 开"
    assert lines["访客提问"].startswith("关（")
    assert lines["更新方式"] == "✓ getUpdates"


async def test_reactions_count_under_answers_alone(tmp_path: Path) -> None:
    def reaction(message: int) -> dict[str, Any]:
        thumb = [{"type": "emoji", "emoji": "👍"}]
        return {
            "chat": tg.private(), "user": tg.person(), "message_id": message, "date": 1, "old_reaction": [],
            "new_reaction": thumb,
        }  # fmt: skip

    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        asked = tg.message("第3条")
        await server.update(message=asked)
        store = Store(tmp_path)
        async with asyncio.timeout(tg.WAIT):
            while not store.answers_to(7, asked["message_id"]):
                await asyncio.sleep(0.01)
        [answer] = store.answers_to(7, asked["message_id"])
        await server.update(message_reaction=reaction(answer))
        await server.update(message_reaction=reaction(answer + 1000))
        await answer_to(server, "第4条")
        assert store.stats(1).up == 1


async def test_commands_and_taps_count_as_questions(tmp_path: Path) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path, POLICYBOT_USER_RATE="2"):
        for _ in range(2):
            await answer_to(server, "/clause 3")
        assert "提问太快了" in (await answer_to(server, "/toc")).fields["text"]
        await server.update(message=tg.message("/targets"))  # said once; the rest is silence
        await server.update(callback_query=tg.tap("v1|c|2-4-13|0", {**tg.message("…"), "from": OWN}))
        await server.wait_for(1, "answerCallbackQuery")
        call = await answer_to(server, "第5条", user=tg.person(8), chat=tg.private(8))
        assert "第5条" in call.fields["text"]
        assert len(server.of("sendMessage")) == 4


async def test_an_update_that_cannot_be_read_does_not_stop_polling(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def malformed(_: web.Request) -> web.StreamResponse:
        update = {"update_id": 5, "message": {"message_id": 1, "text": "秘密", "chat": 7}}
        return web.json_response({"ok": True, "result": [update]})

    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        server.fail("getUpdates", malformed)
        assert "第3条" in (await answer_to(server, "第3条")).fields["text"]
    assert "秘密" not in caplog.text
    assert "left out that cannot be read" in caplog.text


async def test_a_token_that_is_revoked_is_told_in_a_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        server.fail("getUpdates", fault(401, "Unauthorized"))
        async with asyncio.timeout(tg.WAIT):
            while "the token is refused (401)" not in caplog.text:
                await asyncio.sleep(0.05)


async def test_a_person_is_told_the_number_that_stands_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: Any) -> None:
        raise RuntimeError("秘密")

    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        monkeypatch.setattr(Services, "answer", fails)
        said = (await answer_to(server, "第3条")).fields["text"]
        number = said.partition("编号 ")[2].partition("）")[0]
        assert number
        assert f"request {number} failed" in caplog.text


async def test_a_webhook_update_that_cannot_be_read_is_not_asked_for_again(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    base = f"http://127.0.0.1:{unused_tcp_port}"
    webhook = {
        "POLICYBOT_WEBHOOK_URL": f"{base}/hook", "POLICYBOT_WEBHOOK_SECRET": "s3cret",
        "POLICYBOT_HTTP_PORT": str(unused_tcp_port),
    }  # fmt: skip
    headers = {SECRET_HEADER: "s3cret", "Content-Type": "application/json; charset=utf-8"}
    async with tg.telegram_server() as server, tg.running(server, tmp_path, **webhook):
        await server.wait_for(1, "setWebhook")
        async with aiohttp.ClientSession(headers=headers) as session:
            bad = b'{"update_id": 1, "message": {"chat": 7}}'
            for data, status in ((bad, 200), (b"[]", 400), (b"[" * 100_000, 400)):
                async with session.post(f"{base}/hook", data=data) as response:
                    assert response.status == status
            async with session.get(f"{base}/metrics") as response:
                assert "policybot_malformed_updates_total 1.0" in await response.text()


@pytest.mark.parametrize(
    ("taken", "refused", "said"),
    [
        pytest.param(False, True, "POLICYBOT_WEBHOOK_URL: refused by the Bot API", id="the address is refused"),
        pytest.param(True, False, "POLICYBOT_HTTP_PORT: 127.0.0.1", id="the port is taken"),
    ],
)
async def test_what_cannot_start_is_one_line_before_an_update_is_handled(
    taken: bool, refused: bool, said: str, tmp_path: Path, unused_tcp_port: int
) -> None:
    Store(tmp_path).take(1, "{}")  # left over from an earlier run
    webhook = {"POLICYBOT_WEBHOOK_URL": "https://example.org/hook", "POLICYBOT_WEBHOOK_SECRET": "s3cret"}
    port = unused_tcp_port
    other = await asyncio.start_server(lambda *_: None, "127.0.0.1", port) if taken else None
    async with tg.telegram_server() as server:
        if refused:
            server.fail("setWebhook", fault(400, f"Bad Request: bad webhook {tg.TOKEN}"))
        with pytest.raises(TelegramConfigError) as caught:
            async with tg.running(server, tmp_path, **webhook, POLICYBOT_HTTP_PORT=str(port)):
                await asyncio.sleep(1)
    if other:
        other.close()
    assert str(caught.value).startswith(said)
    assert tg.TOKEN not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_what_telegram_puts_off_for_long_is_left_to_the_next_run(tmp_path: Path) -> None:
    async with tg.telegram_server() as server:
        server.fail("sendMessage", fault(429, "Too Many Requests", retry_after=200))
        process = await start(server, tmp_path, POLICYBOT_SHUTDOWN_SECONDS="1")
        await server.update(message=tg.message("第3条"))
        await server.wait_for(1, "sendMessage", seconds=60)
        process.terminate()
        began = time.monotonic()
        async with asyncio.timeout(tg.WAIT):
            _, errors = await process.communicate()
        assert time.monotonic() - began < 100  # far less than the 200 seconds that it was told to wait
        assert process.returncode == 0, errors.decode()
        assert "Traceback" not in errors.decode()
        assert "DEBUG" not in errors.decode()
        [(_, raw)] = Store(tmp_path).pending()
        assert "第3条" in json.loads(raw)["message"]["text"]
