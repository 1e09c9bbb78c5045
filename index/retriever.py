"""A question in, the passages that stand nearest to it out, with all that explains their order."""

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from index.crowding import corrected
from index.embedders import Embedder
from index.fuse import best_first, fuse_standardized, ranks
from index.lexical import LexicalIndex
from index.stores import VectorStore
from index.tokenize import Tokenizer, simplify
from index.types import Found, Hit, Passage, SearchMode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEXICAL_WEIGHT = 0.15  # beside 1 for dense; 0.1 to 0.2 was best on the tune half, docs/decisions/0005


class Retriever:
    """Searches one index. Scores every passage, so nothing is missed by an approximation. Safe to share."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an index
        self,
        passages: Sequence[Passage],
        store: VectorStore,
        lexical: LexicalIndex,
        tokenizer: Tokenizer,
        embedder: Embedder,
        crowding: "NDArray[np.float32]",
    ) -> None:
        """Take the parts of an index; all of them count the passages by their ids."""
        self.passages = tuple(passages)
        self.embedder = embedder
        self._store = store
        self._lexical = lexical
        self._tokenizer = tokenizer
        self._crowding = crowding

    def warm(self) -> None:
        """Load the model and the dictionary now, so that the next search is quick.

        Raises:
            PolicyBotError: the model cannot be loaded.
        """
        self._tokenizer.warm()
        self.embedder.warm()

    def search(
        self,
        query: str,
        k: int,
        *,
        mode: SearchMode = SearchMode.FUSED,
        lexical_weight: float = LEXICAL_WEIGHT,
    ) -> list[Hit]:
        """Return the `k` best hits, best first; see `find`."""
        return list(self.find(query, k, mode=mode, lexical_weight=lexical_weight).hits)

    def find(
        self,
        query: str,
        k: int,
        *,
        mode: SearchMode = SearchMode.FUSED,
        lexical_weight: float = LEXICAL_WEIGHT,
    ) -> Found:
        """Return the `k` best hits for any text, best first, and the time they took.

        Equal scores stand in order of passage id. A lexical search lists only passages that share a token with the
        query, and never loads the model; its hits carry no dense rank.

        Raises:
            PolicyBotError: the model is needed and cannot be loaded.
        """
        import numpy as np

        started = perf_counter()
        self._tokenizer.warm()
        if mode is not SearchMode.LEXICAL:
            self.embedder.warm()
        loaded = perf_counter()
        vector = None if mode is SearchMode.LEXICAL else self.embedder.embed_query(simplify(query))
        embedded = perf_counter()
        lexical = self._lexical.scores(self._tokenizer.tokens(query))
        dense = np.zeros(len(self.passages), dtype=np.float32) if vector is None else self._dense_scores(vector)
        scores = _scores(mode, dense, lexical, lexical_weight)
        hits = self._hits(scores, None if vector is None else dense, lexical, k, only_lexical=vector is None)
        done = perf_counter()
        return Found(hits, 1000 * (loaded - started), 1000 * (embedded - loaded), 1000 * (done - embedded))

    def _dense_scores(self, vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """Return the cosine of every passage with the query's vector, corrected for crowding, by passage id."""
        return corrected(self._store.scores(vector), self._crowding)

    def _hits(
        self,
        scores: "NDArray[np.floating]",
        dense: "NDArray[np.float32] | None",
        lexical: "NDArray[np.float32]",
        k: int,
        *,
        only_lexical: bool,
    ) -> tuple[Hit, ...]:
        best = best_first(scores, k)
        if only_lexical:
            best = best[lexical[best] > 0]
        rows = zip(
            best.tolist(),
            scores[best].tolist(),
            [None] * len(best) if dense is None else ranks(dense, dense[best]).tolist(),
            [0.0] * len(best) if dense is None else dense[best].tolist(),
            ranks(lexical, lexical[best]).tolist(),
            lexical[best].tolist(),
            strict=True,
        )
        return tuple(
            Hit(
                self.passages[i],
                score,
                dense_rank,
                dense_score,
                lexical_rank if lexical_score > 0 else None,
                lexical_score,
            )
            for i, score, dense_rank, dense_score, lexical_rank, lexical_score in rows
        )


def _scores(
    mode: SearchMode, dense: "NDArray[np.float32]", lexical: "NDArray[np.float32]", lexical_weight: float
) -> "NDArray[np.floating]":
    if mode is SearchMode.LEXICAL:
        return lexical
    if mode is SearchMode.DENSE:
        return dense
    return fuse_standardized(dense, lexical, lexical_weight=lexical_weight)
