"""One document with its index. Building a book is cheap: its index is opened, or made, when it is first searched."""
# ruff: noqa: PLC0415 - imported at use, so that a look-up by number loads no numpy

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from bot.answerer import Answerer
from bot.entry import Entry
from bot.lookups.topic import Searcher
from knowledge.errors import IndexMismatch
from knowledge.facts import Facts
from knowledge.kept_facts import KeptFacts, kept_facts
from knowledge.types import Document

if TYPE_CHECKING:
    from index.cache import Progress
    from index.embedders import Embedder
    from index.retriever import Retriever


@dataclass(frozen=True)
class Place:
    """Where a document's files are: `home` holds its index, `keys` its prepared questions, `shared` common caches.

    `shipped` is an index that came with the installation: read, never written. `facts` is the file that keeps what is
    worked out about a document of the library.
    """

    home: Path
    keys: Path
    shared: Path
    shipped: Path | None = None
    facts: Path | None = None


class Book:
    """A document, what is known of it, and the answerer over it. Safe to share between threads."""

    def __init__(
        self,
        document: Document,
        place: Place,
        embedder: Callable[[], "Embedder"],
        names: tuple[str, tuple[str, ...]] = ("", ()),
        used: Callable[["Book"], None] | None = None,
    ) -> None:
        """Take the document, its place, what gives the embedder, the document's number and other titles.

        `used` is told each time the index is used or the kept facts are read.
        """
        self.place = place
        self.facts = kept_facts(document, place.facts, self._note_use) if place.facts else Facts(document)
        self.document = self.facts.document
        self._embedder = embedder
        self._names = names
        self._on_use = used
        self._retriever: Retriever | None = None
        self._lock = RLock()

    @cached_property
    def entry(self) -> Entry:
        """The document as one that answers."""
        answerer = Answerer(self.facts, Searcher(self.facts, self.retriever, self.place.keys))
        return Entry(self.facts, answerer, *self._names)

    def retriever(self) -> "Retriever":
        """Return the retriever over the index, which is built or mended first where that is needed.

        Raises:
            PolicyBotError: the index or the model cannot be used; the message says what to do.

        """
        with self._lock:
            retriever = self._retriever = self._retriever or self._opened()
        self._note_use()
        return retriever

    def keep_facts(self) -> None:
        """Work out now what is kept beside the text, and write it; does nothing for a shipped document."""
        if isinstance(self.facts, KeptFacts):
            self.facts.read()

    def close(self) -> None:
        """Let go the index and what was worked out; both are read again when they are needed.

        A question under way keeps what it holds. Waits for nobody: another thread may be opening the index.
        """
        self._retriever = None
        if isinstance(self.facts, KeptFacts):
            self.facts.release()

    def _note_use(self) -> None:
        if self._on_use:
            self._on_use(self)

    def reload(self) -> int:
        """Open the index anew, and return how many passages it has; questions are answered from the old one meanwhile.

        Raises:
            PolicyBotError: the index or the model cannot be used; the old one stays in force.

        """
        fresh = self._opened()
        fresh.warm()
        with self._lock:
            self._retriever = fresh
        return len(fresh.passages)

    def build_index(self, progress: "Progress | None") -> None:
        """Build the index anew.

        Raises:
            PolicyBotError: the folder cannot be written, or the model cannot be loaded.

        """
        from index.build import build_index

        with self._lock:
            build_index(
                (self.document,), self._embedder(), self.place.home, progress, corpus=self.place.keys,
                shared=self.place.shared,
            )  # fmt: skip
            self._retriever = None

    def index_info(self) -> dict[str, object]:
        """Return what the index in force is made of; where none was built yet, that it is built on first use.

        Raises:
            IndexMismatch: there is an index, but it is damaged or made from other documents or another model.

        """
        from index.folder import index_root
        from index.load import check_index, describe_index

        homes = [h for h in (self.place.home, self.place.shipped) if h and index_root(h).exists()]
        if not homes:
            return {"state": "not built yet; it is built on first use"}
        documents, keys = (self.document,), self.place.keys
        try:
            manifest = check_index(homes[0], documents, self._embedder(), keys)
        except IndexMismatch:  # then the one that came with the installation is read, if there is one
            if len(homes) == 1:
                raise
            homes = homes[1:]
            manifest = check_index(homes[0], documents, self._embedder(), keys)
        folder, _ = describe_index(homes[0])
        return {
            "folder": str(folder),
            "model": manifest.model,
            "dimension": manifest.dim,
            "passages": manifest.passages,
            "built": manifest.built,
            "build seconds": manifest.build_seconds,
            "documents": self.document.id,
        }

    def _opened(self) -> "Retriever":
        from index.build import ensure_index
        from index.folder import index_root

        shipped = index_root(self.place.shipped) if self.place.shipped else None
        return ensure_index(
            (self.document,), self._embedder(), self.place.home,
            shipped=shipped if shipped and shipped.exists() else None, corpus=self.place.keys, shared=self.place.shared,
        )  # fmt: skip
