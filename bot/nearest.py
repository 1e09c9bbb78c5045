"""Which documents a question is nearest to: the collection over all of them, kept up to date without a wait."""
# ruff: noqa: PLC0415 - imported at use, so that a look-up by number loads no numpy

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from bot.book import Book
from knowledge.errors import IndexMismatch, PolicyBotError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.collection import Collection, Source
    from index.embedders import Embedder
    from index.tokenize import Tokenizer

COMMAND_WAIT = 600.0  # seconds for another process that changes the collection; a first one takes minutes


class NearestDocuments:
    """A search over the documents in force. Safe to share between threads."""

    def __init__(self, books: Callable[[], tuple[Book, ...]], embedder: Callable[[], "Embedder"], home: Path) -> None:
        """Take what gives the documents (the same tuple while they are the same) and the embedder, and the home."""
        self._books = books
        self._embedder = embedder
        self._home = home
        self._synced: tuple[Book, ...] = ()  # those that the collection is known to hold
        self._mending: Thread | None = None
        self._ids: tuple[tuple[Book, ...], frozenset[str]] = ((), frozenset())

    def find(self, question: str, count: int) -> list[tuple[str, float]] | None:
        """Return the documents that are nearest by id and nearness, best first; None where nothing can be searched.

        A collection that is not up to date is searched as it is, and mended in a thread; only a first one is waited
        for, where no other process makes it.

        Raises:
            PolicyBotError: an index or the model cannot be used.
        """
        from index.tokenize import simplify

        books = self._books()
        if self._synced is not books and not self._can_search(books):
            return None
        vector, tokens = self._embedder().embed_query(simplify(question)), self._words.tokens(question)
        return self._collection.documents(vector, tokens, count, self._ids_of(books))

    def _ids_of(self, books: tuple[Book, ...]) -> frozenset[str]:
        """Return the ids of the documents; kept for as long as they are the same."""
        if self._ids[0] is not books:
            self._ids = (books, frozenset(book.document.id for book in books))
        return self._ids[1]

    def update(self) -> None:
        """Bring the collection up to date, so that no question has to; of one document there is none.

        Where it cannot be written that is left to the questions, which are answered without.

        Raises:
            PolicyBotError: an index or the model cannot be used.
        """
        books = self._books()
        if len(books) > 1:
            with suppress(IndexMismatch):
                self._sync(books, COMMAND_WAIT)

    def _can_search(self, books: tuple[Book, ...]) -> bool:
        held = self._collection.held(self._embedder().fingerprint)
        if held == {book.document.id: book.document.sha256 for book in books}:
            self._synced = books
        elif held:
            self._mend(books)
        else:
            try:
                self._sync(books, wait=0.0)
            except IndexMismatch:
                return False
        return True

    def _mend(self, books: tuple[Book, ...]) -> None:
        """Bring the collection up to date in a thread, one at a time."""

        def mend() -> None:
            with suppress(PolicyBotError):  # another process is at it, or it cannot be written: the next question looks
                self._sync(books, wait=0.0)

        if self._mending is None or not self._mending.is_alive():
            self._mending = Thread(target=mend, name="collection")
            self._mending.start()

    def _sync(self, books: tuple[Book, ...], wait: float) -> None:
        sources = {b.document.id: (b.document.sha256, _passages_of(b, self._words)) for b in books}
        self._collection.sync(sources, self._embedder().fingerprint, wait)
        self._synced = books

    @cached_property
    def _collection(self) -> "Collection":
        from index.collection import COLLECTION_FOLDER, Collection

        return Collection(self._home / COLLECTION_FOLDER)

    @cached_property
    def _words(self) -> "Tokenizer":
        """Cuts questions and passages alike; it knows no document's own terms."""
        from index.tokenize import Tokenizer

        return Tokenizer((), self._home)


def _passages_of(book: Book, tokenizer: "Tokenizer") -> "Source":
    """Return what gives the vectors and tokens of a document's own sentences.

    Prepared questions are left out: a document that has thousands of them would stand first for everything.
    """

    def source() -> "tuple[NDArray[np.float32], list[list[str]]]":
        from index.types import PassageKind

        retriever = book.retriever()
        own = [p for p in retriever.passages if p.kind is not PassageKind.KEY]
        return retriever.vectors()[[p.id for p in own]], tokenizer.tokens_of(p.search_text for p in own)

    return source
