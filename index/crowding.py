"""How crowded the neighbourhood of each passage is: what keeps short, vague passages from answering every question.

In spaces of many dimensions some vectors are near to everything ("hubs", Radovanović et al. 2010, JMLR). The correction
is cross-domain similarity local scaling (CSLS; Conneau et al. 2018, "Word translation without parallel data", ICLR):
a cosine counts for what it exceeds the passage's mean cosine with its nearest questions.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.types import Passage, PassageKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEIGHBOURS = 10  # as in the paper; 5 to 20 gave the same on the tune half
ENOUGH = 50  # questions; with fewer keys the passages stand in for them
BLOCK = 1024  # passages compared at a time, so that memory stays small


def crowding_of(vectors: "NDArray[np.float32]", passages: Sequence[Passage]) -> "NDArray[np.float32]":
    """Return for each passage its mean cosine with the nearest questions of other clauses, shape (n,).

    The questions are the keys; where there are too few, all passages. 0 for a passage without such neighbours.
    """
    import numpy as np

    places = np.array([f"{p.doc}\t{p.path}" for p in passages])
    keys = np.array([p.kind is PassageKind.KEY for p in passages], dtype=bool)
    asking = np.flatnonzero(keys) if keys.sum() >= ENOUGH else np.arange(len(passages))
    crowding = np.zeros(len(passages), dtype=np.float32)
    for start in range(0, len(passages), BLOCK):
        block = slice(start, start + BLOCK)
        cosines = vectors[block] @ vectors[asking].T
        cosines[places[block][:, None] == places[asking][None, :]] = -np.inf
        nearest = -np.sort(-cosines, axis=1)[:, :NEIGHBOURS]
        real = np.isfinite(nearest)
        counts = np.maximum(real.sum(axis=1), 1)
        crowding[block] = np.where(real, nearest, 0).sum(axis=1) / counts
    return crowding


def corrected(cosines: "NDArray[np.float32]", crowding: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return 2·cosine − crowding for each passage: CSLS without the query's own term, which shifts all alike."""
    scores: NDArray[np.float32] = 2 * cosines - crowding
    return scores


def save_crowding(crowding: "NDArray[np.float32]", file: Path) -> None:
    """Write the values to a file. Raises OSError where it cannot."""
    file.write_bytes(crowding.astype("<f4").tobytes())


def load_crowding(file: Path, count: int) -> "NDArray[np.float32]":
    """Return the values of `count` passages. Raises OSError or ValueError where the file holds something else."""
    import numpy as np

    crowding = np.frombuffer(file.read_bytes(), dtype="<f4")
    if len(crowding) != count:
        raise ValueError(f"values of {len(crowding)} passages, not {count}")
    return crowding
