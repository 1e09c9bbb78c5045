"""The parts of a collection: folders of vectors and postings, opened only where they are whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.arrays import read_array
from index.manifest import FileMark, check_marks
from index.postings import Segment
from index.vectors import BLOCK, make_index, read_index
from knowledge.errors import IndexMismatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE = 2_000  # passages whose scores tell mean and deviation of all
STRETCH = 512  # passages of which the best one is looked at first, when the best of all are looked for
VECTORS, FRESH_VECTORS, POSTINGS = "vectors.faiss", "vectors.npy", "postings"


@dataclass(frozen=True, slots=True)
class Placed:
    """A document and its passages: so many, from `start` in its folder."""

    id: str
    version: str
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """A folder and the documents in it."""

    folder: str
    documents: tuple[Placed, ...]
    files: tuple[FileMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: its document, its number there, and its scores."""

    document: str
    passage: int
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Mean and covariance of some vectors: what mean and deviation of their cosines with any other follow from."""

    mean: "NDArray[np.float32]"
    covariance: "NDArray[np.float32]"

    @classmethod
    def of(cls, rows: "NDArray[np.float32]") -> "Moments":
        """Return those of rows, of which there may be none."""
        import numpy as np

        mean = rows.sum(axis=0) / np.float32(max(1, len(rows)))
        centred = rows - mean
        return cls(mean, centred.T @ centred / np.float32(max(1, len(rows))))

    def along(self, vector: "NDArray[np.float32]") -> tuple[float, float]:
        """Return mean and variance of the cosines with a vector."""
        import numpy as np

        # einsum, not @: that has threads that wait for those of FAISS
        variance = np.einsum("i,i->", vector, np.einsum("ij,j->i", self.covariance, vector))
        return float(np.einsum("i,i->", self.mean, vector)), max(0.0, float(variance))


@dataclass(slots=True, eq=False)
class OpenPart:
    """A part to be searched; its postings, and the vectors of a large one, stay on the disk."""

    part: Part
    index: Any
    segment: Segment
    owners: "NDArray[np.int32]" = field(repr=False)
    moments: "Moments" = field(repr=False)


def opened(folder: Path, part: Part) -> OpenPart | None:
    """Return a part that is whole, or None: its files are compared with their marks first."""
    try:
        check_marks(folder, part.files)
        return open_part(folder, part)
    except (IndexMismatch, OSError, ValueError, EOFError):
        return None


def open_part(folder: Path, part: Part) -> OpenPart:
    """Return the part in a folder. Raises OSError or ValueError where it is none."""
    if (folder / FRESH_VECTORS).is_file():
        index = make_index(read_array(folder / FRESH_VECTORS))
    else:
        index = read_index(folder / VECTORS, mapped=True)
    segment, owners = Segment.load(folder / POSTINGS), owners_of(part.documents)
    if not index.ntotal == len(segment) == len(owners):
        raise ValueError(f"{folder}: vectors and postings of different passages")
    return OpenPart(part, index, segment, owners, Moments.of(sample_of(index)))


def owners_of(documents: Sequence[Placed]) -> "NDArray[np.int32]":
    """Return for each passage the number of its document."""
    import numpy as np

    return np.repeat(np.arange(len(documents), dtype=np.int32), [d.count for d in documents])


def rows_of(part: OpenPart, kept: "NDArray[np.bool_]") -> "Iterator[NDArray[np.float32]]":
    """Yield the vectors of a part that are kept, some at a time; those of a large index as it rounded them."""
    for start in range(0, len(kept), BLOCK):
        chosen = kept[start : start + BLOCK]
        yield part.index.reconstruct_n(start, len(chosen))[chosen]


def sample_of(index: Any) -> "NDArray[np.float32]":
    """Return at most SAMPLE of the vectors of an index, evenly spread."""
    import numpy as np

    if hasattr(index, "make_direct_map"):
        index.make_direct_map()
    if not index.ntotal:
        return np.empty((0, index.d), dtype=np.float32)
    chosen = np.linspace(0, index.ntotal - 1, min(SAMPLE, index.ntotal)).astype(np.int64)
    rows: NDArray[np.float32] = index.reconstruct_batch(chosen)
    return rows


def best_of(scores: "NDArray[np.float32]", count: int) -> "NDArray[np.int64]":
    """Return the positions of the `count` highest scores above 0, best first; equal ones in order of position.

    Only what reaches the best of `count` stretches is ranked: one of many thousands.
    """
    import numpy as np

    stretches = scores[: len(scores) // STRETCH * STRETCH].reshape(-1, STRETCH).max(axis=1)
    least = np.partition(stretches, -count)[-count] if len(stretches) > count else 0.0
    near = np.flatnonzero(scores >= least) if least > 0 else np.flatnonzero(scores)
    return near[np.argsort(-scores[near], kind="stable")[:count]]


def dense_spread(parts: Sequence[OpenPart], vector: "NDArray[np.float32]") -> tuple[float, float]:
    """Return mean and deviation of the cosines of all passages with a vector, as their samples tell."""
    each = [(len(part.owners), *part.moments.along(vector)) for part in parts]
    count = max(1, sum(n for n, _, _ in each))
    mean = sum(n * middle for n, middle, _ in each) / count
    return mean, _deviation(sum(n * (variance + (middle - mean) ** 2) for n, middle, variance in each) / count)


def lexical_spread(scores: "Sequence[NDArray[np.float32]]") -> tuple[float, float]:
    """Return mean and deviation of the scores of all passages."""
    import numpy as np

    count = max(1, sum(map(len, scores)))
    mean = sum(float(part.sum()) for part in scores) / count
    return mean, _deviation(sum(float(np.square(part - np.float32(mean)).sum()) for part in scores) / count)


def _deviation(variance: float) -> float:
    """Return the deviation; that of nothing is 1."""
    return variance**0.5 if variance > 1e-18 else 1.0
