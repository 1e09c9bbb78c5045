"""What the prepared questions teach together: how much a question resembles those of each place that keys point at.

Kernel ridge regression, one place against all others (Saunders, Gammerman & Vovk 1998, "Ridge regression learning
algorithm in dual variables", ICML), with the Gaussian kernel on unit vectors, exp(γ(cos − 1)). A single key that
happens to be near decides less, and what keys of different places have in common counts for none of them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.kept_passages import key_numbers
from index.types import Passage, PassageKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GAMMA = 10.0  # 5 to 15 gave the same on the tune half, docs/decisions/0005
RIDGE = 0.1  # added to a kernel of 1 on the diagonal; 0.03 to 0.3 gave the same
ENOUGH = 50  # keys; fewer teach nothing that the nearest of them does not say
MOST = 12_000  # keys; the solution takes their cube in time and their square in memory


class LearnedPlaces:
    """Scores passages by the places that keys point at. Immutable; safe to share."""

    def __init__(self, passages: Sequence[Passage], weights: "NDArray[np.float32]") -> None:
        """Take the passages of an index and the weights fitted on their keys, shape (places, keys).

        Raises:
            ValueError: the weights belong to other passages.
        """
        import numpy as np

        self.weights = weights
        self.keys = np.array(key_numbers(passages), dtype=np.int64)
        self.taught = len(weights) > 0
        places = _places(passages) if self.taught else {}
        if self.taught and weights.shape != (len(places), len(self.keys)):
            raise ValueError(f"weights of shape {weights.shape} for {len(places)} places, {len(self.keys)} keys")
        self._of_passage = _places_of(passages, places) if self.taught else ()

    @classmethod
    def fit(cls, passages: Sequence[Passage], vectors: "NDArray[np.float32]") -> Self:
        """Return what the keys among `passages` teach, given the unit vectors of all passages, shape (n, dim)."""
        import numpy as np

        keys = [p for p in passages if p.kind is PassageKind.KEY]
        places = _places(passages)
        if not ENOUGH <= len(keys) <= MOST or len(places) <= 1:
            return cls(passages, np.empty((0, 0), dtype=np.float32))
        points = np.ascontiguousarray(vectors[[p.id for p in keys]], dtype=np.float32)
        wanted = np.zeros((len(keys), len(places)), dtype=np.float32)
        wanted[np.arange(len(keys)), [places[_place(p)] for p in keys]] = 1
        wanted -= wanted.mean(axis=0)
        return cls(passages, np.ascontiguousarray(ridge(points, wanted).T))

    def scores(self, cosines: "NDArray[np.float32]", of: "NDArray[np.int64]") -> "NDArray[np.float32]":
        """Return the learned score of each passage in `of`, given the query's cosines with all passages.

        About 1 for a question like those of the passage's place, about 0 for one unlike them; 0 for a passage that
        no key points at. A passage that overlaps several places has the score of the best of them.
        """
        import numpy as np

        found = np.zeros(len(of), dtype=np.float32)
        if not self.taught:
            return found
        of_each = [self._of_passage[i] for i in of.tolist()]
        rows = sorted({place for places in of_each for place in places})
        # einsum, not @: threads of BLAS and of FAISS wait for each other, which takes longer than the product
        likeness = np.einsum("ij,j->i", self.weights[rows], kernel(cosines[self.keys]))
        score_of = dict(zip(rows, likeness.tolist(), strict=True))
        for n, places in enumerate(of_each):
            found[n] = max((score_of[place] for place in places), default=0.0)
        return found

    def save(self, file: Path) -> None:
        """Write the weights to a file. Raises OSError where it cannot."""
        file.write_bytes(self.weights.astype("<f4").tobytes())

    @classmethod
    def load(cls, file: Path, passages: Sequence[Passage]) -> Self:
        """Return what was saved for these passages. Raises OSError or ValueError where it cannot."""
        import numpy as np

        weights = np.frombuffer(file.read_bytes(), dtype="<f4")
        if not len(weights):
            return cls(passages, np.empty((0, 0), dtype=np.float32))
        return cls(passages, weights.reshape(-1, len(key_numbers(passages))))


_Place = tuple[str, int, int]  # a document, and where in it


def _place(passage: Passage) -> _Place:
    return passage.doc, passage.span.start, passage.span.end


def _places(passages: Sequence[Passage]) -> dict[_Place, int]:
    """Return the places that keys point at, numbered in their order."""
    return {place: n for n, place in enumerate(sorted({_place(p) for p in passages if p.kind is PassageKind.KEY}))}


def _places_of(passages: Sequence[Passage], places: dict[_Place, int]) -> tuple[tuple[int, ...], ...]:
    """Return for each passage the numbers of the places that it overlaps; of a key the one that it points at."""
    return tuple(
        (places[_place(p)],)
        if p.kind is PassageKind.KEY
        else tuple(
            n for (doc, start, end), n in places.items() if doc == p.doc and start < p.span.end and p.span.start < end
        )
        for p in passages
    )


def ridge(points: "NDArray[np.float32]", wanted: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return the dual weights, shaped as `wanted`, by which the kernel of unit vectors `points` (n, dim) gives it."""
    import numpy as np

    likeness = points @ points.T
    kernel(likeness, out=likeness)  # of all keys with each other: the largest array of a build
    likeness[np.diag_indices(len(points))] += RIDGE
    weights: NDArray[np.float32] = np.linalg.solve(likeness, wanted)
    return weights


def kernel(cosines: "NDArray[np.float32]", out: "NDArray[np.float32] | None" = None) -> "NDArray[np.float32]":
    """Return the Gaussian kernel of unit vectors with these cosines; in `out` where that is given."""
    import numpy as np

    values: NDArray[np.float32] = np.subtract(cosines, np.float32(1), out=out)
    values *= np.float32(GAMMA)
    np.exp(values, out=values)
    return values
