"""Asking: a burst from many chats, and single questions beside a flood. What came back, when, in which order."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice, pairwise
from pathlib import Path
from time import monotonic

from tests import telegram_server as tg
from tests.telegram_server import Call, TelegramServer

QUESTIONS = Path(__file__).parent / "questions.txt"
PATIENCE = 180.0  # seconds for all answers of one load


@dataclass
class Asked:
    """The questions of one load: when each was asked, and in which chat, by the number of its message."""

    at: dict[int, float] = field(default_factory=dict)
    chat: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`waits`: seconds from question to answer, by message. `faults`: what was not answered exactly once, in order."""

    waits: dict[int, float]
    faults: tuple[str, ...]


def questions() -> list[str]:
    """Return the questions that every chat asks in turn."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


async def ask(server: TelegramServer, chat: int, text: str, asked: Asked) -> None:
    """Ask one question in a chat."""
    message = tg.message(text, chat=tg.private(chat), user=tg.person(chat))
    number = int(message["message_id"])
    asked.at[number], asked.chat[number] = monotonic(), chat
    await server.update(message=message)


async def burst(server: TelegramServer, chats: int, each: int, first_chat: int) -> Asked:
    """Ask `each` questions in every one of `chats` chats, all at once: every first question, then every second one."""
    asked = Asked()
    words = cycle(questions())
    for _ in range(each):
        for chat in range(first_chat, first_chat + chats):
            await ask(server, chat, next(words), asked)
    return asked


async def singles(server: TelegramServer, count: int, gap: float, first_chat: int) -> Asked:
    """Ask one question in each of `count` chats, `gap` seconds apart."""
    asked = Asked()
    for chat, text in zip(range(first_chat, first_chat + count), islice(cycle(questions()), count), strict=True):
        await ask(server, chat, text, asked)
        await asyncio.sleep(gap)
    return asked


async def flood(server: TelegramServer, count: int, chat: int) -> Asked:
    """Ask `count` questions in one chat at once."""
    asked = Asked()
    for text in islice(cycle(questions()), count):
        await ask(server, chat, text, asked)
    return asked


async def outcome(server: TelegramServer, asked: Asked) -> Outcome:
    """Wait until every question is answered, or nothing is to be hoped for, and return what came."""
    deadline = monotonic() + PATIENCE
    while set(asked.at) - _answered(server).keys() and monotonic() < deadline:
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)  # an answer too many would come now
    found = _answered(server)
    waits = {n: found[n][0] - at for n, at in asked.at.items() if n in found}
    return Outcome(waits, tuple(_faults(asked, found)))


def _answered(server: TelegramServer) -> dict[int, list[float]]:
    """Return when each question was answered.

    An answer is a message that replies to the question; of a long one the first and the last do, and only the last has
    buttons. So where any reply has buttons, those are counted.
    """
    replies: dict[int, list[Call]] = defaultdict(list)
    for call in server.of("sendMessage"):
        replied = (call.fields.get("reply_parameters") or {}).get("message_id")
        if replied:
            replies[int(replied)].append(call)
    return {number: [c.at for c in _ends(calls)] for number, calls in replies.items()}


def _ends(calls: list[Call]) -> list[Call]:
    return [c for c in calls if c.fields.get("reply_markup")] or calls


def _faults(asked: Asked, found: dict[int, list[float]]) -> Sequence[str]:
    counts = Counter(len(found.get(number, ())) for number in asked.at)
    wrong = [f"{many} questions answered {times} times" for times, many in sorted(counts.items()) if times != 1]
    by_chat: dict[int, list[float]] = defaultdict(list)
    for number in sorted(asked.at):
        by_chat[asked.chat[number]] += found.get(number, [])[:1]
    disordered = sum(any(a > b for a, b in pairwise(times)) for times in by_chat.values())
    return [*wrong, *([f"{disordered} chats answered out of order"] if disordered else [])]
