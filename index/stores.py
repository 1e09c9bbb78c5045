"""Vector stores: vectors in, the ids of those nearest to a query out. Every store agrees with `exact`, bit for bit."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from index.arrays import read_array
from index.vectors import read_index, write_index

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SLACK = 1e-4  # FAISS adds up in single precision; what it puts this near the edge is scored again exactly


class VectorStore(Protocol):
    """Keeps vectors by position: the first one added has id 0. Nearness is the inner product."""

    def __init__(self, dim: int) -> None: ...

    def __len__(self) -> int: ...

    def add(self, vectors: "NDArray[np.float32]") -> None:
        """Append `vectors`, shape (n, dim)."""

    def search(self, query: "NDArray[np.float32]", k: int) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
        """Return ids and scores of the min(k, len) vectors with the greatest inner product with `query`, best first.

        Equal scores stand in order of id. Scores are added up in double precision and rounded once.
        """

    def scores(self, query: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """Return the inner product of every vector with `query`, by id, shape (len,), to single precision.

        What fusion needs: it standardises over all passages, and a ranking of them all would be thrown away.
        """

    def rows(self) -> "NDArray[np.float32]":
        """Return the vectors by id, shape (len, dim); not to be written to."""

    def save(self, file: Path) -> None:
        """Write the store to one file. Raises OSError where it cannot."""

    @classmethod
    def load(cls, file: Path) -> Self:
        """Return the store that `save` wrote. Raises OSError or ValueError where the file holds none."""


class ExactStore:
    """The reference: a numpy matrix, every row scored."""

    def __init__(self, dim: int) -> None:
        import numpy as np

        self._matrix: NDArray[np.float32] = np.empty((0, dim), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._matrix)

    def add(self, vectors: "NDArray[np.float32]") -> None:
        """Append `vectors`, shape (n, dim)."""
        import numpy as np

        self._matrix = np.concatenate([self._matrix, _checked(vectors, self._matrix.shape[1])])

    def search(self, query: "NDArray[np.float32]", k: int) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
        """See `VectorStore.search`."""
        import numpy as np

        ids = np.arange(len(self._matrix), dtype=np.int64)
        return _best(ids, _inner_products(self._matrix, query), k)

    def scores(self, query: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """See `VectorStore.scores`."""
        return _inner_products(self._matrix, query)

    def rows(self) -> "NDArray[np.float32]":
        """See `VectorStore.rows`."""
        return self._matrix

    def save(self, file: Path) -> None:
        """See `VectorStore.save`: a .npy file."""
        import numpy as np

        with file.open("wb") as stream:
            np.save(stream, self._matrix, allow_pickle=False)

    @classmethod
    def load(cls, file: Path) -> "ExactStore":
        """See `VectorStore.load`."""
        import numpy as np

        matrix = read_array(file)
        if matrix.ndim != 2 or matrix.dtype != np.float32:
            raise ValueError(f"{file}: not a matrix of float32")
        store = cls(matrix.shape[1])
        store._matrix = matrix
        return store


class FaissStore:
    """FAISS `IndexFlatIP`: finds the candidates, which are then scored as in `ExactStore`."""

    def __init__(self, dim: int) -> None:
        import faiss

        self._index: Any = faiss.IndexFlatIP(dim)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, vectors: "NDArray[np.float32]") -> None:
        """Append `vectors`, shape (n, dim)."""
        self._index.add(_checked(vectors, self._index.d))

    def search(self, query: "NDArray[np.float32]", k: int) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
        """See `VectorStore.search`. Takes more candidates until none left out can be among the k best."""
        wanted = min(k, len(self))
        taken = min(wanted + 1, len(self))
        scores, ids = self._candidates(query, taken)
        while taken < len(self) and scores[taken - 1] >= scores[wanted - 1] - _SLACK:
            taken = min(2 * taken, len(self))
            scores, ids = self._candidates(query, taken)
        return _best(ids, _inner_products(self.rows()[ids], query), wanted)

    def scores(self, query: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """See `VectorStore.scores`."""
        import numpy as np

        # einsum: FAISS would sort them all, or take them one by one; @ has threads that wait for those of FAISS
        products: NDArray[np.float32] = np.einsum("ij,j->i", self.rows(), np.ascontiguousarray(query, dtype=np.float32))
        return products

    def _candidates(self, query: "NDArray[np.float32]", k: int) -> "tuple[NDArray[np.float32], NDArray[np.int64]]":
        import numpy as np

        if k <= 0:
            return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64)
        scores, ids = self._index.search(query.reshape(1, -1), k)
        return scores[0], ids[0]

    def rows(self) -> "NDArray[np.float32]":
        """Return the vectors that FAISS keeps, without a copy, shape (len, dim)."""
        import faiss

        flat = faiss.rev_swig_ptr(self._index.get_xb(), len(self) * self._index.d)
        rows: NDArray[np.float32] = flat.reshape(len(self), self._index.d)
        return rows

    def save(self, file: Path) -> None:
        """See `VectorStore.save`: FAISS's own format, written by us so that a full disk is an OSError."""
        write_index(self._index, file)

    @classmethod
    def load(cls, file: Path) -> "FaissStore":
        """See `VectorStore.load`."""
        index = read_index(file)
        store = cls(index.d)
        store._index = index
        return store


STORES: dict[str, type[VectorStore]] = {"exact": ExactStore, "faiss": FaissStore}


def _checked(vectors: "NDArray[np.float32]", dim: int) -> "NDArray[np.float32]":
    import numpy as np

    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or rows.shape[1] != dim:
        raise ValueError(f"vectors of shape {rows.shape}; this store takes (n, {dim})")
    return rows


def _inner_products(rows: "NDArray[np.float32]", query: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return the inner product of each row with `query`; a row's score does not depend on the rows beside it."""
    import numpy as np

    products: NDArray[np.float64] = np.einsum("ij,j->i", rows, query, dtype=np.float64)
    return products.astype(np.float32)


def _best(
    ids: "NDArray[np.int64]", scores: "NDArray[np.float32]", k: int
) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
    import numpy as np

    order = np.lexsort((ids, -scores))[: max(k, 0)]
    return ids[order], scores[order]
