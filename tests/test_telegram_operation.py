"""The parts around the conversation, without any network: settings, database, order, limits, logs, conversations."""

import asyncio
import logging
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.app import App
from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.limits import RateLimit, Refusal
from bot.channels.telegram.logs import HIDDEN, Redacting
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.polling import watch
from bot.channels.telegram.processor import ChatOrder
from bot.channels.telegram.screens import Reader
from bot.channels.telegram.sessions import Sessions, about_quoted
from bot.channels.telegram.store import MIGRATIONS, Store, StoreError
from bot.config import read as read_config
from bot.conversation import Conversation
from bot.suggest import suggestions
from bot.telegram_config import TelegramConfigError, read_telegram
from bot.types import Answer, Status
from knowledge.facts import Facts
from knowledge.types import Document
from tests.conftest import make_answer

TOKEN = "123456:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi"
GIVEN = {"POLICYBOT_TELEGRAM_TOKEN": TOKEN}


# Settings


def test_a_token_is_all_that_is_needed() -> None:
    config = read_telegram(GIVEN)
    assert (config.base_url, config.webhook_url, config.http_port) == ("https://api.telegram.org/bot", None, 8080)
    assert TOKEN not in repr(config)


def test_every_setting_is_read() -> None:
    config = read_telegram(
        {
            **GIVEN, "POLICYBOT_TELEGRAM_BASE_URL": "http://127.0.0.1:1/bot/", "POLICYBOT_TELEGRAM_CHATS": "-100, 5",
            "POLICYBOT_TELEGRAM_ADMINS": "7", "POLICYBOT_WEBHOOK_URL": "https://example.org/hook",
            "POLICYBOT_WEBHOOK_SECRET": "abc_-1", "POLICYBOT_LOG_FORMAT": "json", "POLICYBOT_USER_RATE": "3",
        }
    )  # fmt: skip
    assert config.base_url == "http://127.0.0.1:1/bot"
    assert (config.chats, config.admins) == (frozenset({-100, 5}), frozenset({7}))
    assert (config.webhook_url, config.json_logs, config.user_rate) == ("https://example.org/hook", True, 3)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        pytest.param({"POLICYBOT_TELEGRAM_TOKEN": ""}, "POLICYBOT_TELEGRAM_TOKEN", id="no token"),
        pytest.param({"POLICYBOT_TELEGRAM_TOKEN": "123"}, "POLICYBOT_TELEGRAM_TOKEN", id="not a token"),
        pytest.param({"POLICYBOT_TELEGRAM_BASE_URL": "ftp://x/bot"}, "POLICYBOT_TELEGRAM_BASE_URL", id="not http"),
        pytest.param({"POLICYBOT_TELEGRAM_BASE_URL": "http://x"}, "POLICYBOT_TELEGRAM_BASE_URL", id="no /bot"),
        pytest.param({"POLICYBOT_TELEGRAM_PROXY": "x:1"}, "POLICYBOT_TELEGRAM_PROXY", id="no proxy"),
        pytest.param({"POLICYBOT_TELEGRAM_CHATS": "a"}, "POLICYBOT_TELEGRAM_CHATS", id="no ids"),
        pytest.param({"POLICYBOT_WEBHOOK_URL": "http://example.org"}, "POLICYBOT_WEBHOOK_URL", id="not https"),
        pytest.param({"POLICYBOT_WEBHOOK_URL": "https://example.org"}, "POLICYBOT_WEBHOOK_SECRET", id="no secret"),
        pytest.param({"POLICYBOT_WEBHOOK_SECRET": "a b"}, "POLICYBOT_WEBHOOK_SECRET", id="a blank in the secret"),
        pytest.param({"POLICYBOT_HTTP_PORT": "x"}, "POLICYBOT_HTTP_PORT", id="no port"),
        pytest.param({"POLICYBOT_HTTP_PORT": "70000"}, "POLICYBOT_HTTP_PORT", id="a port too high"),
        pytest.param({"POLICYBOT_LOG_FORMAT": "xml"}, "POLICYBOT_LOG_FORMAT", id="an unknown format"),
        pytest.param({"POLICYBOT_TELEGRAM_GUESTS": "maybe"}, "POLICYBOT_TELEGRAM_GUESTS", id="neither yes nor no"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(given: dict[str, str], name: str) -> None:
    with pytest.raises(TelegramConfigError) as caught:
        read_telegram({k: v for k, v in {**GIVEN, **given}.items() if v})
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)


