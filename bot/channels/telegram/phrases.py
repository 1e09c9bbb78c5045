"""What the Telegram bot says besides answers, in Chinese and English (`phrases.toml`)."""

import tomllib
from functools import cache
from pathlib import Path

PHRASES = Path(__file__).parent / "phrases.toml"
LANGUAGES = ("zh", "en")


@cache
def table() -> dict[str, dict[str, str]]:
    """Return every phrase by its key and language."""
    return tomllib.loads(PHRASES.read_text(encoding="utf-8"))


def say(key: str, language: str, **fields: object) -> str:
    """Return a phrase with its fields filled in.

    Raises:
        KeyError: there is no such phrase, or a field of it is missing.

    """
    return table()[key]["en" if language == "en" else "zh"].format(**fields)
