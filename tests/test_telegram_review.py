"""What a year among people brings: odd updates, moved groups, lost connections, edits, floods. No network."""

import asyncio
import json
import logging
import re
import sqlite3
import time
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from telegram import Bot, Update, User
from telegram.error import BadRequest, InvalidToken, TelegramError, TimedOut

from bot.app import App
from bot.channels.telegram import healthcheck, logs
from bot.channels.telegram.addressing import asked_in, question_in
from bot.channels.telegram.application import is_allowed
from bot.channels.telegram.callbacks import Tap, Verb
from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.handlers.checking import text_of
from bot.channels.telegram.handlers.commands import filtered
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.layout import plain
from bot.channels.telegram.limits import RateLimit
from bot.channels.telegram.lists import ledger_screen
from bot.channels.telegram.logs import HIDDEN, clean
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.polling import watch
from bot.channels.telegram.processor import ChatOrder, without_slot
from bot.channels.telegram.profile import publish
from bot.channels.telegram.screens import Reader, Screen
from bot.channels.telegram.sender import Sender
from bot.channels.telegram.services import Services
from bot.channels.telegram.sessions import Sessions
from bot.channels.telegram.store import MIGRATIONS, Store, StoreError
from bot.channels.telegram.updates import readable
from bot.config import read as read_config
from bot.conversation import Conversation
from bot.render import Shelf
from bot.telegram_config import TelegramConfig, TelegramConfigError, read_telegram
from knowledge.cite import short_citation
from knowledge.types import ClauseKind, Document, Target
from tests import telegram_server as tg
from tests.conftest import shown

BOT = User(tg.BOT_ID, "b", True, username=tg.NAME)
OWN = {"from": {"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}}
FORWARDED = {"type": "user", "date": 1, "sender_user": tg.person(9)}
PLACE = (1, 0, 7)


def read(**kind: Any) -> Update:
    found = Update.de_json({"update_id": 1, **kind}, None)
    assert found
    return found


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
    asked = asked_in(read(message=message), BOT)
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
    message = read(message=tg.message(text)).message
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
        store.take(number, read(message=tg.message(text, message_id=number)).to_json())
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
    Store(tmp_path).take(1, read(message=tg.message("第3条")).to_json())
    taken = [await Inbox(Store(tmp_path), Metrics(), 10**6).restore(Bot(tg.TOKEN)) for _ in range(4)]
    assert taken == [1, 1, 1, 0]
    assert "1 updates given up" in caplog.text


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
            *(order.process_update(read(message=tg.message("x", chat=tg.private(n))), put_off()) for n in (1, 2, 3)),
            order.process_update(read(message=tg.message("x", chat=tg.private(4))), quick()),
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


# Conversations and passages


def test_an_edited_follow_up_is_understood_from_before_it() -> None:
    sessions = Sessions(30)
    first, second = Conversation(subject="甲"), Conversation(subject="乙")
    sessions.put(PLACE, first, 1)
    sessions.put(PLACE, second, 2)
    assert sessions.get(PLACE) is second
    assert sessions.get(PLACE, edited=2) is first
    sessions.put(PLACE, second, 2)  # edited once
    assert sessions.get(PLACE, edited=2) is first


def test_a_passage_is_awaited_once_and_not_for_ever() -> None:
    now = [0.0]
    sessions = Sessions(1, clock=lambda: now[0])
    sessions.await_passage(PLACE)
    assert [sessions.takes_passage(PLACE) for _ in range(2)] == [True, False]
    sessions.await_passage(PLACE)
    now[0] = 61.0
    assert not sessions.takes_passage(PLACE)


def test_everything_of_a_person_can_be_ended() -> None:
    sessions = Sessions(30)
    for place in (PLACE, (2, 5, 7), (1, 0, 8)):
        sessions.put(place, Conversation(subject="甲"))
    sessions.clear_person(7)
    assert [bool(sessions.get(p).subject) for p in (PLACE, (2, 5, 7), (1, 0, 8))] == [False, False, True]


def test_an_album_counts_once() -> None:
    sessions = Sessions(30)
    assert [sessions.is_first_of(album) for album in ("a", "a", "b", None, None)] == [True, False, True, True, True]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("甲乙".encode(), "甲乙", id="UTF-8"),
        pytest.param("甲乙".encode("utf-8-sig"), "甲乙", id="UTF-8 with a mark"),
        pytest.param("质量强省".encode("gb18030"), "质量强省", id="GB18030"),
        pytest.param("甲乙".encode("utf-16"), "甲乙", id="UTF-16"),
        pytest.param(b"%PDF-1.4\x00\x01\xff", "", id="no text"),
        pytest.param(b"\xff\xfe\x00", "", id="half a character"),
    ],
)
def test_the_text_of_a_file(content: bytes, text: str) -> None:
    assert text_of(content) == text


