"""A question in, the passages that stand nearest to it out, with all that explains their order."""

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from index.crowding import corrected
from index.embedders import Embedder
from index.fuse import best_first, fuse_standardized, ranks
from index.learned import LearnedPlaces
from index.lexical import LexicalIndex
from index.outside import Outside
from index.stores import VectorStore
from index.tokenize import Tokenizer, simplify
from index.types import Found, Hit, Passage, SearchMode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEXICAL_WEIGHT = 0.15  # beside 1 for dense; 0.1 to 0.2 was best on the tune half, docs/decisions/0005
LEXICAL_WEIGHT_TAUGHT = 0.1  # the same, where keys have taught the places their words
LEARNED_WEIGHT = 16.0  # standard deviations by which a passage of a place that the keys are sure of rises
CANDIDATES = 120  # passages that what was learned may raise; from 120 on the answers were the same


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
        learned: LearnedPlaces,
        outside: Outside,
    ) -> None:
        """Take the parts of an index; all of them count the passages by their ids."""
        self.passages = passages
        self.embedder = embedder
        self._store = store
        self._lexical = lexical
        self._tokenizer = tokenizer
        self._crowding = crowding
        self._learned = learned
        self._outside = outside
        self._lexical_weight = LEXICAL_WEIGHT_TAUGHT if learned.taught else LEXICAL_WEIGHT

    def warm(self) -> None:
        """Load the model and the dictionary now, so that the next search is quick.

        Raises:
            PolicyBotError: the model cannot be loaded.
        """
        self._tokenizer.warm()
        self.embedder.warm()

    def vectors(self) -> "NDArray[np.float32]":
        """Return the unit vectors of the passages by their ids, shape (n, dim)."""
        return self._store.rows()

    def search(
        self,
        query: str,
        k: int,
        *,
        mode: SearchMode = SearchMode.FUSED,
        lexical_weight: float | None = None,
    ) -> list[Hit]:
        """Return the `k` best hits, best first; see `find`."""
        return list(self.find(query, k, mode=mode, lexical_weight=lexical_weight).hits)

    def find(
        self,
        query: str,
        k: int,
        *,
        mode: SearchMode = SearchMode.FUSED,
        lexical_weight: float | None = None,
        learned_weight: float = LEARNED_WEIGHT,
    ) -> Found:
        """Return the `k` best hits for any text, best first, and the time they took.

        Equal scores stand in order of passage id. A lexical search lists only passages that share a token with the
        query, and never loads the model; its hits carry no dense rank. Only a fused search uses what the keys teach.

        Raises:
            PolicyBotError: the model is needed and cannot be loaded.
        """
        started = perf_counter()
        self._tokenizer.warm()
        if mode is not SearchMode.LEXICAL:
            self.embedder.warm()
        loaded = perf_counter()
        vector = None if mode is SearchMode.LEXICAL else self.embedder.embed_query(simplify(query))
        embedded = perf_counter()
        lexical = self._lexical.scores(self._tokenizer.tokens(query))
        outside = 0.0
        if vector is None:
            hits = self._lexical_hits(lexical, k)
        else:
            cosines = self._store.scores(vector)
            weights = (self._lexical_weight if lexical_weight is None else lexical_weight, learned_weight)
            hits = self._hits(cosines, lexical, k, weights if mode is SearchMode.FUSED else None)
            if mode is SearchMode.FUSED:
                outside = self._outside.likeness(vector, cosines[self._learned.keys])
        done = perf_counter()
        return Found(hits, 1000 * (loaded - started), 1000 * (embedded - loaded), 1000 * (done - embedded), outside)

    def _lexical_hits(self, lexical: "NDArray[np.float32]", k: int) -> tuple[Hit, ...]:
        best = [i for i in best_first(lexical, k).tolist() if lexical[i] > 0]
        places = ranks(lexical, lexical[best]).tolist()
        scores = lexical[best].tolist()
        return tuple(
            Hit(self.passages[i], score, None, 0.0, rank, score)
            for i, score, rank in zip(best, scores, places, strict=True)
        )

    def _hits(
        self,
        cosines: "NDArray[np.float32]",
        lexical: "NDArray[np.float32]",
        k: int,
        weights: tuple[float, float] | None,
    ) -> tuple[Hit, ...]:
        """Return the hits by the cosines, fused with the others where there are weights (lexical, learned)."""
        import numpy as np

        dense = corrected(cosines, self._crowding)
        fused = fuse_standardized(dense, lexical, lexical_weight=weights[0]) if weights else dense
        learned_weight = weights[1] if weights else 0.0
        near = best_first(fused, max(k, CANDIDATES if learned_weight else 0))
        learned = self._learned.scores(cosines, near) if learned_weight else np.zeros(len(near), dtype=np.float32)
        scores = fused[near] + learned_weight * learned
        order = np.lexsort((near, -scores))[: max(k, 0)]
        best = near[order]
        rows = zip(
            best.tolist(),
            scores[order].tolist(),
            ranks(dense, dense[best]).tolist(),
            dense[best].tolist(),
            ranks(lexical, lexical[best]).tolist(),
            lexical[best].tolist(),
            learned[order].tolist(),
            strict=True,
        )
        return tuple(
            Hit(self.passages[i], score, dense_rank, near_, lexical_rank if words > 0 else None, words, taught)
            for i, score, dense_rank, near_, lexical_rank, words, taught in rows
        )
