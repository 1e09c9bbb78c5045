"""Whose trade a question speaks of (`trades.toml`): 我开水泥厂的 speaks of 建材, 水泥 … in a plan's words."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bot.types import Question

TRADES = Path(__file__).parent / "trades.toml"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TRADES.read_text(encoding="utf-8"))


@cache
def word(name: str) -> re.Pattern[str]:
    """Return the pattern of one list of `[words]`: self, asks, offers_first, demands, offers."""
    return re.compile(_table()["words"][name])


def terms_of(question: Question) -> tuple[str, ...]:
    """Return the plan's words for the trade that a question speaks of as its own, or () where it does not."""
    asked = question.clean
    if question.language == "en" or question.only_number or question.attribute or question.places or question.years:
        return ()
    if not (word("self").search(asked) and word("asks").search(asked)):
        return ()
    rows = [row for row in _table()["trade"] if any(name in asked for name in row["names"])]
    return tuple(dict.fromkeys(term for row in rows for term in row["terms"]))
