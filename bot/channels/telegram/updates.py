"""Which updates can be read at all. What cannot is left out before python-telegram-bot stumbles over it."""

import json
from typing import Any, TypeGuard

from telegram import Update


def readable(body: bytes) -> tuple[bytes, int]:
    """Return the answer to getUpdates with what cannot be read of it left out, and how many updates that were.

    An update that cannot be read keeps its number, so that Telegram does not send it again.
    """
    try:
        answer = json.loads(body)
        given = answer["result"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return body, 0  # what is wrong with it is said where it is read
    if not isinstance(given, list):
        return body, 0
    bad = [u for u in given if not has_number(u) or not is_readable(u)]
    if not bad:
        return body, 0
    kept = [{"update_id": u["update_id"]} if u in bad else u for u in given if has_number(u)]
    return json.dumps({**answer, "result": kept}).encode(), len(bad)


def has_number(update: object) -> TypeGuard[dict[str, Any]]:
    """Say whether what came has a number like an update."""
    return isinstance(update, dict) and type(update.get("update_id")) is int


def is_readable(update: dict[str, Any]) -> bool:
    """Say whether python-telegram-bot can read an update."""
    try:
        Update.de_json(update, None)
    except Exception:  # whatever the library stumbles over: wrong types end in many kinds of error
        return False
    return True
