"""The values that retrieval works with."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.types import Span


class PassageKind(StrEnum):
    """Where a passage's search text comes from."""

    SENTENCE = "sentence"  # one sentence of the published text
    SEGMENT = "segment"  # a part of a long sentence, so that the part can be pinpointed
    HEADING = "heading"  # the heading of a clause or section
    KEY = "key"  # a question prepared by the document's keeper; finds a place, is never shown


class SearchMode(StrEnum):
    """Which halves of the index rank the passages."""

    FUSED = "fused"
    DENSE = "dense"
    LEXICAL = "lexical"  # needs no embedding model


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of the published text and the words by which it is found. Never crosses a clause.

    `span` is what may be quoted. `search_text` is what is embedded and tokenised (for a sentence: its
    heading context and itself); it is for search only, never shown. `id` is the passage's position in the index.
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

    `score` is the score of the search's mode (higher is better). Ranks count from 1; None where that half did
    not list the passage. `dense_score` is a cosine corrected for crowding (see `index.crowding`; it may exceed 1),
    `lexical_score` a BM25 score, `learned_score` what the keys teach (see `index.learned`; about 0 to 1).
    """

    passage: Passage
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    learned_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one search, best first, and the milliseconds it took.

    `load_ms` is the first use's loading of model and dictionary, `embed_ms` the query's embedding,
    `search_ms` the rest. `outside` says how much a fused search's question resembles those that no answer stands for
    (see `index.outside`; about 0 to 1).
    """

    hits: tuple[Hit, ...]
    load_ms: float = 0.0
    embed_ms: float = 0.0
    search_ms: float = 0.0
    outside: float = 0.0
