"""Which of many documents a question is about: one search over the passages of all of them.

    <home>/collection/manifest.json     the documents and where their passages are
    <home>/collection/main-…/           most documents: vectors.faiss and postings
    <home>/collection/fresh-…/          a document added since: vectors.npy and postings
    <home>/collection/.lock             held by the one process that changes it

It is made from the documents' own indexes and can be made again at any time. An added document writes its own folder
and the manifest; when the fresh ones are many they are merged into the main one. A removed document is cut out of it.
"""

import json
import shutil
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.collection_parts import (
    Found,
    OpenPart,
    Part,
    Placed,
    best_of,
    dense_spread,
    lexical_spread,
    opened,
    rows_of,
)
from index.collection_writing import FRESH, MAIN, write_part
from index.manifest import FileMark
from index.postings import Segment, bm25
from index.retriever import LEXICAL_WEIGHT
from knowledge.catalogue import Mark, stamp
from knowledge.errors import IndexMismatch
from knowledge.files import replace_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLLECTION_FOLDER = "collection"
FORMAT = 1
CANDIDATES = 200  # passages of each half that are fused
MERGE_FROM = 4_000  # fresh passages, or a tenth of the main ones if that is more
MOST_FRESH = 8  # fresh folders; more are merged into one of them, for each costs a search of its own
WAIT = 600.0
_MANIFEST = "manifest.json"
_LOCK = ".lock"
_TRIES = 3  # parts may be replaced while they are read: then another manifest is in force

Source = Callable[[], "tuple[NDArray[np.float32], Sequence[Sequence[str]]]"]  # unit vectors and tokens of each passage


