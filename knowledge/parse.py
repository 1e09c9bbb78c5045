"""Text in, clause tree out. Every character of the text is in exactly one node's own span.

Unknown structure is kept as paragraphs: there is no text that this parser refuses or loses.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.lines import Line, LineKind, read_lines
from knowledge.numbering import Mark, Rank
from knowledge.numerals import CHINESE_NUMERAL, parse_int
from knowledge.types import Clause, ClauseKind, Span

FRONT_PATH = "题头"
BACK_PATH = "尾注"
HEADING_LIMIT = 60  # characters; a longer line is body text, not a heading

_CHINESE, _LATIN = re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]{3}.*[A-Za-z]{3}")
_CHINESE_ABOVE = 5  # lines above a translation
_SENTENCE_END = re.compile(r"[。！？；;:：]")
_RULES = re.compile(r"(?:办法|细则|规定|规则|制度|条例|章程)(?:[(（][^)）]*[)）])?$")
_OF_DOCUMENT = re.compile(
    r"(?:方案|计划|规划|纲要|意见|措施|要点|办法|细则|规定|导则|规范|规程|标准|指南|制度|条例)(?:[(（][^)）]*[)）])?$"
)
_OF_CODE = re.compile(r"(?:导则|规范|规程|标准|指南|细则)(?:[(（][^)）]*[)）])?$")
_SHORTEST_TITLE, _PREAMBLE, _CHAPTER = 8, 3, 14  # characters; lines between title and first mark; characters of 1 总则
_NO_TITLE = re.compile(r"^——|[。；;：:，,、]$")
_SUMS_UP = re.compile(rf"(?:(?:以上|上述|前述)|(?P<number>{CHINESE_NUMERAL}{{1,2}})[个项类条大])[一-鿿]")
_LEADS_IN, _ITEM_ENDS, _FULL_STOP = ("：", ":"), ("；", ";"), ("。", ".")
_ARTICLE_UNDER_CHINESE = Rank.CHINESE + 5  # 第X条 quoted under 一、 in a plan


def parse(text: str) -> Clause:
    """Return the root of the clause tree of `text`.

    Guaranteed: own spans and children tile every node's span, with no gap or overlap; paths are unique;
    a marked node begins at its line and ends where the next node that does not lie under it begins.
    """
    lines = read_lines(text)
    builder = _Builder(_article_rank(lines), has_annexes=_has_annexes(lines))
    for line in lines:
        builder.add(line)
    return builder.finish(len(text))


def reprint(text: str, root: Clause) -> str:
    """Return the text as the tree's own spans give it, in order; equals `text` for every tree that `parse` made."""
    return "".join(node.own.of(text) for node in root.walk())


def outline(root: Clause) -> Iterator[str]:
    """Yield a line for each node that has a path: level, path and heading, divided by tabs (for golden files)."""
    for node in root.walk():
        if node.path and node.kind is not ClauseKind.PARAGRAPH:
            yield f"{node.level}\t{node.path}\t{node.heading}".rstrip("\t")


def heading_of(words: str, mark: Mark) -> str:
    """Return the heading after a mark: the line, or its first sentence where more follows; "" for bare body text."""
    rest = words[len(mark.text) :].strip("*_# \t\u3000\u00a0")
    end = _SENTENCE_END.search(rest)
    if not end:
        return rest if len(rest) <= HEADING_LIMIT else ""
    head, tail = rest[: end.start()], rest[end.end() :]
    short = len(head) <= HEADING_LIMIT // 2 and "," not in head and "，" not in head
    is_heading = short and end[0] == "。" and bool(tail.strip()) and mark.rank != Rank.ARTICLE
    return head if is_heading else ""


def _article_rank(lines: list[Line]) -> int:
    """Return the rank of 第X条: above 一、 where it comes first (laws), below it in a plan that quotes articles."""
    marks = (line.mark for line in lines if line.mark)
    first = next((m for m in marks if m.rank in (Rank.ARTICLE, Rank.CHINESE)), None)
    return Rank.ARTICLE if first is None or first.rank == Rank.ARTICLE else _ARTICLE_UNDER_CHINESE


