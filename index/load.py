"""Opening an index: only one that is whole and made from these documents with this model is opened."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from index.crowding import load_crowding
from index.embedders import Embedder
from index.folder import current_version, index_root
from index.kept_passages import cut_origin, load_passages
from index.learned import LearnedPlaces
from index.lexical import LexicalIndex
from index.manifest import MEND, Manifest, check_files, check_origin, check_passages, read_manifest
from index.outside import Outside
from index.passages import make_passages
from index.retriever import Retriever
from index.stores import STORES
from index.tokenize import Tokenizer
from index.types import Passage
from knowledge.errors import IndexMismatch
from knowledge.library import CORPUS
from knowledge.types import Document

STORE = "faiss"
VECTORS_FILE = "vectors.faiss"
LEXICAL_FOLDER = "bm25"
CROWDING_FILE = "crowding.f32"
LEARNED_FILE = "learned.f32"
OUTSIDE_FILE = "outside.npz"
TERMS_FILE = "terms.txt"
PASSAGES_FILE = "passages.json"

_TRIES = 5  # a builder may remove the version that is being opened: then another is in force


def open_index(
    home: Path,
    documents: Sequence[Document],
    embedder: Embedder,
    corpus: Path = CORPUS,
    shared: Path | None = None,
) -> Retriever:
    """Return the retriever over the index kept under `home`. Writes nothing but a cache; loads no model.

    The dictionary's cache is kept under `shared` (default: `home`).

    Raises:
        IndexMismatch: it is missing, damaged, out of date or of another model; says which and what mends it.
        DocumentError: a keys file is wrong.
    """
    return open_shipped(index_root(home), documents, embedder, shared or home, corpus)


def open_shipped(
    root: Path, documents: Sequence[Document], embedder: Embedder, home: Path | None, corpus: Path = CORPUS
) -> Retriever:
    """Return the retriever over the index folder `root` itself; caches go under `home`. Errors as `open_index`."""
    for _ in range(_TRIES - 1):
        folder = current_version(root)
        try:
            return _open_version(folder, documents, corpus, embedder, home)
        except IndexMismatch:
            if current_version(root) == folder:
                raise
    return _open_version(current_version(root), documents, corpus, embedder, home)


def describe_index(home: Path) -> tuple[Path, Manifest]:
    """Return the folder and the manifest of the version in force.

    Raises:
        IndexMismatch: there is none, or it cannot be read.
    """
    folder = current_version(index_root(home))
    return folder, read_manifest(folder)


def check_index(home: Path, documents: Sequence[Document], embedder: Embedder, corpus: Path = CORPUS) -> Manifest:
    """Return the manifest of the index after opening it and reading every byte of its files.

    Raises:
        IndexMismatch: as `open_index`.
    """
    open_index(home, documents, embedder, corpus)
    folder, manifest = describe_index(home)
    check_files(folder, manifest, thorough=True)
    return manifest


def _open_version(
    folder: Path, documents: Sequence[Document], corpus: Path, embedder: Embedder, home: Path | None
) -> Retriever:
    manifest = read_manifest(folder)
    check_origin(folder, manifest, documents, embedder)
    check_files(folder, manifest)
    passages = _passages(folder, manifest, documents, corpus)
    try:
        store = STORES[STORE].load(folder / VECTORS_FILE)
        lexical = LexicalIndex.load(folder / LEXICAL_FOLDER, len(passages))
        crowding = load_crowding(folder / CROWDING_FILE, len(passages))
        learned = LearnedPlaces.load(folder / LEARNED_FILE, passages)
        outside = _outside(folder / OUTSIDE_FILE, manifest)
        terms = (folder / TERMS_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise IndexMismatch(f"{folder}: damaged ({type(error).__name__}); {MEND}") from error
    if not len(store) == manifest.passages == len(passages):
        raise IndexMismatch(f"{folder}: damaged (holds {len(store)} vectors); {MEND}")
    words = Tokenizer.of_normalized(terms, home)
    return Retriever(passages, store, lexical, words, embedder, crowding, learned, outside)


def _passages(folder: Path, manifest: Manifest, documents: Sequence[Document], corpus: Path) -> Sequence[Passage]:
    """Return the passages: those kept with the index where nothing has changed that they depend on, else cut anew."""
    if manifest.cut == cut_origin(documents, corpus):
        with suppress(OSError, ValueError, KeyError, TypeError):
            return load_passages(folder / PASSAGES_FILE)
    passages = make_passages(documents, corpus)
    check_passages(folder, manifest, passages)
    return passages


_outsides: dict[str, Outside] = {}  # by the SHA-256 of their files: documents without keys have the same


def _outside(file: Path, manifest: Manifest) -> Outside:
    """Return the questions outside; documents whose files are the same share one object."""
    sha256 = next((mark.sha256 for mark in manifest.files if mark.name == file.name), "")
    known = _outsides.get(sha256)
    if known is None:
        known = Outside.load(file)
        if not len(known.weights):  # those fitted on a document's keys are its own
            _outsides.clear()  # a process has one embedder
            _outsides[sha256] = known
    return known
