"""The catalogue of the library: one small file that says which documents, and which version of each, are in force.

Replacing this file is the one step by which a document is added, replaced or removed, and the file system does it whole
or not at all. A folder that the catalogue does not name means nothing to readers.
"""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.errors import DocumentError
from knowledge.files import replace_file

CATALOGUE_FILE = "catalogue.json"
FORMAT = 1
VERSION = re.compile(r"v-[0-9a-f]{16}")
DOCUMENT_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")  # letters that a deep link may hold
Mark = tuple[int, int, int] | None  # of a file: it changes whenever the file is replaced


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: its id, the name of its version in force, and those of earlier versions, oldest first."""

    id: str
    version: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents in the order in which they were added. `generation` grows with every change."""

    generation: int = 0
    entries: tuple[Entry, ...] = ()

    def entry(self, document_id: str) -> Entry | None:
        """Return the entry of a document, or None."""
        return next((e for e in self.entries if e.id == document_id), None)

    def with_entry(self, entry: Entry) -> "Catalogue":
        """Return the catalogue with this entry, in the place of the one with its id or at the end."""
        known = self.entry(entry.id) is not None
        entries = tuple(entry if e.id == entry.id else e for e in self.entries) if known else (*self.entries, entry)
        return Catalogue(self.generation + 1, entries)

    def without(self, document_id: str) -> "Catalogue":
        """Return the catalogue without a document."""
        return Catalogue(self.generation + 1, tuple(e for e in self.entries if e.id != document_id))


def read_catalogue(root: Path) -> Catalogue:
    """Return the catalogue of the library in `root`; an empty one where there is no library.

    Raises:
        DocumentError: the file cannot be read, or is damaged.
    """
    file = root / CATALOGUE_FILE
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        if table["format"] != FORMAT:
            raise DocumentError(f"{file}: a library of format {table['format']}, not {FORMAT}; use that policybot")
        entries = tuple(Entry(e["id"], e["version"], tuple(e["earlier"])) for e in table["documents"])
        catalogue = Catalogue(int(table["generation"]), entries)
        _check(catalogue)
    except (FileNotFoundError, NotADirectoryError):
        return Catalogue()
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(f"{file}: damaged; restore it, or remove the folder and add the documents again") from error
    return catalogue


def _check(catalogue: Catalogue) -> None:
    """Raise ValueError for names that are none: they become folder names."""
    for entry in catalogue.entries:
        versions = all(VERSION.fullmatch(v) for v in (entry.version, *entry.earlier))
        if not DOCUMENT_ID.fullmatch(entry.id) or not versions:
            raise ValueError(entry.id)


def write_catalogue(root: Path, catalogue: Catalogue) -> None:
    """Put a catalogue in force. Raises OSError where it cannot; the old one then stands."""
    documents = [asdict(entry) for entry in catalogue.entries]
    table = {"format": FORMAT, "generation": catalogue.generation, "documents": documents}
    replace_file(root / CATALOGUE_FILE, (json.dumps(table, indent=2) + "\n").encode())


def stamp(file: Path) -> Mark:
    """Return what changes whenever a file is replaced; None where there is none. Costs one system call."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
