"""The bot's embedding model as the peers use it: what was embedded once is read from the cache of the home folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.cache import VectorCache, embed_cached
from index.embedders import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CachedEmbedder:
    """An `Embedder` that keeps the vectors of passages under `home`; questions are always embedded anew."""

    def __init__(self, embedder: Embedder, home: Path) -> None:
        """Take the model and the folder; neither is touched yet."""
        self._embedder = embedder
        self._home = home

    @property
    def name(self) -> str:
        """See `Embedder.name`."""
        return self._embedder.name

    @property
    def fingerprint(self) -> str:
        """See `Embedder.fingerprint`."""
        return self._embedder.fingerprint

    @property
    def dim(self) -> int:
        """See `Embedder.dim`."""
        return self._embedder.dim

    def warm(self) -> None:
        """See `Embedder.warm`."""
        self._embedder.warm()

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """See `Embedder.embed_passages`."""
        with VectorCache(self._home) as cache:
            return embed_cached(texts, self._embedder, cache, _silent)

    def embed_questions(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """See `Embedder.embed_questions`."""
        return self._embedder.embed_questions(texts)

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """See `Embedder.embed_query`."""
        return self._embedder.embed_query(text)


def _silent(done: int, total: int) -> None:
    """Show no progress."""
