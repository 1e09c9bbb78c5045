"""What a peer is: a function from a question to places of the document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.embedders import Embedder
from knowledge.facts import Facts
from knowledge.types import Span

TOP = 3  # pieces that a recipe shows, and clauses that its answer lists at least where it found as many
DEPTH = 10  # pieces that a recipe ranks: enough for three different clauses


@dataclass(frozen=True, slots=True)
class Reply:
    """What a peer found, best first: the places it matched, and those it would show. Both empty: nothing found.

    The two differ where a recipe matches something small and shows something larger, as the sentence window does.
    """

    hits: tuple[Span, ...]
    shown: tuple[Span, ...]


Peer = Callable[[str, Sequence[str]], Reply]  # the question and the earlier ones, oldest first
Maker = Callable[[Facts, Embedder], Peer]


def with_history(question: str, history: Sequence[str]) -> str:
    """Return the query of a follow-up: the question after the one before it, as recipes without a memory do it."""
    return f"{history[-1]} {question}" if history else question
