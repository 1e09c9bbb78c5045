"""The words of asking (`cues.toml`), compiled once: `cue("wants", "number").search(text)`."""

import re
import tomllib
from functools import cache
from pathlib import Path

# details of [attributes]: 现在 in a question about a duty is only a word; with 多少 it asks for a statistic
SOFT_WITHOUT_NUMBER = ("current", "rank")
CUES = Path(__file__).parent / "cues.toml"


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(CUES.read_text(encoding="utf-8"))


@cache
def cue(group: str, name: str) -> re.Pattern[str]:
    """Return the pattern of one list of cues.

    Raises:
        KeyError: there is no such list in `cues.toml`.
    """
    return re.compile("|".join(f"(?:{word})" for word in _table()[group][name]))


def names(group: str) -> tuple[str, ...]:
    """Return the names of the lists in a group, in the order of the file."""
    return tuple(_table()[group])


def without_opening(plain: str) -> str:
    """Return a question without the greeting, thanks or request before it; as it is where nothing else is said."""
    opening = cue("politeness", "opening").match(plain.lower())
    rest = plain[opening.end() :] if opening else ""
    return rest if re.search(r"[^\W_]|[§#]", rest) else plain


@cache
def _filler() -> re.Pattern[str]:
    words = _table()["filler"]["words"]
    return re.compile("(?:" + "|".join(f"(?:{w})" for w in words) + r"|[\s?？!！。.,，、:：;；\"'()《》~])+")


def pieces_of(text: str) -> list[str]:
    """Return the runs of a question that are no words of asking, in order."""
    return [p for p in _filler().split(text) if p]


def core_of(text: str) -> str:
    """Return the text without words of asking at either end; those inside it stay (新能源 keeps its 能)."""
    runs = list(_filler().finditer(text))
    start = runs[0].end() if runs and runs[0].start() == 0 else 0
    end = runs[-1].start() if runs and runs[-1].end() == len(text) else len(text)
    return text[start:end] or text


def subject_of(text: str) -> str:
    """Return what a question is about: the longest of its pieces, or ""."""
    return max(pieces_of(text), key=len, default="")
