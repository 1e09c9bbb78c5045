"""The recipes of every tutorial, from the parts that the bot itself is made of: the same model, the same BM25."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from benchmarks.peers.pieces import Piece, chunks, cited_sentences, window
from benchmarks.peers.types import DEPTH, TOP, Peer, Reply, with_history
from index.embedders import Embedder
from index.fuse import best_first, fuse_standardized, ranks
from index.lexical import LexicalIndex
from index.tokenize import Tokenizer
from knowledge.facts import Facts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RRF_K = 60  # Cormack, Clarke & Buettcher 2009
LEXICAL_WEIGHT = 0.5  # beside 1 for dense: the best of the plain weightings that were measured


def fixed_chunks(facts: Facts, embedder: Embedder) -> Peer:
    """Windows of 300 characters, 50 shared, ranked by cosine; the best three are shown."""
    pieces = chunks(facts.document)
    vectors = embedder.embed_passages([piece.text for piece in pieces])

    def ask(question: str, history: Sequence[str]) -> Reply:
        scores = vectors @ embedder.embed_query(with_history(question, history))
        return _reply(pieces, best_first(scores, TOP))

    return ask


def sentence_window(facts: Facts, embedder: Embedder) -> Peer:
    """Sentences ranked by cosine, each shown with the sentences before and after it."""
    pieces = cited_sentences(facts)
    vectors = embedder.embed_passages([piece.text for piece in pieces])

    def ask(question: str, history: Sequence[str]) -> Reply:
        scores = vectors @ embedder.embed_query(with_history(question, history))
        hits = _reply(pieces, best_first(scores, DEPTH)).hits
        return Reply(hits, tuple(window(hit, facts) for hit in hits[:TOP]))

    return ask


def bm25(facts: Facts, _: Embedder) -> Peer:
    """Sentences ranked by BM25 over jieba's search words and pairs of characters; no model."""
    pieces, tokenizer, lexical = _lexical(facts)

    def ask(question: str, history: Sequence[str]) -> Reply:
        scores = lexical.scores(tokenizer.tokens(with_history(question, history)))
        best = best_first(scores, DEPTH)
        return _reply(pieces, best[scores[best] > 0])

    return ask


def rank_fusion(facts: Facts, embedder: Embedder) -> Peer:
    """Sentences ranked by cosine and by BM25, the two ranks joined as 1 / (60 + rank)."""
    return _hybrid(facts, embedder, lambda dense, sparse: 1 / (RRF_K + ranks(dense)) + 1 / (RRF_K + ranks(sparse)))


def score_fusion(facts: Facts, embedder: Embedder) -> Peer:
    """Sentences ranked by the weighted sum of cosine and BM25, each standardised."""
    return _hybrid(
        facts, embedder, lambda dense, sparse: fuse_standardized(dense, sparse, lexical_weight=LEXICAL_WEIGHT)
    )


def _hybrid(
    facts: Facts,
    embedder: Embedder,
    fuse: "Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float64]]",
) -> Peer:
    pieces, tokenizer, lexical = _lexical(facts)
    vectors = embedder.embed_passages([piece.text for piece in pieces])

    def ask(question: str, history: Sequence[str]) -> Reply:
        query = with_history(question, history)
        fused = fuse(vectors @ embedder.embed_query(query), lexical.scores(tokenizer.tokens(query)))
        return _reply(pieces, best_first(fused, DEPTH))

    return ask


def _lexical(facts: Facts) -> tuple[list[Piece], Tokenizer, LexicalIndex]:
    pieces = cited_sentences(facts)
    tokenizer = Tokenizer()
    return pieces, tokenizer, LexicalIndex.build([tokenizer.tokens(piece.text) for piece in pieces])


def _reply(pieces: Sequence[Piece], best: "NDArray[np.int64]") -> Reply:
    spans = tuple(pieces[i].span for i in best.tolist())
    return Reply(spans, spans)