# The database


def test_updates_are_taken_once_and_come_back_until_they_are_done(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert [store.take(n, f"raw {n}") for n in (2, 1, 2)] == [True, True, False]
    store.done(1)
    again = Store(tmp_path)  # as after a killed process: nothing was closed
    assert again.pending() == [(2, "raw 2")]
    assert again.take(1, "raw 1") is False


def test_people_are_hashes_and_can_be_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.set_reader(4711, Reader("en", False))
    store.refuse("问", "没有", 4711)
    store.feedback(-1, 5, 4711, True)
    store.answered("answered", 4711)
    assert store.reader(4711) == Reader("en", False)
    assert "4711" not in "".join(map(str, sqlite3.connect(store.file).execute("SELECT * FROM refused").fetchall()))
    assert store.stats(1) == type(store.stats(1))(answered=1, refused=0, other=0, up=1, down=0)
    assert store.forget(4711) == 4
    assert (store.reader(4711), store.refused()) == (None, [])


def test_feedback_is_one_for_each_person_and_can_be_taken_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.feedback(1, 5, 7, True)
    store.feedback(1, 5, 7, False)
    assert (store.stats(1).up, store.stats(1).down) == (0, 1)
    store.feedback(1, 5, 7, None)
    assert (store.stats(1).up, store.stats(1).down) == (0, 0)


def test_what_is_old_is_deleted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.refuse("问", "没有", 7)
    store.sent(1, 2, [3, 4])
    assert store.answers_to(1, 2) == [3, 4]
    store.purge(-1)
    assert (store.refused(), store.answers_to(1, 2)) == ([], [])


def test_two_installations_hash_differently(tmp_path: Path) -> None:
    assert Store(tmp_path / "a").hashed(7) != Store(tmp_path / "b").hashed(7)
    assert Store(tmp_path / "a").hashed(7) == Store(tmp_path / "a").hashed(7)


def test_a_locked_database_is_an_error_of_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.store.BUSY_SECONDS", 0.05)
    store = Store(tmp_path)
    other = sqlite3.connect(store.file)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="database is locked") as caught:
        store.take(1, "raw")
    assert "\n" not in str(caught.value)


def test_a_file_of_a_newer_version_or_no_database_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sqlite3.connect(store.file).execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match="newer policybot"):
        Store(tmp_path)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "telegram.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store(tmp_path / "x")


# Taking updates


def update(number: int, date: int | None = None) -> Update:
    import time

    chat = {"id": 7, "type": "private"}
    message = {"message_id": number, "date": date or int(time.time()), "chat": chat, "text": "问"}
    found = Update.de_json({"update_id": number, "message": message}, None)
    assert found
    return found


@pytest.mark.asyncio
async def test_what_was_taken_before_or_is_stale_is_dropped(tmp_path: Path) -> None:
    metrics, store = Metrics(), Store(tmp_path)
    inbox = Inbox(store, metrics, 60)
    for given in (update(1), update(1), update(2, date=1_000_000)):
        await inbox.put(given)
    assert inbox.qsize() == 1
    assert (metrics.duplicates._value.get(), metrics.stale._value.get()) == (1, 1)
    assert len(store.pending()) == 1


@pytest.mark.asyncio
async def test_an_update_that_cannot_be_stored_is_answered_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, metrics = Store(tmp_path), Metrics()

    def full(*_: object) -> bool:
        raise StoreError("disk is full")

    monkeypatch.setattr(store, "take", full)
    inbox = Inbox(store, metrics, 60)
    await inbox.put(update(1))
    assert (inbox.qsize(), metrics.store_errors._value.get()) == (1, 1)


