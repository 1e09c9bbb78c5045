"""Text in, search tokens out. All of it works on copies made for search; no published text passes through here."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import Any, Self

from index.dictionary import load_dictionary

# Dropped from search copies: lone surrogates (no UTF-8 form), NUL (would end a C string), other control and format
# characters (zero-width and right-to-left marks) that no reader sees. Line ends and tabs become spaces.
_SPACES = {ord(c): " " for c in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"}
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn")

_RUN = re.compile(r"(?P<han>[㐀-䶿一-鿿\U00020000-\U0003ffff〇]+)|(?P<word>[^\W_㐀-鿿]+(?:[.\-+&][^\W_㐀-鿿]+)*%?)")
_LONGEST_RUN = 500  # characters given to jieba at a time: for unknown words its time grows with the square of them


def normalize_for_search(text: str) -> str:
    """Return the copy of `text` that is tokenised: as `simplify`, and in lower case."""
    return simplify(text).lower()


def simplify(text: str) -> str:
    """Return the copy of `text` that is embedded: NFKC, simplified characters (质量強省 → 质量强省), nothing invisible.

    Any string is accepted. The result may differ in length, so no offset into it means anything for `text`.
    """
    visible = "".join(c for c in text.translate(_SPACES) if unicodedata.category(c) not in _DROPPED)
    folded = unicodedata.normalize("NFKC", visible)
    return folded if folded.isascii() else str(_simplifier().convert(folded))


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


class Tokenizer:
    """Cuts text into search tokens with jieba's words, the documents' own terms and character bigrams.

    Cheap to make: the dictionary (about 0.2 s) is loaded on first use. Of the terms only those are added to it that
    stand in the text at hand: no other can change how it is cut. Safe to share between threads.
    """

    def __init__(self, terms: Iterable[str] = (), home: Path | None = None) -> None:
        """Take the documents' `terms`, and the folder under which the dictionary's cache is kept (None: no cache)."""
        self.terms = tuple(dict.fromkeys(term for term in map(normalize_for_search, terms) if term))
        self._home = home
        self._lock = RLock()
        self._plain: Any = None

    @classmethod
    def of_normalized(cls, terms: Iterable[str], home: Path | None) -> Self:
        """Return a tokenizer with the `terms` of another one, which are normalised already."""
        made = cls((), home)
        made.terms = tuple(terms)
        return made

    def warm(self) -> None:
        """Load the dictionary now, so that the next call of `tokens` is quick."""
        with self._lock:
            if self._plain is None:
                self._plain = _private_jieba((), self._home)

    def tokens(self, text: str) -> list[str]:
        """Return the tokens of `text`, normalised, in text order; a token stands as often as it was found.

        A run of Chinese characters gives jieba's search words and all pairs of neighbouring characters; a Latin
        word or a figure stays whole (4a, 98.5%; the latter also without its %).
        """
        self.warm()
        plain = normalize_for_search(text)
        terms = tuple(term for term in self.terms if term in plain)
        return list(_tokens(plain, _private_jieba(terms, self._home) if terms else self._plain))

    def tokens_of(self, texts: Iterable[str]) -> list[list[str]]:
        """Return the tokens of each of many texts, as `tokens` does; the terms are added once."""
        jieba = _private_jieba(self.terms, self._home)
        return [list(_tokens(normalize_for_search(text), jieba)) for text in texts]


def _tokens(text: str, jieba: Any) -> Iterator[str]:
    for run in _RUN.finditer(text):
        if run["word"]:
            yield run["word"]
            if run["word"].endswith("%"):
                yield run["word"][:-1]
            continue
        for start in range(0, len(run["han"]), _LONGEST_RUN):
            yield from jieba.cut_for_search(run["han"][start : start + _LONGEST_RUN])
        yield from (first + second for first, second in pairwise(run["han"]))


def _private_jieba(terms: tuple[str, ...], home: Path | None) -> Any:
    """Return a jieba tokenizer of our own: the global one would keep a cache in the temporary folder and log."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = load_dictionary(home)
    tokenizer.initialized = True
    for term in terms:
        tokenizer.add_word(term)
    return tokenizer
