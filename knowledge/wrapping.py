"""Hard line breaks: text taken from a PDF ends its lines at the edge of the page, in the middle of sentences.

The text itself is never touched. A line that continues the one before is told by its place, and what reads sentences
reads past the break, the number of a page (— 2 —) and the head that stands on every page.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.gaps import gap_between_columns
from knowledge.numbering import line_lead, match_mark
from knowledge.types import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_PAGE = re.compile(r"\s*[-—–－]+\s*[\d０-９]{1,4}\s*[-—–－]+\s*")  # — 2 —
# between two halves of a sentence a bare 2 is the number of a page too
_PAGE_OR_NUMBER = re.compile(rf"{_PAGE.pattern}|\s*[\d０-９]{{1,3}}\s*")
_CAPTION = r"(?:[【\[]?专\s?栏\s?[\d一二三四五六七八九十]|[图表]\s?\d)[^，。；,;]*$"  # the name of a box or a table
_BEGINS_ANEW = re.compile(  # indented, an item, a row, an annex, a caption
    rf"[ \u3000\t\-—–·•●*#>|①-⑳]|附\s?[件录]|[^\t|]*[\t|]|{_CAPTION}"
)
_UNBREAKABLE = re.compile(r"[!-~]+")  # a word or figure, which moves to the next line as a whole
_UNIT_AHEAD = re.compile(r"[年月日个万亿%％家项倍]")
_ENDS_IN_FIGURE = re.compile(r"\d[万亿]?[一-鿿]{1,2}$")  # 建设养老服务中心18个, an item of a list
_WITHIN = ("，", "。", "；")  # what a sentence has and a heading seldom
_PAUSES = ("，", "、")  # no line of a list or table ends so
_ENDS = ("。", "；", "：", "！", "？", ".", ";", ":")
_LEADERS = re.compile(r"\.{6}|…{3}|·{6}")  # 第一章 总则 ……… 1: an entry of the contents
_STANDS_APART = re.compile(r"^[ \u3000]{6}| {3,}")  # titles in the middle, rows
_STOPS = "。；：！？.;:!?”》）)"
_WIDTHS = range(40, 101)  # columns of a page's line; a Chinese character takes two
_RAGGED = 4  # columns that a full line may lack: a mark that must not begin the next one, half a character
_FEWEST, _SHARE = 6, 0.45  # full lines that a wrapped text has, and their share of those of half a page and more
_INDENT = "　　"  # of a paragraph's first line; where the text has lost it, the line is shorter by so much
_LONGEST = 20  # lines of a paragraph that are looked at
_AGAIN = 3  # pages that have a head
_NEARLY = 0.8  # of a line whose figure is cut from its unit
_WIDER = 0.15  # the share of lines that may stick out


def continued_lines(text: str) -> dict[int, bool]:
    """Return where the lines begin that continue the one before, and what stands between the two at the end of a page.

    True for the latter, which is read past: the number of the page, and the head that stands on every page.

    Empty for a text that is not wrapped: its lines are not equally long, or end as sentences do.
    """
    lines = [(match.start(), match[0].rstrip()) for match in _LINE.finditer(text)]
    page = _page([words for _, words in lines if words.strip()])
    if page is None:
        return {}
    heads = running_heads(text)
    found: dict[int, bool] = {}
    before, goes_on, apart, pages = "", False, False, set[int]()
    for place, (start, words) in enumerate(lines):
        if not words or _PAGE_OR_NUMBER.fullmatch(words) or words in heads:
            apart = apart or not words
            pages |= {start} if words else set()
            continue
        cut = bool(pages) and page.cuts(before)  # at the foot of a page, wherever it ends
        opens = not goes_on and _is_prose(before) and _ends_below(lines, place)
        if (
            gap_between_columns(before) is None
            and (cut or page.is_full(before, words) or (opens and page.is_full(_INDENT + before, words)))
            and _goes_on(words)
            and (pages or not apart)
        ):
            found |= dict.fromkeys(pages, True) | {start: False}
        before, goes_on, apart, pages = words, start in found, False, set()
    return found


def is_page_number(line: str) -> bool:
    """Say whether a line is the number of a page and nothing else."""
    return _PAGE.fullmatch(line) is not None


def columns(words: str) -> int:
    """Return the columns of a line: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in words)


