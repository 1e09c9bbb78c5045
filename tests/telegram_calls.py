"""What the bot asks of the Bot API server of the tests, read without keeping the emulator from reading it too."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import StreamReader, web

NESTED = ("reply_markup", "entities", "reply_parameters", "results", "result", "button")  # JSON in a form's field


@dataclass(frozen=True)
class Upload:
    """A file that the bot sent."""

    filename: str
    content: bytes


async def read_fields(request: web.Request) -> dict[str, Any]:
    """Return the parameters of a call."""
    body = await request.read()
    if request.content_type == "application/json":
        found = json.loads(body or b"{}")
    else:
        _rewind(request, body)
        found = dict(await request.post())
        _rewind(request, body)  # the emulator reads it once more
    for name, value in found.items():
        if isinstance(value, web.FileField):
            found[name] = Upload(value.filename, value.file.read())
        if isinstance(value, str) and name in NESTED:
            found[name] = json.loads(value)
    return dict(found)


def _rewind(request: web.Request, body: bytes) -> None:
    """Let a body be read once more; a form with files can be read from its stream only."""
    if not request.content_type.startswith("multipart/") or request.protocol is None:
        return
    stream = StreamReader(request.protocol, 2 * len(body) + 1, loop=asyncio.get_running_loop())
    stream.feed_data(body)
    stream.feed_eof()
    request._payload = stream


def message_id(response: web.StreamResponse) -> int:
    """Return the number of the message that a call made; 0 for none."""
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return 0
    result = json.loads(response.body).get("result")
    return int(result.get("message_id", 0)) if isinstance(result, dict) else 0
