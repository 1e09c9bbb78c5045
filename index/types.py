"""The values that retrieval works with."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.types import Span


class PassageKind(StrEnum):
    """Where a passage's search text comes from."""

    SENTENCE = "sentence"  # one sentence of the published text
    HEADING = "heading"  # the heading of a clause or section
    KEY = "key"  # a question prepared by the document's keeper; finds a place, is never shown


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of the published text and the words by which it is found. Never crosses a clause.

    `span` is what may be quoted. `search_text` is what is embedded and tokenised (for a sentence: its
    heading context and itself); it is for search only, never shown.
    """

    id: int
    doc: str
    path: str
    span: Span
    kind: PassageKind
    search_text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with all that explains its place in the ranking.

    `score` is the fused score (higher is better). Ranks count from 1; None where that half did not list it.
    `dense_score` is a cosine, `lexical_score` a BM25 score.
    """

    passage: Passage
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
