"""Building an index: documents and a model in, an index folder out; and the index that first use needs."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from index.cache import Progress, VectorCache, embed_cached
from index.crowding import crowding_of, save_crowding
from index.embedders import Embedder
from index.folder import IndexUnwritable, current_version, index_root, locked, new_version
from index.kept_passages import cut_origin, key_numbers, save_passages
from index.learned import LearnedPlaces
from index.lexical import LexicalIndex
from index.load import (
    CROWDING_FILE,
    LEARNED_FILE,
    LEXICAL_FOLDER,
    OUTSIDE_FILE,
    PASSAGES_FILE,
    STORE,
    TERMS_FILE,
    VECTORS_FILE,
    open_index,
    open_shipped,
)
from index.manifest import (
    FORMAT,
    Manifest,
    document_hashes,
    library_versions,
    mark_files,
    passages_hash,
    write_manifest,
)
from index.outside import Outside, has_keys, outside_questions
from index.passages import make_passages
from index.progress import progress_bar
from index.retriever import Retriever
from index.stores import STORES, VectorStore
from index.tokenize import Tokenizer, simplify
from index.types import Passage, PassageKind
from knowledge.errors import IndexMismatch
from knowledge.lexicon import document_terms
from knowledge.library import CORPUS
from knowledge.types import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WAIT = 120.0  # seconds for another builder; a plan takes some ten seconds


@dataclass(frozen=True, slots=True)
class _Parts:
    """All that an index consists of, in memory."""

    passages: list[Passage]
    store: VectorStore
    dim: int
    lexical: LexicalIndex
    tokenizer: Tokenizer
    crowding: "NDArray[np.float32]"
    learned: LearnedPlaces
    outside: Outside


def build_index(  # noqa: PLR0913 - what is built, where, and how long to wait
    documents: Sequence[Document],
    embedder: Embedder,
    home: Path,
    progress: Progress | None = None,
    *,
    corpus: Path = CORPUS,
    shared: Path | None = None,
    wait: float = WAIT,
    only_if_needed: bool = False,
) -> Path:
    """Build the index of `documents` under `home`, put it in force, and return its folder.

    Until the last step the old index stays in force; on any failure it stands untouched and nothing is left behind.
    A passage embedded before is taken from the cache of `home`; the dictionary's cache is kept under `shared`
    (default: `home`). Without `progress` a bar is shown on a terminal's stderr if the
    build lasts. With `only_if_needed` an index that can be opened (another builder made it) is left as it is.

    Raises:
        IndexUnwritable: the folder is read-only, the disk full, or another builder at work for `wait` seconds.
        PolicyBotError: the model cannot be loaded, or a keys file is wrong.
    """
    root = index_root(home)
    cut, passages = cut_origin(documents, corpus), make_passages(documents, corpus)
    with locked(root, wait):
        if only_if_needed and _opens(home, documents, embedder, corpus, shared):
            return current_version(root)
        started = perf_counter()
        with new_version(root) as folder:
            parts = _make_parts(documents, passages, embedder, (home, shared or home), progress)
            _write(folder, parts, documents, embedder, cut, started)
        return current_version(root)


def build_in_memory(  # noqa: PLR0913 - what is built, and where its caches are
    documents: Sequence[Document],
    embedder: Embedder,
    home: Path | None,
    progress: Progress | None = None,
    corpus: Path = CORPUS,
    *,
    shared: Path | None = None,
) -> Retriever:
    """Return a retriever over an index that is kept nowhere. Reads the caches under `home` and writes them if it can.

    Raises:
        PolicyBotError: the model cannot be loaded, or a keys file is wrong.
    """
    parts = _make_parts(documents, make_passages(documents, corpus), embedder, (home, shared or home), progress)
    return Retriever(
        parts.passages, parts.store, parts.lexical, parts.tokenizer, embedder,
        parts.crowding, parts.learned, parts.outside,
    )  # fmt: skip


def ensure_index(  # noqa: PLR0913 - what is wanted, and the places to look
    documents: Sequence[Document],
    embedder: Embedder,
    home: Path,
    *,
    shipped: Path | None = None,
    progress: Progress | None = None,
    corpus: Path = CORPUS,
    shared: Path | None = None,
) -> Retriever:
    """Return a retriever that fits `documents` and `embedder`, by the first of these ways that works.

    The index under `home`; the read-only index folder `shipped`; a new build under `home` (where its index is missing,
    damaged, out of date or another model's); a build in memory, where `home` cannot be written.

    Raises:
        PolicyBotError: the model cannot be loaded, or a keys file is wrong.
    """
    try:
        return open_index(home, documents, embedder, corpus, shared)
    except IndexMismatch:
        pass  # built below; what was wrong with it no longer matters
    if shipped:
        try:
            return open_shipped(shipped, documents, embedder, home, corpus)
        except IndexMismatch:
            pass
    try:
        build_index(documents, embedder, home, progress, corpus=corpus, shared=shared, only_if_needed=True)
        return open_index(home, documents, embedder, corpus, shared)
    except (IndexUnwritable, IndexMismatch):
        return build_in_memory(documents, embedder, home, progress, corpus, shared=shared)


def _opens(home: Path, documents: Sequence[Document], embedder: Embedder, corpus: Path, shared: Path | None) -> bool:
    try:
        open_index(home, documents, embedder, corpus, shared)
    except IndexMismatch:
        return False
    return True


def _make_parts(
    documents: Sequence[Document],
    passages: list[Passage],
    embedder: Embedder,
    homes: tuple[Path | None, Path | None],
    progress: Progress | None,
) -> _Parts:
    """Return what an index consists of; `homes` keep the cache of embeddings and that of the dictionary."""
    texts = [simplify(passage.search_text) for passage in passages]
    bar = nullcontext(progress) if progress else progress_bar("building the index")
    with VectorCache(homes[0]) as cache, _shared_cache(homes, cache) as common, bar as show:
        vectors, outside_vectors = _embedded(passages, texts, embedder, (cache, common), show)
    store = STORES[STORE](vectors.shape[1])
    store.add(vectors)
    crowding, learned = crowding_of(vectors, passages), LearnedPlaces.fit(passages, vectors)
    outside = Outside.fit(vectors[key_numbers(passages)], outside_vectors)
    tokenizer = Tokenizer(document_terms(document.text for document in documents), homes[1])
    lexical = LexicalIndex.build(tokenizer.tokens_of(texts))
    return _Parts(passages, store, vectors.shape[1], lexical, tokenizer, crowding, learned, outside)


def _shared_cache(homes: tuple[Path | None, Path | None], own: VectorCache) -> AbstractContextManager[VectorCache]:
    """Return the cache that the documents of a home share, which may be the document's own."""
    return nullcontext(own) if homes[0] == homes[1] else VectorCache(homes[1])


def _embedded(
    passages: list[Passage],
    texts: list[str],
    embedder: Embedder,
    caches: tuple[VectorCache, VectorCache],
    progress: Progress,
) -> tuple["NDArray[np.float32]", "NDArray[np.float32]"]:
    """Return the vectors by passage id, and those of the questions outside.

    Keys are questions and are embedded as such, with those outside: like is compared with like. The latter are the
    same for every document and are kept in the second cache, which all of them share.
    """
    import numpy as np

    asks = key_numbers(passages)
    rest = [i for i, p in enumerate(passages) if p.kind is not PassageKind.KEY]
    outside = [simplify(question) for question in outside_questions(with_keys=has_keys(passages))]
    own, common = caches
    total = len(texts) + len(outside)

    def after(before: int) -> Progress:
        return lambda done, _: progress(before + done, total)

    plain = embed_cached([texts[i] for i in rest], embedder, own, after(0))
    beyond = embed_cached(outside, embedder, common, after(len(rest)), questions=True)
    vectors = np.empty((len(passages), beyond.shape[1]), dtype=np.float32)
    vectors[rest] = plain
    if asks:
        asked = [texts[i] for i in asks]
        vectors[asks] = embed_cached(asked, embedder, own, after(len(rest) + len(outside)), questions=True)
    return vectors, beyond


def _write(  # noqa: PLR0913, PLR0917 - the parts, and what they were made from
    folder: Path, parts: _Parts, documents: Sequence[Document], embedder: Embedder, cut: str, started: float
) -> None:
    """Write the files of a version into `folder`, the manifest last. Raises OSError where it cannot."""
    parts.store.save(folder / VECTORS_FILE)
    parts.lexical.save(folder / LEXICAL_FOLDER)
    save_crowding(parts.crowding, folder / CROWDING_FILE)
    parts.learned.save(folder / LEARNED_FILE)
    parts.outside.save(folder / OUTSIDE_FILE)
    (folder / TERMS_FILE).write_text("".join(f"{term}\n" for term in parts.tokenizer.terms), encoding="utf-8")
    save_passages(parts.passages, folder / PASSAGES_FILE)
    manifest = Manifest(
        format=FORMAT,
        model=embedder.name,
        fingerprint=embedder.fingerprint,
        dim=parts.dim,
        documents=document_hashes(documents),
        passages=len(parts.passages),
        passages_sha256=passages_hash(parts.passages),
        libraries=library_versions(),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        build_seconds=round(perf_counter() - started, 3),
        files=mark_files(folder),
        cut=cut,
    )
    write_manifest(folder, manifest)
