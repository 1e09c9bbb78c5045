"""The cache of embeddings: vectors by the hash of model, weights and text, in one SQLite file under the home.

It only saves time. A cache that cannot be opened, read or written is passed over without a word; each batch is
committed, so a build that is killed finds its vectors again.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from index.embedders import BATCH, Embedder
from knowledge.files import CACHE_FOLDER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CACHE_FILE = "embeddings.sqlite3"
Progress = Callable[[int, int], None]  # passages done, passages in all

_CHECKSUM = 4  # bytes of CRC-32 after each vector: SQLite does not notice a flipped bit in a value


class VectorCache:
    """Vectors by key. Without a home folder, or where SQLite fails, it is always empty."""

    def __init__(self, home: Path | None) -> None:
        """Open the cache of `home`, made if need be; a damaged one is begun anew."""
        self._connection: Any = None
        if home:
            self._open(home / CACHE_FOLDER / CACHE_FILE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _open(self, file: Path) -> None:
        import sqlite3  # noqa: PLC0415

        for _ in range(2):
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._connection = sqlite3.connect(file, timeout=10)
                self._connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
                self._connection.execute("SELECT count(*) FROM vectors").fetchone()
                return
            except sqlite3.OperationalError:  # read-only, locked, full
                self._close()
                return
            except sqlite3.DatabaseError:  # not a database, or damaged
                self._close()
                _remove(file)
            except OSError:
                return

    def get(self, keys: Iterable[bytes]) -> "dict[bytes, NDArray[np.float32]]":
        """Return the vectors known for `keys`."""
        import sqlite3  # noqa: PLC0415

        import numpy as np

        found: dict[bytes, NDArray[np.float32]] = {}
        if not self._connection:
            return found
        try:
            for key in keys:
                row = self._connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                vector = _unpacked(row[0]) if row else None
                if vector:
                    found[key] = np.frombuffer(vector, dtype=np.float32)
        except sqlite3.DatabaseError:
            self._close()
        return found

    def put(self, vectors: "dict[bytes, NDArray[np.float32]]") -> None:
        """Keep `vectors`, on the disk when this returns."""
        import sqlite3  # noqa: PLC0415

        if not self._connection:
            return
        rows = [(key, _packed(vector.tobytes())) for key, vector in vectors.items()]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        except sqlite3.DatabaseError:
            self._close()

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def embed_cached(
    texts: Sequence[str], embedder: Embedder, cache: VectorCache, progress: Progress, *, questions: bool = False
) -> "NDArray[np.float32]":
    """Return the vectors of `texts` as passages (or questions), shape (n, dim); what is cached is not embedded again.

    The same text is embedded once. The model is not loaded where every text is in the cache.
    """
    import numpy as np

    embed = embedder.embed_questions if questions else embedder.embed_passages
    if not texts:
        return embed([])
    keys = [cache_key(embedder, text, questions=questions) for text in texts]
    vectors = cache.get(dict.fromkeys(keys))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    progress(len(vectors), len(vectors) + len(missing))
    # In order of length: the texts of a batch are shared out to the cores by number, not by work.
    waiting = sorted(missing.items(), key=lambda item: len(item[1]))
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        rows = embed([text for _, text in batch])
        fresh = {key: row for (key, _), row in zip(batch, rows, strict=True)}
        cache.put(fresh)
        vectors |= fresh
        progress(len(vectors), len(vectors) + len(waiting) - start - len(batch))
    return np.array([vectors[key] for key in keys], dtype=np.float32)


def cache_key(embedder: Embedder, text: str, *, questions: bool = False) -> bytes:
    """Return the key of one text's vector: it names the model, its weights and what the text is embedded as."""
    parts = (embedder.name, embedder.fingerprint, "question" if questions else "passage", text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _packed(vector: bytes) -> bytes:
    return vector + zlib.crc32(vector).to_bytes(_CHECKSUM, "big")


def _unpacked(row: bytes) -> bytes | None:
    vector, checksum = row[:-_CHECKSUM], row[-_CHECKSUM:]
    return vector if zlib.crc32(vector).to_bytes(_CHECKSUM, "big") == checksum else None


def _remove(file: Path) -> None:
    """Remove a damaged database and its journal."""
    for path in (file, file.with_name(file.name + "-journal")):
        path.unlink(missing_ok=True)
