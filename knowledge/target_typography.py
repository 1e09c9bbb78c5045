"""What typesetting puts into a sentence (达到**90%**, 达到 2.2 万元): the grammar reads past it.

Records point at what is printed.
"""

import re
from dataclasses import replace

from knowledge.target_drafts import Draft
from knowledge.target_words import folded
from knowledge.types import Span

_EMPHASIS = re.compile(r"\*\*|__")
# the thin space between Chinese and figures or Latin words, typed as a blank; within either a blank ends a word
_BLANK = re.compile(
    r"(?<=[一-鿿〇])[ \u00a0]{1,2}(?=[A-Za-z\d≥≤<>])|(?<=[A-Za-z\d%‰℃²³])[ \u00a0]{1,2}(?=[一-鿿〇])|"
    r"(?<=\d)[ \u00a0](?=[%‰℃])"
)


def without_typesetting(sentence: str) -> tuple[str, tuple[int, ...]]:
    """Return a folded sentence without `**`, `__` and the blanks between Chinese and figures.

    Beside it where each character that is left stood; () where nothing was left out.
    """
    if not (_EMPHASIS.search(sentence) or _BLANK.search(sentence)):
        return sentence, ()
    kept = list(range(len(sentence)))
    for pattern in (_EMPHASIS, _BLANK):
        words = "".join(sentence[i] for i in kept)
        left_out = {i for match in pattern.finditer(words) for i in range(*match.span())}
        kept = [place for i, place in enumerate(kept) if i not in left_out]
    return "".join(sentence[i] for i in kept), tuple(kept)


def plain(words: str) -> str:
    """Return words as the grammar reads them, folded and without what typesetting puts in; offsets are lost."""
    return without_typesetting(folded(words))[0]


def led_back(draft: Draft, origin: tuple[int, ...]) -> Draft:
    """Return a draft whose offsets count in the printed sentence again."""
    return replace(draft, value=_led_back(draft.value, origin), span=_led_back(draft.span, origin)) if origin else draft


def _led_back(span: Span, origin: tuple[int, ...]) -> Span:
    return Span(origin[span.start], origin[span.end - 1] + 1)
