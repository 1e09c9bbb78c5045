"""Where sentences begin and end. Spans only; the text itself is never touched."""

import re
from collections.abc import Iterator

from knowledge.types import Span

_SENTENCE = re.compile(r"[^。！？!?\r\n]*(?:[。！？!?]+[”’」』)）]*|(?=[\r\n])|$)")
_SEGMENT = re.compile(r"[^;；]*(?:[;；]|$)")
_PHRASE = re.compile(r"[^,，;；]*(?:[,，;；]|$)")


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences inside `span`, without surrounding white space; none is empty, none crosses a line."""
    return _pieces(_SENTENCE, text, span)


def segments(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a sentence that ；or ; divides."""
    return _pieces(_SEGMENT, text, span)


def phrases(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a sentence that a comma or semicolon divides (、 does not)."""
    return _pieces(_PHRASE, text, span)


def _pieces(pattern: re.Pattern[str], text: str, span: Span) -> Iterator[Span]:
    position = span.start
    while position < span.end:
        match = pattern.match(text, position, span.end)
        end = match.end() if match and match.end() > position else position + 1
        piece = text[position:end].rstrip()
        words = piece.lstrip()
        if words:
            yield Span(position + len(piece) - len(words), position + len(piece))
        position = end
