"""What kind of file some bytes are, and the line for each kind that is not read."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from knowledge.errors import DocumentError


class Kind(StrEnum):
    """The kinds of files that are told apart."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    DOCM = "docm"
    DOC = "doc"
    XLS = "xls"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ENCRYPTED_OFFICE = "encrypted office file"
    OLE = "ole"
    RTF = "rtf"
    ARCHIVE = "archive"
    IMAGE = "image"
    PROGRAM = "program"
    BROKEN_ZIP = "broken zip"


_SAVE = "save it as .docx, .pdf or .txt"
_REFUSED = {
    Kind.DOCM: "a Word file with macros, which are never opened; save it as .docx without macros",
    Kind.DOC: f"an old Word file (.doc); open it in Word or WPS and {_SAVE}",
    Kind.XLS: f"an Excel workbook; copy its text into a document and {_SAVE}",
    Kind.XLSX: f"an Excel workbook; copy its text into a document and {_SAVE}",
    Kind.PPTX: f"a presentation; copy its text into a document and {_SAVE}",
    Kind.ODT: f"an OpenDocument file; {_SAVE}",
    Kind.ENCRYPTED_OFFICE: "protected by a password; remove it in Word and save again",
    Kind.OLE: f"an old Office file; {_SAVE}",
    Kind.RTF: f"an RTF file; {_SAVE}",
    Kind.ARCHIVE: "an archive; unpack it and give the documents in it",
    Kind.IMAGE: "a picture; give a file with text, or recognise its text (OCR) first",
    Kind.PROGRAM: "a program, not a document; give a document",
    Kind.BROKEN_ZIP: "damaged, or not complete; download or save it again",
}
_MAGIC = (
    (b"{\\rtf", Kind.RTF), (b"\x89PNG", Kind.IMAGE), (b"\xff\xd8\xff", Kind.IMAGE), (b"GIF8", Kind.IMAGE),
    (b"II*\0", Kind.IMAGE), (b"MM\0*", Kind.IMAGE), (b"BM", Kind.IMAGE), (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE), (b"\x1f\x8b", Kind.ARCHIVE), (b"MZ", Kind.PROGRAM), (b"\x7fELF", Kind.PROGRAM),
)  # fmt: skip
_BINARY_ONLY = (b"BM", b"MZ")  # two letters that a text may begin with: only with a NUL behind them
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_ENDINGS = {".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML}
_HEAD = 4096  # bytes in which a kind shows


def kind_of(raw: bytes, path: Path) -> Kind:
    """Return what kind of file these bytes are."""
    head = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in raw[:1024]:
        return Kind.PDF
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"PK\x05\x06"):
        return _zipped(raw)
    if raw.startswith(_OLE):
        return _compound(raw)
    for magic, kind in _MAGIC:
        if raw.startswith(magic) and (magic not in _BINARY_ONLY or b"\0" in head):
            return kind
    if _HTML.match(head):
        return Kind.HTML
    marked_up = b"<" in head and b">" in head
    return _ENDINGS.get(path.suffix.lower(), Kind.TEXT) if marked_up else Kind.TEXT


def reject(kind: Kind, path: Path) -> None:
    """Refuse the kinds that are not read.

    Raises:
        DocumentError: one line that says what the file is and what to do.
    """
    if kind in _REFUSED:
        raise DocumentError(f"{path}: {_REFUSED[kind]}")


def _zipped(raw: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            names = {name.lower() for name in package.namelist()[:20_000]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, OverflowError):
        return Kind.BROKEN_ZIP
    if "word/document.xml" in names:
        return Kind.DOCM if any(name.endswith("vbaproject.bin") for name in names) else Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if any(name.startswith("ppt/") for name in names):
        return Kind.PPTX
    return Kind.ODT if "content.xml" in names and "mimetype" in names else Kind.ARCHIVE


def _compound(raw: bytes) -> Kind:
    """Tell old Office files by the names in their directory, which are UTF-16."""
    named = (
        ("EncryptedPackage", Kind.ENCRYPTED_OFFICE), ("WordDocument", Kind.DOC), ("Workbook", Kind.XLS),
        ("Book", Kind.XLS),
    )  # fmt: skip
    return next((kind for name, kind in named if name.encode("utf-16-le") in raw), Kind.OLE)
