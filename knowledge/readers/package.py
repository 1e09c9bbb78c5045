"""The parts of an Office file, read from its zip with limits: a bomb is refused before it is unpacked."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

from knowledge.errors import DocumentError

MOST_ENTRIES = 10_000
LARGEST_PART = 60_000_000  # bytes of one part, unpacked; a law of a million characters has some ten
LARGEST_RATIO = 200  # unpacked to packed; Word's own XML reaches some forty
SMALL = 1_000_000  # bytes; a part no larger than this may be packed as tightly as it likes


class Package:
    """A zip that is read part by part."""

    def __init__(self, raw: bytes, path: Path) -> None:
        """Open the zip and check what it declares.

        Raises:
            DocumentError: it is damaged, protected, or would unpack to too much.
        """
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, OverflowError) as error:
            raise self._damaged() from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > 20 * LARGEST_PART:
            raise self._bomb()

    def part(self, name: str) -> bytes | None:
        """Return a part, or None where there is none.

        Raises:
            DocumentError: it is damaged, protected or too large.
        """
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return None
        if entry.flag_bits & 1:
            raise DocumentError(f"{self._path}: protected by a password; remove it in Word and save again")
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > LARGEST_PART or (ratio > LARGEST_RATIO and entry.file_size > SMALL):
            raise self._bomb()
        try:
            with self._zip.open(entry) as stream:
                raw = stream.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
        ) as error:
            raise self._damaged() from error
        if len(raw) > LARGEST_PART:
            raise self._bomb()
        return raw

    def xml(self, name: str) -> Any:
        """Return the root element of an XML part, or None where there is none. No entity or DTD is followed.

        Raises:
            DocumentError: it is damaged or too large.
        """
        from lxml import etree  # noqa: PLC0415

        raw = self.part(name)
        if raw is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged() from error

    def _damaged(self) -> DocumentError:
        return DocumentError(f"{self._path}: damaged, or not complete; download or save it again")

    def _bomb(self) -> DocumentError:
        return DocumentError(f"{self._path}: would unpack to far more than a document holds; it is not opened")
