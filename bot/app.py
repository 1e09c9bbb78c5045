"""The one place that builds objects from configuration. Building is cheap: index and model are opened on first use."""
# ruff: noqa: PLC0415 - imported at use, so that a look-up by number loads no numpy

import sys
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from bot.answerer import Answerer
from bot.config import Config
from bot.lookups.topic import Searcher
from knowledge.errors import IndexMismatch
from knowledge.facts import Facts
from knowledge.library import CORPUS, shipped_documents
from knowledge.types import Document, Target

if TYPE_CHECKING:
    from index.embedders import Embedder
    from index.retriever import Retriever

# An index that came with the installation (the container image builds one there): read, never written.
SHIPPED_HOME = Path(sys.prefix) / "share" / "policybot"


class App:
    """The documents, what is known of them, and the answerer over them. Safe to share between threads."""

    def __init__(self, config: Config, documents: tuple[Document, ...], corpus: Path = CORPUS) -> None:
        self.config = config
        self.corpus = corpus
        self.documents = documents
        self.facts = Facts(documents[0])
        self.answerer = Answerer(self.facts, Searcher(self.facts, self.retriever, corpus))
        self._retriever: Retriever | None = None
        self._lock = RLock()

    @property
    def ledger(self) -> dict[str, tuple[Target, ...]]:
        """The targets of each document, by its id."""
        return {self.facts.document.id: self.facts.targets}

    def retriever(self) -> "Retriever":
        """Return the retriever over the index, which is built or mended first where that is needed.

        Raises:
            PolicyBotError: the index or the model cannot be used; the message says what to do.

        """
        with self._lock:
            if self._retriever is None:
                self._retriever = self._opened()
            return self._retriever

    def warm(self) -> None:
        """Load index, dictionary and model now, so that the next question is quick. A second call does nothing."""
        self.retriever().warm()

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

    def build_index(self, *, progress: bool) -> None:
        """Build the index anew, with a progress bar if `progress` and the build lasts.

        Raises:
            PolicyBotError: the folder cannot be written, or the model cannot be loaded.

        """
        from index.build import build_index

        with self._lock:
            build_index(
                self.documents, self._embedder(), self.config.home, None if progress else _silent, corpus=self.corpus
            )
            self._retriever = None

    def index_info(self) -> dict[str, object]:
        """Return what the index in force is made of; where none was built yet, that it is built on first use.

        Raises:
            IndexMismatch: there is an index, but it is damaged or made from other documents or another model.

        """
        from index.folder import index_root
        from index.load import check_index, describe_index

        homes = [home for home in (self.config.home, SHIPPED_HOME) if index_root(home).exists()]
        if not homes:
            return {"state": "not built yet; it is built on first use"}
        try:
            manifest = check_index(homes[0], self.documents, self._embedder(), self.corpus)
        except IndexMismatch:  # then the one that came with the installation is read, if there is one
            if len(homes) == 1:
                raise
            homes = homes[1:]
            manifest = check_index(homes[0], self.documents, self._embedder(), self.corpus)
        folder, _ = describe_index(homes[0])
        return {
            "folder": str(folder),
            "model": manifest.model,
            "dimension": manifest.dim,
            "passages": manifest.passages,
            "built": manifest.built,
            "build seconds": manifest.build_seconds,
            "documents": ", ".join(d.id for d in self.documents),
        }

    def _opened(self) -> "Retriever":
        from index.build import ensure_index
        from index.folder import index_root

        shipped = index_root(SHIPPED_HOME)
        return ensure_index(
            self.documents, self._embedder(), self.config.home, shipped=shipped if shipped.exists() else None,
            corpus=self.corpus,
        )  # fmt: skip

    def _embedder(self) -> "Embedder":
        from index.embedders import make_embedder

        return make_embedder(self.config.embedding_model, allow_download=self.config.allow_download)


def build(config: Config) -> App:
    """Return the application that `config` describes.

    Raises:
        DocumentError: a shipped document cannot be read.

    """
    return App(config, shipped_documents())


def _silent(done: int, total: int) -> None:
    """Show no progress."""
