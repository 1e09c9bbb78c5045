"""The one place that builds objects from configuration. Building is cheap: index and model are opened on first use."""
# ruff: noqa: PLC0415 - imported at use, so that a look-up by number loads no numpy

import gc
import shutil
import sys
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING

from bot.book import Book, Place
from bot.config import Config
from bot.desk import Desk
from bot.entry import Entry
from bot.nearest import NearestDocuments
from knowledge.catalogue import Mark
from knowledge.facts import Facts
from knowledge.files import CACHE_FOLDER
from knowledge.library import CORPUS, shipped_documents
from knowledge.stored import Library, Stored
from knowledge.stored_files import FACTS_FILE
from knowledge.types import Document, Target

if TYPE_CHECKING:
    from index.cache import Progress
    from index.embedders import Embedder
    from index.retriever import Retriever

MOST_OPEN = 128  # documents of the library that are in memory, with facts and index; one of 100 clauses takes some 4 MB
# An index that came with the installation (the container image builds one there): read, never written.
SHIPPED_HOME = Path(sys.prefix) / "share" / "policybot"


class App:
    """The documents, what is known of them, and the answerer over them. Safe to share between threads.

    The documents are the shipped ones and those of the library, which is looked at again before each answer: a change
    by another process takes effect without a restart, and until it is complete the old documents answer.
    """

    def __init__(
        self,
        config: Config,
        documents: tuple[Document, ...],
        corpus: Path = CORPUS,
        embedder: "Embedder | None" = None,
    ) -> None:
        """Take the shipped documents, the folder that holds their keys, and an embedder beside the configured one."""
        self._given = embedder
        self.config = config
        self.corpus = corpus
        self.library = Library(config.home, documents)
        self.answerer = Desk(lambda: self.entries, self.nearest)
        self._open: OrderedDict[str, Book] = OrderedDict()
        self._open_lock = Lock()
        self._shipped = {d.id: self._shipped_book(d, first=d is documents[0]) for d in documents}
        self._stored: dict[str, tuple[Stored, Book]] = {}
        self._stamp: Mark = None
        self._books = tuple(self._shipped.values())
        self._nearest = NearestDocuments(lambda: self.books, self._the_embedder, config.home)
        self._entries: tuple[tuple[Book, ...], tuple[Entry, ...]] = ((), ())
        self._lock = RLock()

    @property
    def books(self) -> tuple[Book, ...]:
        """The documents in force with their indexes: a shipped one gives way to a newer version in the library.

        Raises:
            DocumentError: the library cannot be read.

        """
        with self._lock:
            stamp = self.library.stamp()
            if stamp != self._stamp:
                stored = self.library.stored({id_: known for id_, (known, _) in self._stored.items()})
                self._stored = {s.entry.id: (s, self._book_of(s)) for s in stored}
                self._books = self._in_force()
                self._stamp = stamp
                self._forget_closed()
            return self._books

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The documents as they answer; the same tuple while they are the same documents."""
        books = self.books
        if self._entries[0] is not books:
            self._entries = (books, tuple(book.entry for book in books))
        return self._entries[1]

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents in force."""
        return tuple(book.document for book in self.books)

    @property
    def facts(self) -> Facts:
        """What is known of the first document."""
        return self.books[0].entry.facts

    @property
    def ledger(self) -> dict[str, tuple[Target, ...]]:
        """The targets of each document, by its id."""
        return {entry.facts.document.id: entry.facts.targets for entry in self.entries}

    def retriever(self) -> "Retriever":
        """Return the retriever over the first document's index; see `Book.retriever`."""
        return self.books[0].retriever()

    def warm(self) -> None:
        """Load model, dictionary, the first document and the search over all now, so that the next question is quick.

        What is loaded stays: the garbage collector does not look through it again, which took a question some 0.1 s.

        Raises:
            PolicyBotError: the index or the model cannot be used.

        """
        self.retriever().warm()
        facts = self.facts
        _ = facts.targets, facts.homophones, facts.leaves
        if len(self.books) > 1:
            self.nearest(facts.document.title, 1)
        gc.collect()
        gc.freeze()

    def reload(self) -> int:
        """Open the indexes anew, and return how many passages they have; the old ones answer meanwhile.

        Raises:
            PolicyBotError: an index or the model cannot be used; the old one stays in force.

        """
        return sum(book.reload() for book in self.books)

    def build_index(self, *, progress: bool) -> None:
        """Build the indexes of all documents anew, with a progress bar if `progress` and the build lasts.

        Raises:
            PolicyBotError: a folder cannot be written, or the model cannot be loaded.

        """
        for book in self.books:
            book.build_index(None if progress else _silent)

    def index_info(self) -> dict[str, object]:
        """Return what the index in force is made of; of several the first document's, and what the others add up to.

        Raises:
            IndexMismatch: there is an index, but it is damaged or made from other documents or another model.

        """
        first, *others = self.books
        info = first.index_info()
        for book in others:
            for name, value in book.index_info().items():
                known = info.get(name)
                if name == "documents":
                    info[name] = f"{known}, {value}" if known else value
                elif name == "passages" and isinstance(known, int) and isinstance(value, int):
                    info[name] = known + value
        return info

    def prepare(self, document: Document, folder: Path, before: Path | None, progress: "Progress | None") -> None:
        """Make the index of a document that is being added, in the folder of its version, and keep its facts there.

        Sentences of the version `before` are not embedded again.

        Raises:
            PolicyBotError: the folder cannot be written, or the model cannot be loaded.

        """
        if before and (before / CACHE_FOLDER).is_dir():
            shutil.copytree(before / CACHE_FOLDER, folder / CACHE_FOLDER)
        book = Book(document, self._library_place(folder), self._the_embedder)
        book.keep_facts()
        book.build_index(progress)

    def _in_force(self) -> tuple[Book, ...]:
        stored = {id_: book for id_, (_, book) in self._stored.items()}
        shipped = [stored.get(id_, book) for id_, book in self._shipped.items()]
        return (*shipped, *(book for id_, book in stored.items() if id_ not in self._shipped))

    def _forget_closed(self) -> None:
        """Let go the books that are no longer in force."""
        with self._open_lock:
            gone = [id_ for id_, book in self._open.items() if self._stored.get(id_, (None, None))[1] is not book]
            closed = [self._open.pop(id_) for id_ in gone]
        for book in closed:
            book.close()

    def nearest(self, question: str, count: int) -> list[tuple[str, float]] | None:
        """Return the documents nearest to a question and how near they are; see `NearestDocuments.find`."""
        return self._nearest.find(question, count)

    def update_collection(self) -> None:
        """Bring the search over all documents up to date after a change; see `NearestDocuments.update`."""
        self._nearest.update()

    def _note_use(self, book: Book) -> None:
        """Keep at most MOST_OPEN documents in memory: the one used longest ago is let go."""
        with self._open_lock:
            self._open[book.document.id] = book
            self._open.move_to_end(book.document.id)
            oldest = [self._open.popitem(last=False)[1] for _ in range(len(self._open) - MOST_OPEN)]
        for each in oldest:
            each.close()

    def _shipped_book(self, document: Document, *, first: bool) -> Book:
        """Return the book of a shipped document; the index of the first is the home's own."""
        home, below = self.config.home, Path() if first else Path("shipped", document.id)
        place = Place(home / below, self.corpus, home, SHIPPED_HOME / below)
        return Book(document, place, self._the_embedder)

    def _book_of(self, stored: Stored) -> Book:
        """Return the book of a stored version: the one at hand, where it is of the same words and metadata."""
        known, book = self._stored.get(stored.entry.id, (None, None))
        if (
            known
            and book
            and known.folder == stored.folder
            and (known.document, known.meta) == (stored.document, stored.meta)
        ):
            return book
        aliases = tuple(name for name in (stored.meta.wrapper,) if name)
        names = (stored.meta.number, aliases)
        return Book(stored.document, self._library_place(stored.folder), self._the_embedder, names, self._note_use)

    def _library_place(self, folder: Path) -> Place:
        return Place(folder, self.library.root, self.config.home, facts=folder / FACTS_FILE)

    def _the_embedder(self) -> "Embedder":
        return self._embedder

    @cached_property
    def _embedder(self) -> "Embedder":
        """The one embedder of all documents: its model is loaded once."""
        from index.embedders import make_embedder

        return self._given or make_embedder(self.config.embedding_model, allow_download=self.config.allow_download)


def build(config: Config) -> App:
    """Return the application that `config` describes.

    Raises:
        DocumentError: a shipped document cannot be read.

    """
    return App(config, shipped_documents())


def _silent(done: int, total: int) -> None:
    """Show no progress."""
