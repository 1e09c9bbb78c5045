"""jieba's word frequencies, read once from its dictionary and then from a cache under the caller's home folder."""

import hashlib
import logging
import marshal
import sys
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.files import CACHE_FOLDER, replace_file

_Frequencies = tuple[dict[str, int], int]
_Mark = tuple[str, int, int]
_loaded: dict[_Mark, _Frequencies] = {}  # the last one read: a process has one home
_DIGEST = 32  # bytes of SHA-256 before the marshalled frequencies: marshal may crash on damaged bytes


class Layered(dict[str, int]):
    """A dictionary's frequencies and, before them, words of one's own: many documents share one dictionary."""

    def __init__(self, base: dict[str, int]) -> None:
        """Take the frequencies that are shared; they are never written to."""
        super().__init__()
        self._base = base

    def __missing__(self, word: str) -> int:
        return self._base[word]

    def __contains__(self, word: object) -> bool:
        return dict.__contains__(self, word) or word in self._base

    def get(self, word: str, default: Any = None) -> Any:
        """See `dict.get`."""
        return dict.get(self, word) if dict.__contains__(self, word) else self._base.get(word, default)


def load_dictionary(home: Path | None) -> tuple[Layered, int]:
    """Return jieba's frequencies and their sum; a damaged, missing or unwritable cache costs only time (0.4 s).

    Adding words to the result changes nothing for others. The dictionary is read once in a process.
    """
    mark = _mark(home)
    if mark is None or mark not in _loaded:
        read = _read(home)
        _loaded.clear()
        _loaded[_mark(home) or ("", 0, 0)] = read
        return Layered(read[0]), read[1]
    frequencies, total = _loaded[mark]
    return Layered(frequencies), total


def _mark(home: Path | None) -> _Mark | None:
    """Return what tells one state of the cache from another; None where there is no cache yet."""
    if home is None:
        return "", 0, 0
    try:
        status = _cache_file(home).stat()
    except OSError:
        return None
    return str(home), status.st_mtime_ns, status.st_size


def _read(home: Path | None) -> _Frequencies:
    cached = _read_cache(_cache_file(home)) if home else None
    if cached is not None:
        return cached
    frequencies = _read_dictionary()
    if home:
        _write_cache(_cache_file(home), frequencies)
    return frequencies


def _cache_file(home: Path) -> Path:
    return home / CACHE_FOLDER / f"jieba-{_version()}-{sys.implementation.cache_tag}.marshal"


@cache
def _version() -> str:
    """Return jieba's version; to look it up takes milliseconds, and each document asks for it."""
    from importlib.metadata import version  # noqa: PLC0415

    return version("jieba")


def _read_dictionary() -> _Frequencies:
    import jieba

    logging.getLogger("jieba").setLevel(logging.ERROR)  # it logs its loading to stderr at level DEBUG
    tokenizer = jieba.Tokenizer()
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return frequencies, total


def _read_cache(file: Path) -> _Frequencies | None:
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    body = memoryview(raw)[_DIGEST:]
    if hashlib.sha256(body).digest() != raw[:_DIGEST]:
        return None
    frequencies, total = marshal.loads(body)
    return frequencies, total


def _write_cache(file: Path, frequencies: _Frequencies) -> None:
    body = marshal.dumps(frequencies)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, hashlib.sha256(body).digest() + body)
    except OSError:
        return  # a read-only home or a full disk: the next process reads the dictionary again
