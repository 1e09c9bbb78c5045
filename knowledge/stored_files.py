"""The files of a stored document: a version written whole, and what no catalogue names swept away."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from knowledge.catalogue import VERSION, Catalogue
from knowledge.files import CACHE_FOLDER, TEMPORARY_PREFIX, sync_tree
from knowledge.metadata import META_FILE, Metadata, metadata_toml

INDEX_FOLDER = "index"
TEXT_FILE = "text.txt"
ORIGINAL = "original"
DERIVED = (INDEX_FOLDER, CACHE_FOLDER)


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


def sweep(root: Path, catalogue: Catalogue) -> None:
    """Remove what the catalogue does not name, and the index of earlier versions. What cannot be removed stays."""
    for home in root.iterdir():
        if not home.is_dir():
            if home.name.startswith(TEMPORARY_PREFIX):
                home.unlink(missing_ok=True)
            continue
        entry = catalogue.entry(home.name)
        if entry is None:
            _remove_tree(home)
            continue
        for folder in home.iterdir():
            if folder.name in entry.earlier:
                for derived in DERIVED:
                    _remove_tree(folder / derived)
            elif folder.name != entry.version and VERSION.fullmatch(folder.name):
                _remove_tree(folder)


def _remove_tree(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
