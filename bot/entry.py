"""A document that answers: what is known of it, the answerer over it, and the names by which it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answerer import Answerer
from knowledge.facts import Facts


@dataclass(frozen=True)
class Entry:
    """One document of the library. `number` is its 发文字号 ("" where unknown), `aliases` other titles of it."""

    facts: Facts
    answerer: Answerer
    number: str = ""
    aliases: tuple[str, ...] = ()


def entries_of(entries: Sequence[Entry], ids: Sequence[str]) -> tuple[Entry, ...]:
    """Return those of the documents that have these ids."""
    return tuple(entry for entry in entries if entry.facts.document.id in ids)
