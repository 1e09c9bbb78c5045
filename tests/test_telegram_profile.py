"""Lists, commands, allow-lists, logs and the health check."""

import json
import logging
import re
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from bot.app import App
from bot.channels.telegram import healthcheck, logs
from bot.channels.telegram.application import is_allowed
from bot.channels.telegram.callbacks import Tap, Verb
from bot.channels.telegram.handlers.commands import filtered
from bot.channels.telegram.limits import RateLimit
from bot.channels.telegram.lists import ledger_screen
from bot.channels.telegram.logs import HIDDEN
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.profile import publish
from bot.channels.telegram.screens import Reader
from bot.channels.telegram.services import Services
from bot.config import read as read_config
from bot.render import Shelf
from bot.telegram_config import TelegramConfig, TelegramConfigError, read_telegram
from knowledge.cite import short_citation
from knowledge.types import ClauseKind, Document, Target
from tests import telegram_server as tg
from tests.conftest import shown

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
            assert [t for _, t in listed] == list(app.facts.targets_in(clause)), clause.path


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
    assert is_allowed(tg.parsed(message=tg.message("x", chat=chat, user=tg.person(user))), telegram) is allowed
