"""A digest of the program's sources and data, so that what one version worked out is not read by another."""

import hashlib
import sys
import unicodedata
from functools import cache
from pathlib import Path

_SOURCES = (".py", ".toml", ".tsv", ".txt")
_CORPUS = "corpus"


@cache
def program_digest(*folders: Path) -> str:
    """Return a digest of the sources and data under some folders, and of what else decides how a text is read.

    The texts of the corpus are no part of it. Computed once in a process.
    """
    from importlib.metadata import version  # noqa: PLC0415

    beside = (sys.byteorder, unicodedata.unidata_version, version("pypinyin"))
    digest = hashlib.sha256("\0".join(beside).encode())
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in _SOURCES and _CORPUS not in file.relative_to(folder).parts:
                digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
