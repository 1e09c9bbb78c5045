"""PDF files with a text layer: lines are joined to paragraphs, page numbers and running heads and feet dropped."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Lock
from typing import Any

from knowledge.errors import DocumentError
from knowledge.numbering import match_mark
from knowledge.readers.types import Extracted

MOST_PAGES = 3_000
FEWEST = 5  # characters a page; with fewer it is a picture of a text
EDGE = 0.12  # of a page's height, above and below: where running heads and page numbers stand
REPEATED = 3  # pages on which a line stands at the edge before it is a running head
FULL = 2.0  # characters by which a full line may fall short of the margin
NEARLY_FULL = 6.0  # the same, in the middle of a sentence: a word or figure that is not broken leaves a gap
INDENTED = 1.2  # characters by which the first line of a paragraph stands in
NARROW = 0.25  # characters between Chinese words up to which there is no space, only loose setting
WIDE = 1.5  # characters between words from which they are cells of a table

_LOCK = Lock()  # pdfium is not made for several threads
_PAGE_NUMBER = re.compile(
    r"[—–\-·.\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/／]?\s*(?:共\s*)?\d{1,4}\s*页?)?|[ivxlc]{1,7})[—–\-·.\s]*", re.I
)
_CJK = re.compile(r"[⺀-鿿　-〿＀-￯]")
_ENDS = "。；;：:！？!?.”」』）)"
_RADICALS = {
    ord(c): unicodedata.normalize("NFKC", c) for c in map(chr, [*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3])
}  # what a font's table gives for 一, 二 … instead of them


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line: its words, its edges in points from the left, its middle as a share of the page's height."""

    words: str
    left: float
    right: float
    middle: float
    width: float  # of a character


def read_pdf(raw: bytes, path: Path) -> Extracted:
    """Return the text of a PDF file.

    Raises:
        DocumentError: it is damaged, protected by a password, too long, or a scan without text.
    """
    import pypdfium2  # noqa: PLC0415

    with _LOCK:
        try:
            with closing(pypdfium2.PdfDocument(raw)) as document:
                if len(document) > MOST_PAGES:
                    raise DocumentError(f"{path}: more than {MOST_PAGES} pages; split it")
                pages = [_lines_of(document[i]) for i in range(len(document))]
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise DocumentError(f"{path}: protected by a password; remove it and save again") from error
            raise DocumentError(f"{path}: damaged, or not complete; download or save it again") from error
    count = sum(len(line.words.replace(" ", "")) for page in pages for line in page)
    if count < FEWEST * max(1, len(pages)):
        raise DocumentError(f"{path}: a scan without text; recognise its text (OCR) first, or give a text file")
    blank = sum(1 for page in pages if not page)
    warnings = (f"{path}: {blank} of {len(pages)} pages hold no text (pictures?)",) if blank else ()
    kept = _without_edges(pages)
    return Extracted("\n".join(_paragraphs([line for page in kept for line in page])) + "\n", "", warnings)


def _lines_of(page: Any) -> list[_Line]:
    """Return the printed lines of a page, in the order of the file."""
    _, height = page.get_size()
    with closing(page), closing(page.get_textpage()) as text_page:
        text = text_page.get_text_range()
        count = text_page.count_chars()
        if len(text) != count:  # characters beyond the basic plane: places no longer match, so they are not used
            return [_Line(_clean(w), 0, 0, 0.5, 1) for w in text.splitlines() if w.strip()]
        return [line for span in _spans(text) if (line := _line(text, span, text_page, height))]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\r\n]+", text):
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip())
        if words.strip():
            yield start, start + len(words.strip())


def _line(text: str, span: tuple[int, int], page: Any, height: float) -> _Line | None:
    start, end = span
    first, last = page.get_charbox(start, loose=True), page.get_charbox(end - 1, loose=True)
    width = median(
        [max(0.1, (box := page.get_charbox(i, loose=True))[2] - box[0]) for i in range(start, end) if text[i] > "⺀"][
            :8
        ]
        or [max(1.0, (last[2] - first[0]) / max(1, end - start))]
    )
    words = _clean("".join(_spaced(text, i, (start, end), page, width) for i in range(start, end)))
    middle = 1 - ((first[1] + first[3]) / 2) / max(1.0, height)
    return _Line(words, first[0], last[2], middle, width) if words.strip() else None


def _spaced(text: str, at: int, span: tuple[int, int], page: Any, width: float) -> str:
    """Return a character; for a space what it stands for: nothing between Chinese characters, a tab between cells."""
    if text[at] != " " or not span[0] < at < span[1] - 1:
        return text[at]
    gap = page.get_charbox(at + 1, loose=True)[0] - page.get_charbox(at - 1, loose=True)[2]
    if gap > WIDE * width:
        return "\t"
    between = _CJK.match(text[at - 1]) and _CJK.match(text[at + 1])
    return "" if between and gap < NARROW * width else " "


def _clean(words: str) -> str:
    return words.replace("\ufffe", "-").replace("\x02", "-").translate(_RADICALS).strip()


def _without_edges(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """Drop page numbers, and lines that stand at the edge of several pages."""
    counted = Counter(_shape(line) for page in pages for line in {_shape(x): x for x in page if _at_edge(x)}.values())
    repeated = {shape for shape, n in counted.items() if n >= max(REPEATED, len(pages) // 3)}
    return [
        [
            line
            for line in page
            if not (_at_edge(line) and (_PAGE_NUMBER.fullmatch(line.words) or _shape(line) in repeated))
        ]
        for page in pages
    ]


def _at_edge(line: _Line) -> bool:
    return line.middle < EDGE or line.middle > 1 - EDGE


def _shape(line: _Line) -> str:
    return re.sub(r"\d+|\s+", "", line.words)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Yield paragraphs: lines joined where one runs to the margin and the next does not begin anew."""
    if not lines:
        return
    right = _margin([line.right for line in lines], largest=True)
    left = _margin([line.left for line in lines], largest=False)
    joined = lines[0].words
    for before, line in itertools.pairwise(lines):
        if _continues(before, line, left, right):
            joined = _join(joined, line.words)
        else:
            yield joined
            joined = line.words
    yield joined


def _margin(edges: Sequence[float], *, largest: bool) -> float:
    """Return the edge at which most lines end or begin, to the nearest 4 points; of equals the outer one."""
    rounded = Counter(round(edge / 4) for edge in edges)
    most = max(rounded.values())
    often = [edge for edge, count in rounded.items() if count >= 0.4 * most]
    return 4.0 * (max(often) if largest else min(often))


def _continues(before: _Line, line: _Line, left: float, right: float) -> bool:
    if "\t" in before.words or "\t" in line.words or right <= left:
        return False
    short, ended = right - before.right, before.words[-1] in _ENDS
    if line.left > left + INDENTED * line.width or short > (FULL if ended else NEARLY_FULL) * before.width:
        return False
    return not (match_mark(line.words) and (ended or short > FULL * before.width))


def _join(first: str, second: str) -> str:
    if first[-1] == "-" and len(first) > 1 and first[-2].isalpha() and first[-2].isascii() and second[0].islower():
        return first[:-1] + second
    latin = first[-1].isascii() and second[0].isascii() and not first[-1].isspace()
    return f"{first} {second}" if latin else first + second
