"""FAISS indexes by size: exact while that is quick, then inverted lists over vectors of half precision.

Measured with `python -m benchmarks.scale` (docs/decisions/0016-scale.md).
"""

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXACT_UP_TO = 50_000  # vectors; an exact search of them takes some ten milliseconds
TRAINED_ON = 40  # vectors a list, for k-means
PROBED = 20  # of so many lists one is searched, and at least LEAST_PROBED
LEAST_PROBED = 32
BLOCK = 50_000  # vectors in memory at a time, beside the index
_WRITTEN = 1 << 20  # bytes at a time


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
    for start in range(0, count, BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + BLOCK]))
    index.nprobe = max(LEAST_PROBED, lists // PROBED)
    return index


def write_index(index: Any, file: Path) -> None:
    """Write an index in FAISS's own format, a part at a time. Raises OSError where it cannot (a full disk)."""
    import faiss

    writer: Any = faiss
    with file.open("wb") as stream:
        faiss.write_index(index, writer.PyCallbackIOWriter(stream.write, _WRITTEN))


def read_index(file: Path, *, mapped: bool = False) -> Any:
    """Return the index in a file; the inverted lists of a `mapped` one stay on the disk where the system can do that.

    Raises OSError, or ValueError where the file holds none.
    """
    import faiss
    import numpy as np

    try:
        if os.name == "nt":  # FAISS opens no path beyond the system's code page, and maps nothing
            return faiss.deserialize_index(np.frombuffer(file.read_bytes(), dtype=np.uint8))
        file.open("rb").close()
        index: Any = faiss.read_index(str(file), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY if mapped else 0)
    except RuntimeError as error:  # FAISS raises nothing finer
        raise ValueError(f"{file}: not a FAISS index") from error
    if hasattr(index, "invlists"):
        lists = faiss.downcast_InvertedLists(index.invlists)
        if hasattr(lists, "prefetch_nthread"):
            lists.prefetch_nthread = 0  # threads made for each search cost ten times the search
    return index
