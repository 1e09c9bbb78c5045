"""jieba's word frequencies, read once from its dictionary and then from a cache under the caller's home folder."""

import hashlib
import logging
import marshal
import sys
from pathlib import Path

from index.files import CACHE_FOLDER, replace_file

_Frequencies = tuple[dict[str, int], int]
_DIGEST = 32  # bytes of SHA-256 before the marshalled frequencies: marshal may crash on damaged bytes


def load_dictionary(home: Path | None) -> _Frequencies:
    """Return jieba's frequencies and their sum; a damaged, missing or unwritable cache costs only time (0.4 s).

    The result is a fresh copy: adding words to it changes nothing for others.
    """
    cached = _read_cache(_cache_file(home)) if home else None
    if cached is not None:
        return cached
    frequencies = _read_dictionary()
    if home:
        _write_cache(_cache_file(home), frequencies)
    return frequencies


def _cache_file(home: Path) -> Path:
    from importlib.metadata import version  # noqa: PLC0415

    return home / CACHE_FOLDER / f"jieba-{version('jieba')}-{sys.implementation.cache_tag}.marshal"


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
