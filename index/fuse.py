"""Two rankings in, one out. Pure functions on arrays of scores, one score a passage."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def standardized(scores: "NDArray[np.float32]") -> "NDArray[np.float64]":
    """Return `scores` with mean 0 and standard deviation 1; all zeros where they are all alike."""
    import numpy as np

    exact = scores.astype(np.float64)
    spread = exact.std() if len(exact) else 0.0
    centred = exact - exact.mean() if len(exact) else exact
    return centred / spread if spread > 1e-9 else np.zeros_like(exact)


def fuse_standardized(
    dense: "NDArray[np.float32]", lexical: "NDArray[np.float32]", *, lexical_weight: float
) -> "NDArray[np.float64]":
    """Return the weighted sum of both standardised score arrays (weight 1 for dense).

    Standardised over all passages, so a weight means the same whatever the scale of a cosine or a BM25 score
    (Montague & Aslam 2001, "Relevance score normalization for metasearch", CIKM: zero mean, unit variance).
    """
    return standardized(dense) + lexical_weight * standardized(lexical)


def ranks(scores: "NDArray[np.floating]", of: "NDArray[np.floating] | None" = None) -> "NDArray[np.int64]":
    """Return the rank among `scores`, from 1 for the highest, of each score in `of` (default: of them all).

    Equal scores share the rank of the first of them (1, 2, 2, 4).
    """
    import numpy as np

    negated = -(scores if of is None else of)
    return 1 + np.searchsorted(np.sort(-scores), negated, side="left")


def best_first(scores: "NDArray[np.floating]", k: int) -> "NDArray[np.int64]":
    """Return the positions of the `k` highest scores, highest first; equal scores in order of position."""
    import numpy as np

    if k < len(scores):  # sorts only what can be among the k
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if k > 0 else np.inf
        near = np.flatnonzero(scores >= least)
    else:
        near = np.arange(len(scores))
    return near[np.argsort(-scores[near], kind="stable")][: max(k, 0)]
