"""`ask --jsonl`: one question a line in, one answer a line out, in order. Each line is a conversation of its own."""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from bot import faults, wording
from bot.records import Record, answer_record, to_json
from bot.render import Shelf, message
from bot.types import Answer
from knowledge.errors import PolicyBotError

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Config

LINE_LIMIT = 10_000_000  # bytes of one line; the answerer has a limit of its own for the question


@dataclass(frozen=True, slots=True)
class Asked:
    """One line that could be read."""

    id: object
    question: str
    history: tuple[str, ...]


class UnreadableLine(ValueError):  # noqa: N818 - named after what it is
    """A line that cannot be read. `id` is the line's own where that much could be read."""

    def __init__(self, reason: str, id_: object = None) -> None:
        super().__init__(reason)
        self.id = id_


def serve(app: "App", config: "Config", lines: BinaryIO, out: TextIO) -> int:
    """Answer every line of `lines` on `out`, each flushed as soon as it is there; return the exit status.

    A line that cannot be read or answered is answered with an error object and makes the status 2; the others go on.
    """
    status = 0
    for number, raw in _lines(lines):
        record = _reply(app, config, number, raw)
        status = 2 if "error" in record else status
        out.write(to_json(record, indent=None) + "\n")
        out.flush()
    return status


def _lines(lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank with their numbers; of one beyond the limit only its beginning."""
    number = 0
    while raw := lines.readline(LINE_LIMIT + 1):
        number += 1
        rest = raw
        while len(rest) > LINE_LIMIT and not rest.endswith(b"\n"):
            rest = lines.readline(LINE_LIMIT + 1)
        raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if raw.strip():
            yield number, raw


def _reply(app: "App", config: "Config", number: int, raw: bytes) -> Record:
    try:
        asked = read_line(raw)
    except UnreadableLine as error:
        return {"id": error.id, "error": wording.line_error(number, str(error))}
    try:
        answer = _answer(app, asked)
        shelf = Shelf.of(app.documents, config.today())
    except PolicyBotError as error:
        return {"id": asked.id, "error": wording.line_error(number, str(error))}
    except Exception as error:  # one line must not end the others; the story goes to the log
        request, log = faults.record(error, config.home)
        return {"id": asked.id, "error": wording.line_error(number, wording.internal_error(request, log))}
    return answer_record(answer, message(answer, shelf), shelf.today, asked.id)


def _answer(app: "App", asked: Asked) -> Answer:
    from bot.answerer import Conversation

    conversation = Conversation()
    for earlier in asked.history:
        _, conversation = app.answerer.answer(earlier, conversation)
    answer, _ = app.answerer.answer(asked.question, conversation)
    return answer


def read_line(raw: bytes) -> Asked:
    """Return the question of one line.

    Raises:
        UnreadableLine: not UTF-8, not a JSON object, or a field is missing or of the wrong type.

    """
    if len(raw) > LINE_LIMIT:
        raise UnreadableLine(f"longer than {LINE_LIMIT // 1_000_000} MB; shorten the line")
    try:
        given = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise UnreadableLine(f"not UTF-8 (byte {error.start}); convert the file to UTF-8") from error
    except RecursionError as error:
        raise UnreadableLine("JSON nested too deeply; give id, question and history only") from error
    except ValueError as error:
        raise UnreadableLine(f"not JSON ({error}); give one object a line") from error
    if not isinstance(given, dict):
        raise UnreadableLine('not a JSON object; give {"id": …, "question": "…", "history": […]}')
    return _asked(given)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _asked(given: dict[str, Any]) -> Asked:
    id_ = given.get("id")
    if not (id_ is None or isinstance(id_, str | int | float)) or (isinstance(id_, float) and not math.isfinite(id_)):
        raise UnreadableLine("id is neither text nor a number; give one of them or null")
    question, history = given.get("question"), given.get("history")
    if not isinstance(question, str):
        raise UnreadableLine("question is missing or not text; give it as a string", id_)
    earlier = [] if history is None else history
    if not isinstance(earlier, list) or not all(isinstance(h, str) for h in earlier):
        raise UnreadableLine("history is not a list of strings; give the earlier questions, oldest first", id_)
    return Asked(id_, question, tuple(earlier))