def _counts(summed: re.Match[str], items: int) -> bool:
    """Say whether words sum up so many items, or any number of them (以上)."""
    return items > 1 and (summed["number"] is None or parse_int(summed["number"]) == items)


@dataclass(slots=True)
class _Open:
    """A node that is still being read: its children are not all known yet."""

    kind: ClauseKind
    rank: int
    path: str
    start: int
    mark: Mark | None = None
    heading: str = ""
    own_end: int | None = None
    children: list[Clause] = field(default_factory=list)
    first_label: str = ""  # of its marked children
    marked: int = 0  # how many of those there are
    ends: str = ""  # the last character of the words read so far
    leads: bool = False  # those words end in ： and its marked children are the items of that sentence
    items: int = 0  # children that end in ；, as items but the last do

    @property
    def number(self) -> str:
        return self.path.rpartition("/")[2]


def _has_annexes(lines: Sequence[Line]) -> bool:
    """Say whether a text has 附件1 and 附件2 below lines of a notice: the first opens then, marks before it or not."""
    heads = [i for i, line in enumerate(lines) if line.kind is LineKind.ANNEX]
    labels = {lines[i].annex for i in heads}
    said = sum(line.kind is LineKind.TEXT for line in lines[: heads[0]]) if heads else 0
    return len(labels) > 1 and said >= _PREAMBLE


