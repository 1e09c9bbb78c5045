"""The library: documents that an operator added, kept under the home beside the shipped ones.

    <home>/library/catalogue.json              which documents there are, and which version of each is in force
    <home>/library/.lock                       held by the one command that changes the library
    <home>/library/<id>/keys.toml              questions prepared by the keeper, if there are any
    <home>/library/<id>/v-…/text.txt           the extracted text: what quotes are slices of
    <home>/library/<id>/v-…/original.*         the file that was added, with its hash in meta.toml
    <home>/library/<id>/v-…/meta.toml          what is known of it
    <home>/library/<id>/v-…/index, …/cache     made by the caller's `prepare`; earlier versions have none

A change is prepared in a folder that the catalogue does not name yet and takes effect with the catalogue. Whoever is
killed before leaves the library as it was; what he left behind goes with the next change.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from knowledge.catalogue import CATALOGUE_FILE, Catalogue, Entry, Mark, read_catalogue, stamp, write_catalogue
from knowledge.errors import DocumentError
from knowledge.files import TEMPORARY_PREFIX, replace_file, sync_folder
from knowledge.library import load_folder, read_file
from knowledge.metadata import META_FILE, Metadata, edited, guess, may_say, metadata_toml, read_metadata
from knowledge.naming import new_id
from knowledge.stored_files import DERIVED, Content, holds_text, sweep, write_version
from knowledge.types import Document

LIBRARY_FOLDER = "library"
KEYS_FILE = "keys.toml"
WAIT = 600.0  # seconds for another command; a long law takes minutes to embed

_LOCK = ".lock"
_TRIES = 5  # a version may be removed while it is read: then another catalogue is in force
Prepare = Callable[[Document, Path, Path | None], None]


class Outcome(StrEnum):
    """What became of a file that was added."""

    ADDED = "added"
    REPLACED = "replaced"  # a new version of a document that was there
    KNOWN = "known"  # its text is there already
    EARLIER = "earlier"  # its text is that of an earlier version


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of a document as it is kept: its entry, its metadata, its folder and the document itself.

    `mark` tells one state of its metadata from another.
    """

    entry: Entry
    meta: Metadata
    folder: Path
    document: Document
    mark: Mark = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file, and the document that it is."""

    outcome: Outcome
    document: Document


class Library:
    """The documents stored under a home. Reading makes nothing on the disk; every change is whole or not at all."""

    def __init__(self, home: Path, shipped: tuple[Document, ...] = (), wait: float = WAIT) -> None:
        """Take the home, and the shipped documents: they too are recognised, and a newer version may replace one."""
        self.root = home / LIBRARY_FOLDER
        self._shipped = shipped
        self._wait = wait

    def stamp(self) -> Mark:
        """Return what changes whenever the library does; cheap."""
        return stamp(self.root / CATALOGUE_FILE)

    def stored(self, known: Mapping[str, Stored] = MappingProxyType({})) -> tuple[Stored, ...]:
        """Return the versions in force, in the order in which their documents were first added.

        Of those `known` by id, what is as it was is not read again.

        Raises:
            DocumentError: the catalogue or a document cannot be read.
        """
        for _ in range(_TRIES):
            before = self.stamp()
            try:
                entries = read_catalogue(self.root).entries
                return tuple(self._unchanged(e, known.get(e.id)) or self._load(e, e.version) for e in entries)
            except DocumentError:
                if self.stamp() == before:
                    raise
        raise DocumentError(f"{self.root}: the library changes all the time; try again")

    def get(self, document_id: str) -> Stored:
        """Return the version in force of one document, given by its id or the only beginning of one.

        Raises:
            DocumentError: there is no such document, or it cannot be read.
        """
        entry = self._entry(read_catalogue(self.root), document_id)
        return self._load(entry, entry.version)

    def earlier(self, document_id: str) -> tuple[Document, ...]:
        """Return the earlier versions of a document, oldest first; the shipped one that it replaced comes before.

        Raises:
            DocumentError: there is no such document, or it cannot be read.
        """
        entry = self._entry(read_catalogue(self.root), document_id)
        shipped = tuple(d for d in self._shipped if d.id == entry.id)
        return (*shipped, *(self._load(entry, version).document for version in entry.earlier))

    def add(self, file: Path, prepare: Prepare) -> Added:
        """Store a file as a document, or as a new version of the one with its number or title; wholly or not at all.

        `prepare` is called with the document, the folder of the version and that of the version before, and may
        write into the first; after it the document takes effect.

        Raises:
            DocumentError: the file cannot be read, or the library cannot be written.
            PolicyBotError: `prepare` failed; nothing was changed.
        """
        document = read_file(file)
        with self._changing() as catalogue:
            known = self._same_text(catalogue, document.text)
            if known:
                return known
            raw = file.read_bytes()
            meta = replace(
                guess(document),
                original=file.name,
                sha256=hashlib.sha256(raw).hexdigest(),
                added=datetime.now(UTC).date().isoformat(),
            )
            return self._put(catalogue, Content(meta, document.text, raw, file.suffix.lower()), prepare)

    def remove(self, document_id: str) -> Metadata:
        """Remove a document with its versions, index and embeddings, and return what it was.

        Raises:
            DocumentError: there is no such document, or the library cannot be written.
        """
        with self._changing() as catalogue:
            entry = self._entry(catalogue, document_id)
            meta = read_metadata(self.root / entry.id / entry.version)
            write_catalogue(self.root, catalogue.without(entry.id))
            sweep(self.root, read_catalogue(self.root))
            return meta

    def edit(self, document_id: str, changes: Mapping[str, str]) -> Metadata:
        """Change fields of a document's metadata, and return it.

        Raises:
            DocumentError: there is no such document or field, or the library cannot be written.
        """
        with self._changing() as catalogue:
            entry = self._entry(catalogue, document_id)
            folder = self.root / entry.id / entry.version
            meta = edited(read_metadata(folder), changes)
            replace_file(folder / META_FILE, metadata_toml(meta).encode("utf-8"))
            write_catalogue(self.root, catalogue.with_entry(entry))  # so that running programs notice
            return meta

    def export(self, document_id: str, folder: Path) -> Path:
        """Copy original, text and metadata of a document into the new folder `folder`/<id>, and return that.

        Raises:
            DocumentError: there is no such document, the target exists, or it cannot be written.
        """
        stored = self.get(document_id)
        target = folder / stored.entry.id
        temporary = folder / f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}"
        if target.exists():
            raise DocumentError(f"{target}: exists already; remove it or give another folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copytree(stored.folder, temporary, ignore=shutil.ignore_patterns(*DERIVED))
            temporary.rename(target)
        except OSError as error:
            shutil.rmtree(temporary, ignore_errors=True)
            raise DocumentError(
                f"{target}: cannot be written ({error.strerror}); check space and permissions"
            ) from error
        return target

    def _entry(self, catalogue: Catalogue, document_id: str) -> Entry:
        exact = catalogue.entry(document_id)
        begun = [e for e in catalogue.entries if document_id and e.id.startswith(document_id)]
        if exact or len(begun) == 1:
            return exact or begun[0]
        if begun:
            raise DocumentError(f"{document_id}: may be any of {', '.join(e.id for e in begun)}; give more of the id")
        if any(d.id == document_id for d in self._shipped):
            raise DocumentError(f"{document_id}: came with the program and stays as it is; add a newer version instead")
        raise DocumentError(f"{document_id}: no such document in the library; see policybot library list")

    def _load(self, entry: Entry, version: str) -> Stored:
        folder = self.root / entry.id / version
        mark = stamp(folder / META_FILE)
        return Stored(entry, read_metadata(folder), folder, replace(load_folder(folder), id=entry.id), mark)

    def _unchanged(self, entry: Entry, known: Stored | None) -> Stored | None:
        """Return what is known of a version in force, if its metadata are as they were; its text never changes."""
        folder = self.root / entry.id / entry.version
        same = known and known.folder == folder and known.mark and known.mark == stamp(folder / META_FILE)
        return replace(known, entry=entry) if known and same else None

    @contextmanager
    def _changing(self) -> Iterator[Catalogue]:
        """Hold the lock and give the catalogue in force; clear what a killed command left behind first.

        Any OSError inside becomes the error below.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415

        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / _LOCK, timeout=self._wait):
                catalogue = read_catalogue(self.root)
                sweep(self.root, catalogue)
                yield catalogue
        except Timeout as error:
            raise DocumentError(
                f"{self.root}: another command changes the library; let it end, then try again"
            ) from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise DocumentError(
                f"{self.root}: the library cannot be written ({reason}); free space or make the folder writable; "
                "the library was left as it was"
            ) from error

    def _same_text(self, catalogue: Catalogue, text: str) -> Added | None:
        """Return the document whose text this is, word for word, in force or earlier."""
        raw = text.encode("utf-8")
        digest = hashlib.sha256(raw).hexdigest()
        for entry in catalogue.entries:
            for version in (entry.version, *entry.earlier):
                if holds_text(self.root / entry.id / version, raw):
                    outcome = Outcome.KNOWN if version == entry.version else Outcome.EARLIER
                    return Added(outcome, self._load(entry, version).document)
        shipped = next((d for d in self._shipped if d.sha256 == digest), None)
        if shipped is None:
            return None
        return Added(Outcome.EARLIER if catalogue.entry(shipped.id) else Outcome.KNOWN, shipped)

    def _put(self, catalogue: Catalogue, content: "Content", prepare: Prepare) -> Added:
        """Write a version, have it prepared, and put it in force."""
        replaced = self._version_of(catalogue, content.meta)
        taken = {e.id for e in catalogue.entries} | {d.id for d in self._shipped}
        document_id = replaced or new_id(content.meta.title, taken)
        before = catalogue.entry(document_id)
        home, version = self.root / document_id, f"v-{os.urandom(8).hex()}"
        folder = home / version
        try:
            write_version(folder, content)
            document = replace(load_folder(folder), id=document_id)
            prepare(document, folder, home / before.version if before else None)
            sync_folder(folder)
            sync_folder(home)
            sync_folder(self.root)
            earlier = (*before.earlier, before.version) if before else ()
            write_catalogue(self.root, catalogue.with_entry(Entry(document_id, version, earlier)))
        except BaseException:
            sweep(self.root, read_catalogue(self.root))
            raise
        sweep(self.root, read_catalogue(self.root))
        return Added(Outcome.REPLACED if replaced else Outcome.ADDED, document)

    def _version_of(self, catalogue: Catalogue, meta: Metadata) -> str | None:
        """Return the id of the document that this is a version of: same number, or same title and no other issuer."""
        folders = [(e.id, self.root / e.id / e.version) for e in catalogue.entries]
        known = [(i, read_metadata(folder)) for i, folder in folders if may_say(folder, meta.number, meta.title)]
        known += [(d.id, Metadata(d.title, issuer=d.issuer)) for d in self._shipped if not catalogue.entry(d.id)]
        if meta.number:  # a notice with two plans gives both its number
            numbered = next((i for i, m in known if m.number == meta.number and _alike(m.title, meta.title)), None)
            if numbered:
                return numbered
        return next((i for i, m in known if m.title == meta.title and not _differ(m.issuer, meta.issuer)), None)


def _alike(one: str, other: str) -> bool:
    return one in other or other in one


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other
