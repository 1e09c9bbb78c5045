"""A search copy of a text that remembers where each of its characters came from.

Searching ignores what typing varies: width, case, white space, quotation marks, traditional script.
What is shown is always the published text, so every match is led back to its published span.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from knowledge.types import Span

if TYPE_CHECKING:
    from opencc import OpenCC

_DROPPED = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\"'“”‘’「」『』`]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded copy; `origin[i]` is the offset in the published text of its character i."""

    text: str
    origin: Sequence[int] = field(repr=False)

    def find_all(self, needle: str) -> Iterator[Span]:
        """Yield the published spans at which the folded copy reads `needle`; nothing for an empty needle."""
        start = self.text.find(needle) if needle else -1
        while start != -1:
            yield Span(self.origin[start], self.origin[start + len(needle) - 1] + 1)
            start = self.text.find(needle, start + 1)


def fold(text: str) -> Folded:
    """Return the search copy of a published text: each character folded by itself, so offsets stay exact."""
    chars: list[str] = []
    origin = array("I")
    for position, char in enumerate(text):
        for folded in _fold_char(char):
            chars.append(folded)
            origin.append(position)
    return Folded("".join(chars), origin)


@cache
def _fold_char(char: str) -> str:
    return _DROPPED.sub("", unicodedata.normalize("NFKC", char)).lower()


def clean(text: str) -> str:
    """Return a typed text as one plain line: NFKC, no control characters or lone surrogates, simplified script."""
    kept = "".join(_plain_char(c) for c in text)
    return re.sub(r"\s+", " ", simplified(unicodedata.normalize("NFKC", kept))).strip()


def squeeze(text: str) -> str:
    """Return the folded form of a typed text, as it would stand in `Folded.text`."""
    return "".join(map(_fold_char, text))


def bigrams(words: str) -> list[str]:
    """Return the pairs of neighbouring characters of some words, in their order, each as often as it stands there."""
    return [words[i : i + 2] for i in range(len(words) - 1)]


def simplified(text: str) -> str:
    """Return the text in simplified script (OpenCC t2s); the converter is loaded only for text that is not ASCII."""
    return text if text.isascii() else _converter().convert(text)


def _plain_char(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cs", "Cf", "Co", "Cn") or char == "\0":
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else char


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")
