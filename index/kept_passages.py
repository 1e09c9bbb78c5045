"""Passages kept with their index, so that they are read and not cut again.

They are read only where the same program cut the same texts and keys: `cut_origin` names all that they depend on.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, overload

from index.keys import keys_file
from index.types import Passage, PassageKind
from knowledge.program import program_digest
from knowledge.types import Document, Span

COLUMNS = ("doc", "path", "start", "end", "kind", "search_text")
KNOWLEDGE, INDEX = (Path(__file__).parent.parent / name for name in ("knowledge", "index"))


def cut_origin(documents: Sequence[Document], corpus: Path) -> str:
    """Return a digest of all that the passages of `documents` depend on: ids, texts, keys and the program."""
    digest = hashlib.sha256(program_digest(KNOWLEDGE, INDEX).encode())
    for document in documents:
        said = (document.id, document.sha256, _keys_digest(keys_file(document.id, corpus)))
        digest.update("\0".join(said).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _keys_digest(file: Path | None) -> str:
    with suppress(OSError):  # `read_keys` will say what is wrong with it
        return hashlib.sha256(file.read_bytes()).hexdigest() if file else ""
    return "cannot be read"


class KeptPassages(Sequence[Passage]):
    """Passages in the columns in which they are kept; each is made when it is asked for, a search wants few."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        """Take the columns of `COLUMNS`. Raises KeyError or ValueError where they are others."""
        self._rows = [columns[name] for name in COLUMNS]
        if len({len(column) for column in self._rows}) != 1:
            raise ValueError("columns of different lengths")
        self._kinds = {kind.value: kind for kind in PassageKind}

    def __len__(self) -> int:
        return len(self._rows[0])

    @overload
    def __getitem__(self, at: int) -> Passage: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Passage]: ...
    def __getitem__(self, at: int | slice) -> Passage | Sequence[Passage]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        doc, path, start, end, kind, search_text = (column[number] for column in self._rows)
        return Passage(number, doc, path, Span(start, end), self._kinds[kind], search_text)

    def numbers_of(self, kind: PassageKind) -> list[int]:
        """Return the ids of the passages of a kind, in order."""
        return [number for number, value in enumerate(self._rows[COLUMNS.index("kind")]) if value == kind.value]


def key_numbers(passages: Sequence[Passage]) -> list[int]:
    """Return the ids of the keys among some passages, in order."""
    if isinstance(passages, KeptPassages):
        return passages.numbers_of(PassageKind.KEY)
    return [passage.id for passage in passages if passage.kind is PassageKind.KEY]


def save_passages(passages: Sequence[Passage], file: Path) -> None:
    """Write passages to a file. Raises OSError where it cannot."""
    rows = [(p.doc, p.path, p.span.start, p.span.end, p.kind.value, p.search_text) for p in passages]
    columns = {name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)}
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    file.write_bytes(text.encode("utf-8", "surrogatepass"))


def load_passages(file: Path) -> KeptPassages:
    """Return the passages that were written. Raises OSError, or ValueError, KeyError or TypeError where it cannot."""
    return KeptPassages(json.loads(file.read_bytes().decode("utf-8", "surrogatepass")))