# Order


@pytest.mark.asyncio
async def test_chats_go_side_by_side_and_each_in_order() -> None:
    order, log = ChatOrder(at_once=2), []

    async def work(chat: str, number: int) -> None:
        await asyncio.sleep(0.001)
        log.append((chat, number))

    def of(chat: int) -> Any:
        return Update.de_json(
            {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}}, None
        )

    tasks = [order.process_update(of(1), work("flood", n)) for n in range(40)]
    tasks.append(order.process_update(of(2), work("other", 0)))
    await asyncio.gather(*tasks)
    assert [n for chat, n in log if chat == "flood"] == list(range(40))
    assert log.index(("other", 0)) < 5  # the flood holds one slot, not all of them
    assert order._turns == {}


def test_one_question_too_many_is_refused_and_said_once() -> None:
    now = [0.0]
    limit = RateLimit(2, clock=lambda: now[0])
    assert [limit.refuse(7) for _ in range(4)] == [None, None, Refusal(60, True), Refusal(60, False)]
    assert limit.refuse(8) is None
    now[0] = 61.0
    assert limit.refuse(7) is None


# Logs and health


def test_no_token_reaches_a_log() -> None:
    record = logging.LogRecord("httpx", 20, "", 1, "GET https://api/bot%s/getMe and %s", (TOKEN, "s3cret"), None)
    try:
        raise ValueError(f"at bot{TOKEN}")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    Redacting("s3cret").filter(record)
    assert record.getMessage() == f"GET https://api/bot{HIDDEN}/getMe and {HIDDEN}"
    assert TOKEN not in (record.exc_text or "")


def test_readiness_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    health = Health(poll_seconds=10)
    assert health.reason() == "the index or the model is still loading"
    health.warm = True
    assert health.reason() == "no getUpdates round trip yet"
    health.stamp()
    assert health.reason() == ""
    health.polled = (health.polled or 0) - 31
    assert health.reason() == "no getUpdates round trip for 31 s"


@pytest.mark.asyncio
async def test_silent_polling_is_started_anew_and_then_ends_the_process() -> None:
    done: list[str] = []

    async def restart() -> None:
        done.append("restarted")

    async with asyncio.timeout(5):
        await watch(Health(0.001), restart, lambda: done.append("ended"), 0.001)
    assert done == ["restarted", "ended"]


# Conversations


def test_conversations_end_after_a_while_and_belong_to_a_place() -> None:
    now = [0.0]
    sessions = Sessions(1, clock=lambda: now[0])
    kept = Conversation(subject="甲")
    sessions.put((1, 0, 7), kept)
    assert sessions.get((1, 0, 7)) is kept
    assert sessions.get((1, 0, 8)) == Conversation()
    now[0] = 61.0
    assert sessions.get((1, 0, 7)) == Conversation()


def test_a_quote_brings_its_clause_along(plan: Document) -> None:
    entries = App(read_config({"POLICYBOT_HOME": "/nowhere"}), (plan,)).entries
    found = about_quoted("…\n——《福建省质量强省建设纲要》二、（四）第13条\n出处：…", entries)
    assert found
    assert found.paths == ("二/(四)/13",)
    assert about_quoted("您好！", entries) is None


def test_suggested_questions_are_tried_first(plan: Document) -> None:
    facts, tried = Facts(plan), []

    def answer(question: str) -> Answer:
        tried.append(question)
        if "第13条" in question:
            return make_answer(plan, question, "二/(四)/13", "装配式建筑占新建建筑面积比例达到35%以上")
        return Answer(question, Status.NOT_FOUND)

    clause = plan.clause("二/(四)/13")
    assert clause
    assert suggestions("装配式建筑？", (clause,), facts, answer) == ("第13条",)
    assert tried == [
        "装配式建筑占新建建筑面积比例的目标是多少",  # shares most with what was asked
        "全省城镇新建建筑中绿色建筑面积比的目标是多少", "2025年的目标有哪些", "第13条", "目录",
    ]  # fmt: skip
