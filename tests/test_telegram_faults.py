"""What goes wrong between the bot and the Bot API, over real HTTP: each answer arrives once, or as once as it can."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Update

from bot.channels.telegram.endpoints import SECRET_HEADER
from bot.channels.telegram.store import Store
from tests import telegram_server as tg
from tests.telegram_server import TelegramServer, fault

pytestmark = pytest.mark.asyncio


async def answered(server: TelegramServer, *faults: Any) -> list[tg.Call]:
    """Return the sends of one answer whose first attempts meet these faults."""
    server.fail("sendMessage", *faults)
    await server.update(message=tg.message("第3条"))
    return await server.wait_for(len(faults) + 1, "sendMessage")


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param([fault(429, "Too Many Requests: retry after 1", retry_after=1)], id="429"),
        pytest.param([fault(500, "Internal Server Error"), fault(502, "Bad Gateway")], id="the server fails"),
        pytest.param([tg.drop, tg.drop], id="dropped connections"),
    ],
)
async def test_an_answer_is_sent_again_after_a_passing_fault(faults: list[Any], tmp_path: Path) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        calls = await answered(server, *faults)
        assert "第3条" in calls[-1].fields["text"]
        await server.update(message=tg.message("第4条"))
        calls = await server.wait_for(len(faults) + 2, "sendMessage")
        assert "第4条" in calls[-1].fields["text"]  # and nothing in between


async def test_a_refused_entity_is_sent_plain(tmp_path: Path) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        first, second = await answered(server, fault(400, "Bad Request: ENTITY_BOUNDS_INVALID"))
        assert first.fields["entities"]
        assert "entities" not in second.fields
        assert second.fields["text"] == first.fields["text"]
        assert second.fields["reply_markup"]


async def test_refused_buttons_do_not_cost_the_answer(tmp_path: Path) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        _, second = await answered(server, fault(400, "Bad Request: Invalid reply_markup"))
        assert "reply_markup" not in second.fields
        assert second.fields["entities"]


async def test_a_bot_that_was_blocked_goes_on_answering_others(tmp_path: Path) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        server.fail("sendMessage", fault(403, "Forbidden: bot was blocked by the user"))
        await server.update(message=tg.message("第3条"))
        await server.update(message=tg.message("第4条", chat=tg.private(8), user=tg.person(8)))
        calls = await server.wait_for(2, "sendMessage")
        assert "第4条" in calls[1].fields["text"]


async def test_a_group_that_moved_is_answered_where_it_is_now(tmp_path: Path) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        _, second = await answered(server, fault(400, "Bad Request: group upgraded", migrate_to_chat_id=-555))
        assert str(second.fields["chat_id"]) == "-555"


async def test_another_poller_is_counted_and_polling_goes_on(tmp_path: Path) -> None:
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        server.fail("getUpdates", fault(409, "Conflict: terminated by other getUpdates request"))
        assert len(await answered(server)) == 1


async def test_what_was_taken_before_a_crash_is_answered_after_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number, text in ((1, "第3条"), (2, "第4条")):
        update = Update.de_json({"update_id": number, "message": tg.message(text)}, None)
        assert update
        store.take(number, update.to_json())
    store.done(1)
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        [call] = await server.wait_for(1, "sendMessage")
        assert "第4条" in call.fields["text"]
    assert Store(tmp_path).pending() == []


async def test_everything_taken_is_answered_before_the_process_ends(tmp_path: Path) -> None:
    async with tg.telegram_server() as server:
        async with tg.running(server, tmp_path):
            for n in range(1, 9):
                await server.update(message=tg.message(f"第{n}条", chat=tg.private(n), user=tg.person(n)))
            await server.wait_for(1, "sendMessage")
        taken = 8 - len(Store(tmp_path).pending())
        assert len(server.of("sendMessage")) == taken == 8


async def test_a_locked_database_costs_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.store.BUSY_SECONDS", 0.05)
    async with tg.telegram_server() as server, tg.running(server, tmp_path):
        await asyncio.sleep(0.5)
        other = sqlite3.connect(tmp_path / "telegram.sqlite3", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        calls = await answered(server)
        assert "第3条" in calls[0].fields["text"]
        other.execute("ROLLBACK")
        other.close()


async def test_a_webhook_takes_what_bears_its_secret_and_nothing_else(tmp_path: Path, unused_tcp_port: int) -> None:
    base = f"http://127.0.0.1:{unused_tcp_port}"
    webhook = {
        "POLICYBOT_WEBHOOK_URL": f"{base}/hook", "POLICYBOT_WEBHOOK_SECRET": "s3cret",
        "POLICYBOT_HTTP_PORT": str(unused_tcp_port),
    }  # fmt: skip
    async with tg.telegram_server() as server, tg.running(server, tmp_path, **webhook):
        await server.wait_for(1, "setWebhook")
        await server.update(message=tg.message("第3条"))
        [call] = await server.wait_for(1, "sendMessage")
        assert "第3条" in call.fields["text"]
        async with aiohttp.ClientSession() as session:
            body = {"update_id": 9000, "message": tg.message("第4条")}
            for headers, data, status in (
                ({}, body, 403),
                ({SECRET_HEADER: "wrong"}, body, 403),
                ({SECRET_HEADER: "s3cret"}, ["no update"], 400),
            ):
                async with session.post(f"{base}/hook", json=data, headers=headers) as response:
                    assert response.status == status
            async with session.post(f"{base}/hook", data=b"{", headers={SECRET_HEADER: "s3cret"}) as response:
                assert response.status == 400
            for _ in range(2):  # delivered again, as after an answer that got lost
                async with session.post(f"{base}/hook", json=body, headers={SECRET_HEADER: "s3cret"}) as response:
                    assert response.status == 200
            calls = await server.wait_for(2, "sendMessage")
            assert "第4条" in calls[1].fields["text"]
            async with session.get(f"{base}/healthz") as response:
                assert (response.status, await response.text()) == (200, "ok\n")
            async with session.get(f"{base}/metrics") as response:
                assert 'policybot_answers_total{status="answered"} 2.0' in await response.text()
            async with asyncio.timeout(10):
                while (await session.get(f"{base}/readyz")).status != 200:
                    await asyncio.sleep(0.1)
        assert len(server.of("sendMessage")) == 2


@pytest.mark.parametrize("fault_of_getme", [fault(401, "Unauthorized"), fault(404, "Not Found")])
async def test_a_refused_token_is_one_line_before_anything_starts(fault_of_getme: Any, tmp_path: Path) -> None:
    async with tg.telegram_server() as server:
        server.fail("getMe", fault_of_getme)
        with pytest.raises(Exception, match="POLICYBOT_TELEGRAM_TOKEN: refused by the Bot API") as caught:
            async with tg.running(server, tmp_path):
                await asyncio.sleep(1)
        assert tg.TOKEN not in str(caught.value)