class Collection:
    """Searches the passages of many documents. `sync` brings it up to date; safe to share between threads."""

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is read yet."""
        self.root = root
        self._parts: tuple[OpenPart, ...] = ()
        self._state: tuple[str, Mark] = ("", None)  # the model, and the manifest that was read

    def held(self, fingerprint: str) -> dict[str, str]:
        """Return the versions of the documents by id that are searched as things stand, read again where that changed.

        Changes nothing and waits for nobody: what another process is changing is searched as it was.
        """
        for _ in range(_TRIES):
            mark = stamp(self.root / _MANIFEST)
            if (fingerprint, mark) == self._state:
                break
            self._parts = tuple(self._read(fingerprint))
            self._state = (fingerprint, mark)
        return {placed.id: placed.version for part in self._parts for placed in part.part.documents}

    def sync(self, documents: Mapping[str, tuple[str, Source]], fingerprint: str, wait: float = WAIT) -> None:
        """Make the collection hold exactly these documents, given by id: their version and what gives their passages.

        What it holds already is not asked for again. A folder that cannot be read is made anew.

        Raises:
            IndexMismatch: it cannot be written, or another process changes it for longer than `wait` seconds.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415

        if self._parts and self.held(fingerprint) == {id_: version for id_, (version, _) in documents.items()}:
            return
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / _LOCK, timeout=wait):
                parts = self._with(self._without(self._read(fingerprint), documents), documents)
                if sum(d.count for p in parts[1:] for d in p.part.documents) > self._most_fresh(parts):
                    parts = [self._joined(MAIN, parts)]
                elif len(parts) > 1 + MOST_FRESH:
                    parts = [parts[0], self._joined(FRESH, parts[1:])]
                self._write(parts, fingerprint)
                self._parts = tuple(parts)
                self._state = (fingerprint, stamp(self.root / _MANIFEST))
        except Timeout as error:
            raise IndexMismatch(f"{self.root}: another process changes it; let it end, then try again") from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise IndexMismatch(f"{self.root}: cannot be written ({reason}); free space or make it writable") from error

    def __len__(self) -> int:
        return sum(len(p.owners) for p in self._parts)

    def search(
        self, vector: "NDArray[np.float32]", tokens: Sequence[str], k: int, *, weight: float = LEXICAL_WEIGHT
    ) -> list[Found]:
        """Return the `k` best passages for a question's unit vector and tokens, best first.

        The best of each half are fused as `index.fuse` does; mean and deviation are those of all passages, or of a
        sample where there are many.
        """
        parts = self._searched()
        return [self._found(parts[row[1]], row) for row in _ranked(parts, vector, tokens, weight)[:k]]

    def documents(
        self, vector: "NDArray[np.float32]", tokens: Sequence[str], n: int, among: Container[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return the `n` documents, of all or of those `among` them, whose best passages stand first.

        Each is an id and the score of that passage, in standard deviations of all.
        """
        parts = self._searched()
        best: dict[str, float] = {}
        for row in _ranked(parts, vector, tokens, LEXICAL_WEIGHT)[: 2 * CANDIDATES]:
            best.setdefault(_placed(parts[row[1]], row[2]).id, row[0])
        return [(id_, score) for id_, score in best.items() if among is None or id_ in among][:n]

    def _searched(self) -> tuple[OpenPart, ...]:
        return tuple(part for part in self._parts if len(part.owners))

    @staticmethod
    def _found(part: OpenPart, row: "_Row") -> Found:
        score, _, i, dense, words = row
        placed = _placed(part, i)
        return Found(placed.id, i - placed.start, score, dense, words)

    @staticmethod
    def _most_fresh(parts: Sequence[OpenPart]) -> int:
        return max(MERGE_FROM, len(parts[0].owners) // 10 if parts else 0)

    def _read(self, fingerprint: str) -> list[OpenPart]:
        """Open what is there; nothing of another model, and no part that is damaged: its documents are added again."""
        try:
            table = json.loads((self.root / _MANIFEST).read_text(encoding="utf-8"))
            if table["format"] != FORMAT or table["fingerprint"] != fingerprint:
                return []
            parts = [
                Part(
                    p["folder"],
                    tuple(Placed(**d) for d in p["documents"]),
                    tuple(FileMark(**mark) for mark in p["files"]),
                )
                for p in table["parts"]
            ]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        known = {p.part.folder: p for p in self._parts}
        found = (known.get(p.folder) or opened(self.root / p.folder, p) for p in parts)
        return [part for part in found if part]

    def _without(self, parts: list[OpenPart], documents: Mapping[str, tuple[str, Source]]) -> list[OpenPart]:
        """Cut out the documents that are gone or of another version."""

        def stays(placed: Placed) -> bool:
            return placed.id in documents and documents[placed.id][0] == placed.version

        kept = [p for p in parts if any(map(stays, p.part.documents))]
        if kept and not all(map(stays, kept[0].part.documents)):
            kept = [self._joined(MAIN, kept[:1], stays=stays), *kept[1:]]
        cut = [p for p in kept[1:] if not all(map(stays, p.part.documents))]
        return [*(p for p in kept if p not in cut), *([self._joined(FRESH, cut, stays=stays)] if cut else ())]

    def _with(self, parts: list[OpenPart], documents: Mapping[str, tuple[str, Source]]) -> list[OpenPart]:
        """Add a folder for each document that is not there yet, or one for all of them where they are many."""
        held = {placed.id for part in parts for placed in part.part.documents}
        missing = [{id_: given} for id_, given in documents.items() if id_ not in held]
        if len(missing) > MOST_FRESH:
            every = {id_: given for one in missing for id_, given in one.items()}
            if len(missing) > len(held) // 10:
                return [self._joined(MAIN, parts, every)]
            missing = [every]
        return [*parts, *(self._joined(FRESH, (), added) for added in missing)]

    def _joined(
        self,
        kind: str,
        parts: Sequence[OpenPart],
        added: Mapping[str, tuple[str, Source]] = MappingProxyType({}),
        stays: Callable[[Placed], bool] = lambda _: True,
    ) -> OpenPart:
        """Return one new part of the documents of several that stay, and of others; it is not in force yet."""
        import numpy as np

        kept = [np.array([stays(d) for d in part.part.documents], dtype=bool)[part.owners] for part in parts]
        segments = [part.segment for part in parts]
        stayed = [d for part in parts for d in part.part.documents if stays(d)]
        counts = [(d.id, d.version, d.count) for d in stayed]

        def vectors() -> "Iterator[NDArray[np.float32]]":
            for part, rows in zip(parts, kept, strict=True):
                yield from rows_of(part, rows)
            for id_, (version, source) in added.items():
                block, tokens = source()
                segments.append(Segment.build(tokens))
                kept.append(np.ones(len(block), dtype=bool))
                counts.append((id_, version, len(block)))
                yield block

        def described() -> "Iterator[tuple[list[Placed], Segment]]":
            starts = accumulate((count for _, _, count in counts), initial=0)
            placed = [Placed(id_, version, start, n) for (id_, version, n), start in zip(counts, starts, strict=False)]
            yield placed, Segment.merged(segments, kept)

        return write_part(self.root, kind, vectors(), described())

    def _write(self, parts: Sequence[OpenPart], fingerprint: str) -> None:
        """Put the parts in force and remove what is no longer."""
        table = {
            "format": FORMAT, "fingerprint": fingerprint,
            "parts": [asdict(p.part) for p in parts],
        }  # fmt: skip
        replace_file(self.root / _MANIFEST, (json.dumps(table) + "\n").encode())
        named = {p.part.folder for p in parts}
        for path in self.root.iterdir():
            if path.is_dir() and path.name not in named:
                shutil.rmtree(path, ignore_errors=True)


_Row = tuple[float, int, int, float, float]  # score, part, passage in it, cosine, BM25


def _placed(part: OpenPart, passage: int) -> Placed:
    return part.part.documents[int(part.owners[passage])]


def _ranked(
    parts: Sequence[OpenPart], vector: "NDArray[np.float32]", tokens: Sequence[str], weight: float
) -> list[_Row]:
    """Return the passages that are among the CANDIDATES of either half in their part, best first."""
    import numpy as np

    lexical = bm25([p.segment for p in parts], tokens)
    (dense_mean, dense_unit), (word_mean, word_unit) = dense_spread(parts, vector), lexical_spread(lexical)
    listed: list[_Row] = []
    query = np.ascontiguousarray(vector.reshape(1, -1))
    for n, (part, words) in enumerate(zip(parts, lexical, strict=True)):
        _, near = part.index.search(query, min(CANDIDATES, len(part.owners)))
        ids = np.union1d(near[0][near[0] >= 0], best_of(words, CANDIDATES))
        dense, worded = np.einsum("ij,j->i", part.index.reconstruct_batch(ids), vector), words[ids]
        fused = (dense - dense_mean) / dense_unit + weight * (worded - word_mean) / word_unit
        listed += zip(fused.tolist(), [n] * len(ids), ids.tolist(), dense.tolist(), worded.tolist(), strict=True)
    listed.sort(key=lambda row: (-row[0], row[1], row[2]))
    return listed
