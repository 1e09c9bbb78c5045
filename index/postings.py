"""BM25 over memory-mapped postings: what a collection of many documents is searched by, without loading it.

A segment is five arrays on the disk: the hashes of its tokens in order, where each token's postings begin, the passages
in which it stands, how often, and the length of each passage. Scores are those of Robertson & Zaragoza 2009 with the
idf of Lucene, over all segments together, so a passage scores the same in whichever segment it is.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.arrays import read_array
from index.lexical import K1, B, token_hash

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ARRAYS = ("terms", "starts", "ids", "counts", "lengths")
MOST_FREQUENT = 0.25  # share of the passages; a token in more of them tells little and costs most
BLOCK = 2_000_000  # postings that are merged at a time
MANY = 20_000  # passages from which such tokens are passed over; fewer are scored as one index scores them


class Segment:
    """The postings of some passages, counted from 0. Immutable; arrays may be memory-mapped."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        """Take the arrays named in ARRAYS; use `build` or `load`."""
        self._arrays = arrays
        self._norms: tuple[float, Any] = (0.0, None)  # by the mean length that they are for

    def __len__(self) -> int:
        return len(self._arrays["lengths"])

    @cached_property
    def total_length(self) -> int:
        """The number of tokens in all passages."""
        return int(self._arrays["lengths"].sum(dtype="int64"))

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]]) -> "Segment":
        """Return the segment of passages given by their tokens."""
        import numpy as np

        hashes: dict[str, int] = {}
        terms: list[int] = []
        owners: list[int] = []
        lengths: list[int] = []
        for number, tokens in enumerate(passages):
            lengths.append(len(tokens))
            for token in tokens:
                known = hashes.get(token)
                if known is None:
                    known = hashes[token] = token_hash(token)
                terms.append(known)
            owners.extend([number] * len(tokens))
        return cls._of(np.array(terms, np.int64), np.array(owners, np.int32), np.array(lengths, np.int32))

    @classmethod
    def _of(cls, terms: "NDArray[np.int64]", owners: "NDArray[np.int32]", lengths: "NDArray[np.int32]") -> "Segment":
        """Return the segment of one row a token: its hash and its passage."""
        import numpy as np

        order = np.lexsort((owners, terms))
        terms, owners = terms[order], owners[order]
        first = np.ones(len(terms), dtype=bool)
        first[1:] = (terms[1:] != terms[:-1]) | (owners[1:] != owners[:-1])
        at = np.flatnonzero(first)
        counts = np.diff(np.append(at, len(terms)))
        unique, starts = _runs(terms[at])
        arrays = {
            "terms": unique, "starts": starts, "ids": owners[at],
            "counts": np.minimum(counts, 255).astype(np.uint8), "lengths": lengths,
        }  # fmt: skip
        return cls(arrays)

    @classmethod
    def merged(cls, segments: Sequence["Segment"], kept: Sequence["NDArray[np.bool_]"]) -> "Segment":
        """Return one segment of the passages of several that are kept, in order.

        Nothing is sorted: in each segment the postings of a token stand together and in order, so it is known where
        they go. Beside the result memory holds BLOCK postings at a time.
        """
        import numpy as np

        terms = np.unique(np.concatenate([segment._arrays["terms"] for segment in segments]))
        totals = np.zeros(len(terms), dtype=np.int64)
        for segment, keep in zip(segments, kept, strict=True):
            for first, each, _, _ in segment._kept_postings(keep):
                totals[np.searchsorted(terms, segment._arrays["terms"][first : first + len(each)])] += each
        ends = np.cumsum(totals)
        free, count = ends - totals, int(ends[-1]) if len(ends) else 0
        ids, counts, offset = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.uint8), 0
        for segment, keep in zip(segments, kept, strict=True):
            numbers = (np.cumsum(keep) - 1 + offset).astype(np.int32)
            for first, each, found, often in segment._kept_postings(keep):
                at = np.searchsorted(terms, segment._arrays["terms"][first : first + len(each)])
                places = np.repeat(free[at] - np.cumsum(each) + each, each) + np.arange(len(found))
                ids[places], counts[places] = numbers[found], often
                free[at] += each
            offset += int(keep.sum())
        lengths = [np.asarray(s._arrays["lengths"])[keep] for s, keep in zip(segments, kept, strict=True)]
        return cls(
            {
                "terms": terms[totals > 0], "starts": np.append(0, ends[totals > 0]), "ids": ids, "counts": counts,
                "lengths": np.concatenate(lengths),
            }
        )  # fmt: skip

    def _kept_postings(
        self, keep: "NDArray[np.bool_]"
    ) -> "Iterator[tuple[int, NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]]":
        """Yield the postings of passages that are kept, some tokens at a time.

        Each is the number of the first token, how many are kept of it and of each that follows, passages and counts.
        """
        import numpy as np

        starts, first = self._arrays["starts"], 0
        while first < len(starts) - 1:
            last = max(first + 1, int(np.searchsorted(starts, starts[first] + BLOCK, side="right")) - 1)
            begin, end = int(starts[first]), int(starts[last])
            ids = np.asarray(self._arrays["ids"][begin:end])
            chosen = keep[ids]
            before = np.append(0, np.cumsum(chosen))
            lengths = np.diff(before[np.asarray(starts[first : last + 1]) - begin])
            yield first, lengths, ids[chosen], np.asarray(self._arrays["counts"][begin:end])[chosen]
            first = last

    def frequency(self, term: int) -> int:
        """Return in how many passages a token stands."""
        start, end = self._range(term)
        return end - start

    def add_scores(self, out: "NDArray[np.float32]", term: int, idf: float, average: float) -> None:
        """Add a token's BM25 to the scores of the passages in which it stands."""
        import numpy as np

        start, end = self._range(term)
        if start == end:
            return
        ids = np.asarray(self._arrays["ids"][start:end])
        counts = np.asarray(self._arrays["counts"][start:end], dtype=np.float32)
        out[ids] += np.float32(idf) * counts / (counts + self._norms_for(average)[ids])

    def _norms_for(self, average: float) -> "NDArray[np.float32]":
        """Return for each passage what its length takes from the weight of a token; kept for the next question."""
        import numpy as np

        known, norms = self._norms
        if norms is None or known != average:
            lengths = np.asarray(self._arrays["lengths"]).astype(np.float32)
            norms = K1 * (1 - B + B * lengths / np.float32(average))
            self._norms = (average, norms)
        kept: NDArray[np.float32] = norms
        return kept

    def save(self, folder: Path) -> None:
        """Write the arrays into a new folder. Raises OSError where it cannot."""
        import numpy as np

        folder.mkdir(parents=True)
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", self._arrays[name])

    @classmethod
    def load(cls, folder: Path) -> "Segment":
        """Return the segment in a folder; its arrays stay on the disk. Raises OSError or ValueError."""
        arrays = {name: read_array(folder / f"{name}.npy", mapped=True) for name in ARRAYS}
        if len(arrays["starts"]) != len(arrays["terms"]) + 1 or len(arrays["ids"]) != len(arrays["counts"]):
            raise ValueError(f"{folder}: postings that do not fit together")
        return cls(arrays)

    def _range(self, term: int) -> tuple[int, int]:
        import numpy as np

        at = int(np.searchsorted(self._arrays["terms"], term))
        if at == len(self._arrays["terms"]) or int(self._arrays["terms"][at]) != term:
            return 0, 0
        return int(self._arrays["starts"][at]), int(self._arrays["starts"][at + 1])


