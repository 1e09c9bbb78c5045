"""Passages kept with their index, so that they are read and not cut again.

They are read only where the same program cut the same texts and keys: `cut_origin` names all that they depend on.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from index.keys import keys_file
from index.types import Passage, PassageKind
from knowledge.program import program_digest
from knowledge.types import Document, Span

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


def save_passages(passages: Sequence[Passage], file: Path) -> None:
    """Write passages to a file. Raises OSError where it cannot."""
    rows = [(p.doc, p.path, p.span.start, p.span.end, p.kind.value, p.search_text) for p in passages]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    file.write_bytes(text.encode("utf-8", "surrogatepass"))


def load_passages(file: Path) -> list[Passage]:
    """Return the passages that were written. Raises OSError or ValueError where it cannot."""
    rows = json.loads(file.read_bytes().decode("utf-8", "surrogatepass"))
    kinds = {kind.value: kind for kind in PassageKind}
    return [
        Passage(number, doc, path, Span(start, end), kinds[kind], search_text)
        for number, (doc, path, start, end, kind, search_text) in enumerate(rows)
    ]
