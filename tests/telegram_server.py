"""A Bot API server for tests: `lo-bot-api-emulator` in this process, with what it lacks as a thin middleware.

The bot gets a user name, every call is recorded, faults are injected, and more kinds of update are let in.
"""

import asyncio
import atexit
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import CONTRACT, LoBotApiEmulator
from lo_bot_api_emulator.updates import ALLOWED_UPDATE_TYPES, KINDS
from telegram import Update

from bot.app import App
from bot.channels.telegram import run
from bot.config import read, read_telegram
from knowledge.library import shipped_documents
from tests.telegram_calls import message_id, read_fields

TOKEN = "123456:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi"
NAME = "policy_test_bot"
BOT_ID = 123456
WAIT = 20.0  # seconds until a reply counts as missing
WIDENED = ("sendMessage", "editMessageText", "sendDocument", "sendChatAction")
MORE_PARAMETERS = ("message_thread_id", "link_preview_options", "protect_content")
MISSING = ("setMyCommands", "setMyDescription", "setMyShortDescription", "answerGuestQuery", "deleteMessage", "getFile")
KINDS.update(("edited_message", "my_chat_member", "message_reaction", "guest_message"))  # it refuses these by itself
ALLOWED_UPDATE_TYPES.add("guest_message")  # Bot API 10.0
for _method in WIDENED:
    CONTRACT["methods"][_method]["parameters"] += [
        p for p in MORE_PARAMETERS if p not in CONTRACT["methods"][_method]["parameters"]
    ]
CONTRACT["methods"]["answerInlineQuery"]["parameters"] += ["button"]  # Bot API 6.7

Fault = Callable[[web.Request], web.StreamResponse | None]


@dataclass
class Call:
    """One call of the bot: the method, its parameters, the number of the message that was made of it, when it came."""

    method: str
    fields: dict[str, Any]
    message_id: int = 0
    at: float = field(default_factory=monotonic)


