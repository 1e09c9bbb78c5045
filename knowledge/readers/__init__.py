"""Reading files: text, Markdown, HTML, Word and PDF come in, the text that quotes are slices of comes out.

What a file is, its first bytes say; its name only breaks ties. Everything that cannot be read is one clear line.
"""

from pathlib import Path

from knowledge.errors import DocumentError
from knowledge.readers.kinds import Kind, kind_of, reject
from knowledge.readers.text import decoded
from knowledge.readers.types import Extracted

__all__ = ["MAX_BYTES", "Extracted", "extract", "read_bytes"]

MAX_BYTES = 50_000_000  # a plan with its pictures; this stops a mistaken disk image, not a long law
MAX_CHARACTERS = 5_000_000  # of extracted text: the stored UTF-8 stays below the limit of `knowledge.library`


def extract(path: Path) -> Extracted:
    """Return the text of a file: .txt (UTF-8, UTF-16 with a mark, GB18030), .md, .html, .docx or .pdf.

    A text file is decoded and otherwise kept as it is, line ends too. Of the others, see their readers.

    Raises:
        DocumentError: the file is missing, unreadable, too large, empty, protected, damaged, scanned, or of another
            kind; one line that says which and what to do.
    """
    raw = read_bytes(path)
    kind = kind_of(raw, path)
    reject(kind, path)
    found = _read(raw, kind, path)
    if len(found.text) > MAX_CHARACTERS:
        raise DocumentError(f"{path}: more than {MAX_CHARACTERS // 1_000_000} million characters; split it")
    if "\0" in found.text:
        raise DocumentError(f"{path}: a binary file, not text; give the document as .txt, .docx, .html or .pdf")
    if not found.text.strip():
        raise DocumentError(f"{path}: the file is empty; give a file with the text of a plan")
    return found


def read_bytes(path: Path) -> bytes:
    """Return the bytes of an ordinary file of at most MAX_BYTES. Nothing larger is read, nor a device or a pipe.

    Raises:
        DocumentError: it is missing, unreadable, too large or no ordinary file.
    """
    try:
        if path.is_dir():
            raise DocumentError(f"{path}: cannot be read (a folder, not a file); give the files in it")
        if path.exists() and not path.is_file():
            raise DocumentError(f"{path}: no ordinary file; give a document")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(
                f"{path}: larger than {MAX_BYTES // 1_000_000} MB ({size // 1_000_000} MB); give the text alone"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(f"{path}: no such file; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"{path}: cannot be read ({reason}); check the path and its permissions") from error


def _read(raw: bytes, kind: Kind, path: Path) -> Extracted:
    if kind is Kind.PDF:
        from knowledge.readers.pdf import read_pdf  # noqa: PLC0415 - its library is loaded for such files alone

        return read_pdf(raw, path)
    if kind is Kind.DOCX:
        from knowledge.readers.docx import read_docx  # noqa: PLC0415

        return read_docx(raw, path)
    if kind is Kind.HTML:
        from knowledge.readers.html import read_html  # noqa: PLC0415

        return read_html(raw, path)
    return Extracted(decoded(raw, path))
