"""BM25 over search tokens, through bm25s. Scores every passage; ranking is the retriever's work."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.arrays import READING, read_array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Robertson & Zaragoza 2009, with the idf of Lucene, which is never negative
METHOD = "lucene"
K1 = 1.5
B = 0.75
TERMS_FILE = "terms.npy"  # the vocabulary by hash: read at once, which bm25s's own takes milliseconds for
VOCABULARY_FILE = "vocab.index.json"  # that one


def token_hash(token: str) -> int:
    """Return 63 bits of a token's BLAKE2 hash: two of a million tokens share one once in 18 million cases."""
    digest = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


class LexicalIndex:
    """The BM25 weights of tokenised passages; never changes once built."""

    def __init__(self, bm25: Any, count: int, terms: "NDArray[np.int64] | None" = None) -> None:
        """Use `build` or `load`; `bm25` is None where there is no token to find.

        `terms` holds the hashes of its tokens in order and the number that it gives to each; where it is None, bm25s
        has its own vocabulary.
        """
        self._bm25 = bm25
        self._terms = terms
        self.count = count

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]]) -> "LexicalIndex":
        """Return the index of `passages`, each given by its tokens; passage ids are their positions."""
        from bm25s import BM25

        if not any(passages):
            return cls(None, len(passages))
        bm25 = BM25(k1=K1, b=B, method=METHOD, backend="numpy")
        bm25.index([list(tokens) for tokens in passages], show_progress=False)
        return cls(bm25, len(passages), _by_hash(bm25.vocab_dict))

    def scores(self, tokens: Sequence[str]) -> "NDArray[np.float32]":
        """Return the BM25 score of every passage for a query's tokens, shape (count,); 0 where none occurs."""
        import numpy as np

        known = self._numbers_of(tokens)
        if not known:
            return np.zeros(self.count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)

    def _numbers_of(self, tokens: Sequence[str]) -> list[int]:
        """Return the numbers of the tokens that are known, in their order."""
        import numpy as np

        if not self._bm25 or not tokens:
            return []
        if self._terms is None:
            known: list[int] = self._bm25.get_tokens_ids(list(tokens))
            return known
        hashes, numbers = self._terms
        asked = np.array([token_hash(token) for token in tokens], dtype=np.int64)
        at = np.minimum(np.searchsorted(hashes, asked), len(hashes) - 1)
        found: list[int] = numbers[at[hashes[at] == asked]].tolist()
        return found

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which is made; an index without tokens leaves it empty.

        Raises:
            OSError: the folder cannot be written.
        """
        import numpy as np

        folder.mkdir(parents=True)
        if self._bm25 and self._terms is not None:
            self._bm25.save(folder, show_progress=False)
            np.save(folder / TERMS_FILE, self._terms, allow_pickle=False)
            (folder / VOCABULARY_FILE).unlink()

    @classmethod
    def load(cls, folder: Path, count: int) -> "LexicalIndex":
        """Return the index of `count` passages that `save` wrote into `folder`.

        Raises:
            OSError, ValueError, KeyError: the folder holds something else.
        """
        from bm25s import BM25

        if not any(folder.iterdir()):
            return cls(None, count)
        terms = read_array(folder / TERMS_FILE) if (folder / TERMS_FILE).is_file() else None  # older ones have none
        with READING:
            bm25 = BM25.load(folder, load_corpus=False, load_vocab=terms is None, show_progress=False)
        if bm25.scores["num_docs"] != count:
            raise ValueError(f"BM25 weights of {bm25.scores['num_docs']} passages, not {count}")
        return cls(bm25, count, terms)


def _by_hash(vocabulary: dict[str, int]) -> "NDArray[np.int64]":
    import numpy as np

    terms = np.array([[token_hash(token) for token in vocabulary], [*vocabulary.values()]], dtype=np.int64)
    return terms[:, np.argsort(terms[0])]
