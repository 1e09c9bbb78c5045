"""Markdown emphasis in a sentence (达到**90%**): the grammar reads past it, records point at what is printed."""

import re
from dataclasses import replace

from knowledge.target_drafts import Draft
from knowledge.types import Span

_EMPHASIS = re.compile(r"\*\*|__")


def without_emphasis(sentence: str) -> tuple[str, tuple[int, ...]]:
    """Return a sentence without `**` and `__`, and where each character that is left stood; () where none was."""
    if not _EMPHASIS.search(sentence):
        return sentence, ()
    marks = {i for match in _EMPHASIS.finditer(sentence) for i in range(*match.span())}
    origin = tuple(i for i in range(len(sentence)) if i not in marks)
    return "".join(sentence[i] for i in origin), origin


def led_back(draft: Draft, origin: tuple[int, ...]) -> Draft:
    """Return a draft whose offsets count in the printed sentence again."""
    return replace(draft, value=_led_back(draft.value, origin), span=_led_back(draft.span, origin)) if origin else draft


def _led_back(span: Span, origin: tuple[int, ...]) -> Span:
    return Span(origin[span.start], origin[span.end - 1] + 1)
