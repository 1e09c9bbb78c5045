"""The real process with a webhook: what Telegram was told is taken is answered, also by the run after a kill."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.channels.telegram.store import Store
from tests import telegram_server as tg
from tests.telegram_talk import SECRET, Talk
from tests.test_telegram_process import STARTED, start

pytestmark = pytest.mark.asyncio
QUESTIONS = 12


def answered(talk: Talk) -> list[int]:
    """Return the clauses that were answered with, in order."""
    cited = (c.fields["text"].rpartition("——")[2] for c in talk.shown() if c.message_id)
    return [int(words.partition("第")[2].partition("条")[0]) for words in cited]


async def test_what_a_webhook_acknowledged_is_answered_after_a_kill_and_nothing_is_left_at_the_end(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    port = str(unused_tcp_port)
    settings = {
        "POLICYBOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "POLICYBOT_WEBHOOK_SECRET": SECRET,
        "POLICYBOT_HTTP_PORT": port,
    }  # fmt: skip
    async with tg.telegram_server() as server:
        talk = Talk(server)
        process = await start(server, tmp_path, **settings)
        await server.wait_for(1, "setWebhook", seconds=STARTED)
        told = server.hold("sendMessage")  # the first answer arrives and the bot is not told: the others wait
        for n in range(1, QUESTIONS + 1):
            await server.update(message=talk.message(f"第{n}条"))  # returns once the webhook said 200
        await talk.next()
        process.kill()
        await process.communicate()
        told.set()
        assert answered(talk) == [1]
        again = await start(server, tmp_path, **settings)
        async with asyncio.timeout(STARTED):
            while len(set(answered(talk))) < QUESTIONS:
                server.changed.clear()
                await server.changed.wait()
            again.send_signal(signal.SIGTERM)
            _, errors = await again.communicate()
        assert again.returncode == 0, errors.decode()
        everything = list(range(1, QUESTIONS + 1))
        assert answered(talk) == [1, *everything]  # only the one under way, of which the bot was not told, comes again
    store = Store(tmp_path)
    assert store.pending() == []
    store.close()