# The database


def test_chats_are_hashed_and_answers_known(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.sent(4711, 2, [30, 31])
    assert [store.is_answer(4711, n) for n in (30, 31, 2)] == [True, True, False]
    assert "4711" not in str(sqlite3.connect(store.file).execute("SELECT * FROM sent").fetchall())
    store.forget(4711)  # a private chat has its person's number
    assert not store.is_answer(4711, 30)


def test_a_locked_database_holds_up_one_use_and_not_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.store.BUSY_SECONDS", 0.2)
    monkeypatch.setattr("bot.channels.telegram.store.REST_SECONDS", 0.4)
    store = Store(tmp_path)
    other = sqlite3.connect(store.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    for number in range(50):
        with pytest.raises(StoreError):
            store.take(number, "raw")
    assert time.monotonic() - started < 0.55
    other.execute("ROLLBACK")
    time.sleep(0.45)
    assert store.take(1, "raw")
    other.close()


def test_a_database_of_the_first_form_is_migrated(tmp_path: Path) -> None:
    first = sqlite3.connect(tmp_path / "telegram.sqlite3")
    first.executescript(f"{MIGRATIONS[0]} INSERT INTO sent VALUES (7, 1, '[2]', 0); PRAGMA user_version = 1;")
    first.execute("INSERT INTO inbox VALUES (5, 'raw', 0, 0)")
    first.commit()
    first.close()
    store = Store(tmp_path)
    assert (store.pending(), store.answers_to(7, 1)) == ([(5, "raw")], [])


# Lists, profile, allow-lists


def test_a_filter_too_long_for_a_button_pages_by_its_title(
    plan: Document, plan_targets: tuple[Target, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.lists.TARGETS_A_PAGE", 1)
    words = "绿色 " * 20 + "标准"
    listed = [shown(plan, t) for t in plan_targets]
    page = ledger_screen(listed, Shelf.of((plan,), date(2026, 1, 1)), Reader(), Tap(Verb.LEDGER, words), words)
    assert [b.tap and b.tap.data for row in page.rows for b in row] == ["v1|l|^|0", "v1|l|^|1"]
    assert page.messages[0].text.startswith(words + "\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("POLICYBOT_TELEGRAM_PROXY", "http://[x", id="half an address"),
        pytest.param("POLICYBOT_TELEGRAM_PROXY", "socks5://h:99999", id="no such port"),
        pytest.param("POLICYBOT_TELEGRAM_BASE_URL", "http:///bot", id="no host"),
        pytest.param("POLICYBOT_WEBHOOK_URL", "https://", id="no host for the webhook"),
        pytest.param("POLICYBOT_WEBHOOK_URL", "https://h/{x}", id="a pattern for a path"),
        pytest.param("POLICYBOT_TELEGRAM_ADMINS", "@me", id="a name instead of an id"),
        pytest.param("POLICYBOT_TELEGRAM_ADMINS", "-100", id="a group as administrator"),
        pytest.param("POLICYBOT_TELEGRAM_CHATS", "٣", id="digits of another script"),
    ],
)
def test_an_address_or_id_that_is_none_is_one_line(name: str, value: str) -> None:
    given = {"POLICYBOT_TELEGRAM_TOKEN": tg.TOKEN, "POLICYBOT_WEBHOOK_SECRET": "s", name: value}
    with pytest.raises(TelegramConfigError, match=rf"\A{name}: .+\Z"):
        read_telegram(given)


def test_one_who_floods_a_group_does_not_use_up_its_questions() -> None:
    services = SimpleNamespace(users=RateLimit(2), chats=RateLimit(4), metrics=Metrics())

    def told(person: int) -> int | None:
        return Services.too_many(services, person, -1)  # type: ignore[arg-type]

    assert [told(7) for _ in range(6)] == [None, None, 60, 0, 0, 0]
    assert [told(8) for _ in range(2)] == [None, None]
    assert [told(9) for _ in range(2)] == [60, 0]  # the group has had its four


def test_a_log_in_json_is_one_object_a_line_without_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.set_up(as_json=True, secrets=("s3cret",))
        try:
            raise ValueError(f"s3cret at\nbot{tg.TOKEN}")
        except ValueError:
            logging.getLogger("x").exception("of %s", tg.TOKEN)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    [line] = capsys.readouterr().err.splitlines()
    record = json.loads(line)
    assert (record["message"], record["request"]) == (f"of {HIDDEN}", "-")
    assert f"ValueError: {HIDDEN} at\nbot{HIDDEN}" in record["exc_info"]


def test_every_clause_lists_its_own_targets(plan: Document, tmp_path: Path) -> None:
    app = App(read_config({"POLICYBOT_HOME": str(tmp_path)}), (plan,))
    services = SimpleNamespace(document=plan, app=app)
    for clause in plan.clauses():
        if clause.kind is ClauseKind.MARKED:
            listed = filtered(short_citation(plan, clause), services)  # type: ignore[arg-type]
            assert listed == list(app.facts.targets_in(clause)), clause.path


@pytest.mark.parametrize("page", ["operating.md", "operating.en.md"])
def test_the_operating_pages_explain_every_metric_and_no_other(page: str) -> None:
    text = (Path(__file__).parent.parent / "docs" / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`(policybot_[a-z_]+)", text))
    kept = {f.name + ("_total" if f.type == "counter" else "") for f in Metrics().registry.collect()}
    assert named == kept


@pytest.mark.parametrize(
    ("status", "expected"), [pytest.param(200, 0, id="ready"), pytest.param(503, 1, id="not ready")]
)
def test_the_health_check_asks_the_bot(status: int, expected: int, capsys: pytest.CaptureFixture[str]) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == "/readyz"
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"why not\n")

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        given = {"POLICYBOT_TELEGRAM_TOKEN": tg.TOKEN, "POLICYBOT_HTTP_HOST": "0.0.0.0"}
        assert healthcheck.main({**given, "POLICYBOT_HTTP_PORT": str(server.server_port)}) == expected
        thread.join()
        server.server_close()
    assert capsys.readouterr().err == ("why not\n" if expected else "")
    assert healthcheck.main({**given, "POLICYBOT_HTTP_PORT": str(server.server_port)}) == 1  # nobody there


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="another command runs"),
        pytest.param({"POLICYBOT_TELEGRAM_TOKEN": tg.TOKEN, "POLICYBOT_HTTP_PORT": "0"}, id="no port"),
    ],
)
def test_the_health_check_has_nothing_to_ask(given: dict[str, str]) -> None:
    assert healthcheck.main(given) == 0


@pytest.mark.asyncio
async def test_commands_are_published_by_scope_and_language() -> None:
    calls: list[tuple[str, Any, Any]] = []

    class Profile:
        def __getattr__(self, name: str) -> Callable[..., Any]:
            async def call(first: Any, *rest: Any) -> None:
                scope = rest[0].type if name == "set_my_commands" else ""
                calls.append((name, scope, rest[-1]))
                assert name != "set_my_commands" or all(c.description for c in first)

            return call

    await publish(Profile(), frozenset({9}))  # type: ignore[arg-type]
    scopes = {"all_private_chats", "all_group_chats", "chat"}
    expected = {("set_my_commands", scope, code) for scope in scopes for code in (None, "zh", "en")}
    described = {(f"set_my_{d}", "", code) for d in ("description", "short_description") for code in (None, "zh", "en")}
    assert set(calls) == expected | described


@pytest.mark.parametrize(
    ("chat", "user", "allowed"),
    [
        pytest.param(tg.group(-5), 1, True, id="an allowed group"),
        pytest.param(tg.group(-6), 1, False, id="another group"),
        pytest.param(tg.private(1), 1, False, id="in private a stranger"),
        pytest.param(tg.private(9), 9, True, id="in private an administrator"),
    ],
)
def test_the_allow_list_of_chats(chat: dict[str, Any], user: int, allowed: bool) -> None:
    telegram = TelegramConfig(tg.TOKEN, chats=frozenset({-5}), admins=frozenset({9}))
    assert is_allowed(read(message=tg.message("x", chat=chat, user=tg.person(user))), telegram) is allowed
