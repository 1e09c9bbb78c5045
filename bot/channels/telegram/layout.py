"""Text with its formatting, and how it is cut to what one Telegram message holds.

Offsets count code points here and UTF-16 units in what is sent. Nothing uses a parse mode, so no text can break one.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from telegram import MessageEntity

LIMIT = 4096  # UTF-16 units of a message (Bot API, sendMessage)
MOST_ENTITIES = 100  # formatted by clients; more are dropped
_SENTENCE_ENDS = "。！？；!?;\n"
_REPLACEMENT = "\ufffd"


class Style(StrEnum):
    """How words are set, by Telegram's names."""

    BOLD = MessageEntity.BOLD
    ITALIC = MessageEntity.ITALIC
    QUOTE = MessageEntity.BLOCKQUOTE
    FOLDED = MessageEntity.EXPANDABLE_BLOCKQUOTE  # a quotation that opens on a tap


@dataclass(frozen=True, slots=True)
class Entity:
    """A style for the code points from `start` to `end`."""

    style: Style
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with their styles. Entities are disjoint or nested, and inside the text."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def __add__(self, other: "Piece") -> "Piece":
        """Return this piece with `other` behind it."""
        shift = len(self.text)
        moved = (replace(e, start=e.start + shift, end=e.end + shift) for e in other.entities)
        return Piece(self.text + other.text, (*self.entities, *moved))

    def cut(self, start: int, end: int) -> "Piece":
        """Return the part from `start` to `end`, with what its styles cover of it."""
        clipped = (replace(e, start=max(e.start, start) - start, end=min(e.end, end) - start) for e in self.entities)
        return Piece(self.text[start:end], tuple(e for e in clipped if e.start < e.end))

    def stripped(self) -> "Piece":
        """Return the piece without white space at either end: Telegram drops it, and counts offsets without it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))


def plain(text: str) -> Piece:
    """Return words without style. What cannot be sent (lone surrogates, NUL) becomes U+FFFD, one for one."""
    return Piece("".join(_REPLACEMENT if unicodedata.category(c) == "Cs" or c == "\0" else c for c in text))


def styled(style: Style, piece: Piece | str) -> Piece:
    """Return a piece set in a style as a whole, its own styles inside."""
    inner = plain(piece) if isinstance(piece, str) else piece
    whole = (Entity(style, 0, len(inner.text)),) if inner.text else ()
    return Piece(inner.text, (*whole, *inner.entities))


def joined(pieces: Iterable[Piece], separator: str = "\n") -> Piece:
    """Return the pieces that are not empty in a row."""
    whole = Piece()
    for piece in pieces:
        if piece.text:
            whole = whole + plain(separator) + piece if whole.text else piece
    return whole


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 units, as Telegram counts."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text)


def to_entities(piece: Piece) -> list[MessageEntity]:
    """Return the styles of a piece as Telegram takes them: offsets and lengths in UTF-16 units."""
    return [
        MessageEntity(e.style.value, utf16_length(piece.text[: e.start]), utf16_length(piece.text[e.start : e.end]))
        for e in piece.entities[:MOST_ENTITIES]
    ]


def pages(blocks: Sequence[Piece], limit: int = LIMIT) -> tuple[Piece, ...]:
    """Return the blocks as messages, in order, each with at most `limit` UTF-16 units and MOST_ENTITIES styles.

    A block stays whole where it fits; a longer one is cut after a sentence. No message is blank.
    """
    found: list[Piece] = []
    for part in (p for block in blocks for p in _parts(block, limit)):
        longer = joined([found[-1], part]) if found else part
        if found and _fits(longer, limit):
            found[-1] = longer
        else:
            found.append(part)
    return tuple(page for page in (p.stripped() for p in found) if page.text)


def _fits(piece: Piece, limit: int) -> bool:
    return utf16_length(piece.text) <= limit and len(piece.entities) <= MOST_ENTITIES


def _parts(block: Piece, limit: int) -> Iterable[Piece]:
    """Yield a block in parts that fit; none ends inside a character."""
    while utf16_length(block.text) > limit:
        end = _last_fitting(block.text, limit)
        sentence = max(block.text.rfind(mark, end // 2, end) for mark in _SENTENCE_ENDS) + 1
        end = sentence or end
        yield block.cut(0, end)
        block = block.cut(end, len(block.text))
    if block.text:
        yield block


def _last_fitting(text: str, limit: int) -> int:
    """Return how many code points from the start have at most `limit` UTF-16 units."""
    end = min(len(text), limit)
    while utf16_length(text[:end]) > limit:
        end -= max(1, (utf16_length(text[:end]) - limit) // 2)
    return end
