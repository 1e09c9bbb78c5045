"""What a bad day brings, and that the bot comes out of it: outages, late receipts, a full disk, another index."""

import asyncio
import sqlite3
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram.request import HTTPXRequest

from bot.channels.telegram import run
from bot.channels.telegram.endpoints import SECRET_HEADER
from bot.channels.telegram.store import Store, StoreError
from knowledge.errors import IndexMismatch
from tests import telegram_server as tg
from tests.telegram_server import Fault, fault
from tests.telegram_talk import ADMIN, SECRET, Talk, running_bot

pytestmark = pytest.mark.asyncio
SEARCHED = "企业如何改进质量管理"  # no look-up: the index must be there


def texts(talk: Talk) -> list[str]:
    """Return the clauses that a chat was answered with."""
    return [c.fields["text"].split("——")[-1].split("\n")[0] for c in talk.shown()]


async def metric(port: int, name: str) -> float:
    """Return a number of the page /metrics."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as response:
        lines = (await response.text()).splitlines()
    return float(next(line.split()[-1] for line in lines if line.startswith(name + " ")))


# The Bot API is away


async def test_after_an_outage_of_the_bot_api_everything_is_answered_once(tmp_path: Path, unused_tcp_port: int) -> None:
    async with tg.telegram_server() as server:
        server.fail("getUpdates", fault(500, "Internal Server Error"), tg.drop, fault(409, "Conflict: terminated"))
        server.fail("sendMessage", fault(502, "Bad Gateway"), tg.drop, fault(500, "Internal Server Error"))
        talks = [Talk(server) for _ in range(3)]
        async with tg.running(server, tmp_path, POLICYBOT_HTTP_PORT=str(unused_tcp_port)):
            for talk in talks:
                await server.update(message=talk.message("第3条"))
                await server.update(message=talk.message("第4条"))
            await server.wait_for(9, "sendMessage")  # three of them failed
            assert await metric(unused_tcp_port, "policybot_conflicts_total") == 1
        arrived = [c for c in server.of("sendMessage") if c.message_id]
        for talk in talks:
            own = [c.fields["text"] for c in arrived if c in talk.shown()]
            assert ["第3条" in own[0], "第4条" in own[1]] == [True, True]
            assert len(own) == 2
        assert Store(tmp_path).pending() == []


async def test_being_put_off_holds_up_one_chat_alone(tmp_path: Path) -> None:
    async with running_bot(tmp_path, "polling", 0) as server:
        slow, quick = Talk(server), Talk(server)
        asked = asyncio.Event()

        def put_off(request: web.Request) -> web.StreamResponse | None:
            asked.set()
            return fault(429, "Too Many Requests: retry after 290", retry_after=290)(request)

        server.fail("sendMessage", put_off)
        await server.update(message=slow.message("第3条"))
        await asked.wait()
        await quick.say("第4条")
        assert len(slow.shown()) == 1  # 290 seconds, which this test makes 2.9, are not over
        await server.wait_for(3, "sendMessage")
        assert [len(t.shown()) for t in (slow, quick)] == [2, 1]


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_an_answer_whose_receipt_is_late_is_not_sent_twice(
    mode: str, tmp_path: Path, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "HTTPXRequest", partial(HTTPXRequest, read_timeout=1.0))
    async with running_bot(tmp_path, mode, unused_tcp_port) as server:
        talk = Talk(server)
        told = server.hold("sendMessage")
        await server.update(message=talk.message("第3条"))
        await server.update(message=talk.message("第4条"))  # has its turn once the first was given up
        await talk.next()
        await talk.next()
        told.set()
        assert ["第3条" in texts(talk)[0], "第4条" in texts(talk)[1]] == [True, True]
        await talk.say("第5条")
        assert len(talk.shown()) == 3


# Updates that are not as they should be


def batch(*updates: Any) -> Fault:
    """Return an answer to getUpdates."""

    def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": list(updates)})

    return answer


async def test_what_cannot_be_read_does_not_hold_up_the_others_of_its_batch(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    async with tg.telegram_server() as server:
        talk = Talk(server)
        good = [{"update_id": n, "message": talk.message(f"第{n}条")} for n in (3, 4)]
        bad: list[Any] = [
            {"update_id": 10, "message": {"message_id": 1, "chat": 7, "text": "x"}}, {"update_id": 11, "message": []},
            {"update_id": 12, "message": {}}, {"update_id": 13}, {"update_id": 14, "poetry": {"lines": 4}}, "no update",
        ]  # fmt: skip
        server.fail("getUpdates", batch(*bad[:3], good[0], *bad[3:], good[1]), batch(*good))
        async with tg.running(server, tmp_path, POLICYBOT_HTTP_PORT=str(unused_tcp_port)):
            await talk.next()
            await talk.next()
            await server.update(message=talk.message("第5条"))
            await talk.next()
            assert [f"第{n}条" in t for n, t in zip((3, 4, 5), texts(talk), strict=True)] == [True] * 3
            assert await metric(unused_tcp_port, "policybot_duplicate_updates_total") == 2
            assert await metric(unused_tcp_port, "policybot_malformed_updates_total") >= 3


async def test_a_webhook_answers_each_number_once_and_only_with_its_secret(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    async with running_bot(tmp_path, "webhook", unused_tcp_port) as server:
        talk = Talk(server)
        update = {"update_id": 9000, "message": talk.message("第3条")}
        posts: list[tuple[str | None, Any, int]] = [
            (None, update, 403), ("", update, 403), (SECRET + "x", update, 403), (SECRET[:-1], update, 403),
            (SECRET, {"message": update["message"]}, 400), (SECRET, "text", 400), (SECRET, None, 400),
            (SECRET, {"update_id": 1, "message": {"chat": 7}}, 200), (SECRET, update, 200), (SECRET, update, 200),
        ]  # fmt: skip
        async with aiohttp.ClientSession() as session:
            for secret, body, status in posts:
                headers = {} if secret is None else {SECRET_HEADER: secret}
                async with session.post(f"http://127.0.0.1:{unused_tcp_port}/hook", json=body, headers=headers) as got:
                    assert got.status == status, (secret, body)
            async with session.get(f"http://127.0.0.1:{unused_tcp_port}/hook") as got:
                assert got.status == 405
        await talk.next()
        await talk.say("第4条")
        assert len(talk.shown()) == 2


# The database


class SmallDisk(Store):
    """A database whose disk can become full, and have room again."""

    opened: list["SmallDisk"]

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.opened.append(self)

    def fill(self) -> None:
        """Leave no page, and no room in the last page of updates."""
        (pages,) = self._db.execute("PRAGMA page_count").fetchone()
        self._db.execute(f"PRAGMA max_page_count = {pages}")
        for size in (3000, 300, 30, 1, 1):
            with pytest.raises(sqlite3.OperationalError, match="full"):
                self._insert_for_ever("x" * size)

    def _insert_for_ever(self, raw: str) -> None:
        while True:
            self._db.execute("INSERT INTO inbox (raw, taken, done) VALUES (?, 0, 1)", (raw,))

    def empty(self) -> None:
        """Make room again."""
        self._db.execute("PRAGMA max_page_count = 1000000")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[SmallDisk]:
    monkeypatch.setattr(run, "Store", SmallDisk)
    monkeypatch.setattr("bot.channels.telegram.store.REST_SECONDS", 0.0)  # each use meets the disk as it is
    SmallDisk.opened = []
    return SmallDisk.opened


async def test_a_full_disk_costs_no_answer_and_is_over_when_there_is_room(
    small: list[SmallDisk], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running_bot(tmp_path, "polling", 0) as server:
        talk = Talk(server)
        await talk.say("第3条")
        [store] = small
        store.fill()
        server.numbers = count(100_000)  # behind the rows that fill it
        for number in (4, 5, 6):
            assert f"第{number}条" in (await talk.say(f"第{number}条")).fields["text"]
        assert "database or disk is full" in caplog.text
        with pytest.raises(StoreError, match="check the disk"):
            store.take(1_000_000, "x" * 5000)
        store.empty()
        caplog.clear()
        asked = talk.message("第7条")
        await server.update(message=asked)
        await talk.next()
        assert (await talk.edit(asked, "第8条")).method == "editMessageText"  # so the answer was noted
        assert "full" not in caplog.text
    assert Store(tmp_path).pending() == []


async def test_a_home_that_cannot_be_written_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: Path) -> Store:
        raise StoreError("telegram.sqlite3: unable to open database file")

    monkeypatch.setattr(run, "Store", refuse)
    async with running_bot(tmp_path, "polling", 0) as server:
        talk = Talk(server)
        call = await talk.say("第3条")
        assert await talk.tap("v1|g|+|0", talk.below(call)) == "暂时记不下来，请稍后再试。"
        assert (await talk.say("/forget")).fields["text"] == "暂时记不下来，请稍后再试。"
        assert (await talk.say("/stats", user=tg.person(ADMIN))).fields["text"] == "暂时记不下来，请稍后再试。"
    assert "feedback and settings are not kept" in caplog.text


# The index


async def test_an_index_built_anew_underneath_changes_no_answer_before_or_after_the_reload(tmp_path: Path) -> None:
    def build() -> None:
        tg.own_app(tmp_path).build_index(progress=False)

    def version() -> str:
        return (tmp_path / "index" / "current").read_text()

    async with running_bot(tmp_path, "polling", 0, tg.own_app(tmp_path)) as server:
        talk = Talk(server)
        before = (await talk.say(SEARCHED)).fields["text"]
        assert "《福建省质量强省建设纲要》" in before  # a clause that the search found
        old = version()
        await asyncio.to_thread(build)
        await asyncio.to_thread(build)  # the one that is open is two versions old
        assert version() != old
        await talk.say("/new")
        assert (await talk.say(SEARCHED)).fields["text"] == before
        assert "已重新载入" in (await talk.say("/reload", user=tg.person(ADMIN))).fields["text"]
        await talk.say("/new")
        assert (await talk.say(SEARCHED)).fields["text"] == before


async def test_an_index_that_cannot_be_loaded_leaves_the_old_one_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise IndexMismatch("index: damaged; run policybot index build")

    async with running_bot(tmp_path, "polling", 0) as server:
        talk = Talk(server)
        before = (await talk.say(SEARCHED)).fields["text"]
        monkeypatch.setattr("index.build.ensure_index", refuse)
        said = (await talk.say("/reload", user=tg.person(ADMIN))).fields["text"]
        assert said == "没有载入，仍用原来的索引：index: damaged; run policybot index build"
        await talk.say("/new")
        assert (await talk.say(SEARCHED)).fields["text"] == before