def _runs(terms: "NDArray[np.int64]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Return each of some sorted terms once, and where its run begins, with the end of the last."""
    import numpy as np

    first = np.ones(len(terms), dtype=bool)
    first[1:] = terms[1:] != terms[:-1]
    starts = np.flatnonzero(first)
    return terms[starts], np.append(starts, len(terms)).astype(np.int64)


def bm25(segments: Sequence[Segment], tokens: Iterable[str]) -> "list[NDArray[np.float32]]":
    """Return the BM25 score of every passage of each segment for a query's tokens; 0 where none occurs.

    Of MANY passages, tokens in more than MOST_FREQUENT of them are passed over, unless all are.
    """
    import numpy as np

    out = [np.zeros(len(segment), dtype=np.float32) for segment in segments]
    count = sum(map(len, segments))
    if not count:
        return out
    average = max(1.0, sum(segment.total_length for segment in segments) / count)
    terms = [(term, sum(s.frequency(term) for s in segments)) for term in map(token_hash, tokens)]
    known = [(term, frequency) for term, frequency in terms if frequency]
    rare = [pair for pair in known if pair[1] <= MOST_FREQUENT * count]
    telling = rare if rare and count > MANY else known
    for term, frequency in telling:
        idf = math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
        for scores, segment in zip(out, segments, strict=True):
            segment.add_scores(scores, term, idf, average)
    return out
