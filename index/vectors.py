"""FAISS indexes by size: exact while that is quick, then inverted lists over vectors of half precision.

Measured with `python -m benchmarks.scale` (docs/decisions/0016-scale.md).
"""

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXACT_UP_TO = 50_000  # vectors; an exact search of them takes some ten milliseconds
TRAINED_ON = 40  # vectors a list, for k-means
PROBED = 20  # of so many lists one is searched, and at least LEAST_PROBED
LEAST_PROBED = 32


def lists_for(count: int) -> int:
    """Return the number of inverted lists for so many vectors: a power of two near their square root."""
    return max(64, 1 << round(math.log2(max(1, count)) / 2))


def make_index(vectors: "NDArray[np.float32]", seed: int = 7) -> Any:
    """Return a trained FAISS index (inner product) that holds `vectors`, numbered from 0."""
    import faiss
    import numpy as np

    count, dim = vectors.shape
    if count <= EXACT_UP_TO:
        exact: Any = faiss.IndexFlatIP(dim)
        exact.add(np.ascontiguousarray(vectors))
        return exact
    lists = lists_for(count)
    quantizer = faiss.IndexFlatIP(dim)
    index: Any = faiss.IndexIVFScalarQuantizer(
        quantizer, dim, lists, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, True
    )
    sample = np.random.default_rng(seed).choice(count, size=min(count, TRAINED_ON * lists), replace=False)
    index.train(np.ascontiguousarray(vectors[np.sort(sample)]))
    for start in range(0, count, 100_000):
        index.add(np.ascontiguousarray(vectors[start : start + 100_000]))
    index.nprobe = max(LEAST_PROBED, lists // PROBED)
    return index