@dataclass
class TelegramServer:
    """The server as a test sees it."""

    emulator: LoBotApiEmulator
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    held: list[tuple[str, asyncio.Event]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: Any = field(default_factory=lambda: count(1000))
    files: dict[str, bytes] = field(default_factory=dict)  # what people uploaded, by its id

    def of(self, *methods: str) -> list[Call]:
        """Return the calls of some methods, in order."""
        return [c for c in self.calls if c.method in methods]

    def fail(self, method: str, *faults: Fault) -> None:
        """Meet the next calls of a method with these faults, one each."""
        self.faults += [(method, fault) for fault in faults]

    def hold(self, method: str) -> asyncio.Event:
        """Carry out the next call of a method, but say so only once the event is set."""
        told = asyncio.Event()
        self.held.append((method, told))
        return told

    async def wait_for(self, number: int, *methods: str, seconds: float = WAIT) -> list[Call]:
        """Return the calls of some methods once there are `number` of them."""
        try:
            async with asyncio.timeout(seconds):
                while len(self.of(*methods)) < number:
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            raise AssertionError(f"{len(self.of(*methods))} of {number} {methods}: {self.calls}") from None
        return self.of(*methods)

    async def update(self, **kind: Any) -> int:
        """Deliver an update of one kind, and return its number."""
        number: int = next(self.numbers)
        await self.emulator.enqueue_update({"update_id": number, **kind}, token=TOKEN)
        return number


def fault(status: int, description: str, **parameters: Any) -> Fault:
    """Return a fault that answers with an error of the Bot API."""

    def answer(_: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
        return web.json_response(body, status=status)

    return answer


def drop(request: web.Request) -> None:
    """Close the connection without a word."""
    if request.transport:
        request.transport.close()


@asynccontextmanager
async def telegram_server() -> AsyncIterator[TelegramServer]:
    """Run a server on a free port of 127.0.0.1."""
    server = TelegramServer(LoBotApiEmulator(allow_insecure_loopback_webhooks=True))
    app = server.emulator.app()
    app.middlewares.append(_middleware(server))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


def _middleware(server: TelegramServer) -> Any:
    @web.middleware
    async def middleware(request: web.Request, handler: Any) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        if request.path.startswith("/file/"):
            return web.Response(body=server.files[method]) if method in server.files else web.Response(status=404)
        call = Call(method, {} if method == "getUpdates" else await read_fields(request))
        if method != "getUpdates":
            server.calls.append(call)
        for planned in server.faults:
            if planned[0] == method:
                server.faults.remove(planned)
                answer = planned[1](request)
                server.changed.set()
                return answer if answer is not None else web.Response()
        if method in MISSING:
            server.changed.set()
            return web.json_response({"ok": True, "result": _missing(method, call, server)})
        response = _named(method, await handler(request))
        call.message_id = message_id(response)
        server.changed.set()
        for waiting in [h for h in server.held if h[0] == method][:1]:
            server.held.remove(waiting)
            await waiting[1].wait()
        return response

    return middleware


def _missing(method: str, call: Call, server: TelegramServer) -> Any:
    """Return what a method gives that the emulator has not."""
    if method == "answerGuestQuery":
        return {"inline_message_id": "1"}
    if method == "getFile":
        file = str(call.fields["file_id"])
        return {"file_id": file, "file_unique_id": file, "file_size": len(server.files[file]), "file_path": file}
    return True


def _named(method: str, response: web.StreamResponse) -> web.StreamResponse:
    """Return the answer to getMe with what Telegram says of a bot besides."""
    if method != "getMe" or not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return response
    body = json.loads(response.body)
    more = {"username": NAME, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return web.json_response({**body, "result": {**body["result"], **more, "id": BOT_ID}})


# Updates


def person(number: int = 7, language: str = "zh-hans") -> dict[str, Any]:
    """Return a user."""
    return {"id": number, "is_bot": False, "first_name": "甲", "language_code": language}


def private(number: int = 7) -> dict[str, Any]:
    """Return a private chat."""
    return {"id": number, "type": "private", "first_name": "甲"}


def group(number: int = -100) -> dict[str, Any]:
    """Return a group."""
    return {"id": number, "type": "supergroup", "title": "组"}


def channel(number: int = -200) -> dict[str, Any]:
    """Return a channel."""
    return {"id": number, "type": "channel", "title": "频道"}


def parsed(**kind: Any) -> Update:
    """Return an update of one kind as python-telegram-bot reads it."""
    found = Update.de_json({"update_id": 1, **kind}, None)
    assert found
    return found


_MESSAGES = count(1)


def message(
    text: str, /, *, chat: dict[str, Any] | None = None, user: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Return a message of a person, in private unless said otherwise; commands and mentions get their entities."""
    entities = [
        {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
        for _ in range(text.startswith("/"))
    ] + list(_mentions(text))
    found = {
        "message_id": next(_MESSAGES), "date": int(datetime.now(UTC).timestamp()), "chat": chat or private(),
        "from": user or person(), "text": text, **({"entities": entities} if entities else {}), **more,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def _mentions(text: str) -> Iterable[dict[str, Any]]:
    at = text.find(f"@{NAME}")
    if at >= 0 and not text.startswith("/"):
        offset = len(text[:at].encode("utf-16-le")) // 2
        yield {"type": "mention", "offset": offset, "length": len(NAME) + 1}


def tap(data: str, on: dict[str, Any], user: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a tap on a button of a message."""
    return {"id": "1", "from": user or person(), "chat_instance": "1", "data": data, "message": on}


def running(server: TelegramServer, home: Path, **variables: str) -> AbstractAsyncContextManager[None]:
    """Run the bot against the server, as `policybot telegram` does; `home` keeps its database."""
    return running_app(server, home, None, variables)


@cache
def shared_app() -> App:
    """Return the application with a small index of hashed vectors, which is built once for all tests."""
    home = mkdtemp(prefix="policybot-tests-")
    atexit.register(rmtree, home, ignore_errors=True)
    app = own_app(Path(home))
    app.warm()
    return app


def own_app(home: Path) -> App:
    """Return an application whose index is in `home` and is built there on first use."""
    given = {"POLICYBOT_HOME": str(home), "POLICYBOT_EMBEDDING_MODEL": "hashing", "POLICYBOT_TODAY": "2026-01-01"}
    return App(read(given), shipped_documents(), home / "no keys")


@asynccontextmanager
async def running_app(
    server: TelegramServer, home: Path, app: App | None, variables: Mapping[str, str]
) -> AsyncIterator[None]:
    """Run the bot over an application that is there already; `home` keeps the bot's database."""
    given = {
        "POLICYBOT_HOME": str(home), "POLICYBOT_EMBEDDING_MODEL": "hashing", "POLICYBOT_TODAY": "2026-01-01",
        "POLICYBOT_TELEGRAM_TOKEN": TOKEN, "POLICYBOT_TELEGRAM_BASE_URL": f"{server.url}/bot",
        "POLICYBOT_TELEGRAM_BASE_FILE_URL": f"{server.url}/file/bot", "POLICYBOT_HTTP_PORT": "0", **variables,
    }  # fmt: skip
    app = app or shared_app()
    ended = asyncio.Event()
    task = asyncio.create_task(run.live(app, read(given), read_telegram(given), ended, pace=0.01))
    try:
        yield
    finally:
        ended.set()
        async with asyncio.timeout(WAIT):
            await task
