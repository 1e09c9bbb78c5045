"""The load benchmark: small, with hashed vectors; and that it sees what it must see."""

import asyncio
import time
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks.telegram import load, run
from bot.channels.telegram.lag import LoopLag
from bot.channels.telegram.processor import FLOOD, ChatOrder
from tests import telegram_server as tg


@pytest.mark.asyncio
async def test_a_blocked_loop_is_seen_as_lag() -> None:
    lag = LoopLag()
    assert lag.quantiles(0.95) == [0]
    watching = asyncio.create_task(lag.watch())
    for blocked in range(3):
        await asyncio.sleep(0.06)
        if blocked == 1:
            _block(0.2)
    await asyncio.sleep(0.1)
    watching.cancel()
    least, most = lag.quantiles(0.0, 1.0)
    assert 100 < most < 2000
    assert least <= most


def _block(seconds: float) -> None:
    time.sleep(seconds)


@pytest.mark.asyncio
async def test_missing_doubled_and_disordered_answers_are_faults() -> None:
    async with tg.telegram_server() as server:
        asked = await load.burst(server, chats=2, each=2, first_chat=5)
        first, other, second, _ = sorted(asked.at)
        for number in (second, first, other, other):
            reply = {"reply_parameters": {"message_id": number}}
            server.calls.append(tg.Call("sendMessage", reply, at=100.0 + len(server.calls)))
        found = await load.outcome(server, load.Asked({first: 0.0, other: 0.0, second: 0.0}, asked.chat))
        assert found.faults == ("1 questions answered 2 times", "1 chats answered out of order")
        assert set(found.waits) == {first, other, second}


@pytest.mark.asyncio
async def test_a_missing_answer_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "PATIENCE", 0.1)
    async with tg.telegram_server() as server:
        found = await load.outcome(server, await load.flood(server, 2, chat=9))
        assert found.faults == ("2 questions answered 0 times",)


@pytest.mark.asyncio
async def test_the_two_replies_of_a_long_answer_are_one_answer() -> None:
    async with tg.telegram_server() as server:
        asked = await load.flood(server, 1, chat=9)
        (number,) = asked.at
        reply = {"reply_parameters": {"message_id": number}}
        with_buttons = {**reply, "reply_markup": {"inline_keyboard": []}}
        server.calls += [tg.Call("sendMessage", fields) for fields in (reply, with_buttons)]
        assert (await load.outcome(server, asked)).faults == ()


@pytest.mark.parametrize(("ratio", "unfair"), [(run.MOST, False), (run.MOST + 0.1, True)])
def test_a_bot_that_lets_others_wait_is_at_fault(ratio: float, unfair: bool) -> None:
    found = run.found_faults({"faults": ["x"], "beside_flood": {"ratio": ratio}}, {"faults": []})
    assert found[0] == "policybot: x"
    assert (len(found) == 2) is unfair


@pytest.mark.parametrize(("faults", "status"), [([], 0), (["policybot: 1 questions answered 0 times"], 1)])
def test_a_fault_is_the_exit_status(
    faults: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = {"questions": 1, "chats": 1, "policybot": {}, "echo": {}, "faults": faults}
    monkeypatch.setattr(run, "measure", lambda home: figures)
    monkeypatch.setattr(bench, "run_bot", lambda *_: None)
    assert bench.main(["--only", "telegram", "--home", str(tmp_path), "--results", str(tmp_path)]) == status


def test_both_bots_answer_a_small_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "OTHERS", 2)
    monkeypatch.setattr(run, "MOST", 1000.0)  # two questions say nothing of fairness
    found = run.measure(tmp_path, chats=3, each=2, flooding=3, POLICYBOT_EMBEDDING_MODEL="hashing")
    assert found["faults"] == []
    assert found["questions"] == 6
    for bot in (found["policybot"], found["echo"]):
        assert bot["burst"]["median_ms"] <= bot["burst"]["last_ms"]
        assert bot["peak_mb"] > 10
        assert 0 <= bot["loop_lag_ms"]["p95"] <= bot["loop_lag_ms"]["max"]


@pytest.mark.asyncio
async def test_a_chat_that_floods_rests_between_its_updates() -> None:
    order, busy = ChatOrder(), 0.02
    loop = asyncio.get_running_loop()

    async def work() -> None:
        await asyncio.sleep(busy)

    started = loop.time()
    await asyncio.gather(*(order.do_process_update(None, work()) for _ in range(FLOOD)))
    calm = loop.time() - started
    started = loop.time()
    await asyncio.gather(*(order.do_process_update(None, work()) for _ in range(2 * FLOOD)))
    flooded = loop.time() - started
    assert calm >= FLOOD * busy
    assert flooded >= 2 * FLOOD * busy + (FLOOD - 1) * busy  # all but the last FLOOD of them rest
