"""Which of many documents a question is about: one search over the passages of all of them.

    <home>/collection/manifest.json     the documents and where their passages are
    <home>/collection/main-…/           most documents: vectors.faiss and postings
    <home>/collection/fresh-…/          a document added since: vectors.npy and postings
    <home>/collection/.lock             held by the one process that changes it

It is made from the documents' own indexes and can be made again at any time. An added document writes its own folder
and the manifest; when the fresh ones are many they are merged into the main one. A removed document is cut out of it.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from index.collection_parts import (
    FRESH_VECTORS,
    POSTINGS,
    VECTORS,
    Found,
    OpenPart,
    Part,
    Placed,
    opened,
    owners_of,
    rows_of,
    sample_of,
    spreads,
)
from index.manifest import FileMark, mark_files
from index.postings import Segment, bm25
from index.retriever import LEXICAL_WEIGHT
from index.vectors import make_index
from knowledge.errors import IndexMismatch
from knowledge.files import replace_file, sync_tree

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

Source = Callable[[], "tuple[NDArray[np.float32], Sequence[Sequence[str]]]"]  # unit vectors and tokens of each passage


class Collection:
    """Searches the passages of many documents. `sync` brings it up to date; safe to share between threads."""

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is read yet."""
        self.root = root
        self._parts: tuple[OpenPart, ...] = ()
        self._stamp: object = None

    def sync(self, documents: Mapping[str, tuple[str, Source]], fingerprint: str) -> None:
        """Make the collection hold exactly these documents, given by id: their version and what gives their passages.

        What it holds already is not asked for again. A folder that cannot be read is made anew.

        Raises:
            IndexMismatch: the folder cannot be written.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415

        if self._parts and self._stamp == (fingerprint, {i: v for i, (v, _) in documents.items()}):
            return
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / _LOCK, timeout=WAIT):
                parts = self._read(fingerprint)
                parts = self._without(parts, documents)
                parts = self._with(parts, documents)
                if sum(d.count for p in parts[1:] for d in p.part.documents) > self._most_fresh(parts):
                    parts = self._merge(parts, "main")
                elif len(parts) > 1 + MOST_FRESH:
                    parts = [parts[0], *self._merge(parts[1:], "fresh")]
                self._write(parts, fingerprint)
        except Timeout as error:
            raise IndexMismatch(f"{self.root}: another process changes it; let it end, then try again") from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise IndexMismatch(f"{self.root}: cannot be written ({reason}); free space or make it writable") from error
        self._parts = tuple(parts)
        self._stamp = (fingerprint, {i: v for i, (v, _) in documents.items()})

    def __len__(self) -> int:
        return sum(len(p.owners) for p in self._parts)

    def search(
        self, vector: "NDArray[np.float32]", tokens: Sequence[str], k: int, *, weight: float = LEXICAL_WEIGHT
    ) -> list[Found]:
        """Return the `k` best passages for a question's unit vector and tokens, best first.

        The best of each half are fused as `index.fuse` does; mean and deviation are those of all passages, or of a
        sample where there are many.
        """
        import numpy as np

        parts = tuple(part for part in self._parts if len(part.owners))
        lexical = bm25([p.segment for p in parts], tokens)
        rows: list[tuple[int, int, float, float]] = []
        measured = spreads(parts, vector, lexical)
        for n, (part, words) in enumerate(zip(parts, lexical, strict=True)):
            query = np.ascontiguousarray(vector.reshape(1, -1))
            scores, ids = part.index.search(query, min(CANDIDATES, len(part.owners)))
            found = {int(i): float(s) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0}
            near = np.argpartition(-words, min(CANDIDATES, len(words)) - 1)[:CANDIDATES].tolist()
            for i in {*found, *(i for i in near if words[i] > 0)}:
                dense = found[i] if i in found else float(part.index.reconstruct(int(i)) @ vector)
                rows.append((n, i, dense, float(words[i])))
        (dense_mean, dense_spread), (word_mean, word_spread) = measured
        listed = [
            (
                (dense - dense_mean) / dense_spread + weight * (words - word_mean) / word_spread,
                n, i, dense, words,
            )
            for n, i, dense, words in rows
        ]  # fmt: skip
        listed.sort(key=lambda row: (-row[0], row[1], row[2]))
        return [self._found(parts[n], i, score, dense, words) for score, n, i, dense, words in listed[:k]]

    def documents(self, vector: "NDArray[np.float32]", tokens: Sequence[str], n: int) -> list[str]:
        """Return the ids of the `n` documents whose best passages stand first."""
        ids = dict.fromkeys(found.document for found in self.search(vector, tokens, 2 * CANDIDATES))
        return list(ids)[:n]

    @staticmethod
    def _found(part: OpenPart, i: int, score: float, dense: float, words: float) -> Found:
        placed = part.part.documents[int(part.owners[i])]
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
            kept = [*self._merge(kept[:1], "main", stays), *kept[1:]]
        cut = [p for p in kept[1:] if not all(map(stays, p.part.documents))]
        return [*(p for p in kept if p not in cut), *(self._merge(cut, "fresh", stays) if cut else ())]

    def _with(self, parts: list[OpenPart], documents: Mapping[str, tuple[str, Source]]) -> list[OpenPart]:
        """Add a folder for each document that is not there yet."""
        held = {placed.id for part in parts for placed in part.part.documents}
        for document, (version, source) in documents.items():
            if document not in held:
                vectors, tokens = source()
                segment = Segment.build(tokens)
                placed = Placed(document, version, 0, len(vectors))
                parts = [*parts, self._saved("fresh", (placed,), vectors, segment)]
        return parts

    def _merge(
        self, parts: Sequence[OpenPart], kind: str, stays: Callable[[Placed], bool] = lambda _: True
    ) -> list[OpenPart]:
        """Return one part of the documents of several that stay."""
        import numpy as np

        kept = [np.array([stays(p.part.documents[o]) for o in range(len(p.part.documents))], dtype=bool) for p in parts]
        rows = [keep[part.owners] for keep, part in zip(kept, parts, strict=True)]
        vectors = np.concatenate([rows_of(part)[row] for part, row in zip(parts, rows, strict=True)])
        segment = Segment.merged([p.segment for p in parts], rows)
        placed, start = [], 0
        for part in parts:
            for document in filter(stays, part.part.documents):
                placed.append(Placed(document.id, document.version, start, document.count))
                start += document.count
        return [self._saved(kind, tuple(placed), vectors, segment)] if placed else []

    def _saved(
        self, kind: str, documents: tuple[Placed, ...], vectors: "NDArray[np.float32]", segment: Segment
    ) -> OpenPart:
        import faiss
        import numpy as np

        name = f"{kind}-{os.urandom(8).hex()}"
        folder = self.root / name
        segment.save(folder / POSTINGS)
        index = make_index(vectors)
        if kind == "fresh":
            np.save(folder / FRESH_VECTORS, vectors)
        else:
            (folder / VECTORS).write_bytes(faiss.serialize_index(index).tobytes())
        sync_tree(folder)
        part = Part(name, documents, mark_files(folder))
        return OpenPart(part, index, Segment.load(folder / POSTINGS), owners_of(documents), sample_of(index))

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
