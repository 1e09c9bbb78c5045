"""The files of a stored document: a version written whole, and what no catalogue names swept away."""

import shutil
from codecs import BOM_UTF8
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge.catalogue import VERSION, Catalogue
from knowledge.errors import DocumentError
from knowledge.files import CACHE_FOLDER, TEMPORARY_PREFIX, sync_tree
from knowledge.metadata import META_FILE, Metadata, metadata_toml

INDEX_FOLDER = "index"
TEXT_FILE = "text.txt"
ORIGINAL = "original"
FACTS_FILE = "facts.kept"
DERIVED = (INDEX_FOLDER, CACHE_FOLDER, FACTS_FILE)


@dataclass(frozen=True, slots=True)
class Content:
    """What a version is made of."""

    meta: Metadata
    text: str
    raw: bytes
    ending: str


def write_version(folder: Path, content: Content) -> None:
    """Write the files of a version into a new folder, on the disk when this returns. Raises OSError where it cannot."""
    folder.mkdir(parents=True)
    (folder / f"{ORIGINAL}{content.ending}").write_bytes(content.raw)
    (folder / TEXT_FILE).write_bytes(content.text.encode("utf-8"))
    (folder / META_FILE).write_text(metadata_toml(content.meta), encoding="utf-8")
    sync_tree(folder)


def holds_text(folder: Path, raw: bytes) -> bool:
    """Say whether a version's text is `raw`; it is read only where it is as long, a byte order mark aside.

    Raises:
        DocumentError: it cannot be read.
    """
    file = folder / TEXT_FILE
    try:
        if file.stat().st_size not in (len(raw), len(raw) + len(BOM_UTF8)):
            return False
        return file.read_bytes().removeprefix(BOM_UTF8) == raw
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read ({error.strerror}); restore it, or remove the document") from error


def sweep(root: Path, catalogue: Catalogue) -> None:
    """Remove what the catalogue does not name, and the index of earlier versions. What cannot be removed stays."""
    for home in root.iterdir():
        if not home.is_dir():
            if home.name.startswith(TEMPORARY_PREFIX):
                home.unlink(missing_ok=True)
            continue
        entry = catalogue.entry(home.name)
        if entry is None:
            _remove(home)
            continue
        for folder in home.iterdir():
            if folder.name in entry.earlier:
                for derived in DERIVED:
                    _remove(folder / derived)
            elif folder.name != entry.version and VERSION.fullmatch(folder.name):
                _remove(folder)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
