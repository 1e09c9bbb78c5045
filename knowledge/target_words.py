"""The word lists of the target grammar, read once from `target_words.toml`, and the folding they are matched on."""

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("target_words.toml")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, ord("∶"): ord(":")}


def folded(text: str) -> str:
    """Return `text` with full-width digits, letters and marks made half-width; every offset stays what it was."""
    return text.translate(_WIDE)


BEFORE_OUGHT = "供对响反适效顺相感回"  # with which 应 is part of a word: 供应, 回应


@cache
def words(group: str, name: str) -> tuple[str, ...]:
    """Return one word list of the file, longest word first."""
    with _FILE.open("rb") as file:
        lists = tomllib.load(file)
    return tuple(sorted(map(folded, lists[group][name]), key=len, reverse=True))


@cache
def any_of(group: str, *names: str) -> str:
    """Return a regular expression group for any word of these lists, the longest that fits."""
    every = sorted({word for name in names for word in words(group, name)}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, every)) + ")"
