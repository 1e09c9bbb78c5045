"""The real process: `policybot telegram` ended politely, killed, and started wrongly."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from shutil import copytree

import pytest

from tests import telegram_server as tg
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.asyncio
STARTED = 60.0  # seconds until the process takes updates; imports take most of it


async def start(server: TelegramServer, home: Path, **more: str) -> asyncio.subprocess.Process:
    """Start the bot over an index that is there already."""
    copytree(tg.shared_app().config.home, home, dirs_exist_ok=True)
    given = {
        **{k: v for k, v in os.environ.items() if not k.startswith("POLICYBOT_")}, "POLICYBOT_HOME": str(home),
        "POLICYBOT_EMBEDDING_MODEL": "hashing", "POLICYBOT_TELEGRAM_TOKEN": tg.TOKEN, "POLICYBOT_HTTP_PORT": "0",
        "POLICYBOT_TELEGRAM_BASE_URL": f"{server.url}/bot", "PYTHONPATH": str(Path(__file__).parent.parent), **more,
    }  # fmt: skip
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "telegram", env=given, stderr=asyncio.subprocess.PIPE
    )


async def test_sigterm_answers_what_was_taken_and_ends_well(tmp_path: Path) -> None:
    async with tg.telegram_server() as server:
        process = await start(server, tmp_path)
        for n in range(1, 7):
            await server.update(message=tg.message(f"第{n}条", chat=tg.private(n), user=tg.person(n)))
        async with asyncio.timeout(STARTED):
            await server.wait_for(1, "sendMessage", seconds=STARTED)
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
        answered = sorted(c.fields["text"].split("第")[-1][0] for c in server.of("sendMessage"))
        assert answered == list("123456")
        assert tg.TOKEN not in errors.decode()


async def test_after_sigkill_every_taken_update_is_answered_by_the_next_run(tmp_path: Path) -> None:
    async with tg.telegram_server() as server:
        process = await start(server, tmp_path)
        for n in range(1, 13):
            await server.update(message=tg.message(f"第{n}条", chat=tg.private(1), user=tg.person(1)))
        async with asyncio.timeout(2 * STARTED):
            await server.wait_for(2, "sendMessage", seconds=STARTED)
            process.kill()
            await process.wait()
            again = await start(server, tmp_path)
            while len(asked(server)) < 12:
                server.changed.clear()
                await server.changed.wait()
            again.send_signal(signal.SIGTERM)
            await again.communicate()
        assert asked(server) == {f"第{n}条" for n in range(1, 13)}


def asked(server: TelegramServer) -> set[str]:
    """Return the clauses that were answered with."""
    texts = (c.fields["text"] for c in server.of("sendMessage"))
    return {"第" + t.split("第")[-1].split("条")[0] + "条" for t in (x.split("\n出处")[0] for x in texts)}


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        pytest.param({"POLICYBOT_TELEGRAM_TOKEN": ""}, "POLICYBOT_TELEGRAM_TOKEN: not set", id="no token"),
        pytest.param({"POLICYBOT_WEBHOOK_URL": "https://x"}, "POLICYBOT_WEBHOOK_SECRET: not set", id="no secret"),
    ],
)
async def test_a_wrong_setting_is_one_line_and_status_two(setting: dict[str, str], said: str, tmp_path: Path) -> None:
    async with tg.telegram_server() as server:
        process = await start(server, tmp_path, **setting)
        _, errors = await process.communicate()
        assert process.returncode == 2
        assert said in errors.decode()
        assert len(errors.decode().splitlines()) == 1
        assert server.calls == []
