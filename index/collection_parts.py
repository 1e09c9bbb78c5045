"""The parts of a collection: folders of vectors and postings, opened only where they are whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.arrays import read_array
from index.manifest import FileMark, check_marks
from index.postings import Segment
from index.vectors import make_index
from knowledge.errors import IndexMismatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE = 2_000  # passages whose scores tell mean and deviation of all
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


@dataclass(slots=True)
class OpenPart:
    """A part in memory; the postings stay on the disk."""

    part: Part
    index: Any
    segment: Segment
    owners: "NDArray[np.int32]" = field(repr=False)
    sample: "NDArray[np.float32]" = field(repr=False)


def opened(folder: Path, part: Part) -> OpenPart | None:
    """Return a part that is whole, or None: its files are compared with their marks first."""
    import faiss
    import numpy as np

    try:
        check_marks(folder, part.files)
        if (folder / FRESH_VECTORS).is_file():
            index = make_index(read_array(folder / FRESH_VECTORS))
        else:
            index = faiss.deserialize_index(np.frombuffer((folder / VECTORS).read_bytes(), dtype=np.uint8))
        segment, owners = Segment.load(folder / POSTINGS), owners_of(part.documents)
    except (IndexMismatch, OSError, ValueError, EOFError, RuntimeError):
        return None
    if not index.ntotal == len(segment) == len(owners):
        return None
    return OpenPart(part, index, segment, owners, sample_of(index))


def owners_of(documents: Sequence[Placed]) -> "NDArray[np.int32]":
    """Return for each passage the number of its document."""
    import numpy as np

    return np.repeat(np.arange(len(documents), dtype=np.int32), [d.count for d in documents])


def rows_of(part: OpenPart) -> "NDArray[np.float32]":
    """Return the vectors of a part; those of a large index in half precision, as it keeps them."""
    import numpy as np

    rows: NDArray[np.float32] = part.index.reconstruct_n(0, part.index.ntotal)
    return rows


def sample_of(index: Any) -> "NDArray[np.float32]":
    """Return at most SAMPLE of the vectors of an index, evenly spread."""
    import numpy as np

    if hasattr(index, "make_direct_map"):
        index.make_direct_map()
    if not index.ntotal:
        return np.empty((0, index.d), dtype=np.float32)
    if index.ntotal <= SAMPLE:
        rows: NDArray[np.float32] = index.reconstruct_n(0, index.ntotal)
        return rows
    return np.stack([index.reconstruct(int(i)) for i in np.linspace(0, index.ntotal - 1, SAMPLE).astype(np.int64)])


def spreads(
    parts: Sequence[OpenPart], vector: "NDArray[np.float32]", lexical: "Sequence[NDArray[np.float32]]"
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return mean and deviation of the dense and of the lexical scores over all passages, dense by a sample."""
    dense = [part.sample @ vector for part in parts]
    weights = [len(part.owners) / max(1, len(scores)) for part, scores in zip(parts, dense, strict=True)]
    return _mean_and_spread(dense, weights), _mean_and_spread(lexical, [1.0] * len(parts))


def _mean_and_spread(scores: "Sequence[NDArray[np.float32]]", weights: Sequence[float]) -> tuple[float, float]:
    """Return weighted mean and deviation; a deviation of nothing is 1."""
    import numpy as np

    count = sum(w * len(part) for w, part in zip(weights, scores, strict=True))
    if not count:
        return 0.0, 1.0
    mean = sum(w * float(part.sum(dtype=np.float64)) for w, part in zip(weights, scores, strict=True)) / count
    square = sum(
        w * float(np.square(part - mean).sum(dtype=np.float64)) for w, part in zip(weights, scores, strict=True)
    )
    spread = float(np.sqrt(square / count))
    return mean, spread if spread > 1e-9 else 1.0