class _Builder:
    """Builds the tree line by line. `stack` holds the nodes that are open, the root first."""

    def __init__(self, article_rank: int, *, has_annexes: bool) -> None:
        self.article_rank = article_rank
        self.has_annexes = has_annexes  # two or more, below a notice that may have no marks
        self.stack = [_Open(ClauseKind.ROOT, -1, "", 0)]
        self.used: Counter[str] = Counter()
        self.documents = 1
        self.seen_mark = False
        self.title_start: int | None = None  # of the lines just read, if they may be the title of another document
        self.title = ""  # those lines
        self.titles: set[str] = set()  # of documents; one that comes again is the head of a page
        self.inner: tuple[int, str] | None = None  # where the last title of a plan or of rules begins, and its words
        self.since = 0  # lines of text since then
        self.chinese = 0  # lines of it
        self.latin: int | None = None  # where the lines without a Chinese character begin, below Chinese ones

    def add(self, line: Line) -> None:
        """Take the next line."""
        self._add(line)
        if line.kind is not LineKind.BLANK:
            start = self._title_start(line)
            goes_on = start is not None and start == self.title_start  # （试行） below the title
            self.title_start, self.title = start, self.title + line.words if goes_on else line.words
            self._keep_title(line)
            self._keep_latin(line)

    def _keep_latin(self, line: Line) -> None:
        """Remember where lines of text without a Chinese character begin below Chinese ones, until a mark follows."""
        chinese = _CHINESE.search(line.words) is not None
        self.chinese += chinese
        if chinese or line.kind is not LineKind.TEXT:
            self.latin = None
        elif self.latin is None and self.chinese >= _CHINESE_ABOVE and _LATIN.search(line.words):
            self.latin = line.start

    def _keep_title(self, line: Line) -> None:
        """Remember a title that stands alone, until a mark or too many lines of text have followed it."""
        if self.title_start is not None and _OF_DOCUMENT.search(self.title) and len(self.title) >= _SHORTEST_TITLE:
            again = self.title in self.titles
            self.titles.add(self.title)
            self.inner, self.since = (None, 0) if again else ((self.title_start, self.title), 0)
        elif line.kind is LineKind.TEXT and self.since < _PREAMBLE:
            self.since += 1
        else:
            self.inner = None

    def _add(self, line: Line) -> None:
        if line.kind is LineKind.MARK and line.mark:
            self._open_marked(line, line.mark)
        elif line.kind is LineKind.ANNEX and (self.seen_mark or self.has_annexes):
            self._open_part(line.annex, line.start, line.words)
        elif line.kind is LineKind.BACK and self.stack[-1].kind is not ClauseKind.BACK:
            self._close_all(line.start)
            self._open(_Open(ClauseKind.BACK, 0, BACK_PATH, line.start))
        elif line.kind is not LineKind.BLANK:
            self._paragraph(line)

    def finish(self, end: int) -> Clause:
        """Close what is open and return the root."""
        self._close_all(end)
        return self._finished(self.stack.pop(), end)

    def _open_marked(self, line: Line, mark: Mark) -> None:
        rank = int(mark.rank)
        if Rank.ARTICLE <= rank <= Rank.SUBPARAGRAPH:
            rank += self.article_rank - Rank.ARTICLE
        parent = next(node for node in reversed(self.stack) if not self._gives_way(node, rank))
        if (
            self._begins_another_document(parent, mark, rank)
            or self._begins_rules(mark)
            or self._begins_plan(line, mark)
        ):
            self._open_document(line.start)
        elif self._begins_translation(line, mark):
            self._open_document(line.start, self.latin)
            self.chinese = 0
        while self._gives_way(self.stack[-1], rank):
            self._close(line.start)
        self.seen_mark = True
        parent = self.stack[-1]
        parent.first_label = parent.first_label or mark.label
        parent.leads = parent.leads if parent.marked else parent.ends in _LEADS_IN
        parent.marked += 1
        heading = heading_of(line.words, mark)
        self._open(_Open(ClauseKind.MARKED, rank, mark.label, line.start, mark, heading, ends=line.words[-1:]))

    @staticmethod
    def _gives_way(node: _Open, rank: int) -> bool:
        above_marks = node.kind in (ClauseKind.FRONT, ClauseKind.BACK)
        return above_marks or (node.kind is ClauseKind.MARKED and node.rank >= rank)

    def _document(self) -> _Open:
        """Return the document, or the annex, that is open."""
        return next(node for node in reversed(self.stack) if node.kind in (ClauseKind.ROOT, ClauseKind.PART))

    @staticmethod
    def _begins_another_document(parent: _Open, mark: Mark, rank: int) -> bool:
        """Say whether a top-level mark starts again at 1 although the outline was already past it."""
        on_top = mark.number == 1 and rank <= Rank.CHINESE and parent.kind in (ClauseKind.ROOT, ClauseKind.PART)
        return on_top and parent.marked >= 2 and parent.first_label == mark.label

    def _begins_rules(self, mark: Mark) -> bool:
        """Say whether 第一条 or 第一章 stands below the title of rules, after a plan numbered 一、二、."""
        document = self._document()
        after_a_plan = document.marked >= 2 and not document.first_label.startswith("第")
        titled = self.title_start is not None and _RULES.search(self.title) is not None
        return mark.rank in (Rank.ARTICLE, Rank.CHAPTER) and mark.number == 1 and after_a_plan and titled

    def _begins_plan(self, line: Line, mark: Mark) -> bool:
        """Say whether 一、 stands below a plan's title, after rules, or 1 总则 below that of a code, after a notice."""
        if self.inner is None or mark.number != 1:
            return False
        document = self._document()
        after_rules = document.marked >= 2 and document.first_label.startswith("第")
        after_a_notice = document.marked >= 2 and not document.first_label.startswith("第") and self.since == 0
        code = mark.rank == Rank.ARABIC and len(line.words) <= _CHAPTER and _OF_CODE.search(self.inner[1]) is not None
        return (mark.rank == Rank.CHINESE and after_rules) or (code and after_a_notice)

    def _begins_translation(self, line: Line, mark: Mark) -> bool:
        """Say whether a first mark in English stands below an English title, after a text in Chinese."""
        in_english = self.latin is not None and not _CHINESE.search(line.words)
        return in_english and mark.number == 1 and self._document().marked >= 2

    def _open_document(self, start: int, title: int | None = None) -> None:
        """Open a further document of the same notice; its title, if there is one, stands before its first mark."""
        if title is None:
            title = self.inner[0] if self.inner else self.title_start
        if title is not None:
            start = title
            before = self.stack[-1].children
            while before and before[-1].kind is ClauseKind.PARAGRAPH and before[-1].span.start >= start:
                before.pop()
        self.documents += 1
        self._open_part(f"文{self.documents}", start)

    def _title_start(self, line: Line) -> int | None:
        """Return where a title begins that may end with `line`: this line, or the one before （2023—2025年）."""
        is_title = line.kind is LineKind.TEXT and len(line.words) <= HEADING_LIMIT and not _NO_TITLE.search(line.words)
        if not is_title:
            return None
        return self.title_start if line.words[0] in "(（" and self.title_start is not None else line.start

    def _open_part(self, label: str, start: int, heading: str = "") -> None:
        """Open an annex, or a further document of the same notice."""
        self._close_all(start)
        self._open(_Open(ClauseKind.PART, 0, label, start, heading=heading))

    def _paragraph(self, line: Line) -> None:
        if not self.seen_mark and len(self.stack) == 1:
            self._open(_Open(ClauseKind.FRONT, 0, FRONT_PATH, 0, own_end=line.start))
        if self._resumes(line.words):
            self._close(line.start)
        parent = self.stack[-1]
        self._end_own_text(parent, line.start)
        parent.ends = line.words[-1:]
        span = Span(line.start, line.end)
        level = len(self.stack)
        parent.children.append(Clause(ClauseKind.PARAGRAPH, parent.path, level, "", parent.number, "", span, span))

    def _resumes(self, words: str) -> bool:
        """Say whether text after a list goes on where it began: the items of one sentence (：…；…；…。) are over.

        So they are where it sums them up: 以上…, or 三个园区… below three of them.
        """
        if len(self.stack) < 3:
            return False
        parent, item = self.stack[-2:]
        one_line = item.kind is ClauseKind.MARKED and not item.children and item.own_end is None
        whole = parent.leads and parent.marked > 1 and parent.items == parent.marked - 1
        summed = _SUMS_UP.match(words)
        whole = whole or (parent.leads and summed is not None and _counts(summed, parent.marked))
        return one_line and whole and item.ends in _FULL_STOP

    def _open(self, node: _Open) -> None:
        """Put `node` under the last open one; its path, so far a label, becomes whole and unique."""
        parent = self.stack[-1]
        self._end_own_text(parent, node.start)
        node.path = self._unique(f"{parent.path}/{node.path}" if parent.path else node.path)
        self.stack.append(node)

    @staticmethod
    def _end_own_text(parent: _Open, end: int) -> None:
        """End the parent's own text, or its last paragraph, at `end`: blank lines belong to what stands before them."""
        if parent.own_end is None:
            parent.own_end = end
        if parent.children and parent.children[-1].kind is ClauseKind.PARAGRAPH:
            last = parent.children[-1]
            span = Span(last.span.start, end)
            parent.children[-1] = replace(last, span=span, own=span)

    def _unique(self, path: str) -> str:
        """Return `path`, or `path~2` where the text prints the same mark twice in one place."""
        self.used[path] += 1
        return path if self.used[path] == 1 else f"{path}~{self.used[path]}"

    def _close_all(self, end: int) -> None:
        while len(self.stack) > 1:
            self._close(end)

    def _close(self, end: int) -> None:
        closed = self.stack.pop()
        node = self._finished(closed, end)
        self.stack[-1].children.append(node)
        self.stack[-1].items += closed.ends in _ITEM_ENDS

    def _finished(self, node: _Open, end: int) -> Clause:
        self._end_own_text(node, end)
        mark = node.mark.text if node.mark else ""
        own = Span(node.start, end if node.own_end is None else node.own_end)
        return Clause(
            node.kind, node.path, len(self.stack), mark, node.number, node.heading,
            Span(node.start, end), own, tuple(node.children),
        )  # fmt: skip
