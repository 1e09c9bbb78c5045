"""Word files to text: paragraphs as lines with the numbers that Word makes, rows of tables as lines with tabs.

What a reader of the printed page does not see is left out: deleted and hidden text, comments, instructions of fields,
heads and feet of pages. Footnotes and endnotes stand at the end. Format: ECMA-376 (Office Open XML).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.errors import DocumentError
from knowledge.readers.numbering import Numbering
from knowledge.readers.package import Package
from knowledge.readers.types import Extracted
from knowledge.readers.xml import attribute, child, children, is_on, local, value

_INSIDE = frozenset(
    ("ins moveTo hyperlink smartTag fldSimple sdt sdtContent customXml dir bdo r ruby rubyBase").split()  # noqa: SIM905 - names read better in lines than one a line
)
_LINES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
MOST_DEEP = 60  # elements within one another; Word itself writes a dozen


def read_docx(raw: bytes, path: Path) -> Extracted:
    """Return the text of a Word file (.docx).

    Raises:
        DocumentError: it is damaged, protected, or would unpack to too much.
    """
    package = Package(raw, path)
    document = package.xml("word/document.xml")
    body = child(document, "body")
    if body is None:
        raise DocumentError(f"{path}: damaged, or not complete; download or save it again")
    numbering = Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml"))
    reader = _Reader(numbering)
    lines = list(reader.blocks(body, 0))
    for name, element in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        lines += reader.notes(package.xml(name), element)
    text = "\n".join(line for line in lines if line.strip())
    if not text.strip():
        raise DocumentError(f"{path}: a Word file without text; if it holds pictures, recognise their text (OCR) first")
    return Extracted(text + "\n")


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._joined = ""  # of a paragraph whose mark was deleted: the next continues it
        self._cited: set[tuple[str, str]] = set()

    def blocks(self, parent: Any, depth: int) -> Iterator[str]:
        """Yield the lines of paragraphs and tables, in order."""
        if depth > MOST_DEEP:
            return
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
                yield from self.blocks(element, depth + 1)
            elif name == "AlternateContent":
                yield from self.blocks(_choice(element), depth + 1)

    def notes(self, root: Any, name: str) -> Iterator[str]:
        """Yield the lines of the notes that the text cites."""
        for note in children(root, name) if root is not None else ():
            if (f"{name}Reference", attribute(note, "id")) in self._cited:
                yield " ".join(line.strip() for line in self.blocks(note, 0))

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        boxes: list[str] = []
        words = "".join(self._words(paragraph, boxes, 0))
        mark = self._numbering.mark(properties, style) if words.strip() or self._joined else ""
        line = self._joined + mark + words
        self._joined = ""
        if child(child(properties, "rPr"), "del") is not None:
            self._joined = line
            return
        yield from line.split("\n")
        yield from boxes

    def _words(self, element: Any, boxes: list[str], depth: int) -> Iterator[str]:
        if depth > MOST_DEEP:
            return
        for part in element:
            name = local(part)
            if name == "t":
                yield part.text or ""
            elif name in _LINES:
                yield "\n" if name == "br" and attribute(part, "type") in ("page", "column") else _LINES[name]
            elif name == "r":
                if not is_on(child(child(part, "rPr"), "vanish")):
                    yield from self._words(part, boxes, depth + 1)
            elif name in _INSIDE:
                yield from self._words(part, boxes, depth + 1)
            elif name == "AlternateContent":
                chosen = _choice(part)
                if chosen is not None:
                    yield from self._words(chosen, boxes, depth + 1)
            elif name in ("footnoteReference", "endnoteReference"):
                self._cited.add((name, attribute(part, "id")))
            elif name in ("drawing", "pict", "object"):
                boxes += self._boxes(part, depth)

    def _boxes(self, drawing: Any, depth: int) -> Iterator[str]:
        """Yield the lines of text boxes."""
        for box in drawing.iter():
            if local(box) == "txbxContent":
                yield from self.blocks(box, depth + 1)

    def _table(self, table: Any, depth: int) -> Iterator[str]:
        for row in _rows(table):
            if child(child(row, "trPr"), "del") is not None:
                continue
            cells = [" ".join(" ".join(self.blocks(cell, depth + 1)).split()) for cell in _cells(row)]
            yield "\t".join(cells).rstrip("\t")


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(element)


def _cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row; one that only continues the cell above it is empty in the file too."""
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(element)


def _choice(alternate: Any) -> Any:
    """Return the first of the alternatives of one content; the others repeat it for older programs."""
    chosen = child(alternate, "Choice")
    return chosen if chosen is not None else child(alternate, "Fallback")
