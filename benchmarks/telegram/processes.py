"""The two bots as processes of their own, from start to the last figure that they give."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import psutil

from benchmarks.run_bot import ROOT, BenchmarkError, Record
from tests import telegram_server as tg

STARTED = 180.0  # seconds: the first start builds the index
ENDED = 60.0
LOOK = 0.1  # seconds between two looks at a process's memory
_LAG = re.compile(r'^policybot_loop_lag_seconds\{quantile="([\d.]+)"\} (\S+)$', re.MULTILINE)


@dataclass
class Running:
    """A bot that answers. `figures` holds its peak memory and its loop's lag once it has ended."""

    process: asyncio.subprocess.Process
    figures: Record = field(default_factory=dict)


def environment(url: str, home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a bot that talks to the server at `url`, without limits on how much is asked."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("POLICYBOT_TELEGRAM")}
    return {
        **kept, "POLICYBOT_HOME": str(home), "POLICYBOT_TELEGRAM_TOKEN": tg.TOKEN, "PYTHONPATH": str(ROOT),
        "POLICYBOT_TELEGRAM_BASE_URL": f"{url}/bot", "POLICYBOT_TELEGRAM_BASE_FILE_URL": f"{url}/file/bot",
        "POLICYBOT_USER_RATE": "100000", "POLICYBOT_CHAT_RATE": "100000", **more,
    }  # fmt: skip


@asynccontextmanager
async def policybot(url: str, home: Path, port: int, **more: str) -> AsyncIterator[Running]:
    """Run `policybot telegram`, ready with index and model."""
    given = environment(url, home, POLICYBOT_HTTP_PORT=str(port), **more)
    async with _started(["-m", "bot", "telegram"], given) as running:
        await _ready(running, f"http://127.0.0.1:{port}/readyz")
        yield running
        page = await _page(f"http://127.0.0.1:{port}/metrics")
        lag = {share: round(1000 * float(value), 1) for share, value in _LAG.findall(page[1])}
        running.figures["loop_lag_ms"] = {"p95": lag["0.95"], "max": lag["1.0"]}


@asynccontextmanager
async def echo(url: str, home: Path) -> AsyncIterator[Running]:
    """Run the bot that echoes."""
    async with _started(["-m", "benchmarks.telegram.echo"], environment(url, home)) as running:
        yield running
    if running.process.stdout:
        running.figures["loop_lag_ms"] = json.loads(await running.process.stdout.read())


@asynccontextmanager
async def _started(arguments: list[str], given: Mapping[str, str]) -> AsyncIterator[Running]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=given, cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    running = Running(process)
    weighing = asyncio.create_task(_weigh(running))
    try:
        yield running
    finally:
        weighing.cancel()
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), ENDED)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _weigh(running: Running) -> None:
    """Keep the most memory that the process held, in MB."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(running.process.pid)
        while True:
            held = process.memory_info().rss // 1_000_000
            running.figures["peak_mb"] = max(held, running.figures.get("peak_mb", 0))
            await asyncio.sleep(LOOK)


async def _ready(running: Running, url: str) -> None:
    try:
        async with asyncio.timeout(STARTED):
            while (await _page(url))[0] != 200:
                if running.process.returncode is not None:
                    raise BenchmarkError(f"policybot telegram: ended with status {running.process.returncode}")
                await asyncio.sleep(LOOK)
    except TimeoutError:
        raise BenchmarkError(f"policybot telegram: not ready after {STARTED:.0f} s") from None


async def _page(url: str) -> tuple[int, str]:
    """Return status and text of a page; status 0 where nobody listens yet."""
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.status, await response.text()
    except aiohttp.ClientConnectionError:
        return 0, ""
