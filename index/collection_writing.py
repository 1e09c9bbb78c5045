"""Writing a part of a collection: vectors come some at a time and wait on the disk, so that memory holds one index."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.collection_parts import FRESH_VECTORS, POSTINGS, VECTORS, OpenPart, Part, Placed, open_part
from index.manifest import mark_files
from index.postings import Segment
from index.vectors import make_index, write_index
from knowledge.files import sync_tree

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAIN, FRESH = "main", "fresh"
_WAITING = "vectors.waiting"


def write_part(
    root: Path,
    kind: str,
    vectors: "Iterable[NDArray[np.float32]]",
    described: "Iterator[tuple[Sequence[Placed], Segment]]",
) -> OpenPart:
    """Write a part into a new folder of `root` and return it, opened; `described` is asked once `vectors` are read.

    Raises OSError where it cannot be written.
    """
    folder = root / f"{kind}-{os.urandom(8).hex()}"
    folder.mkdir(parents=True)
    with _waiting(folder / _WAITING, vectors) as rows:
        documents, segment = next(described)
        segment.save(folder / POSTINGS)
        _write_vectors(folder, kind, rows)
    sync_tree(folder)
    return open_part(folder, Part(folder.name, tuple(documents), mark_files(folder)))


def _write_vectors(folder: Path, kind: str, rows: "NDArray[np.float32]") -> None:
    import numpy as np

    if kind == FRESH:
        np.save(folder / FRESH_VECTORS, rows)
    else:
        write_index(make_index(rows), folder / VECTORS)


@contextmanager
def _waiting(file: Path, blocks: "Iterable[NDArray[np.float32]]") -> "Iterator[NDArray[np.float32]]":
    """Give all rows as one array that stays in `file`; the file goes at the end."""
    import numpy as np

    count = dim = 0
    try:
        with file.open("wb") as stream:
            for block in blocks:
                stream.write(np.ascontiguousarray(block, dtype=np.float32).data)
                count, dim = count + len(block), block.shape[1]
        yield np.memmap(file, np.float32, "r", shape=(count, dim)) if count else np.empty((0, dim), np.float32)
    finally:
        file.unlink(missing_ok=True)
