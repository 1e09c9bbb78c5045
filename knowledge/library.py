"""The documents that the bot knows: shipped ones (`knowledge/corpus/<id>/`) and single files read for `parse`."""

import hashlib
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from knowledge.errors import DocumentError
from knowledge.metadata import guess
from knowledge.parse import parse
from knowledge.readers import extract
from knowledge.types import Document

CORPUS = Path(__file__).parent / "corpus"
MAX_BYTES = 20_000_000  # a plan is some tens of kilobytes; this stops a mistaken disk image, not a long law


@cache
def shipped_documents() -> tuple[Document, ...]:
    """Return the documents in `knowledge/corpus/`, in order of their ids."""
    return tuple(load_folder(folder) for folder in sorted(CORPUS.iterdir()) if (folder / "text.txt").is_file())


def load_folder(folder: Path) -> Document:
    """Return the document kept in `folder` as `text.txt` and `meta.toml`.

    Raises:
        DocumentError: the text or its metadata cannot be read.
    """
    text = read_text(folder / "text.txt")
    meta_file = folder / "meta.toml"
    try:
        meta = tomllib.loads(meta_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(f"{meta_file}: metadata cannot be read ({error}); mend or restore this file") from error
    fields = {key: str(meta.get(key, "")) for key in ("title", "issuer", "published", "source")}
    return Document(id=folder.name, sha256=_sha256(text), text=text, parser=parse, **fields)


def read_file(path: Path) -> Document:
    """Return the document of a single file (see `knowledge.readers`) with the metadata that its text gives.

    Raises:
        DocumentError: the file is missing, unreadable, empty, protected, of another kind, or too large.
    """
    found = extract(path)
    bare = Document(path.stem, found.title[:200], "", "", "", _sha256(found.text), found.text, parse)
    meta = guess(bare)
    return replace(
        bare,
        parser=lambda _: bare.root,
        title=meta.title,
        issuer=meta.issuer,
        published=meta.published,
        source=meta.source,
    )


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file with its line ends kept as they are; a byte order mark is dropped.

    Raises:
        DocumentError: the file is missing, unreadable, not UTF-8 text, or too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split it or give the text alone")
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(f"{path}: no such file; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"{path}: cannot be read ({reason}); check the path and its permissions") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: not UTF-8 text (byte {error.start}); save the file as UTF-8 .txt") from error
    if "\0" in text:
        raise DocumentError(f"{path}: a binary file, not text; give a UTF-8 .txt file")
    return text


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
