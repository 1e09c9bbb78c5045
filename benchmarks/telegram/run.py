"""`make bench-telegram`: both bots under the same load in one run; a missing, doubled or late answer is a fault."""

import asyncio
import socket
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from statistics import median, quantiles

from benchmarks.run_bot import BenchmarkError, Record
from benchmarks.telegram import load, processes
from benchmarks.telegram.load import Outcome
from benchmarks.telegram.processes import Running
from tests.telegram_server import TelegramServer, telegram_server

CHATS, EACH = 60, 10  # a burst of 600 questions
FLOOD, OTHERS, GAP = 200, 20, 0.3  # one chat's questions at once; single questions of others, seconds apart
MOST = 2.0  # times that others may wait beside a flood, of what they wait without
QUIET, BESIDE, FLOODING, AFTER, BURST = 10_000, 20_000, 30_000, 40_000, 50_000  # numbers of the first chats


def measure(home: Path, chats: int = CHATS, each: int = EACH, flooding: int = FLOOD, **more: str) -> Record:
    """Return the figures of both bots; `faults` lists what must not be. Keeps the index in `home`."""
    return asyncio.run(_measure(home, (chats, each, flooding), more))


async def _measure(home: Path, size: tuple[int, int, int], more: dict[str, str]) -> Record:
    for file in home.glob("telegram.sqlite3*"):
        file.unlink()  # it remembers the updates of an earlier run, and would drop ours as doubled
    async with telegram_server() as server:
        policybot = await _under_load(server, processes.policybot(server.url, home, _free_port(), **more), size)
    async with telegram_server() as server:
        echo = await _under_load(server, processes.echo(server.url, home), size)
    faults = found_faults(policybot, echo)
    del echo["beside_flood"]  # its flood is over before most of the others ask
    return {"chats": size[0], "questions": size[0] * size[1], "policybot": policybot, "echo": echo, "faults": faults}


def found_faults(policybot: Record, echo: Record) -> list[str]:
    """Take the faults out of both bots' figures and return them, with that of an unfair policybot."""
    faults = [f"{name}: {f}" for name, bot in (("policybot", policybot), ("echo", echo)) for f in bot.pop("faults")]
    ratio = policybot["beside_flood"]["ratio"]
    if ratio > MOST:
        faults.append(f"policybot: others wait {ratio} times as long beside a flood, more than {MOST}")
    return faults


async def _under_load(
    server: TelegramServer, bot: AbstractAsyncContextManager[Running], size: tuple[int, int, int]
) -> Record:
    chats, each, flooding = size
    async with bot as running:
        first = await load.outcome(server, await load.singles(server, 2, 0.1, 1))  # starts, and warms up
        if not first.waits:
            raise BenchmarkError("the bot answers nothing; see its log with `policybot telegram`")
        quiet = await load.outcome(server, await load.singles(server, OTHERS, GAP, QUIET))
        asked = await load.flood(server, flooding, FLOODING)
        beside = await load.outcome(server, await load.singles(server, OTHERS, GAP, BESIDE))
        flooded = await load.outcome(server, asked)
        after = await load.outcome(server, await load.singles(server, OTHERS, GAP, AFTER))
        burst = await load.outcome(server, await load.burst(server, chats, each, BURST))
    calm, busy = median([*quiet.waits.values(), *after.waits.values()]), median(beside.waits.values())
    faults = {f for found in (first, quiet, beside, flooded, after, burst) for f in found.faults}
    return {
        "burst": _figures(burst),
        "flood": {"questions": flooding, **_figures(flooded)},
        "beside_flood": {"alone_ms": _ms(calm), "beside_ms": _ms(busy), "ratio": round(busy / calm, 2)},
        **running.figures,
        "faults": sorted(faults),
    }


def _figures(found: Outcome) -> Record:
    waits = sorted(found.waits.values())
    return {
        "median_ms": _ms(median(waits)), "p95_ms": _ms(quantiles(waits, n=20)[-1]), "last_ms": _ms(waits[-1]),
        "per_second": round(len(waits) / waits[-1], 1),
    }  # fmt: skip


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
