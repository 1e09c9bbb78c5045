"""BM25 over search tokens, through bm25s. Scores every passage; ranking is the retriever's work."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Robertson & Zaragoza 2009, with the idf of Lucene, which is never negative
METHOD = "lucene"
K1 = 1.5
B = 0.75


class LexicalIndex:
    """The BM25 weights of tokenised passages; never changes once built."""

    def __init__(self, bm25: Any, count: int) -> None:
        """Use `build` or `load`; `bm25` is None where there is no token to find."""
        self._bm25 = bm25
        self.count = count

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]]) -> "LexicalIndex":
        """Return the index of `passages`, each given by its tokens; passage ids are their positions."""
        from bm25s import BM25

        if not any(passages):
            return cls(None, len(passages))
        bm25 = BM25(k1=K1, b=B, method=METHOD, backend="numpy")
        bm25.index([list(tokens) for tokens in passages], show_progress=False)
        return cls(bm25, len(passages))

    def scores(self, tokens: Sequence[str]) -> "NDArray[np.float32]":
        """Return the BM25 score of every passage for a query's tokens, shape (count,); 0 where none occurs."""
        import numpy as np

        known = self._bm25.get_tokens_ids(list(tokens)) if self._bm25 else []
        if not known:
            return np.zeros(self.count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which is made; an index without tokens leaves it empty.

        Raises:
            OSError: the folder cannot be written.
        """
        folder.mkdir(parents=True)
        if self._bm25:
            self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, count: int) -> "LexicalIndex":
        """Return the index of `count` passages that `save` wrote into `folder`.

        Raises:
            OSError, ValueError, KeyError: the folder holds something else.
        """
        from bm25s import BM25

        if not any(folder.iterdir()):
            return cls(None, count)
        bm25 = BM25.load(folder, load_corpus=False, show_progress=False)
        if bm25.scores["num_docs"] != count:
            raise ValueError(f"BM25 weights of {bm25.scores['num_docs']} passages, not {count}")
        return cls(bm25, count)
