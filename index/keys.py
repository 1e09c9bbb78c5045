"""Keys: questions that a document's keeper prepared, each pointing at the words that answer it (`keys.toml`)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import DocumentError
from knowledge.library import read_text
from knowledge.types import Clause, ClauseKind, Document, Span

KEYS_FILE = "keys.toml"


@dataclass(frozen=True, slots=True)
class Key:
    """Questions and the place that answers them: `span` lies in the clause with `path`."""

    path: str
    span: Span
    ask: tuple[str, ...]


def keys_file(document_id: str, corpus: Path) -> Path | None:
    """Return the keys file of a document in the folder `corpus`, or None where it has none."""
    folder = corpus / document_id
    file = folder / KEYS_FILE
    return file if folder.parent == corpus and folder.name == document_id and file.is_file() else None


def read_keys(document: Document, corpus: Path) -> list[Key]:
    """Return the keys of `document`, in the order of the file; [] where there is no file.

    The file is an array `[[key]]` of rows with `path`, `quote` (exact words of that clause) and `ask` (questions).

    Raises:
        DocumentError: the file cannot be read, or a row is wrong; names the file and the row.
    """
    file = keys_file(document.id, corpus)
    if file is None:
        return []
    rows = _rows(file)
    clauses = {clause.path: clause for clause in document.clauses()}
    return [_key(document.text, clauses, row, f"{file}: key {number}") for number, row in enumerate(rows, 1)]


def _rows(file: Path) -> list[Any]:
    import tomllib  # noqa: PLC0415

    try:
        table = tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(f"{file}: not TOML ({error}); mend that line") from error
    rows = table.get("key", [])
    if set(table) - {"key"} or not isinstance(rows, list):
        raise DocumentError(f"{file}: only rows [[key]] may stand here; mend or remove the rest")
    return rows


def _key(text: str, clauses: dict[str, Clause], row: Any, where: str) -> Key:
    """Return the key that a row of the file writes, or raise the error that names the row."""
    fields = row if isinstance(row, dict) else {}
    path, quote, ask = fields.get("path"), fields.get("quote"), fields.get("ask")
    if not isinstance(path, str) or path not in clauses:
        raise DocumentError(f"{where}: no clause {path!r}; give a path as `policybot toc` prints it")
    if not isinstance(quote, str) or not quote.strip():
        raise DocumentError(f"{where}: no quote; give words of clause {path} exactly as published")
    if not isinstance(ask, list) or not ask or not all(isinstance(a, str) and a.strip() for a in ask):
        raise DocumentError(f'{where}: no questions; give ask = ["…"]')
    for region in _own_regions(clauses[path]):
        start = text.find(quote, region.start, region.end)
        if start >= 0:
            return Key(path, Span(start, start + len(quote)).stripped(text), tuple(ask))
    raise DocumentError(f"{where}: {quote[:40]!r} does not stand in clause {path}; copy the words exactly as published")


def _own_regions(clause: Clause) -> list[Span]:
    """Return the spans of a clause's own text and of its paragraphs: what belongs to it and to no clause under it."""
    return [clause.own, *(c.own for c in clause.children if c.kind is ClauseKind.PARAGRAPH)]