def unbroken(text: str, span: Span, continued: Mapping[int, bool]) -> tuple[str, tuple[int, ...]]:
    """Return the words of a span in one piece, and where each character stands in `text`; () where no line is broken.

    Words of Latin letters keep a blank between them.
    """
    if not continued:
        return span.of(text), ()
    starts = [match.start() for match in _LINE.finditer(text, span.start, span.end) if match.start() in continued]
    starts = [start for start in starts if start > span.start]
    if not starts:
        return span.of(text), ()
    dropped: set[int] = set()
    blanks: set[int] = set()
    for start in starts:
        end = start + len(text[start : span.end]) - len(text[start : span.end].lstrip())
        line = _LINE.match(text, start, span.end)
        if line and continued[start]:
            end = line.end()
        before = next(
            (i for i in range(start - 1, span.start - 1, -1) if i not in dropped and not text[i].isspace()), 0
        )
        dropped |= set(range(before + 1, end))
        if end < span.end and _are_apart(text[before], text[end]):
            blanks.add(before + 1)
    kept = [i for i in range(span.start, span.end) if i not in dropped or i in blanks]
    return "".join(" " if i in blanks else text[i] for i in kept), tuple(kept)


def running_heads(text: str) -> frozenset[str]:
    """Return the lines that stand beside the numbers of pages, again and again."""
    lines = [words for match in _LINE.finditer(text) if (words := match[0].rstrip())]
    beside = [pair for pair in pairwise(lines) if any(_PAGE.fullmatch(words) for words in pair)]
    near = {words for pair in beside for words in pair if not _PAGE.fullmatch(words)}
    counts = Counter(words for words in lines if words in near)
    return frozenset(words for words, count in counts.items() if count >= _AGAIN)


class _Page(NamedTuple):
    """How much a full line holds: in columns of a page, or in characters whatever their width."""

    width: int
    measure: Callable[[str], int]

    def is_full(self, words: str, following: str) -> bool:
        """Say whether the next line begins a new one for want of room: its first word or figure did not go on here."""
        held = self.measure(words)
        if _UNIT_AHEAD.match(following) and words[-1:].isdigit() and _NEARLY * self.width <= held:
            return True  # 到2030 and below it 年
        if words.endswith(_PAUSES) and 2 * held >= self.width:
            return True
        unbreakable = _UNBREAKABLE.match(following)
        return bool(words) and self.width - held <= _RAGGED + (self.measure(unbreakable[0]) if unbreakable else 0)

    def cuts(self, words: str) -> bool:
        """Say whether the last line of a page breaks off within a sentence: it is no heading, and ends in no stop."""
        heading = match_mark(words[line_lead(words) :]) is not None
        return not heading and 2 * self.measure(words) >= self.width and words[-1:] not in _STOPS

    def share_full(self, lines: list[str]) -> float:
        """Return the share of full lines among those of half a page and more; 0 for a text that is not wrapped."""
        full = [a for a, b in pairwise(lines) if self.measure(a) <= self.width and self.is_full(a, b)]
        wide = sum(2 * self.measure(words) >= self.width for words in lines if not _STANDS_APART.search(words))
        ends = sum(words.endswith(_ENDS) or _ENDS_IN_FIGURE.search(words) is not None for words in full)
        told = wide and len(full) >= _FEWEST and 2 * ends < len(full)
        return len(full) / wide if told else 0.0


def _page(lines: list[str]) -> _Page | None:
    """Return the page that the lines fill best, or None for a text that is not wrapped."""
    lines = [words for words in lines if not _LEADERS.search(words)]
    fewest = max(0, int(len(lines) * (1 - _WIDER)) - 1)  # the rest may stick out: rows of tables
    if not lines or sorted(map(len, lines))[fewest] > _WIDTHS[-1]:
        return None  # told without measuring: paragraphs stand whole on their lines
    best, share = None, _SHARE
    for measure in (columns, _characters):
        lengths = sorted(map(measure, lines))
        for width in sorted({n for n in lengths[fewest:] if n in _WIDTHS}):
            page = _Page(width, measure)
            filled = page.share_full(lines)
            best, share = (page, filled) if filled >= share else (best, share)
    return best


def _characters(words: str) -> int:
    """Return the columns of a line set on a grid, where a digit takes as much as a Chinese character."""
    return 2 * len(words)


def _is_prose(words: str) -> bool:
    """Say whether a line breaks off within a sentence, and is no heading or item of a list."""
    return words[-1:] not in _STOPS and any(mark in words for mark in _WITHIN)


def _ends_below(lines: Sequence[tuple[int, str]], place: int) -> bool:
    """Say whether the paragraph whose second line may stand at `place` ends in a stop: items of a list need not."""
    for _, words in lines[place : place + _LONGEST]:
        if not words or not _goes_on(words):
            return False
        if words.endswith(_ENDS[:3]):
            return True
    return False


def _goes_on(words: str) -> bool:
    row = gap_between_columns(words) is not None
    return not row and not _BEGINS_ANEW.match(words) and match_mark(words[line_lead(words) :]) is None


def _are_apart(last: str, first: str) -> bool:
    """Say whether a blank divides what stands on both sides of a break: words of Latin letters, by and 2030."""
    return last.isascii() and first.isascii() and last != "-" and not (last.isdigit() and first.isdigit())
